//! The last bytes of a file so far.

/// The last sixteen bytes of a file that is read byte by byte.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window(u128);

impl Window {
    pub(super) fn push(&mut self, byte: u8) {
        self.0 = self.0 << 8 | u128::from(byte);
    }

    /// Whether the file so far ends with these bytes, at most sixteen.
    pub(super) fn ends_with(self, word: &[u8]) -> bool {
        self.0.to_be_bytes().ends_with(word)
    }
}
