//! The end of a page of results.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The last row of a page: the sort's own key (rank, or kilometres; 0 for newest), the time of publication in
/// microseconds since 1970, and the id that decides between equals. The next page starts strictly after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    pub key: f64,
    pub published_micros: i64,
    pub id: Uuid,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:x}-{:x}-{}",
            self.key.to_bits(),
            self.published_micros,
            self.id.simple()
        )
    }
}

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let mut parts = text.splitn(3, '-');
        let mut part = || {
            parts
                .next()
                .filter(|part| part.len() <= 32)
                .ok_or(BadCursor)
        };
        let key = f64::from_bits(u64::from_str_radix(part()?, 16).map_err(|_| BadCursor)?);
        let published_micros = i64::from_str_radix(part()?, 16).map_err(|_| BadCursor)?;
        let id = Uuid::try_parse(part()?).map_err(|_| BadCursor)?;
        // Years 1970 to 3000: the database can hold them.
        let in_range = (0..32_503_680_000_000_000).contains(&published_micros);
        if !key.is_finite() || !in_range {
            return Err(BadCursor);
        }
        Ok(Self {
            key,
            published_micros,
            id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_back_from_its_text(key in -1e6f64..1e6, published_micros in 0i64..32_503_680_000_000_000, id in any::<u128>()) {
            let cursor = Cursor { key, published_micros, id: Uuid::from_u128(id) };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = text.parse::<Cursor>();
        }
    }

    #[test]
    fn refuses_what_no_page_ends_with() {
        for text in [
            "",
            "abc",
            "7ff8000000000000-0-00000000000000000000000000000000",
            "0--1-00000000000000000000000000000000",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(BadCursor), "{text}");
        }
    }
}
