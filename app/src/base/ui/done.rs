use leptos::prelude::*;

use super::{Notice, Tone};
use crate::base::page::query;
use crate::base::text::{Text, tr};

/// The notice about an action that has just succeeded, named by `?pesan=`. It shows only the texts in `known`, whatever
/// the address says.
pub fn done_notice(known: &[(&str, Text)]) -> Option<AnyView> {
    let code = query("pesan");
    let words = known
        .iter()
        .find(|(name, _)| *name == code)
        .map(|(_, text)| tr(*text))?;
    Some(view! { <Notice tone=Tone::Success announce=true><p>{words}</p></Notice> }.into_any())
}
