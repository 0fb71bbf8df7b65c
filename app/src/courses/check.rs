//! `…/{slug}/{cohort}/periksa`: the page to check one's answers, or the reasons why the person may not join.

use crate::base::loaded::loaded;
use crate::base::page::Title;
use domain::courses::{COMPLETION_PERCENT, CONFIRM_HOURS, Refusal, Stream, WindowState};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{self, Enrol};
use super::model::{Check, Checked, ClassKey, Open};
use super::parts::{Clashes, class_key, facts, not_open, region_names};
use super::questions::{Already, ClassFields};
use super::words;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{
    Breadcrumbs, ButtonKind, ButtonRow, HiddenField, Inset, Link, LinkButton, Notice, PostForm,
    Submit, SummaryList, SummaryRow, Tone,
};

/// The answers for one cohort, before they are sent.
#[component]
pub fn CheckPage(stream: Stream) -> impl IntoView {
    let class = class_key(stream);
    let check = Resource::new(class, |class| async move {
        api::read_check(class.clone())
            .await
            .map(|check| (class, check))
    });
    view! {
        {loaded(check, |(class, check)| match check {
            Checked::Unanswered { enrolled } => view! { <Unanswered class enrolled/> }.into_any(),
            Checked::Answered(check) if check.refusals.is_empty() => {
                let check = *check;
                view! { <Answers class check/> }.into_any()
            }
            Checked::Answered(check) => view! { <No class check=*check/> }.into_any(),
        })}
    }
}

/// The page without kept answers: the person sent them already, or opened the address without answering first.
#[component]
fn Unanswered(class: ClassKey, enrolled: Option<Open>) -> impl IntoView {
    let next = match enrolled {
        Some(open) => view! { <Already open/> }.into_any(),
        None => view! {
            <p>{tr(t::courses::QUESTIONS_LEAD)}</p>
            <LinkButton href=class.path("daftar") label=tr(t::courses::CHECK_ANSWER)/>
        }
        .into_any(),
    };
    view! {
        <Title text=tr(t::courses::CHECK_TITLE)/>
        <h1>{tr(t::courses::CHECK_TITLE)}</h1>
        {next}
    }
}

#[component]
fn Answers(class: ClassKey, check: Check) -> impl IntoView {
    let (outlook, tone, label) = if check.seat_free {
        (
            tr(t::courses::CHECK_SEAT_FREE).to_owned(),
            Tone::Success,
            t::courses::CHECK_ENROL,
        )
    } else {
        let words = trf(
            t::courses::CHECK_WAITING,
            &[("n", &check.waiting_place), ("hours", &CONFIRM_HOURS)],
        );
        (words, Tone::Info, t::courses::CHECK_JOIN_LIST)
    };
    let back = class.path("daftar");
    let change = back.clone();
    // Below the warning, the button says that the person enrols in spite of it.
    let (label, knowing) = match check.clashes.is_empty() {
        true => (label, None),
        false => {
            let field = view! { <HiddenField name="knowing" value="1"/> };
            (t::courses::CLASH_GO_ON, Some(field))
        }
    };
    let outcome = match check.enrolled.clone() {
        Some(open) => view! { <Already open/> }.into_any(),
        None if check.cohort.state != WindowState::Open => not_open(class.stream, &check.cohort),
        None => view! {
            <Notice tone><p>{outlook}</p></Notice>
            <Inset>
                <p>{trf(t::courses::CHECK_ATTENDANCE, &[("percent", &COMPLETION_PERCENT)])}</p>
                <p>{tr(t::courses::CHECK_PRIVACY)}</p>
            </Inset>
            <Clashes clashes=check.clashes.clone()/>
            <PostForm id="enrol" action=Enrol::url()>
                <ClassFields class/>
                {knowing}
                <Submit label=tr(label)/>
            </PostForm>
        }
        .into_any(),
    };
    let mut rows = vec![SummaryRow::new(
        tr(t::courses::CHECK_COURSE),
        check.programme.title.clone(),
    )];
    rows.extend(facts(&check.cohort));
    rows.extend(answers(&change, &check));
    view! {
        <Title text=tr(t::courses::CHECK_TITLE)/>
        <Breadcrumbs links=vec![Link::new(back, tr(t::courses::QUESTIONS_TITLE))]/>
        <h1>{tr(t::courses::CHECK_TITLE)}</h1>
        <SummaryList rows/>
        {outcome}
    }
}

