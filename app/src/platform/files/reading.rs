use std::io;

use axum::body::Bytes;
use futures::stream::BoxStream;

/// A kept file, open for reading.
pub struct Reading {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its content, piece by piece.
    pub pieces: BoxStream<'static, io::Result<Bytes>>,
}
