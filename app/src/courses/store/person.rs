//! The data that the courses hold about one person: the contact for messages, the export and the erasure.

use domain::courses::Stream;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::settle::{Notice, lock, settle};
use super::stream;

/// The recipient of a message about an enrolment, with the values that the message names.
pub struct Recipient {
    /// E-mail address, else phone number; none for an erased account.
    pub contact: Option<String>,
    /// The language in which the person registered.
    pub lang: String,
    pub code: String,
    pub title: String,
    pub regency: String,
    pub stream: Stream,
    pub slug: String,
    /// The first meeting.
    pub starts_at: OffsetDateTime,
}

/// The recipient of messages about an enrolment.
pub async fn recipient(conn: &mut PgConnection, enrolment: Uuid) -> Result<Recipient, sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce(p.email, p.phone) as contact, l.lang as "lang!", e.code, t.title,
                  r.name as regency, g.stream, g.slug, c.starts_at
           from enrolment e
           join person p on p.id = e.person_id
           join cohort c on c.id = e.cohort_id
           join programme g on g.id = c.programme_id
           join regency r on r.code = c.regency_code
           cross join lateral (select coalesce((
               select s.lang from consent s where s.person_id = p.id order by s.given_at desc limit 1
           ), 'id') as lang) l
           join lateral (select title from programme_text t where t.programme_id = g.id
                         order by t.lang = l.lang desc, t.lang = 'id' desc limit 1) t on true
           where e.id = $1"#,
        enrolment
    )
    .fetch_one(conn)
    .await?;
    Ok(Recipient {
        contact: row.contact,
        lang: row.lang,
        code: row.code,
        title: row.title,
        regency: row.regency,
        stream: stream(&row.stream)?,
        slug: row.slug,
        starts_at: row.starts_at,
    })
}

/// An enrolment as the person's export holds it.
pub struct Kept {
    pub code: String,
    pub slug: String,
    pub status: String,
    pub created_at: OffsetDateTime,
    pub kind: String,
    pub country: Option<String>,
    pub return_year: Option<i32>,
    pub regency_code: String,
    pub attended: i64,
}

/// Every enrolment of a person, the oldest first.
pub async fn kept(conn: &mut PgConnection, person: Uuid) -> Result<Vec<Kept>, sqlx::Error> {
    sqlx::query_as!(
        Kept,
        r#"select e.code, g.slug, e.status, e.created_at, e.kind, e.country, e.return_year, e.regency_code,
                  (select count(*) from attendance a where a.enrolment_id = e.id and a.present) as "attended!"
           from enrolment e
           join cohort c on c.id = e.cohort_id
           join programme g on g.id = c.programme_id
           where e.person_id = $1 order by e.position"#,
        person
    )
    .fetch_all(conn)
    .await
}

/// Answers that a person has given and not sent, each with its programme's slug.
pub async fn unsent_answers(
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<Vec<(String, serde_json::Value)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select g.slug, d.answers from enrolment_draft d
         join cohort c on c.id = d.cohort_id join programme g on g.id = c.programme_id
         where d.person_id = $1 order by d.saved_at",
        person
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.slug, row.answers))
        .collect())
}

/// Cancels open enrolments, offers the freed seats to the waiting list, and deletes answers and the person's duties as
/// a trainer. Returns the notices to send.
pub async fn erase(
    conn: &mut PgConnection,
    person: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<Notice>, sqlx::Error> {
    // All erasures lock the cohorts in one order, so two of them never deadlock.
    let cohorts = sqlx::query_scalar!(
        "select cohort_id from enrolment
         where person_id = $1 and status in ('enrolled', 'waiting', 'offered') order by cohort_id",
        person
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut notices = Vec::new();
    for cohort in cohorts {
        lock(conn, cohort, now).await?;
        sqlx::query!(
            "update enrolment set status = 'cancelled', status_at = greatest($3, status_at), offer_until = null
             where person_id = $1 and cohort_id = $2 and status in ('enrolled', 'waiting', 'offered')",
            person,
            cohort,
            now
        )
        .execute(&mut *conn)
        .await?;
        notices.extend(settle(conn, cohort, now).await?);
    }
    sqlx::query!(
        "update enrolment set kind = 'resident', country = null, return_year = null where person_id = $1",
        person
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from enrolment_draft where person_id = $1", person)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from cohort_trainer where person_id = $1", person)
        .execute(conn)
        .await?;
    Ok(notices)
}
