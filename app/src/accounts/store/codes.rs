use domain::accounts::CodeState;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// The purpose of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the pending account that is stored with it.
    Register,
    /// Sets a new password.
    Reset,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Purpose::Register => "register",
            Purpose::Reset => "reset",
        }
    }
}

/// An account that will be made with its code. The password is hashed already.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pending {
    /// Name, tidied.
    pub name: String,
    /// The contact that the code was sent to.
    pub contact: domain::accounts::Contact,
    /// Hash of the password, as a PHC string.
    pub password_hash: String,
    /// Version of the privacy notice that the person agreed to.
    pub notice: String,
    /// Language of the shown notice.
    pub lang: String,
}

/// A code to be stored.
#[derive(Debug)]
pub struct NewCode<'a> {
    /// Id, in the address of the page that asks for the code.
    pub id: Uuid,
    /// Its purpose.
    pub purpose: Purpose,
    /// The person whose password it sets; none for an unknown contact.
    pub person: Option<Uuid>,
    /// The account that it makes; none where the contact has one already.
    pub pending: Option<&'a Pending>,
    /// The digits.
    pub digits: &'a str,
    /// When it expires.
    pub expires_at: OffsetDateTime,
}

/// The hash under which the digits are stored. Six digits can be found from any hash by trying; it only hides them from
/// a reader of the database during the quarter of an hour in which the code is valid.
pub fn code_hash(id: Uuid, digits: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(id.as_bytes())
        .chain_update(digits.as_bytes())
        .finalize()
        .into()
}

/// Stores a code that is being sent.
pub async fn insert_code(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    code: &NewCode<'_>,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO one_time_code (id, purpose, person_id, code_hash, pending, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        code.id,
        code.purpose.as_str(),
        code.person,
        &code_hash(code.id, code.digits)[..],
        code.pending.map(Json) as _,
        now,
        code.expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A stored code.
#[derive(Debug)]
pub struct KeptCode {
    /// The state that the rule in `domain` needs to judge a try.
    pub state: CodeState,
    /// The person whose password it sets.
    pub person: Option<Uuid>,
    /// The account that it makes.
    pub pending: Option<Pending>,
    hash: Vec<u8>,
}

impl KeptCode {
    /// Whether these are its digits, and it has a person or a pending account.
    pub fn matches(&self, id: Uuid, digits: &str) -> bool {
        let same = code_hash(id, digits)[..] == self.hash[..];
        same && (self.person.is_some() || self.pending.is_some())
    }
}

/// Reads a code and locks it until the end of the transaction, so that concurrent tries are counted one by one.
pub async fn lock_code(
    conn: &mut PgConnection,
    id: Uuid,
    purpose: Purpose,
) -> Result<Option<KeptCode>, AppError> {
    let row = sqlx::query!(
        r#"SELECT person_id, code_hash, pending AS "pending: Json<Pending>", attempts, expires_at, used_at
           FROM one_time_code WHERE id = $1 AND purpose = $2 FOR UPDATE"#,
        id,
        purpose.as_str(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| KeptCode {
        state: CodeState {
            expires_at: row.expires_at,
            attempts: row.attempts,
            used: row.used_at.is_some(),
        },
        person: row.person_id,
        pending: row.pending.map(|pending| pending.0),
        hash: row.code_hash,
    }))
}

/// Counts a wrong try.
pub async fn count_try(conn: &mut PgConnection, id: Uuid) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE one_time_code SET attempts = attempts + 1 WHERE id = $1",
        id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a code as used, and deletes the pending account that was stored with it.
pub async fn use_code(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    id: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE one_time_code SET used_at = $2, pending = NULL WHERE id = $1",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks every code of a person as used, so that nobody can set another password with a code that was requested before
/// the new password was set.
pub async fn use_codes_of(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE one_time_code SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL",
        person,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes expired codes, with the names and contacts of people who never finished registering.
pub async fn sweep_codes(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), AppError> {
    sqlx::query!("DELETE FROM one_time_code WHERE expires_at <= $1", now)
        .execute(conn)
        .await?;
    Ok(())
}
