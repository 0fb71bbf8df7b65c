//! Every field: empty, filled, and come back with an error.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

use super::Section;
use crate::error::FieldError;
use crate::form::Draft;
use crate::page::use_page;
use crate::text::{t, tr};
use crate::ui::*;

const WRONG: &str = "gaya-wrong";

#[component]
pub(super) fn Fields() -> impl IntoView {
    view! {
        <Section title=tr(t::gaya::FORM)>
            <PostForm id="gaya-plain" action="/gaya">
                <AllFields/>
            </PostForm>
        </Section>
        <Section title=tr(t::gaya::FORM_WRONG)>{came_back()}</Section>
        <Section title=tr(t::gaya::SEARCH)>
            <GetForm id="gaya-search" action="/gaya" search_label=tr(t::gaya::SEARCH)>
                <TextField name="q" label=tr(t::gaya::WORDS) kind="search"/>
                <Submit label=tr(t::gaya::SEARCH)/>
            </GetForm>
        </Section>
    }
}

#[component]
fn AllFields() -> impl IntoView {
    let few = || {
        vec![
            Choice::new("a", tr(t::gaya::CHOICE_A)).hint(tr(t::gaya::HINT)),
            Choice::new("b", tr(t::gaya::CHOICE_B)),
        ]
    };
    view! {
        <TextField name="name" label=tr(t::gaya::NAME) hint=tr(t::gaya::HINT) autocomplete="off"/>
        <TextField name="email" label=tr(t::gaya::EMAIL) kind="email" optional=true chars=20/>
        <PasswordField name="password" label=tr(t::gaya::PASSWORD) autocomplete="new-password"/>
        <NumberField name="wage" label=tr(t::gaya::WAGE) prefix="Rp"/>
        <NumberField name="radius" label=tr(t::gaya::RADIUS) suffix="km" chars=4/>
        <DateField name="born" label=tr(t::gaya::BORN) hint=tr(t::gaya::HINT_DATE)/>
        <Select name="place" label=tr(t::gaya::PLACE) choices=few()/>
        <Radios name="kind" label=tr(t::gaya::KIND) hint=tr(t::gaya::HINT) choices=few()/>
        <Radios name="yes" label=tr(t::gaya::YES_NO) choices=few() inline=true/>
        <Checkboxes name="skills[]" label=tr(t::gaya::SKILLS) choices=few()/>
        <TextArea name="story" label=tr(t::gaya::STORY) hint=tr(t::gaya::HINT)/>
        <FileField name="cv" label=tr(t::gaya::FILE) hint=tr(t::gaya::HINT_FILE) accept=".pdf,image/jpeg,image/png"/>
        <Checkbox name="consent" label=tr(t::gaya::CONSENT)/>
        <Submit label=tr(t::gaya::SAVE)/>
    }
}

/// The same form as it looks after a failed attempt: the page's context with a draft in it.
fn came_back() -> impl IntoView {
    let wrong = |field: &'static str, code: &'static str| FieldError {
        field: field.into(),
        code: code.into(),
    };
    let draft = Draft {
        form: WRONG.to_owned(),
        values: vec![
            ("name".to_owned(), "Siti".to_owned()),
            ("email".to_owned(), "siti@".to_owned()),
            ("born_day".to_owned(), "31".to_owned()),
            ("born_month".to_owned(), "2".to_owned()),
            ("skills[]".to_owned(), "b".to_owned()),
        ],
        errors: vec![
            wrong("name", "too_short"),
            wrong("email", "invalid_email"),
            wrong("password", "required"),
            wrong("wage", "invalid_number"),
            wrong("radius", "required"),
            wrong("born", "invalid_date"),
            wrong("place", "required"),
            wrong("kind", "required"),
            wrong("yes", "required"),
            wrong("skills", "invalid_choice"),
            wrong("story", "too_long"),
            wrong("cv", "too_large"),
            wrong("consent", "required"),
        ],
        problem: Some("rate_limited".to_owned()),
    };
    let mut page = use_page();
    page.drafts = vec![draft];
    let owner = Owner::current().map_or_else(Owner::new, |owner| owner.child());
    let form = owner.with(|| {
        provide_context(page);
        view! {
            <PostForm id=WRONG action="/gaya">
                <AllFields/>
            </PostForm>
        }
    });
    OwnedView::new_with_owner(form, owner)
}
