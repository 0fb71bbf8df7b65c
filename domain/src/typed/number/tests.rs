use proptest::prelude::*;

use super::*;
use crate::format;

const MANY: Bounds = bounds!(0, 999_999_999_999);
const YEARS: [&str; 3] = ["tahun", "thn", "years"];

fn count(raw: &str) -> Option<i64> {
    whole(raw, &YEARS, MANY).ok().flatten()
}

fn sum(raw: &str) -> Option<i64> {
    rupiah(raw, MANY).ok().flatten()
}

#[test]
fn whole_numbers_are_read_in_both_notations_and_every_script() {
    for (raw, number) in [
        ("20", 20),
        (" 007 ", 7),
        ("2.0", 2),
        ("2,00", 2),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\u{a0}234\u{2009}567", 1_234_567),
        ("1\u{202f}234", 1234),
        ("1'234’567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1.234,0", 1234),
        ("٢٠", 20),
        ("۲۰", 20),
        ("２０", 20),
        ("١٬٢٣٤", 1234),
        ("\u{200b}2\u{200e}0\u{feff}", 20),
        ("3 tahun", 3),
        ("3Years", 3),
        ("3 thn.", 3),
        ("20.", 20),
    ] {
        assert_eq!(count(raw), Some(number), "{raw:?}");
    }
}

#[test]
fn what_is_not_whole_or_not_clear_is_refused_with_the_range() {
    let quota = bounds!(1, 10_000);
    for raw in [
        "2.5",
        "2,5",
        "2,5 tahun",
        "12.34",
        "1.2.3",
        "1.23.456",
        "12.3456,7",
        "1.234,500",
        "1,234.500",
        "4500.000",
        "0.500",
        "0.123.456",
        "1 2",
        "1..2",
        ".5",
        "4\n500",
        "-3",
        "−3",
        "+3",
        "1e3",
        "0x10",
        "tiga",
        "3 orang",
        "3 4 tahun",
        "½",
        "0",
        "10.001",
        "9999999999999999999999",
    ] {
        let wrong = Err("out_of_range min=1 max=10000");
        assert_eq!(whole(raw, &YEARS, quota), wrong, "{raw:?}");
    }
    for empty in ["", " \n", "\u{200b}\u{2060}", "\u{ad}", "\u{3164}\u{2800}"] {
        assert_eq!(whole(empty, &[], quota), Ok(None));
        assert_eq!(rupiah(empty, quota), Ok(None));
    }
}

#[test]
fn sums_are_read_as_they_are_written_on_payslips_and_in_chats() {
    for (raw, number) in [
        ("4500000", 4_500_000),
        ("4500000.00", 4_500_000),
        ("4.500.000,00", 4_500_000),
        ("4,500,000.00", 4_500_000),
        ("4 500 000", 4_500_000),
        ("Rp4.500.000", 4_500_000),
        ("rp. 4.500.000,-", 4_500_000),
        ("Rp 4.500.000,–", 4_500_000),
        ("IDR 4,500,000", 4_500_000),
        ("4.500.000 rupiah", 4_500_000),
        ("Rp4.500.000.", 4_500_000),
        ("4.525.479,19", 4_525_479),
        ("4.525.479,50", 4_525_480),
        ("4,5 juta", 4_500_000),
        ("4.5jt", 4_500_000),
        ("4,55 Juta rupiah", 4_550_000),
        ("Rp 4 jt", 4_000_000),
        ("4.5 million", 4_500_000),
        ("450rb", 450_000),
        ("450 ribu", 450_000),
        ("0,5 juta", 500_000),
        ("٤٥٠٠٠٠٠", 4_500_000),
        ("Ｒｐ４．５００．０００", 4_500_000),
    ] {
        assert_eq!(sum(raw), Some(number), "{raw:?}");
    }
    for raw in [
        "1.250 juta",
        "1,250 ribu",
        "4.5m",
        "4,5 miliar",
        "juta",
        "Rp",
        "4 juta 500 ribu",
        "4.500.00",
        "45.00.000",
        "4.500000",
        "4,5,juta",
        "$4500",
        "4-5 juta",
    ] {
        assert!(
            sum(raw).is_none_or(|n| raw == "4.500000" && n == 5),
            "{raw:?}"
        );
    }
}

#[test]
fn years_and_days_are_never_grouped() {
    for (raw, number) in [
        ("2024", Some(2024)),
        (" 17. ", Some(17)),
        ("٢٠٢٤", Some(2024)),
        ("２０２４", Some(2024)),
        ("08", Some(8)),
        ("2.024", None),
        ("-5", None),
        ("+5", None),
        ("20 24", None),
        ("kemarin", None),
        ("", None),
        ("99999999999", None),
    ] {
        assert_eq!(plain_number(raw), number, "{raw:?}");
    }
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(n in 0i64..999_999_999_999, script in prop::sample::select(vec!['0', '٠', '۰', '０', '꧐'])) {
        let indonesian = format::thousands(n);
        let english = format::count(n, true);
        let other: String = indonesian
            .chars()
            .map(|c| c.to_digit(10).map_or(c, |digit| char::from_u32(u32::from(script) + digit).unwrap()))
            .collect();
        for text in [n.to_string(), indonesian, english, other] {
            prop_assert_eq!(count(&text), Some(n), "{}", text);
            prop_assert_eq!(sum(&text), Some(n), "{}", text);
            let decimals = format!("{text}{}", if text.contains(',') { ".00" } else { ",00" });
            prop_assert_eq!(sum(&decimals), Some(n), "{}", decimals);
        }
        prop_assert_eq!(sum(&format::rupiah(n)), Some(n));
    }

    /// A decimal part never becomes a part of the number before it.
    #[test]
    fn nothing_is_ten_or_a_hundred_times_what_was_meant(n in 0i64..99_999_999, part in "[0-9]{1,2}|[0-9]{4,6}", mark in "[.,]") {
        let text = format!("{n}{mark}{part}");
        if let Some(read) = count(&text) {
            prop_assert_eq!(read, n);
        }
        if let Some(read) = sum(&text) {
            prop_assert!(read == n || read == n + 1);
        }
        if let Some(read) = sum(&format!("{text} juta")) {
            let meant: f64 = format!("{n}.{part}").parse().unwrap();
            prop_assert!((read as f64 - meant * 1e6).abs() <= 1.0);
        }
    }

    /// An accepted number has exactly the digits of its text, or those before its decimal mark, whatever marks are
    /// between them.
    #[test]
    fn a_number_that_is_taken_says_what_stands_there(text in "[1-9][0-9.,' ]{0,12}") {
        if let Some(read) = count(&text) {
            let text = without_end(text.trim());
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let before = text.rfind(['.', ',']).map(|at| text[..at].replace(['.', ',', '\'', ' '], ""));
            let after = text.rfind(['.', ',']).map(|at| &text[at + 1..]);
            let fraction = after.is_some_and(|after| after.trim_end().len() != 3 && after.trim().bytes().all(|b| b == b'0'));
            prop_assert_eq!(read.to_string(), before.filter(|_| fraction).unwrap_or(digits), "{}", text);
        }
    }

    #[test]
    fn anything_can_be_typed(text in "\\PC{0,40}") {
        let _ = (count(&text), sum(&text), plain_number(&text));
    }
}
