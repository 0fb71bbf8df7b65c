//! Reads a JPEG during its upload: its segments, its size, its end (ITU-T T.81, annex B). Decodes nothing.

/// The meaning of the next byte.
#[derive(Clone, Copy, Debug, Default)]
enum At {
    /// The first byte of a marker.
    #[default]
    Before,
    /// The code of a marker.
    Code,
    /// The length of a segment, with its first byte once that is read.
    Length(u8, Option<u8>),
    Segment {
        code: u8,
        at: u16,
        left: u16,
    },
    /// Compressed data, in which a marker may come.
    Scan,
    ScanCode,
    End,
    Broken,
}

/// A JPEG, read byte by byte.
#[derive(Debug, Default)]
pub(super) struct Jpeg {
    at: At,
    height: u64,
    width: u64,
    /// Pixels of the largest frame.
    pub(super) pixels: u64,
    has_scan: bool,
}

impl Jpeg {
    pub(super) fn byte(&mut self, byte: u8) {
        self.at = match (self.at, byte) {
            (At::Before, 0xFF) | (At::Code, 0xFF) => At::Code,
            // Markers without a segment: the beginning, restarts, and one for private use.
            (At::Code, 0x01 | 0xD0..=0xD8) => At::Before,
            (At::Code | At::ScanCode, 0xD9) => At::End,
            (At::Code, 0x00) => At::Broken,
            (At::Scan, 0xFF) | (At::ScanCode, 0xFF) => At::ScanCode,
            (At::Scan, _) | (At::ScanCode, 0x00 | 0xD0..=0xD7) => At::Scan,
            (At::Code | At::ScanCode, code) => At::Length(code, None),
            (At::Length(code, None), high) => At::Length(code, Some(high)),
            // The length counts its own two bytes.
            (At::Length(code, Some(high)), low) => {
                match u16::from_be_bytes([high, low]).checked_sub(2) {
                    None => At::Broken,
                    Some(0) => self.after(code),
                    Some(left) => At::Segment { code, at: 0, left },
                }
            }
            (At::Segment { code, at, left }, byte) => {
                if is_frame(code) {
                    self.frame(at, byte.into());
                }
                match left {
                    1 => self.after(code),
                    left => At::Segment {
                        code,
                        at: at + 1,
                        left: left - 1,
                    },
                }
            }
            (At::End, _) => At::End,
            (At::Before | At::Broken, _) => At::Broken,
        };
    }

    fn after(&mut self, code: u8) -> At {
        match code {
            0xDA => {
                self.has_scan = true;
                At::Scan
            }
            _ => At::Before,
        }
    }

    /// Reads a byte of a frame's header: precision, height, width.
    fn frame(&mut self, at: u16, byte: u64) {
        match at {
            1 => self.height = byte << 8,
            2 => self.height |= byte,
            3 => self.width = byte << 8,
            4 => {
                self.width |= byte;
                self.pixels = self.pixels.max(self.height * self.width);
            }
            _ => {}
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        matches!(self.at, At::End)
    }

    /// Whether the file has its end and holds a picture.
    pub(super) fn is_whole(&self) -> bool {
        self.has_ended() && self.has_scan && self.pixels > 0
    }
}

/// Whether the code is that of a frame's header, which holds the size. Three codes in the range mean something else.
fn is_frame(code: u8) -> bool {
    matches!(code, 0xC0..=0xCF) && !matches!(code, 0xC4 | 0xC8 | 0xCC)
}
