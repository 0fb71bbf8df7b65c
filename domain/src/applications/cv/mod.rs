//! The files that may be a CV: a PDF, a JPEG or a PNG that can be opened, with nothing after its end.

mod behind;
mod fault;
mod inspection;
mod jpeg;
mod other;
mod pdf;
mod png;
mod window;

#[cfg(test)]
mod tests;

pub use fault::CvFault;
pub use inspection::CvInspection;

use serde::{Deserialize, Serialize};

/// The largest CV: 5 MB.
pub const MAX_CV_BYTES: u64 = 5 * 1024 * 1024;

/// The most pixels of a picture: a viewer needs four bytes for each, however small the file is.
pub const MAX_CV_PIXELS: u64 = 40_000_000;

/// A kind of file that a CV may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CvKind {
    Pdf,
    Jpeg,
    Png,
}

impl CvKind {
    /// Every kind.
    pub const ALL: [CvKind; 3] = [CvKind::Pdf, CvKind::Jpeg, CvKind::Png];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            CvKind::Pdf => "pdf",
            CvKind::Jpeg => "jpeg",
            CvKind::Png => "png",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<CvKind> {
        CvKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The media type of the served file.
    pub const fn media_type(self) -> &'static str {
        match self {
            CvKind::Pdf => "application/pdf",
            CvKind::Jpeg => "image/jpeg",
            CvKind::Png => "image/png",
        }
    }

    /// The extension of its file name.
    pub const fn extension(self) -> &'static str {
        match self {
            CvKind::Pdf => "pdf",
            CvKind::Jpeg => "jpg",
            CvKind::Png => "png",
        }
    }

    /// Reads the kind from a file's first bytes. The name and the media type that the sender gives are ignored.
    ///
    /// The header must be at the very beginning. Readers accept a PDF with some bytes before it, and another file could
    /// begin there (PDF 32000-1 §7.5.2, JFIF, PNG §5.2).
    pub fn of(first_bytes: &[u8]) -> Option<CvKind> {
        match first_bytes {
            [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', ..] => Some(CvKind::Pdf),
            [0xFF, 0xD8, 0xFF, ..] => Some(CvKind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(CvKind::Png),
            _ => None,
        }
    }
}
