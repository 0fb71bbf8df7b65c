//! Live consultation: a citizen and a counsellor write to each other; no message is lost, repeated or out of order.
//!
//! Rules for the server and for every client:
//! - the order is the server's `seq` (1, 2, 3 …, without holes), never a device clock;
//! - a message is acked only after it is committed, and is known by `(conversation, party, client_id)`;
//! - every change of a conversation's state (taken, returned, transferred, closed) is a message in the same sequence,
//!   so that both sides agree on the state whenever they agree on the messages.

pub mod backoff;
pub mod body;
pub mod client;
pub mod guest;
pub mod hours;
pub mod message;
pub mod queue;
pub mod state;
mod status;
pub mod wire;
mod wire_read;
