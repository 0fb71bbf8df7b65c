use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::look_up;
use super::model::{Found, Thing};
use crate::applications::parts::ApplicationByCode;
use crate::base::draft::Draft;
use crate::base::error::{AppError, FieldError};
use crate::base::form::FormState;
use crate::base::loaded::loaded;
use crate::base::page::{Title, unlisted, use_page};
use crate::base::text::{t, tr, trf};
use crate::base::ui::{Breadcrumbs, ButtonKind, ExactField, Link, LinkButton, LookUpForm, Submit};
use crate::courses::EnrolmentByCode;
use crate::platform::set_status;

const FORM: &str = "status";
const FIELD: &str = "kode";

/// `/status`: the form, or the state of what the code in the address belongs to.
#[component]
pub fn StatusPage() -> impl IntoView {
    unlisted();
    let Some(typed) = use_query_map().with_untracked(|query| query.get(FIELD)) else {
        return view! { <Ask state=FormState::default()/> }.into_any();
    };
    let answer = Resource::new(move || typed.clone(), asked);
    loaded(answer, |(typed, answer)| match answer {
        Ok(found) => view! { <Standing found/> }.into_any(),
        Err(error) => {
            set_status(error.status());
            view! { <Ask state=came_back(typed, &error)/> }.into_any()
        }
    })
}

/// The typed code, with the result of its look-up or an error for the form. Other errors get the error page.
async fn asked(typed: String) -> Result<(String, Result<Found, AppError>), AppError> {
    match look_up(typed.clone()).await {
        Err(error) if !matches!(error, AppError::Invalid(_) | AppError::RateLimited) => Err(error),
        answer => Ok((typed, answer)),
    }
}

/// The state of the form with the typed code and its error.
fn came_back(typed: String, error: &AppError) -> FormState {
    let (errors, problem) = match error {
        AppError::Invalid(wrong) => {
            let at_field = |wrong: &FieldError| FieldError {
                field: FIELD.into(),
                code: wrong.code.clone(),
            };
            (wrong.iter().map(at_field).collect(), None)
        }
        error => (Vec::new(), Some(error.code().to_owned())),
    };
    FormState::of(Draft {
        form: FORM.to_owned(),
        values: vec![(FIELD.to_owned(), typed)],
        errors,
        problem,
    })
}

#[component]
fn Ask(state: FormState) -> impl IntoView {
    view! {
        <Title text=tr(t::status::TITLE)/>
        <h1>{tr(t::status::TITLE)}</h1>
        <p class="lead">{tr(t::status::LEAD)}</p>
        <LookUpForm id=FORM action="/status" state>
            <ExactField
                name=FIELD
                label=tr(t::status::CODE)
                hint=tr(t::status::CODE_HINT)
                autocomplete="off"
                inputmode="text"
                autocapitalize="characters"
                chars=20
            />
            <Submit label=tr(t::status::SHOW)/>
        </LookUpForm>
        <p>{tr(t::status::LOST)} " " <a href="/akun">{tr(t::status::TO_ACCOUNT)}</a></p>
    }
}

#[component]
fn Standing(found: Found) -> impl IntoView {
    let title = tr(match found.thing {
        Thing::Application(_) => t::status::APPLICATION,
        Thing::Enrolment(_) => t::status::ENROLMENT,
    });
    let code = trf(t::applications::LIST_CODE, &[("code", &found.code)]);
    let whole = whole(&found);
    let thing = match found.thing {
        Thing::Application(found) => view! { <ApplicationByCode found/> }.into_any(),
        Thing::Enrolment(found) => view! { <EnrolmentByCode found/> }.into_any(),
    };
    view! {
        <Title text=title/>
        <Breadcrumbs links=vec![Link::new("/status", tr(t::status::TITLE))]/>
        <h1>{title}</h1>
        <p class="hint" translate="no">{code}</p>
        {thing}
        {whole}
    }
}

/// The link to the full page for its owner, or to sign in. Another signed-in person gets none.
fn whole(found: &Found) -> Option<AnyView> {
    let (href, label) = if found.own() {
        (found.path(), t::status::OPEN)
    } else if use_page().viewer.is_none() {
        (format!("/masuk?next={}", found.path()), t::status::SIGN_IN)
    } else {
        return None;
    };
    Some(view! { <p><LinkButton href label=tr(label) kind=ButtonKind::Secondary/></p> }.into_any())
}