/// The person's answers, each with a link back to its question.
fn answers(change: &str, check: &Check) -> Vec<SummaryRow> {
    let answers = &check.answers;
    let mut rows = vec![(
        t::courses::QUESTIONS_KIND,
        tr(words::kind(answers.kind)).to_owned(),
    )];
    rows.extend(answers.country.as_ref().map(|code| {
        (
            t::courses::QUESTIONS_COUNTRY,
            tr(words::country(code)).to_owned(),
        )
    }));
    rows.extend(
        answers
            .return_year
            .map(|year| (t::courses::QUESTIONS_RETURN_YEAR, year.to_string())),
    );
    let home = check
        .regency
        .clone()
        .unwrap_or_else(|| tr(t::courses::QUESTIONS_OUTSIDE).to_owned());
    rows.push((t::courses::QUESTIONS_REGENCY, home));
    let age = if answers.adult {
        t::courses::CHECK_ADULT_YES
    } else {
        t::courses::CHECK_ADULT_NO
    };
    rows.push((t::courses::CHECK_ADULT, tr(age).to_owned()));
    rows.into_iter()
        .map(|(key, value)| SummaryRow::new(tr(key), value).change(change))
        .collect()
}

#[component]
fn No(class: ClassKey, check: Check) -> impl IntoView {
    let reasons = check
        .refusals
        .iter()
        .map(|refusal| view! { <li>{reason(*refusal, &check)}</li> })
        .collect_view();
    view! {
        <Title text=tr(t::courses::CHECK_NO_TITLE)/>
        <Breadcrumbs links=vec![Link::new(class.path("daftar"), tr(t::courses::QUESTIONS_TITLE))]/>
        <h1>{tr(t::courses::CHECK_NO_TITLE)}</h1>
        <p class="lead">{check.programme.title.clone()} ". " {words::place_and_date(&check.cohort)} "."</p>
        <Notice tone=Tone::Warning title=tr(t::courses::CHECK_NO_LEAD)>
            <ul>{reasons}</ul>
        </Notice>
        <ButtonRow>
            <LinkButton href=class.stream.path() label=tr(t::courses::CHECK_OTHERS)/>
            <LinkButton
                href=class.path("daftar")
                label=tr(t::courses::CHECK_CHANGE)
                kind=ButtonKind::Secondary
            />
        </ButtonRow>
    }
}

/// Why the person may not join, and what would help.
fn reason(refusal: Refusal, check: &Check) -> String {
    match refusal {
        Refusal::OtherAudience => {
            let kinds = words::kinds(&check.programme.audience);
            trf(t::courses::REFUSAL_OTHER_AUDIENCE, &[("kinds", &kinds)])
        }
        Refusal::OtherCountry => {
            let countries = words::countries(&check.programme.countries);
            trf(
                t::courses::REFUSAL_OTHER_COUNTRY,
                &[("countries", &countries)],
            )
        }
        Refusal::ReturnedTooLongAgo(n) => trf(
            t::courses::REFUSAL_RETURNED_TOO_LONG_AGO.of(n),
            &[("n", &n)],
        ),
        Refusal::OutsideProvince => tr(t::courses::REFUSAL_OUTSIDE_PROVINCE).to_owned(),
        Refusal::OtherRegency => trf(
            t::courses::REFUSAL_OTHER_REGENCY,
            &[("places", &region_names(&check.cohort))],
        ),
        Refusal::UnderAge => tr(t::courses::REFUSAL_UNDER_AGE).to_owned(),
    }
}
