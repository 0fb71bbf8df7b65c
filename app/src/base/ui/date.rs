//! A date that a person knows by heart, typed as day, month and year.

use super::choice::group;
use super::field::{Frame, given};
use super::scope::FormScope;
use crate::base::text::{t, tr};
use leptos::prelude::*;

/// A remembered date in three boxes, sent as `<name>_day`, `<name>_month` and `<name>_year`.
/// The error is that of the field `<name>`.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    /// `YYYY-MM-DD`; anything else leaves the boxes empty.
    #[prop(optional, into)]
    value: String,
    /// Whether it is the person's own birthday, which the browser may fill in.
    #[prop(optional)]
    birthday: bool,
    #[prop(optional)] heading: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, optional);
    let mut stored = value
        .splitn(3, '-')
        .map(|part| part.trim_start_matches('0').to_owned());
    let year = stored.next().unwrap_or_default();
    let month = stored.next().unwrap_or_default();
    let day = stored.next().unwrap_or_default();
    let part =
        |part: &str, first: bool, words: &'static str, value: String, class: &'static str| {
            let name = format!("{name}_{part}");
            // The error summary leads to the first box.
            let id = if first {
                frame.id.clone()
            } else {
                format!("{}-{part}", frame.id)
            };
            let autocomplete = if birthday {
                format!("bday-{part}")
            } else {
                String::new()
            };
            view! {
                <div class="date-part">
                    <label for=id.clone()>{words}</label>
                    <input
                        id=id
                        class=class
                        type="text"
                        inputmode="numeric"
                        value=scope.value(&name, value)
                        name=name
                        autocomplete=given(autocomplete)
                        aria-invalid=frame.invalid()
                    />
                </div>
            }
        };
    let parts = view! {
        <div class="date-parts">
            {part("day", true, tr(t::ui::DATE_DAY), day, "width-2")}
            {part("month", false, tr(t::ui::DATE_MONTH), month, "width-2")}
            {part("year", false, tr(t::ui::DATE_YEAR), year, "width-4")}
        </div>
    };
    group(&frame, heading, parts.into_any())
}
