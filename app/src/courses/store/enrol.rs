//! Enrolling, confirming and cancelling: each takes the lock on the cohort's row first.

use domain::courses::{Answers, Placement, Status, Step};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::Open;
use super::settle::{Group, Notice, lock, peek, settle};
use super::status;
use crate::base::error::AppError;

/// The data of a new enrolment.
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

/// The result of enrolling: the new enrolment, or the one that the person already had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    pub code: String,
    pub status: Status,
    /// For a new enrolment: the notice that the person must get.
    pub notice: Option<Notice>,
}

/// Takes a seat or a place on the waiting list; this function decides which, under the lock.
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
        return Ok(Enrolled {
            code,
            status: placed,
            notice: Some(Notice::new(new.id, placed)),
        });
    }
    let code = open_code(conn, new.cohort, new.person).await?;
    let (code, status) = code.ok_or(AppError::conflict("course_changed"))?;
    Ok(Enrolled {
        code,
        status,
        notice: None,
    })
}

/// The open enrolment that a person has in a cohort.
async fn open_code(
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

/// The open enrolment that a person has in this cohort, else in another cohort of its programme that is not over:
/// nobody may have two. The result holds while the person's row is locked.
pub async fn open_in_programme(
    conn: &mut PgConnection,
    cohort: Uuid,
    person: Uuid,
    now: OffsetDateTime,
) -> Result<Option<Open>, sqlx::Error> {
    sqlx::query_as!(
        Open,
        r#"select e.code, e.cohort_id = $1 as "is_here!" from enrolment e
           join cohort c on c.id = e.cohort_id
           where e.person_id = $2 and e.status in ('enrolled', 'waiting', 'offered')
             and (c.id = $1 or c.ends_at > $3)
             and c.programme_id = (select programme_id from cohort where id = $1)
           order by e.cohort_id = $1 desc, e.position limit 1"#,
        cohort,
        person,
        now
    )
    .fetch_optional(conn)
    .await
}

/// The result of enrolling now for a person from this regency: a seat, or this place on the waiting list.
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

/// Locks the cohort of a person's own enrolment, then reads the enrolment.
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

/// Takes the offered seat and returns the notice to send. A second click changes nothing. Errors: `Conflict` when the
/// offer ran out, when there is no offer, or when the person has a seat in another cohort of the programme. The
/// person's row must be locked.
pub async fn confirm(
    conn: &mut PgConnection,
    person: Uuid,
    code: &str,
    now: OffsetDateTime,
) -> Result<Option<Notice>, AppError> {
    let (group, own) = own(conn, person, code, now).await?;
    if own.status == Status::Enrolled {
        return Ok(None);
    }
    let next = own.status.after(Step::Confirm);
    let in_time = own.offer_until.is_some_and(|until| now < until);
    let late = match own.status {
        Status::Offered | Status::Lapsed => "offer_expired",
        _ => "course_changed",
    };
    let next = next.filter(|_| in_time).ok_or(AppError::conflict(late))?;
    if has_other_seat(conn, group.cohort, person, now).await? {
        return Err(AppError::conflict("second_in_programme"));
    }
    Ok(Some(step(conn, own.id, next, now).await?))
}

/// Whether the person takes part in another cohort of the programme that is not over. Such enrolments are older than
/// the rule that nobody may have two.
async fn has_other_seat(
    conn: &mut PgConnection,
    cohort: Uuid,
    person: Uuid,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
               select from enrolment e join cohort c on c.id = e.cohort_id
               where e.person_id = $2 and e.cohort_id <> $1 and e.status = 'enrolled' and c.ends_at > $3
                 and c.programme_id = (select programme_id from cohort where id = $1)) as "has!""#,
        cohort,
        person,
        now
    )
    .fetch_one(conn)
    .await
}

/// Gives up a seat, an offer or a place on the waiting list, and offers a freed seat to the next person at once.
/// Returns the notices to send. A second click changes nothing. Errors: `Conflict` once the course has begun,
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
    let mut notices = vec![step(conn, own.id, next, now).await?];
    notices.extend(settle(conn, locked.cohort, now).await?);
    Ok(notices)
}

async fn step(
    conn: &mut PgConnection,
    enrolment: Uuid,
    next: Status,
    now: OffsetDateTime,
) -> Result<Notice, sqlx::Error> {
    sqlx::query!(
        "update enrolment set status = $2, status_at = greatest($3, status_at), offer_until = null where id = $1",
        enrolment,
        next.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(Notice::new(enrolment, next))
}
