//! Every field in three states: empty, filled in correctly, and returned with an error.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

use super::parts::{Section, few};
use crate::base::draft::Draft;
use crate::base::error::FieldError;
use crate::base::form::FormState;
use crate::base::page::use_page;
use crate::base::text::{t, tr};
use crate::base::ui::*;

use domain::typed::{Bounds, Letters};

const WRONG: &str = "gaya-wrong";
const FIND: &str = "gaya-find-wrong";
const RANGE: &str = "out_of_range min=1 max=10000";

#[component]
pub(super) fn Fields() -> impl IntoView {
    view! {
        <Section title=tr(t::style_guide::FORM)>
            <PostForm id="gaya-plain" action="/gaya" upload=true>
                <AllFields/>
            </PostForm>
        </Section>
        <Section title=tr(t::style_guide::FORM_FILLED)>
            <PostForm id="gaya-filled" action="/gaya">
                <AllFields filled=true/>
            </PostForm>
        </Section>
        <Section title=tr(t::style_guide::FORM_WRONG)>{came_back()}</Section>
        <Section title=tr(t::style_guide::SEARCH)>
            <GetForm id="gaya-search" action="/gaya" search_label=tr(t::style_guide::SEARCH)>
                <TextField name="q" label=tr(t::style_guide::WORDS) kind="search"/>
                <Submit label=tr(t::style_guide::SEARCH)/>
            </GetForm>
            {find("gaya-find", FormState::default())}
            {find(FIND, found_nothing())}
        </Section>
        // After the form with errors, because a browser moves the focus to the first summary of a page.
        <Section title=tr(t::style_guide::UNDONE)>
            <ErrorSummary
                form="gaya-undone"
                problems=vec![Problem {
                    target: None,
                    label: String::new(),
                    words: t::error_words(use_page().lang, "rate_limited"),
                }]
                heading=t::ui::UNDONE_TITLE
            />
        </Section>
    }
}

/// A search form for one thing.
fn find(id: &'static str, state: FormState) -> impl IntoView {
    view! {
        <LookUpForm id action="/gaya" state>
            <ExactField
                name="q"
                label=tr(t::style_guide::CODE)
                hint=tr(t::style_guide::HINT)
                value=""
                autocomplete="off"
                inputmode="text"
                autocapitalize="characters"
                chars=10
            />
            <Submit label=tr(t::style_guide::SEARCH) kind=ButtonKind::Secondary/>
        </LookUpForm>
    }
}

fn found_nothing() -> FormState {
    FormState::of(Draft {
        form: FIND.to_owned(),
        values: vec![("q".to_owned(), "K7M4-QX20".to_owned())],
        errors: vec![FieldError {
            field: "q".into(),
            code: "unknown_code".into(),
        }],
        problem: None,
    })
}

#[component]
fn AllFields(
    /// Shows the fields filled in correctly.
    #[prop(optional)]
    filled: bool,
) -> impl IntoView {
    let given = |value: &'static str| if filled { value } else { "" };
    let skills = if filled {
        vec!["a".to_owned(), "b".to_owned()]
    } else {
        Vec::new()
    };
    view! {
        <HiddenField name="step" value="1"/>
        <TextField name="name" limit=Letters { least: 2, most: 100 } label=tr(t::style_guide::NAME) hint=tr(t::style_guide::HINT) value=given("Siti Aminah") autocomplete="off"/>
        <TextField
            name="email"
            label=tr(t::style_guide::EMAIL)
            value=given("siti@contoh.id")
            kind="email"
            inputmode="email"
            optional=true
            chars=20
        />
        <PasswordField
            name="password"
            label=tr(t::style_guide::PASSWORD)
            hint=tr(t::style_guide::HINT_PASSWORD)
            autocomplete="new-password"
        />
        <NumberField name="wage" limit=Bounds { min: 1, max: 10_000, wrong: RANGE } label=tr(t::style_guide::WAGE) hint=tr(t::style_guide::HINT_WAGE) value=given("2500000") prefix="Rp"/>
        <NumberField name="radius" label=tr(t::style_guide::RADIUS) value=given("25") suffix="km" chars=4 optional=true/>
        <DateField
            name="born"
            label=tr(t::style_guide::BORN)
            hint=tr(t::style_guide::HINT_DATE)
            value=given("1995-08-17")
            birthday=true
            optional=true
        />
        <Select name="place" label=tr(t::style_guide::PLACE) hint=tr(t::style_guide::HINT) value=given("a") choices=few()/>
        <Select name="near" label=tr(t::style_guide::NEAR) value=given("b") empty=tr(t::style_guide::ANYWHERE) optional=true choices=few()/>
        <Radios name="kind" label=tr(t::style_guide::KIND) hint=tr(t::style_guide::HINT) value=given("a") choices=few()/>
        <Radios name="yes" label=tr(t::style_guide::YES_NO) value=given("b") choices=few() inline=true optional=true/>
        <Checkboxes name="skills[]" label=tr(t::style_guide::SKILLS) hint=tr(t::style_guide::HINT) values=skills choices=few() optional=true/>
        <TextArea
            name="story"
            limit=Letters::at_most(2_000)
            label=tr(t::style_guide::STORY)
            hint=tr(t::style_guide::HINT)
            value=given(tr(t::style_guide::SENTENCE))
            rows=3
            optional=true
        />
        <FileField
            name="cv"
            label=tr(t::style_guide::FILE)
            hint=tr(t::style_guide::HINT_FILE)
            accept=".pdf,image/jpeg,image/png"
            optional=true
        />
        <Checkbox
            name="consent"
            label=tr(t::style_guide::CONSENT)
            hint=tr(t::style_guide::HINT_CONSENT)
            value="yes"
            checked=filled
        />
        <Submit label=tr(t::style_guide::SAVE)/>
    }
}

/// The same form as it looks after a failed attempt. It is rendered with a draft in the page's context.
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
            wrong("wage", RANGE),
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
        page.provide();
        view! {
            <PostForm id=WRONG action="/gaya">
                <AllFields/>
            </PostForm>
        }
    });
    OwnedView::new_with_owner(form, owner)
}
