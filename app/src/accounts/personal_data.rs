//! All that the portal keeps about one person, over all services: given out, and erased (UU 27/2022, Art. 8 and 32).
//!
//! A service that keeps something by person has two functions in its `mod.rs`, `export_person` and `erase_person`, and
//! one line for each here. [`PERSON_COLUMNS`] is checked against the schema by a test.

use serde_json::{Value, json};
use sqlx::PgConnection;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::store;
use crate::base::error::AppError;
use crate::consultation;
use crate::courses::personal_data as courses;
use crate::platform::{Platform, forget_messages_to, lock_person};
use crate::{applications, employers};

/// Every column that refers to a person, and what erasing the person does to its rows.
pub const PERSON_COLUMNS: &[(&str, &str)] = &[
    ("applicant_profile.person_id", "deleted"),
    (
        "application.person_id",
        "kept as a count of its vacancy, withdrawn if it was open, without profile, letter, notes and CV",
    ),
    ("company_owner.given_by", "kept: the officer's decision"),
    ("company_owner.person_id", "deleted"),
    ("company_request.decided_by", "kept: the officer's decision"),
    ("company_request.person_id", "deleted"),
    (
        "consent.person_id",
        "kept: proof that the data was held lawfully; names nobody once the person's row is empty",
    ),
    (
        "conversation.counsellor_id",
        "kept: an officer's row without a name; open conversations go back to the queue",
    ),
    (
        "conversation.person_id",
        "deleted, with every message of both sides",
    ),
    (
        "conversation_event.actor_id",
        "deleted with the citizen's conversation; an officer's kept without a name",
    ),
    (
        "conversation_event.counsellor_id",
        "kept: an officer's row without a name",
    ),
    (
        "conversation_message.author_id",
        "deleted with the citizen's conversation; an officer's words stay with the citizen they were written to, without the officer's name",
    ),
    ("cv_file.person_id", "deleted, its file with it"),
    ("known_device.person_id", "deleted"),
    ("one_time_code.person_id", "deleted"),
    ("session.person_id", "deleted"),
    (
        "vacancy.owner_id",
        "emptied: an imported vacancy is applied for at its source again, a written one closes; open applications are declined",
    ),
    ("vacancy_draft.decided_by", "kept: the officer's decision"),
    ("vacancy_draft.owner_id", "deleted"),
    // courses
    (
        "attendance.marked_by",
        "kept: who took the list; names nobody once the person's row is empty",
    ),
    ("cohort_trainer.person_id", "deleted"),
    (
        "enrolment.person_id",
        "kept without the answers, so that seats and attendance add up; an open enrolment is cancelled",
    ),
    ("enrolment_draft.person_id", "deleted"),
];

/// Everything that the portal keeps about a person, in one document.
///
/// # Errors
/// Database errors; [`AppError::NotFound`] for an erased person.
pub async fn export(conn: &mut PgConnection, person: Uuid) -> Result<Value, AppError> {
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
    Ok(json!({
        "account": {
            "name": account.name,
            "email": account.email,
            "phone": account.phone,
            "role": account.role,
            "created_at": account.created_at.format(&Rfc3339).ok(),
            "consents": consents,
            "sessions": sessions,
        },
        "consultation": consultation::export_person(conn, person).await?,
        "courses": courses::export_person(conn, person).await?,
        "work": applications::export_person(&mut *conn, person).await?,
        "company": employers::export_person(conn, person).await?,
    }))
}

/// Erases a person everywhere, in the transaction of `conn`.
///
/// # Errors
/// [`AppError::Unauthenticated`] for a person who is erased already; database errors: then nothing is erased.
pub async fn erase(
    platform: &Platform,
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<(), AppError> {
    lock_person(conn, person).await?;
    let contacts = store::contacts_of(conn, person).await?;
    courses::erase_person(platform, conn, person).await?;
    forget_messages_to(conn, &contacts).await?;
    consultation::erase_person(platform, conn, person).await?;
    applications::erase_person(platform, conn, person).await?;
    employers::erase_person(platform, conn, person).await?;
    store::erase_person_row(conn, platform.clock.now(), person).await
}
