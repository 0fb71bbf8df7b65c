//! Limits of fields: shown in the hint, and in the error of an input that exceeds them.

use crate::base::page::use_page;
use crate::base::text::{Lang, t, trf};
use domain::format::count;
use domain::typed::{Bounds, Items, Letters};
use leptos::prelude::*;

/// The limit of a field, as its service defines it. The field gets no `maxlength`, because a browser would cut a pasted
/// text without a word.
#[derive(Clone, Copy, Debug, Default)]
pub enum Limit {
    #[default]
    None,
    Letters(Letters),
    Items(Items),
    Numbers(Bounds),
}

impl From<Letters> for Limit {
    fn from(letters: Letters) -> Limit {
        Limit::Letters(letters)
    }
}

impl From<Items> for Limit {
    fn from(items: Items) -> Limit {
        Limit::Items(items)
    }
}

impl From<Bounds> for Limit {
    fn from(bounds: Bounds) -> Limit {
        Limit::Numbers(bounds)
    }
}

impl Limit {
    /// One sentence; empty where there is no limit. `unit` stands before numbers, as it does before the box.
    pub(super) fn words(self, unit: &str) -> String {
        match self {
            Limit::None => String::new(),
            Limit::Letters(Letters { least: 0, most }) => {
                trf(t::ui::LIMIT_MOST, &[("most", &letters(most))])
            }
            Limit::Letters(Letters { least, most }) => trf(
                t::ui::LIMIT_LETTERS,
                &[("least", &letters(least)), ("most", &letters(most))],
            ),
            Limit::Items(items) => trf(
                t::ui::LIMIT_ITEMS,
                &[
                    ("most", &letters(items.most)),
                    ("letters", &letters(items.letters)),
                ],
            ),
            Limit::Numbers(bounds) => {
                let number = |number| format!("{unit}{}", year_or_count(number));
                trf(
                    t::ui::LIMIT_NUMBERS,
                    &[
                        ("least", &number(bounds.min)),
                        ("most", &number(bounds.max)),
                    ],
                )
            }
        }
    }
}

/// Formats numbers below 10,000, which include years, without a separator.
fn year_or_count(number: i64) -> String {
    if number < 10_000 {
        number.to_string()
    } else {
        count(number, use_page().lang == Lang::En)
    }
}

fn letters(number: usize) -> String {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    count(number, use_page().lang == Lang::En)
}

/// The place where `boot.js` shows how many characters are left for a long text. It does so near the limit, when the
/// person pauses typing.
pub(crate) fn counter(field: &str, most: usize) -> impl IntoView + use<> {
    view! {
        <p
            class="hint"
            aria-live="polite"
            data-counts=field.to_owned()
            data-most=most.to_string()
            data-left=t::ui::LIMIT_LEFT.get(use_page().lang)
            data-over=t::ui::LIMIT_OVER.get(use_page().lang)
        ></p>
    }
}
