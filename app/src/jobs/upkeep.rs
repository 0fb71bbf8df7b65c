//! Facts derived from the stored vacancies: their words are counted, the copies among them joined. An import updates
//! them at its end. After an interrupted import or a change of a rule, the portal updates them while it serves.

use sqlx::{PgPool, Postgres, Transaction};

use super::store::copies::{
    COPIES, WORDS, follows, join_copies, note_rule, take_unjoined, unjoin_all, wait,
};
use super::store::import;
use super::store::uses::Uses;
use crate::base::error::AppError;

/// The advisory lock for imports and upkeep: one runs at a time. Any number that no other lock uses.
pub const TURN: i64 = 0x766a_6f62;
/// Words whose counts are corrected in one transaction. An employer who publishes a vacancy with one of them waits for
/// no more than these.
const WORDS_AT_ONCE: usize = 1000;
/// Companies whose copies are joined in one transaction.
const COMPANIES: i64 = 100;

/// Begins a transaction whose statements may take as long as work on a large board does.
pub(super) async fn patient(pool: &PgPool) -> Result<Transaction<'static, Postgres>, AppError> {
    let mut tx = pool.begin().await?;
    sqlx::raw_sql(
        "SET LOCAL statement_timeout = '15min'; SET LOCAL lock_timeout = '1min';
         SET LOCAL idle_in_transaction_session_timeout = '15min'",
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx)
}

/// Takes the turn: waits until no other process imports or does upkeep. The turn lasts until the transaction ends.
pub(super) async fn turn(pool: &PgPool) -> Result<Transaction<'static, Postgres>, AppError> {
    if let Some(turn) = free_turn(pool).await? {
        return Ok(turn);
    }
    tracing::warn!("another import is running: waiting for its end");
    let mut turn = endless(pool).await?;
    sqlx::query!("SELECT 1 AS locked FROM pg_advisory_xact_lock($1)", TURN)
        .fetch_one(&mut *turn)
        .await?;
    Ok(turn)
}

/// Takes the turn; None when another process has it.
pub(super) async fn free_turn(
    pool: &PgPool,
) -> Result<Option<Transaction<'static, Postgres>>, AppError> {
    let mut turn = endless(pool).await?;
    let free = sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock($1) AS "free!""#, TURN)
        .fetch_one(&mut *turn)
        .await?;
    Ok(free.then_some(turn))
}

async fn endless(pool: &PgPool) -> Result<Transaction<'static, Postgres>, AppError> {
    let mut tx = pool.begin().await?;
    sqlx::raw_sql(
        "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
         SET LOCAL idle_in_transaction_session_timeout = 0",
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx)
}

/// Does the work that is left, unless an import is running, which does it itself. Cheap when nothing is left.
///
/// # Errors
/// Database errors; the work done before stays, and the next call continues.
pub async fn keep_up(pool: &PgPool) -> Result<(), AppError> {
    let mut conn = pool.acquire().await?;
    let left = !follows(&mut conn, COPIES).await?
        || !follows(&mut conn, WORDS).await?
        || wait(&mut conn).await?;
    drop(conn);
    if !left {
        return Ok(());
    }
    let Some(turn) = free_turn(pool).await? else {
        return Ok(());
    };
    if take_up(pool).await? {
        settle(pool).await?;
    }
    Ok(turn.rollback().await?)
}

/// Applies the current rules and joins the copies that wait for it; returns whether anything was left to do. The caller
/// holds the turn.
pub(super) async fn take_up(pool: &PgPool) -> Result<bool, AppError> {
    let mut any = follow_rules(pool).await?;
    loop {
        let mut tx = patient(pool).await?;
        let companies = take_unjoined(&mut tx, COMPANIES).await?;
        if companies.is_empty() {
            return Ok(any);
        }
        any = true;
        join_copies(&mut tx, &companies, None).await?;
        tx.commit().await?;
    }
}

/// Brings facts of an earlier version of a rule up to date: notes that all copies must be joined again, and counts the
/// words again. Returns whether a rule had changed.
pub(super) async fn follow_rules(pool: &PgPool) -> Result<bool, AppError> {
    let mut tx = patient(pool).await?;
    let joined = follows(&mut tx, COPIES).await?;
    if !joined {
        unjoin_all(&mut tx).await?;
        note_rule(&mut tx, COPIES).await?;
    }
    let counted = follows(&mut tx, WORDS).await?;
    tx.commit().await?;
    if !counted {
        recount(pool).await?;
    }
    Ok(!joined || !counted)
}

/// Counts all words again while others publish. After an error the counts written so far are right, and the next call
/// continues.
async fn recount(pool: &PgPool) -> Result<(), AppError> {
    let mut tx = patient(pool).await?;
    let missing = Uses::missing(&mut tx).await?;
    tx.commit().await?;
    for portion in missing.portions(WORDS_AT_ONCE) {
        let mut tx = patient(pool).await?;
        portion.write(&mut tx).await?;
        tx.commit().await?;
    }
    let mut tx = patient(pool).await?;
    note_rule(&mut tx, WORDS).await?;
    Ok(tx.commit().await?)
}

/// Does at once what autovacuum would do minutes later.
pub(super) async fn settle(pool: &PgPool) -> Result<(), AppError> {
    let mut tx = patient(pool).await?;
    import::settle(&mut tx).await?;
    Ok(tx.commit().await?)
}
