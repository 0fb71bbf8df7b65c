use domain::consultation::wire::FRAME_MAX;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::parts::Parts;

/// How many bytes the socket reads at a time: most frames are one line of text.
const READ_BUFFER: usize = 4 * 1024;
/// How many bytes may wait in the socket's own buffer: one part of a frame, and control frames beside it.
const WRITE_BUFFER_MAX: usize = 4 * 1024;

/// The connection to one client. It is not axum's wrapper, which cannot send a message in parts (docs/decisions/0003).
pub(super) type Line = WebSocketStream<Parts<TokioIo<Upgraded>>>;

/// Makes a WebSocket of a connection that has been upgraded from HTTP.
pub(super) async fn line(taken: Upgraded) -> Line {
    let config = WebSocketConfig::default()
        .max_frame_size(Some(FRAME_MAX))
        .max_message_size(Some(FRAME_MAX))
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER_MAX);
    let parts = Parts::new(TokioIo::new(taken));
    WebSocketStream::from_raw_socket(parts, Role::Server, Some(config)).await
}
