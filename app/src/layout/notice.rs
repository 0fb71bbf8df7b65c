//! The notice about a failed form that cannot show the error itself, for example a single button.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::base::draft::Draft;
use crate::base::page::use_page;
use crate::base::text::t;
use crate::base::ui::{ErrorSummary, Problem};

/// The header, with the notice after its last node. When the client hydrates the page it looks for the nodes that it
/// would render itself, in their order, and ignores any node after them. So the client needs no code for the notice.
pub(super) fn under(header: impl IntoView + 'static, drafts: &[Draft]) -> AnyView {
    let lang = use_page().lang;
    let codes = drafts
        .iter()
        .filter(|draft| draft.form.is_empty())
        .flat_map(|draft| {
            let fields = draft.errors.iter().map(|error| error.code.as_ref());
            draft.problem.as_deref().into_iter().chain(fields)
        });
    let problems: Vec<_> = codes
        .map(|code| Problem {
            target: None,
            label: String::new(),
            words: t::error_words(lang, code),
        })
        .collect();
    if problems.is_empty() {
        return header.into_any();
    }
    let words = view! { <div class="page-problem"><ErrorSummary form="page" problems heading=t::ui::UNDONE_TITLE/></div> };
    let (header, words) = (header.into_view().to_html(), words.into_view().to_html());
    let open = header.trim_end_matches("</header>");
    InertElement::new(format!("{open}{words}</header>")).into_any()
}
