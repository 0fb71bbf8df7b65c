//! `…/{slug}/{cohort}/daftar`: the eligibility questions.

use crate::base::loaded::loaded;
use crate::base::page::{Title, use_page};
use domain::courses::{ApplicantKind, COUNTRIES, OUTSIDE, Stream, WindowState, return_years};
use leptos::prelude::*;

use super::api::{self, SaveAnswers};
use super::model::{ClassKey, Open, Place, Questions};
use super::parts::{class_key, not_open};
use super::words;
use crate::base::text::{t, tr};
use crate::base::ui::{
    Breadcrumbs, Choice, HiddenField, Link, LinkButton, Notice, NumberField, PostForm, Radios,
    Select, Submit, Tone,
};
use leptos::server_fn::ServerFn;

/// The questions of one cohort.
#[component]
pub fn QuestionsPage(stream: Stream) -> impl IntoView {
    let class = class_key(stream);
    let questions = Resource::new(class, |class| async move {
        api::read_questions(class.clone())
            .await
            .map(|questions| (class, questions))
    });
    view! {
        {loaded(questions, |(class, questions)| view! { <Form class questions/> })}
    }
}

#[component]
fn Form(class: ClassKey, questions: Questions) -> impl IntoView {
    let Questions {
        programme,
        cohort,
        places,
        answers,
        enrolled,
    } = questions;
    let programme_path = format!("{}/{}", class.stream.path(), class.slug);
    view! {
        <Title text=tr(t::courses::QUESTIONS_TITLE)/>
        <Breadcrumbs links=vec![Link::new(programme_path, programme.title)]/>
        <h1>{tr(t::courses::QUESTIONS_TITLE)}</h1>
        <p class="lead">{words::place_and_date(&cohort)}</p>
        {match enrolled {
            Some(open) => view! { <Already open/> }.into_any(),
            None if cohort.state != WindowState::Open => not_open(class.stream, &cohort),
            None => view! { <Fields class places answers/> }.into_any(),
        }}
    }
}

/// The five questions, with the earlier answers filled in.
#[component]
fn Fields(
    class: ClassKey,
    places: Vec<Place>,
    answers: Option<domain::courses::Answers>,
) -> impl IntoView {
    let choices = ApplicantKind::ALL.into_iter().map(kind_choice).collect();
    let countries = COUNTRIES
        .into_iter()
        .map(|code| Choice::new(code, tr(words::country(code))))
        .collect();
    let mut homes: Vec<Choice> = places
        .into_iter()
        .map(|place| Choice::new(place.code, place.name))
        .collect();
    homes.push(Choice::new(OUTSIDE, tr(t::courses::QUESTIONS_OUTSIDE)));
    let kept = move |value: fn(&domain::courses::Answers) -> String| {
        answers.as_ref().map(value).unwrap_or_default()
    };
    let yes_no = vec![
        Choice::new("yes", tr(t::courses::QUESTIONS_YES)),
        Choice::new("no", tr(t::courses::QUESTIONS_NO)),
    ];
    let years = return_years(use_page().now.year());
    view! {
        <p>{tr(t::courses::QUESTIONS_LEAD)}</p>
        <PostForm id="eligibility" action=SaveAnswers::url() class="eligibility">
            <ClassFields class/>
            <Radios
                name="kind"
                label=tr(t::courses::QUESTIONS_KIND)
                value=kept(|answers| answers.kind.code().to_owned())
                choices
            />
            <Select
                name="country"
                label=tr(t::courses::QUESTIONS_COUNTRY)
                hint=tr(t::courses::QUESTIONS_COUNTRY_HINT)
                value=kept(|answers| answers.country.clone().unwrap_or_default())
                choices=countries
            />
            <NumberField
                name="return_year"
                limit=years
                label=tr(t::courses::QUESTIONS_RETURN_YEAR)
                hint=tr(t::courses::QUESTIONS_RETURN_YEAR_HINT)
                value=kept(|answers| answers.return_year.map(|year| year.to_string()).unwrap_or_default())
                chars=4
            />
            <Select
                name="regency"
                label=tr(t::courses::QUESTIONS_REGENCY)
                hint=tr(t::courses::QUESTIONS_REGENCY_HINT)
                value=kept(|answers| answers.regency.clone().unwrap_or_else(|| OUTSIDE.to_owned()))
                choices=homes
            />
            <Radios
                name="adult"
                label=tr(t::courses::QUESTIONS_ADULT)
                value=kept(|answers| if answers.adult { "yes".to_owned() } else { "no".to_owned() })
                choices=yes_no
                inline=true
            />
            <Submit label=tr(t::courses::QUESTIONS_NEXT)/>
        </PostForm>
    }
}

fn kind_choice(kind: ApplicantKind) -> Choice {
    let choice = Choice::new(kind.code(), tr(words::kind(kind)));
    match kind {
        ApplicantKind::Returned => choice.hint(tr(t::courses::KIND_RETURNED_HINT)),
        ApplicantKind::Candidate => choice.hint(tr(t::courses::KIND_CANDIDATE_HINT)),
        ApplicantKind::Family => choice.hint(tr(t::courses::KIND_FAMILY_HINT)),
        ApplicantKind::Resident => choice,
    }
}

/// Hidden fields with the cohort that the form is about.
#[component]
pub(super) fn ClassFields(class: ClassKey) -> impl IntoView {
    view! {
        <HiddenField name="class[stream]" value=class.stream.code()/>
        <HiddenField name="class[slug]" value=class.slug/>
        <HiddenField name="class[cohort]" value=class.cohort/>
    }
}

/// Notice that the person has an open enrolment in this cohort, or in another one of the programme.
#[component]
pub(super) fn Already(open: Open) -> impl IntoView {
    let (title, text) = if open.is_here {
        (t::courses::CHECK_ALREADY, None)
    } else {
        (
            t::courses::CHECK_ELSEWHERE,
            Some(t::courses::CHECK_ELSEWHERE_TEXT),
        )
    };
    view! {
        <Notice title=tr(title) tone=Tone::Info>
            {text.map(|text| view! { <p>{tr(text)}</p> })}
            <LinkButton href=format!("/akun/pelatihan/{}", open.code) label=tr(t::courses::CHECK_SEE_MINE)/>
        </Notice>
    }
}
