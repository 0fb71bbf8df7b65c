//! Exports and erases the data that consultation keeps about one person.

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

/// Deletes the person's own conversations. Before that, gives the conversations that the person has as a counsellor
/// back to the queue. Messages that the person wrote as a counsellor stay in the citizens' conversations, without the
/// name.
pub async fn erase_person(
    platform: &Platform,
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<(), AppError> {
    give_back_all(platform, conn, person).await?;
    store::forget_counsellor(conn, person).await?;
    store::delete_talks_of(conn, person).await
}

/// Gives a counsellor's active conversations back to the queue.
pub async fn give_back_all(
    platform: &Platform,
    conn: &mut PgConnection,
    counsellor: Uuid,
) -> Result<(), AppError> {
    store::give_back_all(conn, counsellor, platform.clock.now()).await
}
