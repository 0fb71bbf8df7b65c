//! Export and erasure of all that the portal keeps about one person, over all services (UU 27/2022, Art. 8 and 32).
//!
//! Each service exports and erases its own part ([`Service`](crate::platform::Service)).

use serde_json::{Value, json};
use sqlx::PgConnection;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::store;
use crate::base::error::AppError;
use crate::people::contacts_of;
use crate::platform::{Platform, forget_messages_to, lock_person};

/// Everything that the portal keeps about a person, in one document.
///
/// # Errors
/// [`AppError::NotFound`] for an erased person.
pub async fn export(
    platform: &Platform,
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<Value, AppError> {
    let account = store::account(&mut *conn, person)
        .await?
        .ok_or(AppError::NotFound)?;
    let consents: Vec<Value> = store::consents(&mut *conn, person)
        .await?
        .into_iter()
        .map(|(notice, at)| json!({ "notice": notice, "given_at": at.format(&Rfc3339).ok() }))
        .collect();
    let sessions: Vec<Value> = store::all_sessions(&mut *conn, person)
        .await?
        .into_iter()
        .map(|session| {
            json!({
                "browser": session.device,
                "signed_in_at": session.created_at.format(&Rfc3339).ok(),
                "last_used_at": session.last_seen_at.format(&Rfc3339).ok(),
            })
        })
        .collect();
    let mut all = json!({
        "account": {
            "name": account.name,
            "email": account.email,
            "phone": account.phone,
            "role": account.role,
            "created_at": account.created_at.format(&Rfc3339).ok(),
            "consents": consents,
            "sessions": sessions,
        },
    });
    for (name, export) in platform
        .services
        .iter()
        .filter_map(|service| service.export)
    {
        all[name] = export(&mut *conn, person).await?;
    }
    Ok(all)
}

/// Erases a person in all services, in the transaction of `conn`.
///
/// # Errors
/// [`AppError::Unauthenticated`] for a person who is erased already; database errors: then nothing is erased.
pub async fn erase(
    platform: &Platform,
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<(), AppError> {
    lock_person(conn, person).await?;
    let contacts = contacts_of(conn, person).await?;
    for erase in platform.services.iter().filter_map(|service| service.erase) {
        erase(platform, &mut *conn, person).await?;
    }
    forget_messages_to(conn, &contacts).await?;
    store::erase_person_row(conn, platform.clock.now(), person).await
}
