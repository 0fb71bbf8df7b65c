//! What applying tells the two sides.

use domain::applications::Status;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::store::Locked;
use crate::accounts::{contacts_of, lang_of};
use crate::error::AppError;
use crate::platform::{Message, Platform, enqueue};
use crate::text::{Text, t};

/// News of an application is of use for so long.
const LIFETIME: Duration = Duration::days(3);

/// Tells the other side, or both, that an application has moved. Part of the transaction that moved it.
pub(super) async fn tell(
    p: &Platform,
    conn: &mut sqlx::PgConnection,
    now: OffsetDateTime,
    application: &Locked,
    to: Status,
    by_applicant: bool,
) -> Result<(), AppError> {
    let applicant_hears = !by_applicant;
    let employer_hears = by_applicant || to == Status::Expired;
    if let Some(body) = words_for_applicant(to).filter(|_| applicant_hears) {
        let path = format!("/akun/lamaran/{}", application.code);
        send(
            p,
            conn,
            now,
            application.applicant,
            body,
            application,
            &path,
        )
        .await?;
    }
    if let (Some(body), Some(employer), true) =
        (words_for_employer(to), application.employer, employer_hears)
    {
        let path = format!("/perusahaan/lamaran/{}", application.code);
        send(p, conn, now, employer, body, application, &path).await?;
    }
    Ok(())
}

fn words_for_applicant(to: Status) -> Option<Text> {
    Some(match to {
        Status::Submitted => return None,
        Status::Reviewed => t::applications::MESSAGE_REVIEWED,
        Status::Interview => t::applications::MESSAGE_INTERVIEW,
        Status::Offered => t::applications::MESSAGE_OFFERED,
        Status::Hired => t::applications::MESSAGE_HIRED,
        Status::Declined => t::applications::MESSAGE_DECLINED,
        Status::Withdrawn => return None,
        Status::Expired => t::applications::MESSAGE_EXPIRED,
    })
}

fn words_for_employer(to: Status) -> Option<Text> {
    Some(match to {
        Status::Submitted => t::applications::MESSAGE_EMPLOYER_NEW,
        Status::Withdrawn => t::applications::MESSAGE_EMPLOYER_WITHDRAWN,
        Status::Hired => t::applications::MESSAGE_EMPLOYER_ACCEPTED,
        Status::Expired => t::applications::MESSAGE_EMPLOYER_EXPIRED,
        Status::Reviewed | Status::Interview | Status::Offered | Status::Declined => return None,
    })
}

async fn send(
    p: &Platform,
    conn: &mut sqlx::PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    body: Text,
    application: &Locked,
    path: &str,
) -> Result<(), AppError> {
    let link = format!("{}{path}", p.settings.base_url);
    let Locked { title, company, .. } = application;
    let lang = lang_of(&mut *conn, person).await?;
    let subject = t::applications::MESSAGE_SUBJECT.with(lang, &[("title", title)]);
    let body = body.with(
        lang,
        &[("title", title), ("company", company), ("link", &link)],
    );
    tell_person(p, conn, now, person, subject, body).await
}

/// Writes to a person at the contact that they gave; an erased person hears nothing.
///
/// # Errors
/// Database errors.
pub(crate) async fn tell_person(
    p: &Platform,
    conn: &mut sqlx::PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    subject: String,
    body: String,
) -> Result<(), AppError> {
    let Some(to) = contacts_of(&mut *conn, person).await?.into_iter().next() else {
        return Ok(());
    };
    enqueue(
        conn,
        p.ids,
        now,
        &Message {
            to,
            subject,
            body,
            expires_at: now + LIFETIME,
        },
    )
    .await
}
