//! Messages about an application: to the applicant for every step, to the employer for each step of the applicant and
//! for the expiry.

use domain::applications::Status;
use time::OffsetDateTime;
use uuid::Uuid;

use super::store::Locked;
use crate::base::error::AppError;
use crate::base::text::{Text, t};
use crate::people::{lang_of, notify};
use crate::platform::Platform;

/// Sends the applicant the application's new state, and the employer the steps that it has not taken itself. Runs in
/// the transaction that moved the application.
pub(super) async fn tell(
    p: &Platform,
    conn: &mut sqlx::PgConnection,
    now: OffsetDateTime,
    application: &Locked,
    to: Status,
    by_applicant: bool,
) -> Result<(), AppError> {
    let employer_hears = by_applicant || to == Status::Expired;
    let (body, path) = (
        words_for_applicant(to, by_applicant),
        format!("/akun/lamaran/{}", application.code),
    );
    let applicant = application.applicant;
    send(p, conn, now, applicant, body, application, &path).await?;
    if let (Some(body), Some(employer), true) =
        (words_for_employer(to), application.employer, employer_hears)
    {
        let path = format!("/perusahaan/lamaran/{}", application.code);
        send(p, conn, now, employer, body, application, &path).await?;
    }
    Ok(())
}

fn words_for_applicant(to: Status, by_applicant: bool) -> Text {
    match to {
        Status::Submitted => t::applications::MESSAGE_SENT,
        Status::Reviewed => t::applications::MESSAGE_REVIEWED,
        Status::Interview => t::applications::MESSAGE_INTERVIEW,
        Status::Offered => t::applications::MESSAGE_OFFERED,
        Status::Hired if by_applicant => t::applications::MESSAGE_ACCEPTED,
        Status::Hired => t::applications::MESSAGE_HIRED,
        Status::Declined => t::applications::MESSAGE_DECLINED,
        Status::Withdrawn => t::applications::MESSAGE_WITHDRAWN,
        Status::Expired => t::applications::MESSAGE_EXPIRED,
    }
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
    let Locked {
        title,
        company,
        code,
        ..
    } = application;
    let lang = lang_of(&mut *conn, person).await?;
    let subject = t::applications::MESSAGE_SUBJECT.with(lang, &[("title", title)]);
    let body = body.with(
        lang,
        &[
            ("title", title),
            ("company", company),
            ("code", code),
            ("link", &link),
        ],
    );
    notify(p, conn, now, person, subject, body).await
}
