//! The meetings of cohorts.

use std::collections::HashMap;

use domain::courses::{Meeting, clashing};
use sqlx::PgConnection;
use uuid::Uuid;

use super::super::model::Clash;

/// The meetings of these cohorts, by cohort and in their order.
pub(super) async fn meetings(
    conn: &mut PgConnection,
    cohorts: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Meeting>>, sqlx::Error> {
    let rows = sqlx::query!(
        "select cohort_id, starts_at, ends_at from cohort_session
         where cohort_id = any($1) order by cohort_id, number",
        cohorts
    )
    .fetch_all(conn)
    .await?;
    let mut found: HashMap<Uuid, Vec<Meeting>> = HashMap::new();
    for row in rows {
        found.entry(row.cohort_id).or_default().push(Meeting {
            starts_at: row.starts_at,
            ends_at: row.ends_at,
        });
    }
    Ok(found)
}

/// The person's other cohorts that meet at hours of this one; the person has a seat or a place on the waiting list
/// there.
pub async fn clashes(
    conn: &mut PgConnection,
    person: Uuid,
    cohort: Uuid,
    lang: &str,
) -> Result<Vec<Clash>, sqlx::Error> {
    let held = sqlx::query!(
        r#"select e.cohort_id, e.code, t.title, r.name as regency
           from enrolment e
           join cohort c on c.id = e.cohort_id
           join regency r on r.code = c.regency_code
           join lateral (select title from programme_text t where t.programme_id = c.programme_id
                         order by t.lang = $3 desc, t.lang = 'id' desc limit 1) t on true
           where e.person_id = $1 and e.cohort_id <> $2 and e.status in ('enrolled', 'waiting', 'offered')
           order by e.position"#,
        person,
        cohort,
        lang
    )
    .fetch_all(&mut *conn)
    .await?;
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let groups: Vec<Uuid> = held
        .iter()
        .map(|row| row.cohort_id)
        .chain([cohort])
        .collect();
    let mut meetings = meetings(conn, &groups).await?;
    let wanted = meetings.remove(&cohort).unwrap_or_default();
    let found = held.into_iter().map(|row| Clash {
        code: row.code,
        title: row.title,
        regency: row.regency,
        meetings: clashing(
            &wanted,
            meetings.get(&row.cohort_id).map_or(&[], Vec::as_slice),
        ),
    });
    Ok(found.filter(|clash| !clash.meetings.is_empty()).collect())
}
