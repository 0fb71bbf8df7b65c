//! Enrolling, confirming and cancelling: each takes the lock on the group's row first.

use domain::courses::{Answers, Placement, Status, Step};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::settle::{Group, Notice, lock, peek, settle};
use super::status;
use crate::error::AppError;

/// How long unsent answers are kept.
const DRAFT_KEPT: Duration = Duration::DAY;

/// What a person brings to the door.
pub struct NewEnrolment<'a> {
    pub id: Uuid,
    pub code: &'a str,
    pub cohort: Uuid,
    pub person: Uuid,
    /// Checked against the audience by the caller.
    pub answers: &'a Answers,
    /// Regency of residence.
    pub regency: &'a str,
}

/// Who got what: the code of the new enrolment, or of the one the person already had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    pub code: String,
    pub status: Status,
}

/// Takes a seat or a place in the list; the seat is decided here, under the lock.
/// A second enrolment of the same person returns the first. Errors: `Conflict` outside the window.
pub async fn enrol(
    conn: &mut PgConnection,
    new: &NewEnrolment<'_>,
    now: OffsetDateTime,
) -> Result<Enrolled, AppError> {
    let locked = lock(conn, new.cohort, now)
        .await?
        .ok_or(AppError::NotFound)?;
    if let Some(code) = locked.window.state(now).refusal() {
        return Err(AppError::conflict(code));
    }
    let (seating, waiting_before) = locked.seating(conn, new.regency).await?;
    let placed = match seating.place(new.regency, waiting_before) {
        Placement::Seat => Status::Enrolled,
        Placement::Waiting => Status::Waiting,
    };
    let inserted = sqlx::query_scalar!(
        "insert into enrolment (id, code, cohort_id, person_id, status, created_at, status_at,
                                kind, country, return_year, regency_code)
         values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)
         on conflict (cohort_id, person_id) where status in ('enrolled', 'waiting', 'offered') do nothing
         returning code",
        new.id,
        new.code,
        new.cohort,
        new.person,
        placed.code(),
        now,
        new.answers.kind.code(),
        new.answers.country,
        new.answers.return_year,
        new.regency
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(code) = inserted {
        let status = placed;
        return Ok(Enrolled { code, status });
    }
    let code = open_code(conn, new.cohort, new.person).await?;
    let (code, status) = code.ok_or(AppError::conflict("course_changed"))?;
    Ok(Enrolled { code, status })
}

/// The open enrolment that a person has in a group.
pub async fn open_code(
    conn: &mut PgConnection,
    cohort: Uuid,
    person: Uuid,
) -> Result<Option<(String, Status)>, sqlx::Error> {
    let row = sqlx::query!(
        "select code, status from enrolment
         where cohort_id = $1 and person_id = $2 and status in ('enrolled', 'waiting', 'offered')",
        cohort,
        person
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| Ok((row.code, status(&row.status)?)))
        .transpose()
}

/// What would happen to somebody from this regency who enrolled now: a seat, or this place in the list.
/// Only a forecast: nothing is locked.
pub async fn outlook(
    conn: &mut PgConnection,
    cohort: Uuid,
    regency: &str,
    now: OffsetDateTime,
) -> Result<(bool, usize), AppError> {
    let group = peek(conn, cohort, now).await?.ok_or(AppError::NotFound)?;
    let (seating, waiting) = group.seating(conn, regency).await?;
    let free = seating.place(regency, waiting) == Placement::Seat;
    Ok((free, waiting as usize + 1))
}

struct Own {
    id: Uuid,
    status: Status,
    offer_until: Option<OffsetDateTime>,
}

