//! Answers that a person has given to the questions and not yet sent.

use domain::courses::Answers;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long unsent answers are kept.
const DRAFT_KEPT: Duration = Duration::DAY;

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

/// The answers kept for a person and a cohort.
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

/// Deletes a person's answers for a cohort, once they have been sent.
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
