//! The messages that accounts send, in the person's language.

use domain::accounts::{CODE_LIFETIME, Contact};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::base::error::AppError;
use crate::base::text::{Lang, Text, t};
use crate::people::contacts_of;
use crate::platform::{Message, Platform, Settings, enqueue};

/// How long a message without a code may wait in the outbox.
const NEWS_LIFETIME: Duration = Duration::days(1);

/// The content of a message.
#[derive(Clone, Copy, Debug)]
pub(super) enum Said<'a> {
    /// The code that makes an account.
    RegisterCode(&'a str),
    /// Somebody registered with a contact that has an account.
    AlreadyRegistered,
    /// The code that sets a new password.
    ResetCode(&'a str),
    /// Somebody asked for a code for a contact that has no account.
    NoAccount,
    /// The password was changed.
    PasswordChanged,
}

/// Tells a person, on every contact, that their password was changed.
pub(super) async fn tell_of_new_password(
    conn: &mut PgConnection,
    p: &Platform,
    lang: Lang,
    person: Uuid,
) -> Result<(), AppError> {
    let now = p.clock.now();
    for contact in contacts_of(conn, person).await? {
        let news = message(&p.settings, lang, now, &contact, Said::PasswordChanged);
        enqueue(conn, p.ids, now, &news).await?;
    }
    Ok(())
}

/// Composes the message.
pub(super) fn message(
    settings: &Settings,
    lang: Lang,
    now: OffsetDateTime,
    to: &Contact,
    said: Said<'_>,
) -> Message {
    let link = |path: &str| format!("{}{path}", settings.base_url);
    let with_code = |body: Text, code: &str| body.with(lang, &[("code", &code)]);
    let with_link = |body: Text, path: &str| body.with(lang, &[("link", &link(path))]);
    let (subject, body, lifetime) = match said {
        Said::RegisterCode(code) => (
            t::accounts::MESSAGE_REGISTER_SUBJECT,
            with_code(t::accounts::MESSAGE_REGISTER_BODY, code),
            CODE_LIFETIME,
        ),
        Said::AlreadyRegistered => (
            t::accounts::MESSAGE_EXISTS_SUBJECT,
            with_link(t::accounts::MESSAGE_EXISTS_BODY, "/lupa-sandi"),
            NEWS_LIFETIME,
        ),
        Said::ResetCode(code) => (
            t::accounts::MESSAGE_RESET_SUBJECT,
            with_code(t::accounts::MESSAGE_RESET_BODY, code),
            CODE_LIFETIME,
        ),
        Said::NoAccount => (
            t::accounts::MESSAGE_UNKNOWN_SUBJECT,
            with_link(t::accounts::MESSAGE_UNKNOWN_BODY, "/daftar"),
            NEWS_LIFETIME,
        ),
        Said::PasswordChanged => (
            t::accounts::MESSAGE_CHANGED_SUBJECT,
            with_link(t::accounts::MESSAGE_CHANGED_BODY, "/lupa-sandi"),
            NEWS_LIFETIME,
        ),
    };
    Message {
        to: to.clone(),
        subject: subject.get(lang).to_owned(),
        body,
        expires_at: now + lifetime,
    }
}
