//! SQL of the trainer's pages. Each query checks the permission: the cohort's own trainer, or an administrator.

use std::collections::HashMap;

use domain::courses::{Attendance, Status};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::{Participant, Roster, Session, Sheet, TrainerCohort};
use super::settle::Notice;
use super::{count, kind, status, window};
use crate::base::error::AppError;

/// The person who asks: a trainer sees their own cohorts, an administrator all.
#[derive(Debug, Clone, Copy)]
pub struct Officer {
    pub person: Uuid,
    pub all: bool,
}

/// The cohorts of a trainer: the coming and current ones, then those that ended in the last half year; each by first
/// day.
pub async fn trainer_cohorts(
    conn: &mut PgConnection,
    officer: Officer,
    lang: &str,
    now: OffsetDateTime,
) -> Result<Vec<TrainerCohort>, sqlx::Error> {
    cohorts(conn, officer, None, lang, now).await
}

async fn cohorts(
    conn: &mut PgConnection,
    officer: Officer,
    only: Option<Uuid>,
    lang: &str,
    now: OffsetDateTime,
) -> Result<Vec<TrainerCohort>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id, t.title, r.name as regency, c.venue, c.seats, c.taken, c.waiting,
                  c.opens_at, c.closes_at, c.starts_at, c.ends_at, c.completed_at
           from cohort c
           join regency r on r.code = c.regency_code
           join lateral (select title from programme_text t where t.programme_id = c.programme_id
                         order by t.lang = $4 desc, t.lang = 'id' desc limit 1) t on true
           where ($2 or exists (select from cohort_trainer x where x.cohort_id = c.id and x.person_id = $1))
             and ($3::uuid is null or c.id = $3)
             and ($3::uuid is not null or c.ends_at > $5::timestamptz - interval '180 days')
           order by c.ends_at < $5, c.starts_at, c.id limit 200"#,
        officer.person,
        officer.all,
        only,
        lang,
        now
    )
    .fetch_all(conn)
    .await?;
    let cohorts = rows.into_iter().map(|row| {
        let window = window(row.opens_at, row.closes_at, row.starts_at, row.ends_at);
        TrainerCohort {
            id: row.id,
            title: row.title,
            regency: row.regency,
            venue: row.venue,
            seats: row.seats,
            taken: row.taken,
            waiting: row.waiting,
            window,
            state: window.state(now),
            completed: row.completed_at.is_some(),
        }
    });
    Ok(cohorts.collect())
}

/// The cohort's people in their order, with their attendance.
pub async fn roster(
    conn: &mut PgConnection,
    officer: Officer,
    cohort: Uuid,
    lang: &str,
    now: OffsetDateTime,
) -> Result<Option<Roster>, sqlx::Error> {
    let Some(group) = cohorts(conn, officer, Some(cohort), lang, now).await?.pop() else {
        return Ok(None);
    };
    let sessions = sessions(conn, cohort).await?;
    let participants = participants(conn, cohort).await?;
    // A cohort without people has no attendance to take.
    let taken =
        participants.is_empty() || sessions.iter().all(|session| session.present == Some(true));
    Ok(Some(Roster {
        can_complete: !group.completed && now >= group.window.ends_at && taken,
        cohort: group,
        sessions,
        participants,
    }))
}

/// The attendance list of one session.
pub async fn sheet(
    conn: &mut PgConnection,
    officer: Officer,
    cohort: Uuid,
    number: i32,
    lang: &str,
    now: OffsetDateTime,
) -> Result<Option<Sheet>, sqlx::Error> {
    let Some(roster) = roster(conn, officer, cohort, lang, now).await? else {
        return Ok(None);
    };
    let Some(session) = roster
        .sessions
        .into_iter()
        .find(|session| session.number == number)
    else {
        return Ok(None);
    };
    let mut participants = roster.participants;
    participants.retain(|participant| {
        participant.status.holds_seat() && participant.status != Status::Offered
    });
    Ok(Some(Sheet {
        can_mark: !roster.cohort.completed && now >= session.starts_at,
        cohort: roster.cohort,
        session,
        participants,
    }))
}

/// The sessions of a cohort. Here `present` says whether the session's attendance was taken.
async fn sessions(conn: &mut PgConnection, cohort: Uuid) -> Result<Vec<Session>, sqlx::Error> {
    sqlx::query_as!(
        Session,
        r#"select s.number, s.starts_at, s.ends_at,
                  exists (select from attendance a where a.cohort_id = s.cohort_id and a.session = s.number) as present
           from cohort_session s where s.cohort_id = $1 order by s.number"#,
        cohort
    )
    .fetch_all(conn)
    .await
}

