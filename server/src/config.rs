//! Settings: from flags, then from the environment (clap reads both), then from `Leptos.toml`.

use std::fmt::Display;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use app::platform::{Bucket, Fanout, Files, Settings};
use leptos::config::{LeptosOptions, get_config_from_str};

use url::{Host, Url};

use crate::failure::{Coded, Failure};

/// The data folder, which holds the private Postgres and the uploaded files. Without a setting: for root a folder that
/// the `postgres` account can reach, otherwise the person's own data folder.
///
/// # Errors
/// Neither `XDG_DATA_HOME` nor `HOME` is set.
pub fn data_folder(told: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(told) = told {
        return Ok(told.to_owned());
    }
    if rustix::process::geteuid().is_root() {
        return Ok(PathBuf::from("/var/lib/portal"));
    }
    let below = |name, rest| {
        let folder = std::env::var_os(name).filter(|folder| !folder.is_empty())?;
        Some(PathBuf::from(folder).join(rest))
    };
    below("XDG_DATA_HOME", "portal")
        .or_else(|| below("HOME", ".local/share/portal"))
        .ok_or_else(|| "no home folder is known; name a data folder with --data".into())
}

/// The outside server that `DATABASE_URL` names, if it is set.
pub fn outside_database() -> Option<String> {
    text("DATABASE_URL")
}

/// The carrier of notifications between processes: the NATS server that `NATS_URL` names, if it is set, otherwise
/// Postgres.
///
/// # Errors
/// An address that cannot be read.
pub async fn fanout() -> Result<Fanout, Failure> {
    match text("NATS_URL") {
        Some(url) => Fanout::nats(&url).await.map_err(Coded::setting),
        None => Ok(Fanout::Postgres),
    }
}

/// The store of uploaded files: the bucket that `FILES_URL` names, if it is set, otherwise the data folder.
///
/// # Errors
/// An address or settings that cannot be used.
pub fn files(data: &Path) -> Result<Files, Failure> {
    let folder = data.join("files");
    match text("FILES_URL") {
        Some(url) => {
            let settings = std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .filter(|(name, value)| name.starts_with("AWS_") && !value.is_empty());
            let bucket = Bucket::of(&url, settings, &folder).map_err(Coded::setting)?;
            Ok(Files::Bucket(bucket))
        }
        None => Ok(Files::Folder(folder)),
    }
}

/// The settings to use when the working folder has no `Leptos.toml`.
const LEPTOS_TOML: &str = include_str!("../../Leptos.toml");

/// The folder of the built site and the address to listen on: from the `Leptos.toml` of the working folder, which the
/// environment's `LEPTOS_…` overrides.
///
/// # Errors
/// A file or a variable that cannot be understood.
pub fn site() -> Result<LeptosOptions, Failure> {
    let told = match std::fs::read_to_string("Leptos.toml") {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(LEPTOS_TOML.to_owned()),
        told => told,
    };
    let unusable = |cause: &dyn Display| {
        Coded::setting(format!(
            "Leptos.toml of the working folder, or a variable LEPTOS_…, cannot be used: {cause}."
        ))
    };
    let told = told.map_err(|cause| unusable(&cause))?;
    get_config_from_str(&told).map_err(|cause| unusable(&cause))
}

/// The public address, as a browser names it in `Origin`: links begin with it, and the origin check compares with it.
///
/// # Errors
/// The address is not `http` or `https` with a host alone. The error does not repeat the address, which may hold a
/// password.
pub fn public_address(told: &str) -> Result<String, Failure> {
    let usable = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
    };
    let address = Url::parse(told).ok().filter(usable);
    address
        .map(|url| url.origin().ascii_serialization())
        .ok_or_else(|| {
            Coded::setting(
                "The public address (--base-url, PORTAL_BASE_URL) cannot be used: write http:// or https:// and the \
                 name of the portal's host with nothing behind it, such as https://kerja.example.id.",
            )
        })
}

/// Whether only browsers of this machine can reach a public address. An `https://` address does not count: it has a
/// proxy in front, which may serve others.
pub fn is_this_machine(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    };
    loopback && url.scheme() == "http"
}

/// The settings from the environment; `portal serve` adds those of its flags.
pub fn settings() -> Settings {
    Settings {
        base_url: String::new(),
        demo: false,
        smtp_url: text("PORTAL_SMTP_URL"),
        mail_from: text("PORTAL_MAIL_FROM").unwrap_or_else(|| "portal@localhost".to_owned()),
        phone_command: text("PORTAL_PHONE_COMMAND").map(PathBuf::from),
        trusted_proxies: 0,
        sockets_of_network: 4096,
    }
}

/// A variable of the environment; an empty one counts as not set.
pub fn text(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_kept_as_browsers_name_it() {
        for (told, kept) in [
            ("https://kerja.example.id", "https://kerja.example.id"),
            ("https://Kerja.Example.ID:443/", "https://kerja.example.id"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("https://[::1]:8443", "https://[::1]:8443"),
            (" https://kerja.example.id ", "https://kerja.example.id"),
        ] {
            assert_eq!(public_address(told).ok().as_deref(), Some(kept), "{told}");
        }
    }

    #[test]
    fn what_no_browser_names_is_no_public_address() {
        for told in [
            "kerja.example.id",
            "kerja.example.id:443",
            "//kerja.example.id",
            "ftp://kerja.example.id",
            "https://",
            "https://kerja.example.id/portal",
            "https://kerja.example.id/?a",
            "https://kerja.example.id/#a",
            "https://orang@kerja.example.id",
            "https://:rahasia@kerja.example.id",
            "https://kerja example.id",
            "https://kerja.example.id:70000",
        ] {
            let refused = public_address(told).unwrap_err().to_string();
            assert!(refused.contains("--base-url"), "{told}: {refused}");
        }
    }
}
