//! Days of the week in words.

use crate::base::text::{Lang, Text, t, tr};

/// The name of a day from 1 (Monday) to 7; none for any other number.
pub fn weekday_text(weekday: u8) -> Option<Text> {
    const WEEK: [Text; 7] = [
        t::ui::WEEKDAY_1,
        t::ui::WEEKDAY_2,
        t::ui::WEEKDAY_3,
        t::ui::WEEKDAY_4,
        t::ui::WEEKDAY_5,
        t::ui::WEEKDAY_6,
        t::ui::WEEKDAY_7,
    ];
    WEEK.get(usize::from(weekday).checked_sub(1)?).copied()
}

/// Translates an Indonesian name of a day into the page's language; returns any other text unchanged.
pub fn weekday_named(indonesian: &str) -> String {
    let day = (1..=7)
        .filter_map(weekday_text)
        .find(|day| day.get(Lang::Id).eq_ignore_ascii_case(indonesian.trim()));
    day.map_or_else(|| indonesian.to_owned(), |day| tr(day).to_owned())
}