async fn participants(
    conn: &mut PgConnection,
    cohort: Uuid,
) -> Result<Vec<Participant>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select e.id, e.person_id, p.name, coalesce(p.phone, p.email, '') as "contact!", r.name as regency,
                  e.kind, e.country, e.return_year, e.status,
                  array(select a.session from attendance a
                        where a.enrolment_id = e.id and a.present order by a.session) as "attended!"
           from enrolment e
           join person p on p.id = e.person_id
           join regency r on r.code = e.regency_code
           where e.cohort_id = $1 and e.status not in ('cancelled', 'lapsed')
           order by e.status = 'waiting', e.status = 'offered', e.position"#,
        cohort
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Participant {
                enrolment: row.id,
                person: row.person_id,
                name: row.name,
                contact: row.contact,
                regency: row.regency,
                kind: kind(&row.kind)?,
                country: row.country,
                return_year: row.return_year,
                status: status(&row.status)?,
                attended: row.attended,
            })
        })
        .collect()
}

/// Takes the attendance of one session: the enrolments in `present` are present, all others are absent. It can be taken
/// again until the class is closed. Errors: `Conflict` before the session begins or after the class is closed.
pub async fn mark(
    conn: &mut PgConnection,
    officer: Officer,
    cohort: Uuid,
    number: i32,
    present: &[Uuid],
    now: OffsetDateTime,
) -> Result<(), AppError> {
    let session = sqlx::query!(
        "select s.starts_at, c.completed_at from cohort c
         join cohort_session s on s.cohort_id = c.id and s.number = $4
         where c.id = $3
           and ($2 or exists (select from cohort_trainer x where x.cohort_id = c.id and x.person_id = $1))
         for no key update of c",
        officer.person,
        officer.all,
        cohort,
        number
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(AppError::NotFound)?;
    if now < session.starts_at {
        return Err(AppError::conflict("session_not_begun"));
    }
    if session.completed_at.is_some() {
        return Err(AppError::conflict("class_closed"));
    }
    sqlx::query!(
        "insert into attendance (enrolment_id, cohort_id, session, present, marked_by, marked_at)
         select e.id, e.cohort_id, $2, e.id = any($3), $4, $5 from enrolment e
         where e.cohort_id = $1 and e.status = 'enrolled'
         on conflict (enrolment_id, session) do update
         set present = excluded.present, marked_by = excluded.marked_by, marked_at = excluded.marked_at",
        cohort,
        number,
        present,
        officer.person,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Closes the class: participants who attended enough have completed it. Returns the notices to send. A second click
/// changes nothing. Errors: `Conflict` before the end or while the attendance of a session is missing.
pub async fn complete(
    conn: &mut PgConnection,
    officer: Officer,
    cohort: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<Notice>, AppError> {
    let group = sqlx::query!(
        r#"select c.ends_at, c.completed_at, c.taken,
                  (select count(*) from cohort_session s where s.cohort_id = c.id) as "sessions!",
                  (select count(distinct a.session) from attendance a where a.cohort_id = c.id) as "marked!"
           from cohort c where c.id = $3
             and ($2 or exists (select from cohort_trainer x where x.cohort_id = c.id and x.person_id = $1))
           for no key update"#,
        officer.person,
        officer.all,
        cohort
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(AppError::NotFound)?;
    if group.completed_at.is_some() {
        return Ok(Vec::new());
    }
    if now < group.ends_at || (group.taken > 0 && group.marked < group.sessions) {
        return Err(AppError::conflict("class_not_over"));
    }
    let attended = sqlx::query!(
        r#"select e.id, count(a.session) filter (where a.present) as "present!"
           from enrolment e left join attendance a on a.enrolment_id = e.id
           where e.cohort_id = $1 and e.status = 'enrolled' group by e.id"#,
        cohort
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut notices = Vec::new();
    let mut by_outcome: HashMap<Status, Vec<Uuid>> = HashMap::new();
    for row in attended {
        let attendance = Attendance {
            present: count(row.present),
            sessions: count(group.sessions),
        };
        let outcome = attendance.outcome();
        notices.push(Notice::new(row.id, outcome));
        by_outcome.entry(outcome).or_default().push(row.id);
    }
    for (outcome, ids) in by_outcome {
        sqlx::query!(
            "update enrolment set status = $2, status_at = $3 where id = any($1)",
            &ids,
            outcome.code(),
            now
        )
        .execute(&mut *conn)
        .await?;
    }
    sqlx::query!(
        "update cohort set completed_at = $2 where id = $1",
        cohort,
        now
    )
    .execute(conn)
    .await?;
    Ok(notices)
}
