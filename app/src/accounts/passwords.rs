//! Password hashes with argon2id. The number of hashes computed at the same time is limited to what the machine can
//! bear.

use std::sync::LazyLock;
use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::accounts::normal_password;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::base::error::AppError;
use crate::platform::{Ids, in_blocking_task};

/// Memory of one hash, in KiB (OWASP's second recommendation: 19 MiB, 2 passes, 1 lane).
const MEMORY: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// How long a hash waits for its turn. After that the person is asked to try again.
const PATIENCE: Duration = Duration::from_secs(10);

/// The turns: one hash for each core, at most 8. More would only slow each other down, and fill the memory under a
/// flood.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(
        std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(8),
    )
});

/// Hashes a new password, in its normal spelling, for storage as a PHC string.
///
/// # Errors
/// [`AppError::Unavailable`] when too many other hashes wait.
pub async fn hash(ids: Ids, password: &str) -> Result<String, AppError> {
    let salt: [u8; 16] = ids.bytes();
    let password = normal_password(password);
    let hash = in_turn(&TURNS, move || {
        let salt = SaltString::encode_b64(&salt)?;
        hasher()?
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
    })
    .await?;
    tracing::trace!("a password was hashed");
    Ok(hash)
}

/// A hash that no password has, with the parameters of [`hash`]. A password is checked against it where no account
/// exists.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether the password matches `stored`: in its normal spelling or, where that differs, as it was typed, since older
/// hashes are of the typed spelling. Without a stored hash the same work is done and the answer is no, so that the
/// response time does not tell which accounts exist.
///
/// # Errors
/// [`AppError::Unavailable`] when too many other hashes wait.
pub async fn verify(stored: Option<String>, password: &str) -> Result<bool, AppError> {
    let known = stored.is_some();
    let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
    let mut spellings = vec![normal_password(password)];
    if spellings[0] != password {
        spellings.push(password.to_owned());
    }
    let (right, hashed) = in_turn(&TURNS, move || {
        let (stored, hasher) = (PasswordHash::new(&stored)?, hasher()?);
        let is = |spelling: &String| hasher.verify_password(spelling.as_bytes(), &stored).is_ok();
        let right = spellings.iter().position(is);
        Ok((
            right.is_some(),
            right.map_or(spellings.len(), |nth| nth + 1),
        ))
    })
    .await?;
    for _ in 0..hashed {
        tracing::trace!("a password was hashed");
    }
    Ok(right && known)
}

/// Waits for a turn, then runs `work`. The turn is held until the work is done, even when the client has disconnected.
async fn in_turn<T, F>(turns: &'static Semaphore, work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
{
    let Ok(Ok(turn)) = timeout(PATIENCE, turns.acquire()).await else {
        return Err(AppError::Unavailable);
    };
    in_blocking_task(move || {
        let _turn = turn;
        work()
    })
    .await
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
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    use tokio::sync::{Mutex, Notify};

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
    async fn a_password_is_right_however_its_letters_are_written_and_old_hashes_stay_good() {
        let (one, two) = ("kafé di pojok", "kafe\u{301} di pojok");
        let of = |typed: &'static str| {
            in_turn(&TURNS, move || {
                let salt = SaltString::encode_b64(b"0123456789abcdef")?;
                hasher()?
                    .hash_password(typed.as_bytes(), &salt)
                    .map(|hash| hash.to_string())
            })
        };
        for typed in [one, two] {
            let new = hash(Ids, typed).await.unwrap();
            assert!(verify(Some(new.clone()), one).await.unwrap());
            assert!(verify(Some(new), two).await.unwrap());
            // A hash as it was made before passwords had a normal spelling.
            let old = of(typed).await.unwrap();
            assert!(verify(Some(old.clone()), typed).await.unwrap());
            assert!(!verify(Some(old), "kafe di pojok").await.unwrap());
        }
        // Most old hashes are of passwords that were typed in the normal spelling by chance.
        assert!(verify(Some(of(one).await.unwrap()), two).await.unwrap());
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

    /// Counts how many works run at the same time, and holds them until the test lets them continue.
    #[derive(Default)]
    struct Works {
        now: AtomicUsize,
        most: AtomicUsize,
        begun: Notify,
        gate: Mutex<()>,
    }

    impl Works {
        fn work(&self) {
            let now = self.now.fetch_add(1, SeqCst) + 1;
            self.most.fetch_max(now, SeqCst);
            self.begun.notify_one();
            drop(self.gate.blocking_lock());
            self.now.fetch_sub(1, SeqCst);
        }
    }

    #[tokio::test]
    async fn never_more_work_at_a_time_than_there_are_turns_also_when_those_who_asked_have_left() {
        static TURNS: Semaphore = Semaphore::const_new(2);
        let works = Arc::new(Works::default());
        let ask = || {
            let works = works.clone();
            tokio::spawn(in_turn(&TURNS, move || {
                works.work();
                Ok(())
            }))
        };
        let gate = works.gate.lock().await;
        let left = [ask(), ask()];
        while works.now.load(SeqCst) < 2 {
            works.begun.notified().await;
        }
        for person in left {
            person.abort();
            assert!(person.await.unwrap_err().is_cancelled());
        }
        let flood: Vec<_> = (0..20).map(|_| ask()).collect();
        // A work that got a turn would be running before these two calls return.
        tokio::task::yield_now().await;
        tokio::task::spawn_blocking(|| {}).await.unwrap();
        assert_eq!(TURNS.available_permits(), 0, "they are still at work");
        drop(gate);
        for person in flood {
            assert_eq!(person.await.unwrap(), Ok(()));
        }
        assert_eq!(works.most.load(SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn who_gets_no_turn_is_told_to_try_again() {
        let most = u32::try_from(std::thread::available_parallelism().unwrap().get().min(8));
        let _all = TURNS.acquire_many(most.unwrap()).await.unwrap();
        assert_eq!(verify(None, "banjir").await, Err(AppError::Unavailable));
        assert_eq!(hash(Ids, "banjir").await, Err(AppError::Unavailable));
    }
}
