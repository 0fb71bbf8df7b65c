//! What consultation keeps about one person: given out, and erased with the account.

use serde_json::{Value, json};
use sqlx::PgConnection;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::store;
use crate::base::error::AppError;
use crate::platform::Platform;

/// The person's conversations with every message, for the person's own download.
pub async fn export_person(conn: &mut PgConnection, person: Uuid) -> Result<Value, AppError> {
    let mut talks = Vec::new();
    for talk in store::talks_of(conn, person).await? {
        let messages: Vec<Value> = store::words_of(conn, talk.id)
            .await?
            .into_iter()
            .map(|words| {
                json!({
                    "at": words.at.format(&Rfc3339).ok(),
                    "from": words.party,
                    "name": words.author_name,
                    "kind": words.kind,
                    "text": words.body,
                })
            })
            .collect();
        talks.push(json!({
            "topic": talk.topic,
            "status": talk.status,
            "outcome": talk.outcome,
            "messages": messages,
        }));
    }
    Ok(Value::Array(talks))
}

/// Deletes the person's own conversations. What a counsellor has in hand goes back to the queue first; what they wrote
/// to citizens in their office stays with those citizens' conversations, without their name.
pub async fn erase_person(
    platform: &Platform,
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<(), AppError> {
    give_back_all(platform, conn, person).await?;
    store::forget_counsellor(conn, person).await?;
    store::delete_talks_of(conn, person).await
}

/// Gives what a counsellor has in hand back to the queue.
pub async fn give_back_all(
    platform: &Platform,
    conn: &mut PgConnection,
    counsellor: Uuid,
) -> Result<(), AppError> {
    store::give_back_all(conn, counsellor, platform.clock.now()).await
}
