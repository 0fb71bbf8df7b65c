//! Days of the week in words.

use crate::base::text::{Lang, Text, t, tr};

/// The name of a day, 1 is Monday; none of any other number.
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

/// The day that has this name in Indonesian, in the language of the page; anything else as it is.
pub fn weekday_named(indonesian: &str) -> String {
    let day = (1..=7)
        .filter_map(weekday_text)
        .find(|day| day.get(Lang::Id).eq_ignore_ascii_case(indonesian.trim()));
    day.map_or_else(|| indonesian.to_owned(), |day| tr(day).to_owned())
}
