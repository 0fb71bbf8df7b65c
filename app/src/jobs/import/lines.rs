//! Reading a dump line by line, a chunk at a time.

use std::io::{self, BufRead};

use domain::jobs::Vacancy;
use domain::jobs::import::{MAX_LINE_BYTES, Remark, parse_line};

use crate::jobs::reference::ShippedRegions;

/// A chunk ends at this many vacancies, so that no more are in memory at once.
const CHUNK: usize = 500;
/// A chunk also ends at this many bytes of lines.
const CHUNK_BYTES: usize = 4 << 20;

/// The lines of a dump.
pub struct Lines<R> {
    reader: R,
    line: Vec<u8>,
    /// Lines read so far.
    number: usize,
}

/// The vacancies of the next lines, and the number of lines rejected.
pub struct Chunk {
    pub vacancies: Vec<Vacancy>,
    pub rejected: u64,
    /// Set when no lines follow: `Ok` at the end of the file, an error when the rest cannot be read.
    pub end: Option<io::Result<()>>,
}

impl<R: BufRead> Lines<R> {
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            line: Vec::new(),
            number: 0,
        }
    }

    /// Reads the next chunk. Calls `told` for each line that is rejected or corrected, with its number (from 1) and the
    /// remark.
    pub fn chunk(&mut self, told: &mut impl FnMut(usize, &Remark)) -> Chunk {
        let mut chunk = Chunk {
            vacancies: Vec::new(),
            rejected: 0,
            end: None,
        };
        let mut bytes = 0;
        while chunk.vacancies.len() < CHUNK && bytes < CHUNK_BYTES {
            match read_line(&mut self.reader, &mut self.line) {
                Ok(true) => {}
                Ok(false) => {
                    chunk.end = Some(Ok(()));
                    break;
                }
                Err(error) => {
                    chunk.end = Some(Err(error));
                    break;
                }
            }
            self.number += 1;
            bytes += self.line.len();
            for read in parse_line(&self.line, &ShippedRegions) {
                match read {
                    Ok((vacancy, corrections)) => {
                        for correction in corrections {
                            told(self.number, &Remark::Corrected(correction));
                        }
                        chunk.vacancies.push(vacancy);
                    }
                    Err(reason) => {
                        chunk.rejected += 1;
                        told(self.number, &Remark::Rejected(reason));
                    }
                }
            }
        }
        chunk
    }
}

/// Reads up to the next line end; keeps one byte more than the limit of a line that is too long, so that it is
/// rejected. Returns false at the end of the file.
fn read_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let chunk = lines.fill_buf()?;
        if chunk.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(chunk.len());
        let room = (MAX_LINE_BYTES + 1).saturating_sub(line.len());
        line.extend_from_slice(&chunk[..taken.min(room)]);
        lines.consume(taken + usize::from(end.is_some()));
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::jobs::import::Reject;

    use super::*;

    #[test]
    fn lines_are_numbered_and_an_endless_one_is_refused() {
        let mut dump = b"\n{\n\n".to_vec();
        dump.extend(vec![b'x'; MAX_LINE_BYTES * 2]);
        dump.extend(b"\n[]");
        let mut seen = Vec::new();
        let mut lines = Lines::new(io::BufReader::with_capacity(1_000, &dump[..]));
        let chunk = lines.chunk(&mut |number, remark| seen.push((number, remark.clone())));
        assert!(matches!(chunk.end, Some(Ok(()))));
        assert_eq!(chunk.rejected, 3);
        assert_eq!(
            seen,
            [
                (2, Remark::Rejected(Reject::NotAnObject)),
                (4, Remark::Rejected(Reject::TooLong("line", MAX_LINE_BYTES))),
                (5, Remark::Rejected(Reject::NotAnObject))
            ]
        );
    }

    #[test]
    fn no_more_than_a_chunk_is_in_memory() {
        let one = format!(
            r#"{{"id":"1","title":"t","company":{{"name":"c"}},"description":"{}"}}"#,
            "x".repeat(10_000)
        );
        let dump = format!("{one}\n").repeat(CHUNK * 3);
        let mut lines = Lines::new(dump.as_bytes());
        let mut sizes = Vec::new();
        loop {
            let chunk = lines.chunk(&mut |_, _| {});
            sizes.push(chunk.vacancies.len());
            if chunk.end.is_some() {
                break;
            }
        }
        assert_eq!(sizes.iter().sum::<usize>(), CHUNK * 3);
        assert!(
            sizes.iter().all(|n| *n * 10_000 <= CHUNK_BYTES + 10_000),
            "{sizes:?}"
        );
    }
}
