use std::fmt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use uuid::Uuid;

use super::Channel;
use crate::platform::Settings;

/// How long sending one message may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A message that this process has claimed and now sends.
pub(super) struct Claimed {
    pub(super) id: Uuid,
    pub(super) channel: Channel,
    pub(super) recipient: String,
    pub(super) subject: String,
    pub(super) body: String,
}

/// Why a message was not sent. It holds no part of the message, so that it can be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The settings or the address cannot be used.
    Setup,
    /// The mail server refused for good.
    Refused,
    /// The mail server cannot take it now.
    Later,
    /// The gateway's program could not be started.
    NoProgram,
    /// The gateway's program failed; its exit status, where it has one.
    Program(Option<i32>),
    /// No answer in time.
    Timeout,
}

impl Fault {
    /// Whether a new try would fail again.
    pub(super) fn is_final(self) -> bool {
        self == Fault::Refused
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Setup => f.write_str("the sender's settings or the address cannot be used"),
            Fault::Refused => f.write_str("the mail server refused it for good"),
            Fault::Later => f.write_str("the mail server did not take it"),
            Fault::NoProgram => f.write_str("the phone gateway's program could not be started"),
            Fault::Program(Some(status)) => {
                write!(f, "the phone gateway's program ended with status {status}")
            }
            Fault::Program(None) => {
                f.write_str("the phone gateway's program was ended by a signal")
            }
            Fault::Timeout => f.write_str("no answer in time"),
        }
    }
}

/// Sends one message over its channel.
pub(super) async fn send(settings: &Settings, message: &Claimed) -> Result<(), Fault> {
    let sending = async {
        match message.channel {
            Channel::Email => {
                let url = settings.smtp_url.as_deref().ok_or(Fault::Setup)?;
                send_mail(url, &settings.mail_from, message).await
            }
            Channel::Phone => {
                let program = settings.phone_command.as_deref().ok_or(Fault::Setup)?;
                run_gateway(program, &message.recipient, &message.body).await
            }
        }
    };
    tokio::time::timeout(PATIENCE, sending)
        .await
        .unwrap_or(Err(Fault::Timeout))
}

async fn send_mail(url: &str, from: &str, message: &Claimed) -> Result<(), Fault> {
    let mail = Message::builder()
        .from(from.parse().map_err(|_| Fault::Setup)?)
        .to(message.recipient.parse().map_err(|_| Fault::Setup)?)
        .subject(&message.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(message.body.clone())
        .map_err(|_| Fault::Setup)?;
    // One connection for each mail: codes are few, and a pool would hold connections that servers close.
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(|_| Fault::Setup)?
        .build();
    match server.send(mail).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() => Err(Fault::Refused),
        Err(_) => Err(Fault::Later),
    }
}

/// Runs the phone gateway: a program that gets the number (E.164) as its only argument and the text on its standard
/// input. It ends with status 0 when it has accepted the message.
async fn run_gateway(program: &Path, number: &str, text: &str) -> Result<(), Fault> {
    let mut child = Command::new(program)
        .arg(number)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|_| Fault::NoProgram)?;
    if let Some(mut input) = child.stdin.take() {
        // A program that does not read its input may still succeed: its status decides.
        let _ = input.write_all(text.as_bytes()).await;
    }
    let status = child.wait().await.map_err(|_| Fault::Program(None))?;
    if status.success() {
        Ok(())
    } else {
        Err(Fault::Program(status.code()))
    }
}
