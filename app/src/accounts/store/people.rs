use domain::accounts::{Contact, Role};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// The data of a person that signing in needs.
#[derive(Debug)]
pub struct Secret {
    /// The person.
    pub person_id: Uuid,
    /// Hash of the password, as a PHC string; none when the account has no password.
    pub password_hash: Option<String>,
}

/// The account of a contact.
pub async fn secret_by_contact(
    conn: &mut PgConnection,
    contact: &Contact,
) -> Result<Option<Secret>, AppError> {
    let secret = sqlx::query_as!(
        Secret,
        "SELECT id AS person_id, password_hash FROM person
         WHERE (email = $1 OR phone = $2) AND deleted_at IS NULL",
        contact.email(),
        contact.phone(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(secret)
}

/// The password of a person who is signed in.
pub async fn secret_of(conn: &mut PgConnection, person: Uuid) -> Result<Option<Secret>, AppError> {
    let secret = sqlx::query_as!(
        Secret,
        "SELECT id AS person_id, password_hash FROM person WHERE id = $1 AND deleted_at IS NULL",
        person,
    )
    .fetch_optional(conn)
    .await?;
    Ok(secret)
}

/// Reads the role, as stored, of a person whose password hash is still `proved`, and locks the row against changes
/// until the transaction ends. Checking a password takes time: a reset, an erasure or the removal of the officer may
/// have come meanwhile.
pub async fn hold_secret(
    conn: &mut PgConnection,
    person: Uuid,
    proved: &str,
) -> Result<Option<String>, AppError> {
    let role = sqlx::query_scalar!(
        "SELECT role FROM person WHERE id = $1 AND password_hash = $2 AND deleted_at IS NULL FOR SHARE",
        person,
        proved,
    )
    .fetch_optional(conn)
    .await?;
    Ok(role)
}

/// Whether an account has this contact.
pub async fn contact_is_taken(
    conn: &mut PgConnection,
    contact: &Contact,
) -> Result<bool, AppError> {
    Ok(secret_by_contact(conn, contact).await?.is_some())
}

/// The data of an account, without its secret.
#[derive(Debug)]
pub struct Account {
    /// Name as the person gave it.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Number in E.164 form.
    pub phone: Option<String>,
    /// Role as stored.
    pub role: String,
    /// When the account was made.
    pub created_at: OffsetDateTime,
}

/// The account of a person.
pub async fn account(conn: &mut PgConnection, person: Uuid) -> Result<Option<Account>, AppError> {
    let account = sqlx::query_as!(
        Account,
        "SELECT name, email, phone, role, created_at FROM person WHERE id = $1 AND deleted_at IS NULL",
        person,
    )
    .fetch_optional(conn)
    .await?;
    Ok(account)
}

/// An account to be made.
#[derive(Debug)]
pub struct NewPerson<'a> {
    /// Its id.
    pub id: Uuid,
    /// Name, tidied.
    pub name: &'a str,
    /// The contact of the person.
    pub contact: &'a Contact,
    /// What the person may do.
    pub role: Role,
    /// Hash of the password, as a PHC string.
    pub password_hash: &'a str,
}

/// Makes an account. False when the contact has one already.
pub async fn insert_person(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: &NewPerson<'_>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "INSERT INTO person (id, name, email, phone, role, password_hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        person.id,
        person.name,
        person.contact.email(),
        person.contact.phone(),
        person.role.as_str(),
        person.password_hash,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes a person's name.
pub async fn rename(conn: &mut PgConnection, person: Uuid, name: &str) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE person SET name = $2 WHERE id = $1 AND deleted_at IS NULL",
        person,
        name
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets a person's password. `None` removes it, so that nobody can sign in to the account.
pub async fn set_password(
    conn: &mut PgConnection,
    person: Uuid,
    hash: Option<&str>,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE person SET password_hash = $2 WHERE id = $1 AND deleted_at IS NULL",
        person,
        hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The roles of officers, as stored.
pub(super) fn officer_roles() -> Vec<String> {
    let officers = Role::ALL.iter().filter(|role| role.is_officer());
    officers.map(|role| role.as_str().to_owned()).collect()
}

/// A person who was an officer until now.
#[derive(Debug)]
pub struct FormerOfficer {
    /// The person.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// The role that has ended, as stored.
    pub role: String,
}

/// Makes the officer with this contact a citizen. None when the contact is no officer's.
pub async fn end_office(
    conn: &mut PgConnection,
    contact: &Contact,
) -> Result<Option<FormerOfficer>, AppError> {
    let person = sqlx::query_as!(
        FormerOfficer,
        "UPDATE person SET role = $3
         FROM (SELECT id, role FROM person
               WHERE (email = $1 OR phone = $2) AND role = ANY($4) AND deleted_at IS NULL FOR NO KEY UPDATE) AS before
         WHERE person.id = before.id RETURNING person.id, person.name, before.role",
        contact.email(),
        contact.phone(),
        Role::Citizen.as_str(),
        &officer_roles(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(person)
}

/// Stores a person's consent to a version of the privacy notice.
pub async fn give_consent(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    notice: &str,
    lang: &str,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO consent (person_id, notice, lang, given_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        person,
        notice,
        lang,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The versions of the notice that a person agreed to, with the times of consent.
pub async fn consents(
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<Vec<(String, OffsetDateTime)>, AppError> {
    let rows = sqlx::query!(
        "SELECT notice, given_at FROM consent WHERE person_id = $1 ORDER BY given_at",
        person
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.notice, row.given_at))
        .collect())
}

/// Anonymises a person's row, so that it names nobody and nobody can sign in with it. Deletes its sessions, devices and
/// codes.
pub async fn erase_person_row(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE person SET name = '', email = NULL, phone = NULL, password_hash = NULL, deleted_at = $2
         WHERE id = $1 AND deleted_at IS NULL",
        person,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM session WHERE person_id = $1", person)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM known_device WHERE person_id = $1", person)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM one_time_code WHERE person_id = $1", person)
        .execute(conn)
        .await?;
    Ok(())
}

/// Sets an account's name, contact, role and password, also when it was erased.
pub async fn revive_person(
    conn: &mut PgConnection,
    person: &NewPerson<'_>,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE person SET name = $2, email = $3, phone = $4, role = $5, password_hash = $6, deleted_at = NULL
         WHERE id = $1",
        person.id,
        person.name,
        person.contact.email(),
        person.contact.phone(),
        person.role.as_str(),
        person.password_hash,
    )
    .execute(conn)
    .await?;
    Ok(())
}
