//! Reads a PNG during its upload: its chunks with their checksums, its size, its end (PNG, third edition, §5). Decodes
//! nothing.

/// The meaning of the next byte.
#[derive(Clone, Copy, Debug)]
enum At {
    Signature(u8),
    Length(u8),
    Type(u8),
    Data,
    Sum(u8),
    End,
    Broken,
}

/// A PNG, read byte by byte.
#[derive(Debug)]
pub(super) struct Png {
    at: At,
    /// Bytes left of the chunk's data.
    left: u32,
    kind: u32,
    /// The last four bytes.
    word: u32,
    /// The checksum of the chunk so far.
    sum: u32,
    /// Bytes read of the header.
    header: u32,
    width: u64,
    pub(super) pixels: u64,
    has_data: bool,
}

const HEADER: u32 = u32::from_be_bytes(*b"IHDR");
const DATA: u32 = u32::from_be_bytes(*b"IDAT");
const END: u32 = u32::from_be_bytes(*b"IEND");

impl Default for Png {
    fn default() -> Self {
        Png {
            at: At::Signature(0),
            left: 0,
            kind: 0,
            word: 0,
            sum: 0,
            header: 0,
            width: 0,
            pixels: 0,
            has_data: false,
        }
    }
}

impl Png {
    pub(super) fn byte(&mut self, byte: u8) {
        self.word = self.word << 8 | u32::from(byte);
        self.at = match self.at {
            At::Signature(7) => At::Length(0),
            At::Signature(at) => At::Signature(at + 1),
            At::Length(3) => {
                (self.left, self.sum) = (self.word, u32::MAX);
                At::Type(0)
            }
            At::Length(at) => At::Length(at + 1),
            At::Type(at) => {
                self.sum = summed(self.sum, byte);
                match at {
                    3 => self.chunk(),
                    at => At::Type(at + 1),
                }
            }
            At::Data => {
                self.sum = summed(self.sum, byte);
                if self.kind == HEADER {
                    self.size();
                }
                self.left -= 1;
                self.data()
            }
            At::Sum(3) if self.word != !self.sum => At::Broken,
            At::Sum(3) if self.kind == END => At::End,
            At::Sum(3) => At::Length(0),
            At::Sum(at) => At::Sum(at + 1),
            At::End => At::End,
            At::Broken => At::Broken,
        };
    }

    /// Begins a chunk. The header has to come first, and only once.
    fn chunk(&mut self) -> At {
        self.kind = self.word;
        self.has_data |= self.kind == DATA;
        let is_placed = match self.kind {
            HEADER => self.header == 0 && self.left == 13,
            END => self.header > 0 && self.left == 0,
            _ => self.header > 0,
        };
        match is_placed {
            true => self.data(),
            false => At::Broken,
        }
    }

    fn data(&self) -> At {
        match self.left {
            0 => At::Sum(0),
            _ => At::Data,
        }
    }

    /// Reads a byte of the header, which begins with width and height.
    fn size(&mut self) {
        self.header += 1;
        match self.header {
            4 => self.width = self.word.into(),
            8 => self.pixels = self.width * u64::from(self.word),
            _ => {}
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        matches!(self.at, At::End)
    }

    /// Whether the file has its end and holds a picture.
    pub(super) fn is_whole(&self) -> bool {
        self.has_ended() && self.has_data && self.pixels > 0
    }
}

/// The checksum with one more byte (CRC-32 of ISO 3309).
fn summed(sum: u32, byte: u8) -> u32 {
    let at = (sum ^ u32::from(byte)) & 0xFF;
    SUMS[at as usize] ^ (sum >> 8)
}

/// The checksum of a chunk's kind and data.
#[cfg(test)]
pub(super) fn sum(chunk: &[u8]) -> u32 {
    !chunk.iter().fold(u32::MAX, |sum, byte| summed(sum, *byte))
}

const SUMS: [u32; 256] = {
    let mut sums = [0; 256];
    let mut at = 0;
    while at < 256 {
        let (mut sum, mut bit) = (at as u32, 0);
        while bit < 8 {
            sum = if sum & 1 == 1 {
                0xEDB8_8320 ^ (sum >> 1)
            } else {
                sum >> 1
            };
            bit += 1;
        }
        sums[at] = sum;
        at += 1;
    }
    sums
};