/// Locks the group of a person's own enrolment, then reads the enrolment.
async fn own(
    conn: &mut PgConnection,
    person: Uuid,
    code: &str,
    now: OffsetDateTime,
) -> Result<(Group, Own), AppError> {
    let cohort = sqlx::query_scalar!(
        "select cohort_id from enrolment where code = $1 and person_id = $2",
        code,
        person
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(AppError::NotFound)?;
    let locked = lock(conn, cohort, now).await?.ok_or(AppError::NotFound)?;
    let row = sqlx::query!(
        "select id, status, offer_until from enrolment where code = $1 and person_id = $2",
        code,
        person
    )
    .fetch_one(conn)
    .await?;
    let own = Own {
        id: row.id,
        status: status(&row.status)?,
        offer_until: row.offer_until,
    };
    Ok((locked, own))
}

/// Takes the offered seat. A second click changes nothing. Errors: `Conflict` when the offer ran out, or is none.
pub async fn confirm(
    conn: &mut PgConnection,
    person: Uuid,
    code: &str,
    now: OffsetDateTime,
) -> Result<(), AppError> {
    let (_, own) = own(conn, person, code, now).await?;
    if own.status == Status::Enrolled {
        return Ok(());
    }
    let next = own.status.after(Step::Confirm);
    let in_time = own.offer_until.is_some_and(|until| now < until);
    let late = match own.status {
        Status::Offered | Status::Lapsed => "offer_expired",
        _ => "course_changed",
    };
    let next = next.filter(|_| in_time).ok_or(AppError::conflict(late))?;
    step(conn, own.id, next, now).await?;
    Ok(())
}

/// Gives up a seat, an offer or a place in the list, and offers a freed seat to the next at once.
/// Returns whom to tell. A second click changes nothing. Errors: `Conflict` once the course has begun,
/// or when nothing is left to give up.
pub async fn cancel(
    conn: &mut PgConnection,
    person: Uuid,
    code: &str,
    now: OffsetDateTime,
) -> Result<Vec<Notice>, AppError> {
    let (locked, own) = own(conn, person, code, now).await?;
    if own.status == Status::Cancelled {
        return Ok(Vec::new());
    }
    let next = own.status.after(Step::Cancel);
    let next = next.ok_or(AppError::conflict("course_changed"))?;
    if now >= locked.window.starts_at {
        return Err(AppError::conflict("course_begun"));
    }
    step(conn, own.id, next, now).await?;
    Ok(settle(conn, locked.cohort, now).await?)
}

async fn step(
    conn: &mut PgConnection,
    enrolment: Uuid,
    next: Status,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update enrolment set status = $2, status_at = greatest($3, status_at), offer_until = null where id = $1",
        enrolment,
        next.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps a person's answers until they are sent.
pub async fn save_answers(
    conn: &mut PgConnection,
    person: Uuid,
    cohort: Uuid,
    answers: &Answers,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into enrolment_draft (person_id, cohort_id, answers, saved_at) values ($1, $2, $3, $4)
         on conflict (person_id, cohort_id) do update set answers = excluded.answers, saved_at = excluded.saved_at",
        person,
        cohort,
        sqlx::types::Json(answers) as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The answers kept for a person and a group.
pub async fn answers(
    conn: &mut PgConnection,
    person: Uuid,
    cohort: Uuid,
) -> Result<Option<Answers>, sqlx::Error> {
    let kept = sqlx::query_scalar!(
        r#"select answers as "answers: sqlx::types::Json<Answers>" from enrolment_draft
           where person_id = $1 and cohort_id = $2"#,
        person,
        cohort
    )
    .fetch_optional(conn)
    .await?;
    Ok(kept.map(|json| json.0))
}

/// Deletes the answers of a person in a group, once they have been sent.
pub async fn forget_answers(
    conn: &mut PgConnection,
    person: Uuid,
    cohort: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from enrolment_draft where person_id = $1 and cohort_id = $2",
        person,
        cohort
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes answers that were never sent; run by the worker.
pub async fn purge_answers(
    conn: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from enrolment_draft where saved_at < $1",
        now - DRAFT_KEPT
    )
    .execute(conn)
    .await?;
    Ok(())
}
