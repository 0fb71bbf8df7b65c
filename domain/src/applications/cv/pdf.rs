//! Reads a PDF during its upload: whether it has a password, and where it ends (ISO 32000-1 §7.5).

use super::window::Window;

/// The part of a PDF's end that was read: `startxref`, a number, `%%EOF`.
#[derive(Clone, Copy, Debug, Default)]
enum End {
    #[default]
    Missing,
    Offset {
        has_digits: bool,
    },
    Mark,
    There,
}

/// A PDF, read byte by byte. Reads only the keywords of the file's structure, not its objects.
#[derive(Debug, Default)]
pub(super) struct Pdf {
    window: Window,
    /// The reader is inside a stream. A stream's content is not searched for keywords.
    in_stream: bool,
    /// The bytes before may be the name `Encrypt`, if the name ends here.
    may_be_encrypt: bool,
    /// The current dictionary has an `Encrypt` entry.
    names_lock: bool,
    /// The current dictionary is a trailer's.
    is_trailer: bool,
    end: End,
    has_table: bool,
    /// An end was read, and other bytes came after it; `with_objects` is whether they were more of the PDF.
    went_on: bool,
    with_objects: bool,
    has_archive: bool,
    pub(super) is_locked: bool,
}

impl Pdf {
    pub(super) fn byte(&mut self, byte: u8) {
        self.window.push(byte);
        self.end = self.end_after(byte);
        if self.in_stream {
            self.in_stream = !self.window.ends_with(b"endstream");
            return;
        }
        let ended = |word: &[u8]| self.window.ends_with(word);
        let stream = matches!(byte, b'\r' | b'\n')
            && (ended(b"stream\n") || ended(b"stream\r"))
            && !(ended(b"endstream\n") || ended(b"endstream\r"));
        self.in_stream = stream;
        self.has_archive |= ended(b"PK\x05\x06");
        if ended(b"obj") {
            (self.is_trailer, self.names_lock) = (false, false);
            self.with_objects = true;
        } else if ended(b"trailer") {
            (self.is_trailer, self.names_lock) = (true, false);
        } else if ended(b"/XRef") {
            (self.is_trailer, self.has_table) = (true, true);
        } else if ended(b"xref") && !ended(b"startxref") {
            self.has_table = true;
        }
        self.names_lock |= self.may_be_encrypt && !byte.is_ascii_alphanumeric();
        self.may_be_encrypt = self.window.ends_with(b"/Encrypt");
        self.is_locked |= self.is_trailer && self.names_lock;
    }

    fn end_after(&mut self, byte: u8) -> End {
        let is_blank = matches!(byte, b'\0' | b'\t' | b'\n' | 0x0C | b'\r' | b' ');
        match self.end {
            _ if self.window.ends_with(b"startxref") => End::Offset { has_digits: false },
            End::Missing => End::Missing,
            End::Offset { has_digits } if is_blank => End::Offset { has_digits },
            End::Offset { .. } if byte.is_ascii_digit() => End::Offset { has_digits: true },
            End::Offset { has_digits: true } if byte == b'%' => End::Mark,
            End::Offset { .. } => End::Missing,
            End::Mark if self.window.ends_with(b"%%EOF") => End::There,
            End::Mark if b"%%EOF".contains(&byte) => End::Mark,
            End::Mark => End::Missing,
            End::There if is_blank => End::There,
            End::There => {
                (self.went_on, self.with_objects) = (true, false);
                End::Missing
            }
        }
    }

    /// Whether the file has its end.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.end, End::There) && self.has_table
    }

    /// Whether the file holds something that is no part of the PDF: an archive, or bytes after its end.
    pub(super) fn has_more(&self) -> bool {
        self.has_archive || (self.went_on && !self.with_objects && !self.is_whole())
    }
}
