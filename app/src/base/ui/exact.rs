//! Fields in which every letter counts.

use leptos::prelude::*;

use super::field::{Frame, given, width};
use super::scope::FormScope;

/// A field for a contact or a code. Keyboards do not capitalise it, correct it, or check its spelling.
#[component]
pub fn ExactField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    /// What the browser may fill in: `username`, `one-time-code`, `off` …
    #[prop(optional, into)]
    autocomplete: String,
    /// The keyboard on a phone. The one for e-mail addresses has digits too, so it serves for both.
    #[prop(default = "email")]
    inputmode: &'static str,
    /// `characters` where the code has capital letters.
    #[prop(default = "none")]
    autocapitalize: &'static str,
    /// How wide the box is: 10 or 20 characters.
    #[prop(optional)]
    chars: u8,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, false);
    let control = view! {
        <input
            id=frame.id.clone()
            class=width(chars)
            type="text"
            value=scope.value(&name, value)
            name=name
            autocomplete=given(autocomplete)
            inputmode=inputmode
            autocapitalize=autocapitalize
            spellcheck="false"
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control)
}
