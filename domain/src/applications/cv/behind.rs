//! The bytes after the end of a picture.

/// The bytes after the end, read one by one.
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

    /// Whether a camera added the bytes, and the picture is whole without them: padding, a second picture (CIPA DC-007,
    /// and the gain map of Ultra HDR), a short film (motion photo), or Samsung's trailer. These bytes are cut off and
    /// not stored; without this rule the portal would refuse most photos of a phone.
    pub(super) fn is_of_camera(&self) -> bool {
        !self.has_any
            || self.first.starts_with(b"\xFF\xD8\xFF")
            || self.first.get(4..8) == Some(b"ftyp")
            || self.last.to_be_bytes() == *b"SEFT"
    }
}
