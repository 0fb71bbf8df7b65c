use domain::reference_code::ALPHABET;
use rand::RngCore;
use uuid::Uuid;

/// The only place that reads randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ids;

impl Ids {
    /// Unpredictable bytes, for tokens and salts.
    pub fn bytes<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the generator that everything else is given"
        )]
        rand::rng().fill_bytes(&mut bytes);
        bytes
    }

    /// A new identifier: UUID version 7, so that rows made at the same time are close together in an index.
    pub fn uuid(self, now: time::OffsetDateTime) -> Uuid {
        let millis = u64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// A code that a person can read aloud: `length` characters without look-alikes.
    pub fn code(self, length: usize) -> String {
        let mut code = String::with_capacity(length);
        while code.len() < length {
            // 240 = 8 × 30: higher bytes would make the first letters more likely.
            for byte in self
                .bytes::<16>()
                .into_iter()
                .filter(|byte| *byte < 240)
                .take(length - code.len())
            {
                code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
            }
        }
        code
    }

    /// `length` random decimal digits, for one-time codes.
    pub fn digits(self, length: usize) -> String {
        let mut code = String::with_capacity(length);
        while code.len() < length {
            for byte in self
                .bytes::<16>()
                .into_iter()
                .filter(|byte| *byte < 250)
                .take(length - code.len())
            {
                code.push(char::from(b'0' + byte % 10));
            }
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn a_code_has_its_length_and_no_look_alikes() {
        for length in [1, 8, 40] {
            let code = Ids.code(length);
            assert_eq!(code.len(), length);
            assert!(!code.contains(['0', 'O', '1', 'I', 'L', 'U']));
        }
        assert!(Ids.digits(6).chars().all(|c| c.is_ascii_digit()));
    }
}
