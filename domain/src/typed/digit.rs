/// The zeros of all decimal digits (Unicode 17, general category Nd); each is followed by its nine other digits.
const ZEROS: [char; 77] = [
    '\u{30}',
    '\u{660}',
    '\u{6F0}',
    '\u{7C0}',
    '\u{966}',
    '\u{9E6}',
    '\u{A66}',
    '\u{AE6}',
    '\u{B66}',
    '\u{BE6}',
    '\u{C66}',
    '\u{CE6}',
    '\u{D66}',
    '\u{DE6}',
    '\u{E50}',
    '\u{ED0}',
    '\u{F20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17E0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19D0}',
    '\u{1A80}',
    '\u{1A90}',
    '\u{1B50}',
    '\u{1BB0}',
    '\u{1C40}',
    '\u{1C50}',
    '\u{A620}',
    '\u{A8D0}',
    '\u{A900}',
    '\u{A9D0}',
    '\u{A9F0}',
    '\u{AA50}',
    '\u{ABF0}',
    '\u{FF10}',
    '\u{104A0}',
    '\u{10D30}',
    '\u{10D40}',
    '\u{11066}',
    '\u{110F0}',
    '\u{11136}',
    '\u{111D0}',
    '\u{112F0}',
    '\u{11450}',
    '\u{114D0}',
    '\u{11650}',
    '\u{116C0}',
    '\u{116D0}',
    '\u{116DA}',
    '\u{11730}',
    '\u{118E0}',
    '\u{11950}',
    '\u{11BF0}',
    '\u{11C50}',
    '\u{11D50}',
    '\u{11DA0}',
    '\u{11DE0}',
    '\u{11F50}',
    '\u{16130}',
    '\u{16A60}',
    '\u{16AC0}',
    '\u{16B50}',
    '\u{16D70}',
    '\u{1CCF0}',
    '\u{1D7CE}',
    '\u{1D7D8}',
    '\u{1D7E2}',
    '\u{1D7EC}',
    '\u{1D7F6}',
    '\u{1E140}',
    '\u{1E2F0}',
    '\u{1E4F0}',
    '\u{1E5F1}',
    '\u{1E950}',
    '\u{1FBF0}',
];

/// The keyboard's letter, digit or sign that `c` stands for: `c` may be a digit of any script (`٣`, `۳`, `꧓`, `３`) or a
/// full-width letter or sign (`Ｋ`, `＠`). Any other character is returned as it is.
pub fn plain(c: char) -> char {
    let before = ZEROS.partition_point(|zero| *zero <= c);
    let digit = before
        .checked_sub(1)
        .map(|at| u32::from(c) - u32::from(ZEROS[at]))
        .filter(|digit| *digit < 10)
        .and_then(|digit| char::from_digit(digit, 10));
    match c {
        // The full-width block repeats ASCII from `!` to `~`.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => digit.unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_digits() {
        for (typed, digits) in [
            ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
            ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
            ("꧐꧑꧒꧓꧔꧕꧖꧗꧘꧙", "0123456789"),
            ("０１２３４５６７８９", "0123456789"),
            ("०९", "09"),
            ("𝟬𝟵", "09"),
        ] {
            assert_eq!(typed.chars().map(plain).collect::<String>(), digits);
        }
    }

    #[test]
    fn the_tables_follow_unicode() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS {
            // If the compiler's Unicode tables know a script, they know its digits as numbers.
            let tenth = char::from_u32(u32::from(zero) + 9).unwrap();
            assert_eq!(zero.is_numeric(), tenth.is_numeric(), "{zero:?}");
        }
        assert_eq!("Ｋ＠～".chars().map(plain).collect::<String>(), "K@~");
        for other in ['a', '-', '½', '²', '五', 'Ⓟ', '\u{2FF}'] {
            assert_eq!(plain(other), other);
        }
    }
}
