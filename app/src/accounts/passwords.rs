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

/// A hash that no password has, made as [`hash`] makes them: what an account that is not there is checked against.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether the password is the one of `stored`. Without a stored hash the same work is done for the answer no, so that
/// the time it takes tells nobody which accounts exist.
///
/// # Errors
/// [`AppError::Unavailable`] when too many others wait.
pub async fn verify(stored: Option<String>, password: &str) -> Result<bool, AppError> {
    let known = stored.is_some();
    let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
    let password = password.to_owned();
    let turn = turn().await?;
    let right = in_blocking_task(move || {
        let _turn = turn;
        let stored = PasswordHash::new(&stored)?;
        let verdict = hasher()?.verify_password(password.as_bytes(), &stored);
        Ok::<_, argon2::password_hash::Error>(verdict.is_ok())
    })
    .await?;
    Ok(right && known)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_is_right() {
        let stored = hash(Ids, "kursi biru di teras").await.unwrap();
        assert!(
            verify(Some(stored.clone()), "kursi biru di teras")
                .await
                .unwrap()
        );
        assert!(
            !verify(Some(stored.clone()), "kursi biru di teras ")
                .await
                .unwrap()
        );
        assert!(!verify(None, "kursi biru di teras").await.unwrap());
        assert_ne!(stored, hash(Ids, "kursi biru di teras").await.unwrap());
    }

    #[tokio::test]
    async fn nobody_s_hash_costs_what_a_person_s_costs() {
        let stored = hash(Ids, "kursi biru di teras").await.unwrap();
        let (person, nobody) = (
            PasswordHash::new(&stored).unwrap(),
            PasswordHash::new(NOBODY).unwrap(),
        );
        assert_eq!(
            (person.algorithm, person.version),
            (nobody.algorithm, nobody.version)
        );
        assert_eq!(person.params.to_string(), nobody.params.to_string());
        let length = |hash: &PasswordHash<'_>| hash.hash.map(|output| output.len());
        assert_eq!(length(&person), length(&nobody));
    }

    #[tokio::test]
    async fn never_more_hashes_run_at_a_time_than_there_are_turns() {
        let turns = TURNS.available_permits();
        let flood = (0..turns * 4).map(|_| verify(None, "banjir"));
        let mut fewest = turns;
        let mut flood = std::pin::pin!(futures::future::join_all(flood));
        let done = std::future::poll_fn(|context| {
            let state = flood.as_mut().poll(context);
            fewest = fewest.min(TURNS.available_permits());
            state
        })
        .await;
        assert!(done.into_iter().all(|answer| answer == Ok(false)));
        assert_eq!(fewest, 0, "the flood took fewer turns than there are");
    }
}
