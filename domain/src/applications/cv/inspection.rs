//! Inspects a CV while it is uploaded, without storing it.

use super::behind::Behind;
use super::fault::CvFault;
use super::jpeg::Jpeg;
use super::other::Other;
use super::pdf::Pdf;
use super::png::Png;
use super::{CvKind, MAX_CV_BYTES, MAX_CV_PIXELS};

#[derive(Debug)]
enum Content {
    /// The first bytes, until they show the kind of file.
    Unknown(Vec<u8>),
    Pdf(Pdf),
    Jpeg(Jpeg),
    Png(Png),
    Other(Other),
}

/// The inspection of a file during its upload.
#[derive(Debug)]
pub struct CvInspection {
    content: Content,
    behind: Behind,
    /// Bytes received.
    bytes: u64,
}

/// The length of the longest signature, in bytes.
const SIGNATURE: usize = 8;

impl Default for CvInspection {
    fn default() -> Self {
        CvInspection {
            content: Content::Unknown(Vec::with_capacity(SIGNATURE)),
            behind: Behind::default(),
            bytes: 0,
        }
    }
}

impl CvInspection {
    /// Inspects the next piece and returns the part that belongs to the file: no bytes after its end, and nothing of a
    /// file that is too large.
    pub fn look<'a>(&mut self, piece: &'a [u8]) -> &'a [u8] {
        self.bytes = self.bytes.saturating_add(piece.len() as u64);
        if self.bytes > MAX_CV_BYTES {
            return &[];
        }
        let mut own = 0;
        for byte in piece {
            if self.content.has_ended() {
                self.behind.byte(*byte);
            } else {
                self.content.byte(*byte);
                own += 1;
            }
        }
        &piece[..own]
    }

    /// The kind of the file, after its last piece.
    ///
    /// # Errors
    /// The reason why the file cannot be a CV.
    pub fn end(self) -> Result<CvKind, CvFault> {
        if self.bytes == 0 {
            return Err(CvFault::Empty);
        }
        if self.bytes > MAX_CV_BYTES {
            return Err(CvFault::TooLarge);
        }
        let (kind, pixels, is_whole) = match self.content {
            Content::Pdf(pdf) if pdf.is_locked => return Err(CvFault::Locked),
            Content::Pdf(pdf) if pdf.has_more() => return Err(CvFault::More),
            Content::Pdf(pdf) => (CvKind::Pdf, 0, pdf.is_whole()),
            Content::Jpeg(jpeg) => (CvKind::Jpeg, jpeg.pixels, jpeg.is_whole()),
            Content::Png(png) => (CvKind::Png, png.pixels, png.is_whole()),
            Content::Other(other) => return Err(other.fault()),
            Content::Unknown(first) => match CvKind::of(&first) {
                Some(_) => return Err(CvFault::Damaged),
                None => return Err(CvFault::Kind),
            },
        };
        if pixels > MAX_CV_PIXELS {
            Err(CvFault::TooManyPixels)
        } else if !is_whole {
            Err(CvFault::Damaged)
        } else if !self.behind.is_of_camera() {
            Err(CvFault::More)
        } else {
            Ok(kind)
        }
    }
}

impl Content {
    fn byte(&mut self, byte: u8) {
        match self {
            Content::Unknown(first) => {
                first.push(byte);
                if first.len() == SIGNATURE {
                    *self = Content::known(first);
                }
            }
            Content::Pdf(pdf) => pdf.byte(byte),
            Content::Jpeg(jpeg) => jpeg.byte(byte),
            Content::Png(png) => png.byte(byte),
            Content::Other(other) => other.byte(byte),
        }
    }

    fn known(first: &[u8]) -> Content {
        let mut content = match CvKind::of(first) {
            Some(CvKind::Pdf) => Content::Pdf(Pdf::default()),
            Some(CvKind::Jpeg) => Content::Jpeg(Jpeg::default()),
            Some(CvKind::Png) => Content::Png(Png::default()),
            None => Content::Other(Other::default()),
        };
        first.iter().for_each(|byte| content.byte(*byte));
        content
    }

    fn has_ended(&self) -> bool {
        match self {
            Content::Jpeg(jpeg) => jpeg.has_ended(),
            Content::Png(png) => png.has_ended(),
            // A PDF may go on after its end: an incremental update appends to the file.
            _ => false,
        }
    }
}
