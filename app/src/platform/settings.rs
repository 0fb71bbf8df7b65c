use std::path::PathBuf;

/// The settings of this portal. Flags win over the environment, and the environment over `Leptos.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Public address, without a slash at the end; used in mails, feeds, the sitemap and the origin check.
    pub base_url: String,
    /// Whether demo accounts and demo pages exist.
    pub demo: bool,
    /// SMTP server, as `smtp://user:password@host:port`; none: mails stay in the outbox.
    pub smtp_url: Option<String>,
    /// Sender of mails.
    pub mail_from: String,
    /// Program that sends a text message: gets the number as its argument and the text on its standard input.
    pub phone_command: Option<PathBuf>,
    /// The number of proxies in front of the portal that add the client's address to `X-Forwarded-For`; with 0 the peer
    /// is the client.
    pub trusted_proxies: usize,
    /// The most open consultation sockets of one network. A mobile carrier has thousands of people behind one address.
    pub sockets_of_network: usize,
}
