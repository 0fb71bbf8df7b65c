use domain::accounts::Contact;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::base::text::Lang;

/// The contacts of a person, for messages.
pub async fn contacts_of(conn: &mut PgConnection, person: Uuid) -> Result<Vec<Contact>, AppError> {
    let row = sqlx::query!(
        "SELECT email, phone FROM person WHERE id = $1 AND deleted_at IS NULL",
        person,
    )
    .fetch_optional(conn)
    .await?;
    let typed = row
        .map(|row| [row.email, row.phone])
        .into_iter()
        .flatten()
        .flatten();
    Ok(typed
        .filter_map(|text| Contact::parse(&text).ok())
        .collect())
}

/// The language of messages to a person: that of the privacy notice that they last agreed to.
pub async fn lang_of(conn: &mut PgConnection, person: Uuid) -> Result<Lang, AppError> {
    let code = sqlx::query_scalar!(
        "SELECT lang FROM consent WHERE person_id = $1 ORDER BY given_at DESC LIMIT 1",
        person
    )
    .fetch_optional(conn)
    .await?;
    Ok(code.and_then(|code| Lang::parse(&code)).unwrap_or_default())
}
