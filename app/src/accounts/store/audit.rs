use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use domain::accounts::Contact;

use super::people::officer_roles;
use crate::base::error::AppError;

/// One audit record. It names officers by the name that they had at the time, all others by today's name.
#[derive(Debug)]
pub struct AuditRow {
    /// Its number; later records have larger numbers.
    pub id: i64,
    /// When it was done.
    pub at: OffsetDateTime,
    /// The account that did it; nil for the command line.
    pub actor_id: Uuid,
    /// That account's name; empty when it is no longer known.
    pub actor: String,
    /// That account's role at the time, as stored.
    pub actor_role: String,
    /// What was done, such as `roster.read`.
    pub action: String,
    /// Whether the record is about one person.
    pub has_subject: bool,
    /// That person's name; empty when the account was erased or its row is gone.
    pub subject: String,
    /// What was read, such as `cohort:<id>`.
    pub object: String,
}

/// A page of the audit trail, newest first: at most `limit` records with a number below `before`, by or about `person`
/// where one is given.
pub async fn audit_page(
    conn: &mut PgConnection,
    person: Option<Uuid>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<AuditRow>, AppError> {
    let rows = sqlx::query_as!(
        AuditRow,
        r#"SELECT a.id, a.at, a.actor AS actor_id, COALESCE(a.actor_name, n.name, p.name, '') AS "actor!", a.actor_role,
                  a.action, a.subject IS NOT NULL AS "has_subject!",
                  COALESCE(a.subject_name, s.name, '') AS "subject!", a.object
           FROM audit a
           LEFT JOIN audit_former_name n ON n.person_id = a.actor AND a.actor_role = ANY($4)
           LEFT JOIN person p ON p.id = a.actor
           LEFT JOIN person s ON s.id = a.subject
           WHERE ($1::uuid IS NULL OR a.actor = $1 OR a.subject = $1) AND ($2::bigint IS NULL OR a.id < $2)
           ORDER BY a.id DESC LIMIT $3"#,
        person,
        before,
        limit,
        &officer_roles(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The person with this contact. An erased person has no contact and is not found.
pub async fn find_person(
    conn: &mut PgConnection,
    contact: &Contact,
) -> Result<Option<Uuid>, AppError> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM person WHERE email = $1 OR phone = $2",
        contact.email(),
        contact.phone(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(id)
}
