//! A person's own enrolments.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::{Enrolment, Event, Session};
use super::meetings::clashes;
use super::settle::peek;
use super::{lines, status, stream, window};
use domain::courses::Status;

struct Row {
    id: Uuid,
    cohort_id: Uuid,
    code: String,
    status: String,
    created_at: OffsetDateTime,
    offer_until: Option<OffsetDateTime>,
    position: i64,
    residence: String,
    stream: String,
    slug: String,
    title: String,
    bring: String,
    regency: String,
    venue: String,
    address: String,
    opens_at: OffsetDateTime,
    closes_at: OffsetDateTime,
    starts_at: OffsetDateTime,
    ends_at: OffsetDateTime,
}

/// All enrolments of a person, the newest first; with `code` only that one.
async fn rows(
    conn: &mut PgConnection,
    person: Uuid,
    code: Option<&str>,
    lang: &str,
) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select e.id, e.cohort_id, e.code, e.status, e.created_at, e.offer_until, e.position,
                  e.regency_code as residence, p.stream, p.slug, t.title, t.bring,
                  r.name as regency, c.venue, c.address, c.opens_at, c.closes_at, c.starts_at, c.ends_at
           from enrolment e
           join cohort c on c.id = e.cohort_id
           join programme p on p.id = c.programme_id
           join regency r on r.code = c.regency_code
           join lateral (select title, bring from programme_text t where t.programme_id = p.id
                         order by t.lang = $3 desc, t.lang = 'id' desc limit 1) t on true
           where e.person_id = $1 and ($2::text is null or e.code = $2)
           order by e.created_at desc, e.position desc"#,
        person,
        code,
        lang
    )
    .fetch_all(conn)
    .await
}

impl Row {
    fn enrolment(
        self,
        now: OffsetDateTime,
        place: Option<usize>,
    ) -> Result<Enrolment, sqlx::Error> {
        let status = status(&self.status)?;
        Ok(Enrolment {
            code: self.code,
            status,
            created_at: self.created_at,
            // An offer that ran out is gone for its owner even before the worker ends it.
            offer_until: self.offer_until.filter(|until| *until > now),
            waiting_place: place,
            can_cancel: status.is_open() && now < self.starts_at,
            stream: stream(&self.stream)?,
            programme_slug: self.slug,
            title: self.title,
            regency: self.regency,
            venue: self.venue,
            address: self.address,
            window: window(self.opens_at, self.closes_at, self.starts_at, self.ends_at),
            bring: lines(&self.bring),
            sessions: Vec::new(),
            clashes: Vec::new(),
            history: Vec::new(),
        })
    }
}

/// All enrolments of a person, for their list.
pub async fn enrolments(
    conn: &mut PgConnection,
    person: Uuid,
    lang: &str,
    now: OffsetDateTime,
) -> Result<Vec<Enrolment>, sqlx::Error> {
    let mut list = Vec::new();
    for row in rows(conn, person, None, lang).await? {
        let place = waiting_place(conn, &row, now).await?;
        list.push(row.enrolment(now, place)?);
    }
    Ok(list)
}

/// The owner of the enrolment with this code; None when the owner's account is deleted.
pub async fn owner(conn: &mut PgConnection, code: &str) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select e.person_id from enrolment e join person p on p.id = e.person_id
         where e.code = $1 and p.deleted_at is null",
        code
    )
    .fetch_optional(conn)
    .await
}

/// One enrolment of the person with its sessions and history; None for another person's.
pub async fn enrolment(
    conn: &mut PgConnection,
    person: Uuid,
    code: &str,
    lang: &str,
    now: OffsetDateTime,
) -> Result<Option<Enrolment>, sqlx::Error> {
    let Some(row) = rows(conn, person, Some(code), lang).await?.pop() else {
        return Ok(None);
    };
    let sessions = sqlx::query_as!(
        Session,
        r#"select s.number, s.starts_at, s.ends_at, a.present as "present?"
           from cohort_session s
           left join attendance a on a.session = s.number and a.enrolment_id = $2
           where s.cohort_id = $1 order by s.number"#,
        row.cohort_id,
        row.id
    )
    .fetch_all(&mut *conn)
    .await?;
    let events = sqlx::query!(
        "select v.at, v.status from enrolment_event v where v.enrolment_id = $1 order by v.at",
        row.id
    )
    .fetch_all(&mut *conn)
    .await?;
    let history = events
        .into_iter()
        .map(|event| {
            Ok(Event {
                at: event.at,
                status: status(&event.status)?,
            })
        })
        .collect::<Result<_, sqlx::Error>>()?;
    let place = waiting_place(conn, &row, now).await?;
    let cohort = row.cohort_id;
    let mut enrolment = row.enrolment(now, place)?;
    if enrolment.status.is_open() {
        enrolment.clashes = clashes(conn, person, cohort, lang).await?;
    }
    enrolment.sessions = sessions;
    enrolment.history = history;
    Ok(Some(enrolment))
}

/// The place on the waiting list, from 1, among the people who wait for the same seats.
async fn waiting_place(
    conn: &mut PgConnection,
    row: &Row,
    now: OffsetDateTime,
) -> Result<Option<usize>, sqlx::Error> {
    if row.status != Status::Waiting.code() {
        return Ok(None);
    }
    let Some(group) = peek(conn, row.cohort_id, now).await? else {
        return Ok(None);
    };
    let (seating, _) = group.seating(conn, &row.residence).await?;
    let earlier = sqlx::query_scalar!(
        "select regency_code from enrolment
         where cohort_id = $1 and status = 'waiting' and position < $2",
        row.cohort_id,
        row.position
    )
    .fetch_all(conn)
    .await?;
    Ok(Some(seating.waiting_place(
        &row.residence,
        earlier.iter().map(String::as_str),
    )))
}
