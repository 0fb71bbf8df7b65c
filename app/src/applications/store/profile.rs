use domain::applications::Profile;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// The person's profile; an empty one where none was saved.
pub async fn load(conn: &mut PgConnection, person: Uuid) -> Result<Profile, AppError> {
    let found = sqlx::query_scalar!(
        r#"SELECT profile AS "profile: Json<Profile>" FROM applicant_profile WHERE person_id = $1"#,
        person
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|profile| profile.0).unwrap_or_default())
}

/// Saves the person's profile.
pub async fn save(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    profile: &Profile,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO applicant_profile (person_id, profile, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET profile = $2, updated_at = $3",
        person,
        Json(profile) as _,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}
