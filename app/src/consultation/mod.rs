//! Live consultation: a citizen (signed in, or a guest who leaves a name) writes, a counsellor answers.
//!
//! Permissions: a conversation is read and written by the citizen who began it, or the guest who holds its cookie, and
//! by the counsellor it is assigned to, while in office; the rule is one SQL function, `conversation_party`. Any
//! counsellor sees the queue (who, what about, since when) but not the messages, and takes the next conversation. The
//! audit trail records the conversations that a counsellor opens.
//!
//! Messages that the citizen's page shows when it is opened count as read, as with every page without a script. An
//! awake page reports later messages as read when the person has seen them.
//!
//! Invariants: `seq` is assigned under the lock of the conversation's row, without gaps; a message is stored once for
//! each `(conversation, party, client_id)`; a change of state is a message of the same sequence; the rules of
//! `domain::consultation` decide every step. The plain page and the socket write through the same `store`.

mod api;
mod bell;
#[cfg(feature = "hydrate")]
mod composers;
mod desk_page;
mod desk_parts;
mod desk_queue;
mod desk_talk;
#[cfg(feature = "hydrate")]
mod follow;
#[cfg(feature = "ssr")]
pub mod hints;
#[cfg(feature = "hydrate")]
mod host;
mod hours_view;
mod lines;
mod live;
mod model;
#[cfg(feature = "ssr")]
mod now;
#[cfg(feature = "ssr")]
mod old_guests;
mod own_clock;
#[cfg(feature = "ssr")]
mod pages;
mod panel;
#[cfg(feature = "ssr")]
mod participant;
#[cfg(feature = "ssr")]
mod personal_data;
#[cfg(feature = "hydrate")]
mod post;
mod read_page;
#[cfg(feature = "ssr")]
mod service;
#[cfg(feature = "ssr")]
mod silent;
mod start_page;
#[cfg(feature = "hydrate")]
mod storage;
#[cfg(feature = "ssr")]
pub mod store;
mod talk_page;
mod words;

#[cfg(feature = "ssr")]
pub use service::SERVICE;

pub use api::*;
pub use desk_page::DeskPage;
pub use model::*;
#[cfg(feature = "ssr")]
pub use now::in_one_line;
#[cfg(feature = "ssr")]
pub use old_guests::delete_old_guests;
#[cfg(feature = "ssr")]
pub use participant::Participant;
#[cfg(feature = "ssr")]
pub use personal_data::{erase_person, export_person, give_back_all};
pub use read_page::ReadPage;
#[cfg(feature = "ssr")]
pub use silent::give_back_silent;
pub use start_page::ConsultationPage;
pub use talk_page::TalkPage;
