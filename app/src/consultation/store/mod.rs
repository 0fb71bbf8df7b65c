//! The conversations in the database. Every `WHERE` checks permission: another person's conversation is not found.

mod calendar;
mod desk;
mod fanout;
mod guest;
mod moves;
mod person;
mod presence;
mod read;
mod send;
mod silent;
mod start;

use domain::consultation::guest::GOOD_FOR;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

pub use calendar::{calendar, load_reference};
pub use desk::{citizen, closed_talks, colleagues, queue, queue_places};
pub use fanout::{
    Hint, Signal, changed_since, holders, parse_hints, parse_signal, signal, tell_hints,
};
pub use guest::{delete_guest_talks, unbind_guest};
pub use moves::{Taken, act, give_back_all, take, take_away, take_next};
pub use person::{delete_talks_of, forget_counsellor, talks_of, words_of};
pub use presence::{
    Place, counsellors_at_desk, enter, enter_desk, forget, leave, leave_all, parse_presence,
    say_alive, who_is_here,
};
pub use read::{find, mark_read, messages_after, messages_before, own_conversations, states};
pub use send::{Sent, send};
pub use silent::{Unanswered, unanswered};
pub use start::{Begin, Started, start};

use super::participant::Participant;
use crate::base::error::AppError;

/// The earliest time of a last message for which a conversation still opens to a guest.
fn guest_since(now: OffsetDateTime) -> OffsetDateTime {
    now - GOOD_FOR
}

/// The epoch of the stored conversations; see the migration.
pub async fn epoch(conn: &mut PgConnection) -> Result<Uuid, AppError> {
    Ok(sqlx::query_scalar!("SELECT epoch FROM conversation_epoch")
        .fetch_one(conn)
        .await?)
}

/// Voids the cursors of all clients. A restore calls this, since it may put back an older state.
pub async fn renew_epoch(conn: &mut PgConnection) -> Result<(), AppError> {
    sqlx::query!("UPDATE conversation_epoch SET epoch = gen_random_uuid()")
        .execute(conn)
        .await?;
    Ok(())
}

/// The error for a stored code that the rules do not know: the database was changed by a newer portal, or by hand.
fn unknown(what: &'static str) -> AppError {
    crate::platform::internal(&std::io::Error::other(what))
}
