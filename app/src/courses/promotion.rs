//! Seats that got free go to the list, offers that ran out go on; and people are told.

use domain::accounts::Contact;
use domain::format::date_time_wib;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::store::{self, Notice, Recipient};
use crate::error::AppError;
use crate::platform::{Message, Platform, enqueue};
use crate::text::{Lang, t};

/// How long news without a deadline is worth sending.
const NEWS_LIFETIME: Duration = Duration::days(2);

/// Brings every group up to date whose offers ran out, whose seats are free for somebody who waits, or whose
/// first day has come; then forgets answers that were never sent. Each group has its own transaction: one that
/// fails does not hold up the others and is tried again at the next run.
///
/// # Errors
/// The last group's that failed.
pub async fn settle_due(platform: &Platform) -> Result<(), AppError> {
    let now = platform.clock.now();
    let due = store::due(&mut *platform.pool.acquire().await?, now).await?;
    let mut failed = Ok(());
    for cohort in due {
        if let Err(error) = settle_one(platform, cohort, now).await {
            failed = Err(error);
        }
    }
    store::purge_answers(&mut *platform.pool.acquire().await?, now).await?;
    failed
}

async fn settle_one(
    platform: &Platform,
    cohort: Uuid,
    now: OffsetDateTime,
) -> Result<(), AppError> {
    let mut tx = platform.pool.begin().await?;
    let notices = store::settle(&mut tx, cohort, now).await?;
    queue(&mut tx, platform, &notices, now).await?;
    Ok(tx.commit().await?)
}

/// Queues what has to be said, in the caller's transaction: no message without the change, no change without
/// the message.
///
/// # Errors
/// Database errors.
pub(super) async fn queue(
    conn: &mut PgConnection,
    platform: &Platform,
    notices: &[Notice],
    now: OffsetDateTime,
) -> Result<(), AppError> {
    for notice in notices {
        let recipient = store::recipient(conn, notice.enrolment()).await?;
        let contact = recipient.contact.as_deref().map(Contact::parse);
        // Who has no contact sees it under "my courses".
        let Some(Ok(to)) = contact else { continue };
        let message = write(&platform.settings.base_url, *notice, &recipient, to, now);
        enqueue(conn, platform.ids, now, &message).await?;
    }
    Ok(())
}

/// The message in the person's language.
fn write(
    base: &str,
    notice: Notice,
    to: &Recipient,
    contact: Contact,
    now: OffsetDateTime,
) -> Message {
    let lang = Lang::parse(&to.lang).unwrap_or_default();
    let own = format!("{base}/akun/pelatihan/{}", to.code);
    let programme = format!("{base}{}/{}", to.stream.path(), to.slug);
    let (subject, body, link, until) = match notice {
        Notice::Offered(_, until) => (
            t::courses::MAIL_OFFERED_SUBJECT,
            t::courses::MAIL_OFFERED_BODY,
            own,
            Some(until),
        ),
        Notice::Lapsed(_) => (
            t::courses::MAIL_LAPSED_SUBJECT,
            t::courses::MAIL_LAPSED_BODY,
            programme,
            None,
        ),
        Notice::NotPlaced(_) => (
            t::courses::MAIL_NOT_PLACED_SUBJECT,
            t::courses::MAIL_NOT_PLACED_BODY,
            programme,
            None,
        ),
    };
    let at = until
        .map(|at| date_time_wib(at, lang == Lang::En))
        .unwrap_or_default();
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("title", &to.title),
        ("place", &to.regency),
        ("code", &to.code),
        ("link", &link),
        ("at", &at),
    ];
    Message {
        to: contact,
        subject: subject.with(lang, &values),
        body: body.with(lang, &values),
        expires_at: until.unwrap_or(now + NEWS_LIFETIME),
    }
}
