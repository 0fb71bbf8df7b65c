//! The state of a thing, as a word.

use leptos::prelude::*;

/// The colour of a state or message. It must not carry the meaning alone: the text says it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
}

impl Tone {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A state in one or two words, for example "Diterima".
#[component]
pub fn StatusTag(#[prop(into)] label: String, #[prop(optional)] tone: Tone) -> impl IntoView {
    view! { <strong class=format!("tag tone-{}", tone.name())>{label}</strong> }
}
