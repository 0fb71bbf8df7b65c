//! What lies behind the end of a picture.

/// Bytes behind the end, read byte by byte.
#[derive(Debug, Default)]
pub(super) struct Behind {
    first: Vec<u8>,
    last: u32,
    has_any: bool,
}

impl Behind {
    pub(super) fn byte(&mut self, byte: u8) {
        if self.first.len() < 8 {
            self.first.push(byte);
        }
        self.last = self.last << 8 | u32::from(byte);
        self.has_any |= byte != 0;
    }

    /// Whether a camera put it there, and the picture is whole without it: padding, a second picture (CIPA DC-007, and
    /// the light of Ultra HDR), a film of the moment, or Samsung's notes. It is cut off, not kept: most photos of a
    /// phone would be refused for it otherwise.
    pub(super) fn is_of_camera(&self) -> bool {
        !self.has_any
            || self.first.starts_with(b"\xFF\xD8\xFF")
            || self.first.get(4..8) == Some(b"ftyp")
            || self.last.to_be_bytes() == *b"SEFT"
    }
}
