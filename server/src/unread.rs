//! Reads the rest of a request's body when the answer is ready before the body has ended: a browser that is still
//! sending shows no answer when its connection is cut.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tokio::time::timeout;

/// How many bytes are read on: the most that the largest of the portal's forms may have.
const MOST_BYTES: usize = crate::cv::MOST_BYTES;
/// How long the rest is read: five megabytes arrive in this time on a slow mobile connection (50 kB/s).
const PATIENCE: Duration = Duration::from_secs(120);

/// Answers when the whole body was read, or the most that is read of any body. A body that was refused because it was
/// too slow is not waited for again.
pub async fn read_on(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let lent = Lent(Arc::new(Mutex::new(body)));
    let body = Body::new(lent.clone());
    let answer = next.run(Request::from_parts(parts, body)).await;
    if answer.status() != StatusCode::REQUEST_TIMEOUT {
        // A body that does not end in time is cut after all.
        let _ = timeout(PATIENCE, lent.drain()).await;
    }
    answer
}

/// A body that is lent to the handler, which may leave it unread.
#[derive(Clone)]
struct Lent(Arc<Mutex<Body>>);

impl Lent {
    async fn drain(mut self) {
        let mut left = MOST_BYTES;
        while !self.is_end_stream()
            && let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut self).poll_frame(cx)).await
        {
            let length = frame.data_ref().map_or(0, Bytes::len);
            match left.checked_sub(length) {
                Some(less) => left = less,
                None => return,
            }
        }
    }

    /// Locks the body, also after a panic: the body is then in the state after the piece that was read.
    fn body(&self) -> MutexGuard<'_, Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut *self.body()).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body().is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body().size_hint()
    }
}
