//! The socket of live consultations (`/ws/konsultasi`): a plain handler, since a message that was accepted must not be
//! dropped by a queue that is full.
//!
//! The database is the truth; a socket is a cursor into it. A notification is a hint that there is more to read, so a
//! lost or repeated one costs a query and nothing else. What a socket is behind with waits in the database, never in
//! memory.

mod hub;
mod presence;
mod seat;
mod socket;
mod writer;

use app::consultation::Asker;
use app::platform::Visit;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use domain::accounts::Role;
use domain::consultation::wire::FRAME_MAX;

pub use hub::Hub;
use socket::Guest;

use crate::router::AppState;

/// What the socket reads at a time: most frames are a line of text.
const READ_BUFFER: usize = 4 * 1024;
/// What may wait in the socket's own buffer: one frame, and control frames beside it.
const WRITE_BUFFER_MAX: usize = FRAME_MAX + 4 * 1024;

/// `GET /ws/konsultasi`. The origin layer has refused other sites' pages already; who nobody knows is told so by a close
/// code, since a browser does not show a status to its page.
pub async fn upgrade(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let is_counsellor = visit
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.role == Role::Counsellor);
    let asker = Asker::new(
        visit.viewer.as_ref().map(|viewer| viewer.person_id),
        &headers,
    );
    // Only the cookies are needed again, to see whether the session still stands. They are copied: as they came they
    // are a part of the request's whole buffer, which would live as long as the socket.
    let cookies = headers
        .get(COOKIE)
        .filter(|_| asker.person.is_some())
        .and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok());
    let guest = Guest {
        asker,
        viewer: visit.viewer.filter(|_| is_counsellor),
        cookies,
    };
    upgrade
        .max_frame_size(FRAME_MAX)
        .max_message_size(FRAME_MAX)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER_MAX)
        .on_upgrade(move |socket| state.hub.welcome(socket, guest))
}
