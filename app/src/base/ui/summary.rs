//! Facts in two columns: "check your answers", and the details of a thing.

use super::button::hidden_words;
use super::field::given;
use crate::base::form::LEAVE_FIELD;
use crate::base::text::{t, tr};
use leptos::prelude::*;

/// One fact.
pub struct SummaryRow {
    key: String,
    value: AnyView,
    change: String,
    lang: Option<&'static str>,
}

impl SummaryRow {
    /// A fact with a text value.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self::view(key, value.into())
    }

    /// A fact with markup as its value.
    pub fn view(key: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self {
            key: key.into(),
            value: value.into_any(),
            change: String::new(),
            lang: None,
        }
    }

    /// Sets the address where this answer can be changed.
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = href.into();
        self
    }

    /// Sets the value's language, where it is not the page's.
    pub fn lang(mut self, lang: Option<&'static str>) -> Self {
        self.lang = lang;
        self
    }
}

/// Facts in two columns, each with a link to change it where it has one.
#[component]
pub fn SummaryList(
    rows: Vec<SummaryRow>,
    /// The id of the form below the list. Leaving to change a fact keeps the values that are typed into that form.
    #[prop(optional)]
    leaves: Option<&'static str>,
) -> impl IntoView {
    let lines = rows
        .into_iter()
        .map(|row| {
            let SummaryRow {
                key,
                value,
                change,
                lang,
            } = row;
            let change = given(change).map(|href| {
                let words = view! { {tr(t::ui::CHANGE)} {hidden_words(key.clone())} };
                let way = match leaves {
                    Some(form) => view! {
                        <button class="button button-quiet" type="submit" form=form name=LEAVE_FIELD value=href>{words}</button>
                    }
                    .into_any(),
                    None => view! { <a href=href>{words}</a> }.into_any(),
                };
                view! { <dd class="summary-change">{way}</dd> }
            });
            view! {
                <div>
                    <dt>{key}</dt>
                    <dd lang=lang>{value}</dd>
                    {change}
                </div>
            }
        })
        .collect_view();
    view! { <dl class="summary-list">{lines}</dl> }
}
