use std::path::PathBuf;

/// How this portal is set up. Flags win over the environment, and that over `Leptos.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Public address, without a slash at the end: in mails, feeds, the sitemap and the origin check.
    pub base_url: String,
    /// Whether demo accounts and demo pages exist.
    pub demo: bool,
    /// SMTP server, as `smtp://user:password@host:port`; none: mails stay in the outbox.
    pub smtp_url: Option<String>,
    /// Sender of mails.
    pub mail_from: String,
    /// Program that sends a text message: called with the number, reads the text on its standard input.
    pub phone_command: Option<PathBuf>,
    /// Proxies in front of the portal that add the asking address to `X-Forwarded-For`; none: the peer asks.
    pub trusted_proxies: usize,
    /// Open sockets of consultations of one network; a mobile carrier has thousands of people behind one address.
    pub sockets_of_network: usize,
}
