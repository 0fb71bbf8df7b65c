//! Changes of officers' accounts, for the audit trail. Changes of other accounts are not noted.

use domain::accounts::{Change, Role};
use sqlx::PgConnection;
use uuid::Uuid;

use super::store;
use crate::base::error::AppError;
use crate::platform::{Actor, Changed, Clock, Viewer, audit_change};

/// Notes that a signed-in officer has changed their own account. `name` is the account's name from now on.
pub(super) async fn note_own_change(
    conn: &mut PgConnection,
    clock: &Clock,
    viewer: &Viewer,
    change: Change,
    name: &str,
) -> Result<(), AppError> {
    note(
        conn,
        clock,
        viewer.into(),
        change,
        viewer.person_id,
        name,
        viewer.role,
    )
    .await
}

/// Notes that an officer has set a new password with a code, without being signed in.
pub(super) async fn note_reset(
    conn: &mut PgConnection,
    clock: &Clock,
    person: Uuid,
) -> Result<(), AppError> {
    let Some(account) = store::account(&mut *conn, person).await? else {
        return Ok(());
    };
    let Some(role) = Role::parse(&account.role) else {
        return Ok(());
    };
    let (name, change) = (&*account.name, Change::OfficerReset);
    let by = Actor {
        id: person,
        name,
        role: role.as_str(),
    };
    note(conn, clock, by, change, person, name, role).await
}

/// Notes that a command has changed an officer's account.
pub(super) async fn note_command(
    conn: &mut PgConnection,
    clock: &Clock,
    change: Change,
    person: Uuid,
    name: &str,
    role: Role,
) -> Result<(), AppError> {
    note(conn, clock, Actor::COMMAND, change, person, name, role).await
}

async fn note(
    conn: &mut PgConnection,
    clock: &Clock,
    by: Actor<'_>,
    change: Change,
    subject: Uuid,
    name: &str,
    role: Role,
) -> Result<(), AppError> {
    if !role.is_officer() {
        return Ok(());
    }
    let changed = Changed {
        change,
        subject,
        name: Some(name),
        role: role.as_str(),
    };
    audit_change(conn, clock, by, changed).await
}
