//! Password hashes: argon2id, and never more at a time than the machine carries.

use std::sync::LazyLock;
use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::AppError;
use crate::platform::{Ids, in_blocking_task};

/// Memory of one hash, in KiB (OWASP's second recommendation: 19 MiB, 2 passes, 1 lane).
const MEMORY: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// How long a sign-in waits for its turn before it is told to try again.
const PATIENCE: Duration = Duration::from_secs(10);

/// One hash a core: more would only slow each other down, and fill the memory under a flood.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(
        std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(8),
    )
});

/// Hashes a new password for storage, as a PHC string.
///
/// # Errors
/// [`AppError::Unavailable`] when too many others wait.
pub async fn hash(ids: Ids, password: &str) -> Result<String, AppError> {
    let salt: [u8; 16] = ids.bytes();
    let password = password.to_owned();
    let turn = turn().await?;
    in_blocking_task(move || {
        let _turn = turn;
        let salt = SaltString::encode_b64(&salt)?;
        hasher()?
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
    })
    .await
}

/// Whether the password is the one of `stored`. Without a stored hash the same work is done and the answer is no, so
/// that the time it takes tells nobody which accounts exist.
///
/// # Errors
/// [`AppError::Unavailable`] when too many others wait.
pub async fn verify(stored: Option<String>, password: &str) -> Result<bool, AppError> {
    let password = password.to_owned();
    let turn = turn().await?;
    in_blocking_task(move || {
        let _turn = turn;
        match stored {
            Some(stored) => {
                let stored = PasswordHash::new(&stored)?;
                Ok::<_, argon2::password_hash::Error>(
                    hasher()?
                        .verify_password(password.as_bytes(), &stored)
                        .is_ok(),
                )
            }
            None => {
                let salt = SaltString::encode_b64(&[0; 16])?;
                hasher()?.hash_password(password.as_bytes(), &salt)?;
                Ok(false)
            }
        }
    })
    .await
}

async fn turn() -> Result<SemaphorePermit<'static>, AppError> {
    match tokio::time::timeout(PATIENCE, TURNS.acquire()).await {
        Ok(Ok(turn)) => Ok(turn),
        _ => Err(AppError::Unavailable),
    }
}

fn hasher() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    Ok(Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(MEMORY, PASSES, 1, None)?,
    ))
}
