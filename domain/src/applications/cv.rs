//! What may be a CV.

use serde::{Deserialize, Serialize};

/// The largest CV: 5 MB.
pub const MAX_CV_BYTES: u64 = 5 * 1024 * 1024;

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

    /// The media type it is served as.
    pub const fn media_type(self) -> &'static str {
        match self {
            CvKind::Pdf => "application/pdf",
            CvKind::Jpeg => "image/jpeg",
            CvKind::Png => "image/png",
        }
    }

    /// The end of its file name.
    pub const fn extension(self) -> &'static str {
        match self {
            CvKind::Pdf => "pdf",
            CvKind::Jpeg => "jpg",
            CvKind::Png => "png",
        }
    }

    /// Reads the kind from a file's first bytes. The name and the type that the sender gives count for nothing.
    ///
    /// The header must stand at the very beginning: readers forgive a PDF some bytes before it, and exactly there
    /// something else could stand (PDF 32000-1 §7.5.2, JFIF, PNG §5.2).
    pub fn of(first_bytes: &[u8]) -> Option<CvKind> {
        match first_bytes {
            [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', ..] => Some(CvKind::Pdf),
            [0xFF, 0xD8, 0xFF, ..] => Some(CvKind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(CvKind::Png),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CvKind;
    use proptest::prelude::*;

    #[test]
    fn the_content_says_what_a_file_is() {
        assert_eq!(CvKind::of(b"%PDF-1.7\n..."), Some(CvKind::Pdf));
        assert_eq!(CvKind::of(b"\xFF\xD8\xFF\xE0JFIF"), Some(CvKind::Jpeg));
        assert_eq!(CvKind::of(b"\x89PNG\r\n\x1A\n...."), Some(CvKind::Png));
        for wrong in [
            &b""[..],
            b"<!doctype html><script>",
            b"<svg>",
            b" %PDF-1.7",
            b"%PDF",
            b"PK\x03\x04",
            b"GIF89a",
        ] {
            assert_eq!(CvKind::of(wrong), None);
        }
    }

    proptest! {
        #[test]
        fn nothing_that_a_browser_reads_as_a_page_is_a_cv(rest in prop::collection::vec(any::<u8>(), 0..40)) {
            let page = [&b"<html"[..], &rest].concat();
            prop_assert_eq!(CvKind::of(&page), None);
        }
    }
}
