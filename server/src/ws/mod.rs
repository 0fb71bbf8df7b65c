//! The socket of live consultations (`/ws/konsultasi`). It is a plain handler, because a full queue must not drop a
//! message that was accepted.
//!
//! The database holds all messages; a socket is a cursor into it. A notification is only a hint that there is more to
//! read, so a lost or repeated one costs one query and nothing else. Messages that a slow socket has not read wait in
//! the database, never in memory.

mod hub;
mod line;
mod pace;
mod parts;
mod presence;
mod share;
mod socket;
mod subscriber;
mod writer;

use std::sync::Arc;

use app::consultation::Participant;
use app::platform::Visit;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::accounts::Role;
use futures::StreamExt;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

pub use hub::Hub;
use line::line;
use socket::Guest;

/// `GET /ws/konsultasi`. The origin layer has already refused the pages of other sites. A client that is neither signed
/// in nor a guest is refused by a close code, because a browser does not show a page the status of an upgrade.
pub async fn upgrade(
    State(hub): State<Arc<Hub>>,
    Extension(visit): Extension<Visit>,
    mut request: Request,
) -> Response {
    let Ok(answer) = create_response_with_body(&request, Body::empty) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let upgrade = hyper::upgrade::on(&mut request);
    let guest = Box::new(guest(visit, &request));
    tokio::spawn(async move {
        // A connection that broke meanwhile needs no handling.
        if let Ok(taken) = upgrade.await {
            // Served in a task of its own: this task is larger and would use memory as long as the socket lives.
            let served = socket::serve(hub.clone(), line(taken).await.split(), guest);
            tokio::spawn(hub.tracked(served));
        }
    });
    answer
}

fn guest(visit: Visit, request: &Request) -> Guest {
    let is_counsellor = visit
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.role == Role::Counsellor);
    let participant = Participant::new(visit.viewer.as_ref(), request.headers());
    let network = visit.network();
    // Only the cookies are needed later, to check whether the session is still valid. They are copied because the
    // original is a part of the request's whole buffer, which would live as long as the socket.
    let cookies = request
        .headers()
        .get(COOKIE)
        .filter(|_| participant.person.is_some())
        .and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok());
    Guest {
        participant,
        contact: visit.about.contact(),
        address: visit.address,
        viewer: visit.viewer.filter(|_| is_counsellor),
        network,
        cookies,
    }
}
