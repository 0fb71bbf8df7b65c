use domain::accounts::CodeState;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// What a code is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the account that waits beside it.
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

/// An account that its code will make. The password is hashed already.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pending {
    /// Name, tidied.
    pub name: String,
    /// Where the code went.
    pub contact: domain::accounts::Contact,
    /// PHC string.
    pub password_hash: String,
    /// Version of the privacy notice that was agreed to.
    pub notice: String,
    /// Language in which it was shown.
    pub lang: String,
}

/// A code to be kept.
#[derive(Debug)]
pub struct NewCode<'a> {
    /// Id, in the address of the page that asks for the code.
    pub id: Uuid,
    /// What it is good for.
    pub purpose: Purpose,
    /// Whose password it sets; none for an unknown contact.
    pub person: Option<Uuid>,
    /// The account it makes; none where there is one already.
    pub pending: Option<&'a Pending>,
    /// The digits.
    pub digits: &'a str,
    /// When it stops being good.
    pub expires_at: OffsetDateTime,
}

/// How the digits are kept. Six digits can be guessed from any hash; it keeps them out of sight in the quarter of an
/// hour in which they are worth something.
pub fn code_hash(id: Uuid, digits: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(id.as_bytes())
        .chain_update(digits.as_bytes())
        .finalize()
        .into()
}

/// Keeps a code that is being sent.
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

/// A code as it is kept.
#[derive(Debug)]
pub struct KeptCode {
    /// What the rule needs to judge a try.
    pub state: CodeState,
    /// Whose password it sets.
    pub person: Option<Uuid>,
    /// The account it makes.
    pub pending: Option<Pending>,
    hash: Vec<u8>,
}

impl KeptCode {
    /// Whether these are its digits, and it helps anybody at all.
    pub fn matches(&self, id: Uuid, digits: &str) -> bool {
        let same = code_hash(id, digits)[..] == self.hash[..];
        same && (self.person.is_some() || self.pending.is_some())
    }
}

/// Reads a code and locks it until the end of the transaction, so that tries are counted one after the other.
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

/// Marks a code as used, and forgets the account that waited beside it.
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

/// Marks every code of a person as used: who has set a new password has shut out whoever asked for another code before.
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

/// Deletes codes that are over, and the names and contacts of those who never came back.
pub async fn sweep_codes(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), AppError> {
    sqlx::query!("DELETE FROM one_time_code WHERE expires_at <= $1", now)
        .execute(conn)
        .await?;
    Ok(())
}
