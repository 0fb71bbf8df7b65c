//! Files of a kind that cannot be a CV. A file with a password gets [`CvFault::Locked`], because the password would be
//! the next obstacle; an archive gets [`CvFault::Archive`], which asks for the file inside.

use super::fault::CvFault;
use super::window::Window;

/// The signature of a local header in a ZIP archive, and so of a `.docx` (APPNOTE 4.3.7).
const ZIP: &[u8] = b"PK\x03\x04";
/// The offset of an entry's name in its local header, in bytes.
const ZIP_NAME: usize = 30;
/// The beginnings of the first entry's name in a ZIP archive that is a document: Office Open XML, OpenDocument, Pages.
const DOCUMENTS: [&[u8]; 9] = [
    b"[Content_Types].xml",
    b"_rels/",
    b"docProps/",
    b"customXml/",
    b"word/",
    b"xl/",
    b"ppt/",
    b"mimetype",
    b"Index/",
];
/// The signatures of other archives: 7z, RAR, gzip, bzip2, xz, Zstandard, cabinets.
const ARCHIVES: [&[u8]; 7] = [
    b"7z\xBC\xAF\x27\x1C",
    b"Rar!\x1A\x07",
    b"\x1F\x8B\x08",
    b"BZh",
    b"\xFD7zXZ\0",
    b"\x28\xB5\x2F\xFD",
    b"MSCF",
];

/// The signature of an older Office document (MS-CFB 2.2). Each of its streams begins at a sector's start.
const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const SECTOR: u64 = 512;
/// Bytes at the start of a sector that show whether a stream with a password begins there.
const BEGINNING: usize = 22;
/// The end of `EncryptedPackage` in UTF-16: the stream that holds a locked `.docx` (MS-OFFCRYPTO 2.3.4).
const PACKAGE: &[u8] = b"d\0P\0a\0c\0k\0a\0g\0e\0";
/// The end of `EncryptedSummary`: the stream of a locked older presentation (MS-PPT 2.1).
const SUMMARY: &[u8] = b"d\0S\0u\0m\0m\0a\0r\0y\0";

/// A file of another kind, read byte by byte.
#[derive(Debug, Default)]
pub(super) struct Other {
    window: Window,
    /// The first bytes; in a ZIP archive, up to the name of its first entry.
    first: Vec<u8>,
    /// The first bytes of this sector.
    sector: Vec<u8>,
    /// Bytes read.
    at: u64,
    /// Bytes since the signature of a local header. The third of them, the header's seventh, holds the flag for a
    /// password.
    since: Option<u8>,
    is_locked: bool,
}

impl Other {
    pub(super) fn byte(&mut self, byte: u8) {
        self.window.push(byte);
        if self.first.len() < ZIP_NAME + DOCUMENTS[0].len() {
            self.first.push(byte);
        }
        self.since = match self.since {
            Some(2) => {
                self.is_locked |= byte & 1 == 1;
                None
            }
            Some(since) => Some(since + 1),
            None => self.window.ends_with(ZIP).then_some(0),
        };
        if self.first.starts_with(OLD_OFFICE) {
            self.office(byte);
        }
        self.at += 1;
    }

    fn office(&mut self, byte: u8) {
        if self.at.is_multiple_of(SECTOR) {
            self.sector.clear();
        }
        if self.sector.len() < BEGINNING {
            self.sector.push(byte);
            self.is_locked |= self.sector.len() == BEGINNING && begins_locked(&self.sector);
        }
        self.is_locked |= self.window.ends_with(PACKAGE) || self.window.ends_with(SUMMARY);
    }

    /// The reason why the file cannot be a CV.
    pub(super) fn fault(&self) -> CvFault {
        let starts = |start: &&[u8]| self.first.starts_with(start);
        let name = self.first.get(ZIP_NAME..).unwrap_or_default();
        let is_zip = starts(&ZIP)
            && !name.is_empty()
            && !DOCUMENTS.iter().any(|start| name.starts_with(start));
        if self.is_locked {
            CvFault::Locked
        } else if is_zip || ARCHIVES.iter().any(starts) {
            CvFault::Archive
        } else {
            CvFault::Kind
        }
    }
}

/// Whether a stream with a password begins like this: Word's header has a flag (MS-DOC 2.5.2 `fEncrypted`), and in
/// Excel's file a record for the password follows the first one (MS-XLS 2.4.117 `FilePass`).
fn begins_locked(sector: &[u8]) -> bool {
    match sector {
        [0xEC | 0xDC, 0xA5, _, 0, ..] => sector[11] & 1 == 1,
        [0x09, 0x08, 0x10, 0, ..] => sector[20..22] == [0x2F, 0],
        _ => false,
    }
}
