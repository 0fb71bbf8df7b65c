//! Long frames in parts, so that a socket that has sent or received long messages uses no more memory than another once
//! it is silent.
//!
//! The library's two buffers grow to the longest frame that they ever held, and keep that size as long as the socket
//! lives. A message may come in any number of frames (RFC 6455, §5.4), so neither buffer gets a long one: [`send`] cuts
//! outgoing frames, [`Parts`] incoming ones.

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures::{Sink, SinkExt};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{Frame, FrameHeader};
use tokio_tungstenite::tungstenite::{Error, Message};

/// Most bytes in one frame. The mask repeats every four bytes; a part of this length is a multiple of that, so the next
/// part starts with the first byte of the mask.
const PART: usize = 1024;
/// The longest header of a frame: two bytes, eight of length, four of mask.
const HEADER_MAX: usize = 14;

/// Sends a text, in parts if it is long; the client receives one message. Stops early and returns `false` when
/// `is_enough` returns true.
///
/// # Errors
/// The connection is broken.
pub async fn send(
    sink: &mut (impl Sink<Message, Error = Error> + Unpin),
    text: String,
    is_enough: impl Fn() -> bool,
) -> Result<bool, Error> {
    let mut rest = Bytes::from(text);
    let mut kind = Data::Text;
    loop {
        if is_enough() {
            return Ok(false);
        }
        let part = rest.split_to(rest.len().min(PART));
        let is_last = rest.is_empty();
        let frame = Frame::message(part, OpCode::Data(kind), is_last);
        sink.send(Message::Frame(frame)).await?;
        if is_last {
            return Ok(true);
        }
        kind = Data::Continue;
    }
}

/// A connection that gives its reader no frame that is longer than a part. The reader itself checks the content of a
/// frame.
#[derive(Debug)]
pub struct Parts<T> {
    line: T,
    /// A header: first the one that is being received, then the one of the part.
    header: [u8; HEADER_MAX],
    /// How many bytes of the header have been received.
    come: usize,
    /// Which bytes of the part's header have yet to be read.
    unread: std::ops::Range<usize>,
    /// How much of the part has yet to be read.
    part: usize,
    /// The header for the rest of the same frame, and the length of that rest.
    frame: Option<(FrameHeader, u64)>,
}

impl<T> Parts<T> {
    pub fn new(line: T) -> Self {
        Self {
            line,
            header: [0; HEADER_MAX],
            come: 0,
            unread: 0..0,
            part: 0,
            frame: None,
        }
    }

    /// The length of the header that is being received, as far as its bytes tell.
    fn header_len(&self) -> usize {
        let length = match self.header[1] & 0x7f {
            _ if self.come < 2 => return 2,
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let mask = if self.header[1] & 0x80 == 0 { 0 } else { 4 };
        2 + length + mask
    }

    /// Begins the next part of the frame.
    fn begin(&mut self, mut header: FrameHeader, left: u64) -> io::Result<()> {
        let part = left.min(PART as u64);
        let follows = left - part;
        let is_final = header.is_final;
        header.is_final = is_final && follows == 0;
        header
            .format(part, &mut self.header.as_mut_slice())
            .map_err(broken)?;
        self.unread = 0..header.len(part);
        self.part = usize::try_from(part).map_err(broken)?;
        self.frame = (follows > 0).then(|| {
            header.is_final = is_final;
            header.opcode = OpCode::Data(Data::Continue);
            (header, follows)
        });
        Ok(())
    }
}

impl<T: AsyncRead + Unpin> Parts<T> {
    /// Reads the header of the next frame; `None` when the connection has ended.
    fn poll_header(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<Option<(FrameHeader, u64)>>> {
        while self.come < self.header_len() {
            let end = self.header_len();
            let mut more = ReadBuf::new(&mut self.header[self.come..end]);
            ready!(Pin::new(&mut self.line).poll_read(cx, &mut more))?;
            if more.filled().is_empty() {
                return Poll::Ready(Ok(None));
            }
            self.come += more.filled().len();
        }
        let mut whole = io::Cursor::new(&self.header[..self.come]);
        let parsed = FrameHeader::parse(&mut whole).map_err(broken)?;
        self.come = 0;
        Poll::Ready(parsed.map(Some).ok_or_else(|| broken("a header")))
    }
}

fn broken(cause: impl ToString) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, cause.to_string())
}

impl<T: AsyncRead + Unpin> AsyncRead for Parts<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            if !this.unread.is_empty() {
                let count = this.unread.len().min(buffer.remaining());
                let start = this.unread.start;
                buffer.put_slice(&this.header[start..start + count]);
                this.unread.start += count;
                return Poll::Ready(Ok(()));
            }
            if this.part > 0 {
                let count = this.part.min(buffer.remaining());
                let mut part = ReadBuf::new(buffer.initialize_unfilled_to(count));
                ready!(Pin::new(&mut this.line).poll_read(cx, &mut part))?;
                let read = part.filled().len();
                buffer.advance(read);
                this.part -= read;
                return Poll::Ready(Ok(()));
            }
            let next = match this.frame.take() {
                Some(frame) => Some(frame),
                None => ready!(this.poll_header(cx))?,
            };
            let Some((header, left)) = next else {
                return Poll::Ready(Ok(()));
            };
            this.begin(header, left)?;
        }
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Parts<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}

#[cfg(test)]
#[path = "parts_tests.rs"]
mod tests;
