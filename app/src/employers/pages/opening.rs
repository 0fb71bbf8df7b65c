use crate::base::page::Title;
use domain::accounts::Role;
use domain::applications::OpeningForm;
use domain::jobs::{Education, WorkKind};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::employer_crumbs;
use crate::applications::pages::place_choices;
use crate::base::loaded::loaded;
use crate::base::page::param;
use crate::base::text::{t, tr};
use crate::base::ui::{
    Choice, DateField, HiddenField, LinkButton, Notice, NumberField, PostForm, Radios, Select,
    Submit, TextArea, TextField, Tone,
};
use crate::base::viewer::viewer_in;
use crate::employers::api::{SendOpening, read_opening};
use crate::employers::model::{Draft, DraftState, OpeningView};
use crate::jobs::labels::{education_label, kind_label};

/// `/perusahaan/lowongan/baru` and `/perusahaan/draf/{id}`: write a vacancy, or rewrite it.
#[component]
pub fn OpeningPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[Role::Employer]) {
        return page;
    }
    let found = Resource::new(|| param("id"), read_opening);
    view! {
        <Title text=tr(t::employers::OPENING_TITLE)/>
        {employer_crumbs()}
        {loaded(found, |view| view! { <Opening view/> })}
    }
    .into_any()
}

#[component]
fn Opening(view: OpeningView) -> impl IntoView {
    let OpeningView {
        companies,
        regions,
        draft,
        form,
    } = view;
    if companies.is_empty() {
        return view! {
            <h1>{tr(t::employers::OPENING_TITLE)}</h1>
            <p>{tr(t::employers::HOME_NONE)}</p>
            <p><LinkButton href="/perusahaan/daftar" label=tr(t::employers::REQUEST_OPEN)/></p>
        }
        .into_any();
    }
    let only = (companies.len() == 1).then(|| companies[0].id.to_string());
    let chosen = draft
        .as_ref()
        .map(|draft| draft.company.id.to_string())
        .or(only)
        .unwrap_or_default();
    let company_choices = companies
        .iter()
        .map(|company| Choice::new(company.id.to_string(), company.name.clone()));
    let company_choices: Vec<Choice> = company_choices.collect();
    let id = draft
        .as_ref()
        .map(|draft| draft.id.to_string())
        .unwrap_or_default();
    view! {
        <div class="apply-narrow">
            <h1>{tr(t::employers::OPENING_TITLE)}</h1>
            <p class="lead">{tr(t::employers::OPENING_LEAD)}</p>
            {draft.and_then(standing)}
            <PostForm id="opening" action=SendOpening::url()>
                <HiddenField name="draft" value=id/>
                <Select name="company" label=tr(t::employers::COMPANY) value=chosen choices=company_choices/>
                <Work form=form.clone() places=place_choices(&regions)/>
                <Limits form/>
                <Submit label=tr(t::employers::OPENING_SEND)/>
            </PostForm>
        </div>
    }
    .into_any()
}

/// The state of the written vacancy.
fn standing(draft: Draft) -> Option<AnyView> {
    match draft.state {
        DraftState::Returned => Some(
            view! {
                <Notice title=tr(t::employers::DRAFT_RETURNED) tone=Tone::Warning>
                    <p class="typed-text">{draft.reason.unwrap_or_default()}</p>
                </Notice>
            }
            .into_any(),
        ),
        DraftState::Waiting => {
            Some(view! { <Notice tone=Tone::Info><p>{tr(t::employers::DRAFT_WAITING_TEXT)}</p></Notice> }.into_any())
        }
        DraftState::Published => None,
    }
}

/// The fields that describe the work.
#[component]
fn Work(form: OpeningForm, places: Vec<Choice>) -> impl IntoView {
    let levels = Education::ALL
        .iter()
        .map(|level| Choice::new(level.code(), education_label(*level)))
        .collect();
    let kinds = WorkKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind_label(*kind)))
        .collect();
    let deadline = match (
        &*form.deadline_year,
        &*form.deadline_month,
        &*form.deadline_day,
    ) {
        ("", ..) => String::new(),
        (year, month, day) => format!("{year}-{month}-{day}"),
    };
    view! {
        <TextField name="title" limit=OpeningForm::TITLE label=tr(t::employers::TITLE) hint=tr(t::employers::TITLE_HINT) value=form.title/>
        <TextArea
            name="description" limit=OpeningForm::DESCRIPTION
            label=tr(t::employers::DESCRIPTION)
            hint=tr(t::employers::DESCRIPTION_HINT)
            value=form.description
            rows=8
        />
        <TextArea name="requirements" limit=OpeningForm::REQUIREMENTS label=tr(t::employers::REQUIREMENTS) value=form.requirements optional=true/>
        <Select name="education" label=tr(t::employers::EDUCATION) value=form.education choices=levels/>
        <TextArea
            name="skills" limit=OpeningForm::SKILLS
            label=tr(t::applications::PROFILE_SKILLS)
            hint=tr(t::applications::PROFILE_SKILLS_HINT)
            value=form.skills
            rows=3
            optional=true
        />
        <NumberField
            name="experience_years" limit=OpeningForm::EXPERIENCE
            label=tr(t::employers::EXPERIENCE)
            value=form.experience_years
            suffix=tr(t::applications::PROFILE_YEARS_UNIT)
            chars=4
            optional=true
        />
        <Radios name="kind" label=tr(t::jobs::KIND_LABEL) value=form.kind choices=kinds/>
        <Select name="place" label=tr(t::employers::PLACE) value=form.place choices=places/>
        <TextField name="address" limit=OpeningForm::ADDRESS label=tr(t::employers::ADDRESS) value=form.address optional=true/>
        <NumberField name="quota" limit=OpeningForm::QUOTA label=tr(t::employers::QUOTA) value=form.quota chars=4/>
        <NumberField name="wage_min" limit=OpeningForm::WAGE label=tr(t::employers::WAGE_MIN) value=form.wage_min prefix="Rp" optional=true/>
        <NumberField name="wage_max" limit=OpeningForm::WAGE label=tr(t::employers::WAGE_MAX) value=form.wage_max prefix="Rp" optional=true/>
        <DateField name="deadline" label=tr(t::employers::DEADLINE) hint=tr(t::employers::DEADLINE_HINT) value=deadline/>
    }
}

/// The fields of age and sex, which are allowed only where the work needs them.
#[component]
fn Limits(form: OpeningForm) -> impl IntoView {
    let sexes = vec![
        Choice::new("", tr(t::employers::SEX_ANY)),
        Choice::new("male", tr(t::jobs::VACANCY_GENDER_MALE)),
        Choice::new("female", tr(t::jobs::VACANCY_GENDER_FEMALE)),
    ];
    view! {
        <h2>{tr(t::employers::LIMITS)}</h2>
        <p>{tr(t::employers::LIMITS_TEXT)}</p>
        <NumberField name="age_min" limit=OpeningForm::AGE label=tr(t::employers::AGE_MIN) value=form.age_min chars=4 optional=true/>
        <NumberField name="age_max" limit=OpeningForm::AGE label=tr(t::employers::AGE_MAX) value=form.age_max chars=4 optional=true/>
        <Radios name="sex" label=tr(t::employers::SEX) value=form.sex choices=sexes/>
        <TextArea
            name="reason" limit=OpeningForm::REASON
            label=tr(t::employers::REASON)
            hint=tr(t::employers::REASON_HINT)
            value=form.reason
            rows=3
            optional=true
        />
    }
}
