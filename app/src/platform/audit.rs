use domain::accounts::{Access, Change, Role};
use sqlx::PgConnection;
use time::Duration;
use uuid::Uuid;

use super::{Clock, Viewer};
use crate::base::error::AppError;

/// The person who does what an audit record tells. The record keeps the name and the role as they are at this moment.
#[derive(Clone, Copy, Debug)]
pub struct Actor<'a> {
    /// The account; nil for the command line.
    pub id: Uuid,
    /// Its name. The record keeps it for officers only.
    pub name: &'a str,
    /// Its role, as stored.
    pub role: &'a str,
}

impl Actor<'static> {
    /// A person who types commands on the portal's machine. The operating system knows their name, the portal does not.
    pub const COMMAND: Actor<'static> = Actor {
        id: Uuid::nil(),
        name: "",
        role: "command",
    };
}

impl<'a> From<&'a Viewer> for Actor<'a> {
    fn from(viewer: &'a Viewer) -> Self {
        Actor {
            id: viewer.person_id,
            name: &viewer.name,
            role: viewer.role.as_str(),
        }
    }
}

/// A change of an account.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'a> {
    /// The kind of change.
    pub change: Change,
    /// The person whose account it is.
    pub subject: Uuid,
    /// The account's name from now on, for officers.
    pub name: Option<&'a str>,
    /// The role that was given or has ended.
    pub role: &'a str,
}

/// Notes that an officer has read a person's data. Call it in the transaction of the read.
///
/// `object` is `kind:id`; `subject` is the person, where the data is about one person.
///
/// # Errors
/// [`AppError::Unavailable`] or [`AppError::Internal`]: then nothing must be shown.
pub async fn audit(
    conn: &mut PgConnection,
    clock: &Clock,
    officer: &Viewer,
    look: Access,
    object: &str,
    subject: Option<Uuid>,
) -> Result<(), AppError> {
    let action = look.as_str();
    write(conn, clock, officer.into(), action, object, (subject, None)).await
}

/// Notes that an officer's account, or anybody's role, was changed. Call it in the transaction of the change.
///
/// # Errors
/// Database errors: then nothing must be changed.
pub async fn audit_change(
    conn: &mut PgConnection,
    clock: &Clock,
    by: Actor<'_>,
    changed: Changed<'_>,
) -> Result<(), AppError> {
    let object = format!("role:{}", changed.role);
    let subject = (Some(changed.subject), changed.name);
    let action = changed.change.as_str();
    write(conn, clock, by, action, &object, subject).await
}

async fn write(
    conn: &mut PgConnection,
    clock: &Clock,
    by: Actor<'_>,
    action: &str,
    object: &str,
    (subject, subject_name): (Option<Uuid>, Option<&str>),
) -> Result<(), AppError> {
    let is_officer = Role::parse(by.role).is_some_and(Role::is_officer);
    sqlx::query!(
        "INSERT INTO audit (at, actor, actor_role, actor_name, action, subject, subject_name, object)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        clock.now(),
        by.id,
        by.role,
        is_officer.then_some(by.name),
        action,
        subject,
        subject_name,
        object,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How long one audit record covers further accesses of the same kind: a screen that updates itself reads the same data
/// again and again.
const LATELY: Duration = Duration::minutes(15);

/// Whether the same access by this officer was noted within `LATELY`.
pub async fn accessed_lately(
    conn: &mut PgConnection,
    clock: &Clock,
    officer: &Viewer,
    look: Access,
    object: &str,
) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (
            SELECT FROM audit WHERE actor = $1 AND at > $2 AND action = $3 AND object = $4) AS "lately!""#,
        officer.person_id,
        clock.now() - LATELY,
        look.as_str(),
        object,
    )
    .fetch_one(conn)
    .await?)
}
