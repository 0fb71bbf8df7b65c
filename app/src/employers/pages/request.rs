use crate::base::page::Title;
use domain::accounts::Role;
use domain::applications::{COMPANY, POSITION};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::employer_crumbs;
use crate::base::page::use_page;
use crate::base::text::{t, tr};
use crate::base::ui::{ExactField, PostForm, Submit, TextField, Warning};
use crate::base::viewer::viewer_in;
use crate::employers::api::RequestCompany;

/// `/perusahaan/daftar`: ask to speak for a company.
#[component]
pub fn RequestPage() -> impl IntoView {
    if let Err(page) = viewer_in(&Role::SERVED) {
        return page;
    }
    let citizen = use_page()
        .viewer
        .is_some_and(|viewer| viewer.role == Role::Citizen);
    // Granting the request makes a job seeker's account an employer's.
    let warning =
        citizen.then(|| view! { <Warning><p>{tr(t::employers::REQUEST_WARNING)}</p></Warning> });
    view! {
        <Title text=tr(t::employers::REQUEST_TITLE)/>
        {employer_crumbs()}
        <div class="apply-narrow">
            <h1>{tr(t::employers::REQUEST_TITLE)}</h1>
            <p>{tr(t::employers::REQUEST_LEAD)}</p>
            {warning}
            <PostForm id="company" action=RequestCompany::url()>
                <TextField
                    name="company" limit=COMPANY
                    label=tr(t::employers::COMPANY)
                    hint=tr(t::employers::COMPANY_HINT)
                    autocomplete="organization"
                />
                <ExactField name="nib" label=tr(t::employers::NIB) hint=tr(t::employers::NIB_HINT) inputmode="numeric" chars=20/>
                <TextField
                    name="position" limit=POSITION
                    label=tr(t::employers::POSITION)
                    hint=tr(t::employers::POSITION_HINT)
                    autocomplete="organization-title"
                />
                <Submit label=tr(t::employers::REQUEST_SEND)/>
            </PostForm>
        </div>
    }
    .into_any()
}
