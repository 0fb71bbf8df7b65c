//! Exports and erases a person's data.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// Profile, CVs and applications of a person.
pub async fn export(conn: &mut PgConnection, person: Uuid) -> Result<Value, AppError> {
    let data = sqlx::query_scalar!(
        r#"SELECT jsonb_build_object(
               'profile', (SELECT profile FROM applicant_profile WHERE person_id = $1),
               'cv', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'bytes', bytes, 'uploaded_at', uploaded_at)
                                                ORDER BY uploaded_at), '[]') FROM cv_file WHERE person_id = $1),
               'applications', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'code', a.code, 'vacancy', v.title, 'company', v.company_name, 'status', a.status,
                       'sent_at', a.sent_at, 'profile', a.profile, 'letter', a.letter,
                       'steps', (SELECT jsonb_agg(jsonb_build_object('status', s.status, 'actor', s.actor, 'note', s.note, 'at', s.at)
                                                  ORDER BY s.seq) FROM application_step s WHERE s.application_id = a.id))
                   ORDER BY a.sent_at), '[]')
                   FROM application a JOIN vacancy v ON v.id = a.vacancy_id WHERE a.person_id = $1)) AS "data!""#,
        person
    )
    .fetch_one(conn)
    .await?;
    Ok(data)
}

/// Erases profile, letters and CVs. An application stays, since its vacancy counts it; it is withdrawn if it was open,
/// and says nothing about its sender.
pub async fn erase(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "WITH open AS (
             UPDATE application SET status = 'withdrawn', moved_at = $2
             WHERE person_id = $1 AND status IN ('submitted', 'reviewed', 'interview', 'offered') RETURNING id)
         INSERT INTO application_step (application_id, seq, status, actor, at)
         SELECT open.id, (SELECT max(seq) + 1 FROM application_step s WHERE s.application_id = open.id),
                'withdrawn', 'applicant', $2
         FROM open",
        person,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE application SET profile = '{}', letter = NULL, cv_id = NULL WHERE person_id = $1",
        person
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE application_step SET note = NULL
         WHERE note IS NOT NULL AND application_id IN (SELECT id FROM application WHERE person_id = $1)",
        person
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "WITH gone AS (DELETE FROM cv_file WHERE person_id = $1 RETURNING id)
         INSERT INTO cv_file_to_delete (id, due_at) SELECT id, $2 FROM gone",
        person,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM applicant_profile WHERE person_id = $1", person)
        .execute(conn)
        .await?;
    Ok(())
}
