//! Components that contain the `h1` of their page. Each is shown on a page of its own: `/gaya?judul=…`.

use leptos::prelude::*;

use super::parts::few;
use crate::base::page::Title;
use crate::base::text::{Text, t, tr};
use crate::base::ui::*;

/// The name of each component in the address, and its title.
pub(super) const ALONE: [(&str, Text); 5] = [
    ("tanggal", t::style_guide::BORN),
    ("satu", t::style_guide::KIND),
    ("beberapa", t::style_guide::SKILLS),
    ("selesai", t::style_guide::PANEL),
    ("kode", t::style_guide::CODE),
];

/// The page with this name; none for an unknown name.
pub(super) fn alone(name: &str) -> Option<AnyView> {
    let (_, title) = ALONE.into_iter().find(|(known, _)| *known == name)?;
    let label = tr(title);
    let body = match name {
        "tanggal" => asked(
            view! { <DateField name="born" label hint=tr(t::style_guide::HINT_DATE) heading=true/> },
        ),
        "satu" => asked(
            view! { <Radios name="kind" label hint=tr(t::style_guide::HINT) choices=few() heading=true/> },
        ),
        "beberapa" => asked(
            view! { <Checkboxes name="skills[]" label hint=tr(t::style_guide::HINT) choices=few() heading=true/> },
        ),
        "selesai" => view! { <Panel title=label/> }.into_any(),
        _ => view! { <Panel title=tr(t::style_guide::PANEL) code_label=label code="K7M4QX2P"/> }
            .into_any(),
    };
    let back = Link::new("/gaya", tr(t::style_guide::TITLE));
    Some(view! { <Title text=label/> <Breadcrumbs links=vec![back]/> {body} }.into_any())
}

fn asked(question: impl IntoView + 'static) -> AnyView {
    let question = question.into_any();
    view! {
        <PostForm id="gaya-alone" action="/gaya">
            {question}
            <Submit label=tr(t::style_guide::NEXT_STEP)/>
        </PostForm>
    }
    .into_any()
}
