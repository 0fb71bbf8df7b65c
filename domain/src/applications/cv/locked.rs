//! Documents under a password that are no CV anyway: their owner is told of the password, which would be in the way next.

use super::window::Window;

/// The signature of a local header in a ZIP archive, and so of a `.docx` (APPNOTE 4.3.7).
const ZIP: &[u8] = b"PK\x03\x04";
/// The end of `EncryptedPackage` in UTF-16: the stream that holds a locked `.docx` (MS-OFFCRYPTO 2.3.4).
const PACKAGE: &[u8] = b"d\0P\0a\0c\0k\0a\0g\0e\0";

/// A file of another kind as it comes.
#[derive(Debug, Default)]
pub(super) struct Locked {
    window: Window,
    /// Bytes since the signature of a local header; the seventh holds the flags.
    since: Option<u8>,
    pub(super) is_locked: bool,
}

impl Locked {
    pub(super) fn byte(&mut self, byte: u8) {
        self.window.push(byte);
        self.since = match self.since {
            Some(2) => {
                self.is_locked |= byte & 1 == 1;
                None
            }
            Some(since) => Some(since + 1),
            None => self.window.ends_with(ZIP).then_some(0),
        };
        self.is_locked |= self.window.ends_with(PACKAGE);
    }
}
