//! Messages to people about their enrolments: every state, the first too, has its message.

use std::fmt::Display;

use domain::accounts::Contact;
use domain::courses::Status;
use domain::format::{date_in_wib, date_time_wib, last_day_in_wib, until_wib};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};

use super::store::{self, Notice, Recipient};
use crate::base::error::AppError;
use crate::base::text::{Lang, Text, t};
use crate::base::ui::weekday_text;
use crate::platform::{Message, Platform, enqueue};

/// How long a message without a deadline is worth sending.
const NEWS_LIFETIME: Duration = Duration::days(2);

/// Queues the messages in the caller's transaction: no message without the change, no change without the message.
///
/// # Errors
/// [`AppError::Unavailable`] while the database cannot serve; [`AppError::Internal`] when it fails otherwise.
pub(super) async fn tell(
    conn: &mut PgConnection,
    platform: &Platform,
    notices: impl IntoIterator<Item = &Notice>,
    now: OffsetDateTime,
) -> Result<(), AppError> {
    for notice in notices {
        let recipient = store::recipient(conn, notice.enrolment).await?;
        let contact = recipient.contact.as_deref().map(Contact::parse);
        // A person without a contact sees the change under "my courses".
        let Some(Ok(to)) = contact else { continue };
        let message = write(&platform.settings.base_url, notice, &recipient, to, now);
        enqueue(conn, platform.ids, now, &message).await?;
    }
    Ok(())
}

/// The message in the person's language.
fn write(
    base: &str,
    notice: &Notice,
    to: &Recipient,
    contact: Contact,
    now: OffsetDateTime,
) -> Message {
    let lang = Lang::parse(&to.lang).unwrap_or_default();
    let (subject, body) = words(notice);
    let own = format!("{base}/akun/pelatihan/{}", to.code);
    let programme = format!("{base}{}/{}", to.stream.path(), to.slug);
    let (at, first) = (
        notice.until.map(|end| until(end, lang)),
        moment(to.starts_at, lang),
    );
    let values: [(&str, &dyn Display); 7] = [
        ("title", &to.title),
        ("place", &to.regency),
        ("code", &to.code),
        ("link", &own),
        ("programme", &programme),
        ("at", &at.unwrap_or_default()),
        ("first", &first),
    ];
    Message {
        to: contact,
        subject: subject.with(lang, &values),
        body: body.with(lang, &values),
        expires_at: notice.until.unwrap_or(now + NEWS_LIFETIME),
    }
}

/// Subject and text.
fn words(notice: &Notice) -> (Text, Text) {
    match notice.status {
        Status::Enrolled => (
            t::courses::MAIL_ENROLLED_SUBJECT,
            t::courses::MAIL_ENROLLED_BODY,
        ),
        Status::Waiting => (
            t::courses::MAIL_WAITING_SUBJECT,
            t::courses::MAIL_WAITING_BODY,
        ),
        Status::Offered => (
            t::courses::MAIL_OFFERED_SUBJECT,
            t::courses::MAIL_OFFERED_BODY,
        ),
        Status::Cancelled => (
            t::courses::MAIL_CANCELLED_SUBJECT,
            t::courses::MAIL_CANCELLED_BODY,
        ),
        Status::Lapsed if notice.was_waiting => (
            t::courses::MAIL_NOT_PLACED_SUBJECT,
            t::courses::MAIL_NOT_PLACED_BODY,
        ),
        Status::Lapsed => (
            t::courses::MAIL_LAPSED_SUBJECT,
            t::courses::MAIL_LAPSED_BODY,
        ),
        Status::Completed => (
            t::courses::MAIL_COMPLETED_SUBJECT,
            t::courses::MAIL_COMPLETED_BODY,
        ),
        Status::NotCompleted => (
            t::courses::MAIL_NOT_COMPLETED_SUBJECT,
            t::courses::MAIL_NOT_COMPLETED_BODY,
        ),
    }
}

/// `Senin, 17 Agustus 2026, 08.00 WIB`.
fn moment(at: OffsetDateTime, lang: Lang) -> String {
    let day = weekday(date_in_wib(at), lang);
    format!("{day}, {}", date_time_wib(at, lang == Lang::En))
}

/// `Senin, 17 Agustus 2026` when `end` is the end of that day, otherwise with the hour.
fn until(end: OffsetDateTime, lang: Lang) -> String {
    let day = weekday(last_day_in_wib(end), lang);
    format!("{day}, {}", until_wib(end, lang == Lang::En))
}

fn weekday(day: Date, lang: Lang) -> &'static str {
    let day = weekday_text(day.weekday().number_from_monday());
    day.map(|day| day.get(lang)).unwrap_or_default()
}
