use crate::base::page::Title;
use domain::accounts::{encoded, next_path};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::accounts::api::{ConfirmRegistration, ResetPassword};
use crate::base::error::AppError;
use crate::base::error_page::ErrorPage;
use crate::base::page::query;
use crate::base::page::use_page;
use crate::base::text::{t, tr};
use crate::base::ui::{ExactField, HiddenField, Notice, PasswordField, PostForm, Submit};

/// `/daftar/kode`: the code that makes the account.
#[component]
pub fn RegisterCodePage() -> impl IntoView {
    let Ok(request) = query("permintaan").parse::<Uuid>() else {
        return view! { <ErrorPage error=AppError::NotFound/> }.into_any();
    };
    let next = next_path(&query("next")).unwrap_or_default().to_owned();
    let again = match next.as_str() {
        "" => "/daftar".to_owned(),
        next => format!("/daftar?next={}", encoded(next)),
    };
    view! {
        <Title text=tr(t::accounts::CODE_REGISTER_TITLE)/>
        <div class="account-narrow">
            <h1>{tr(t::accounts::CODE_REGISTER_TITLE)}</h1>
            {sent()}
            <PostForm id="register-code" action=ConfirmRegistration::url()>
                {code_field()}
                <HiddenField name="request" value=request.to_string()/>
                <HiddenField name="next" value=next/>
                <Submit label=tr(t::accounts::CODE_SUBMIT_REGISTER)/>
            </PostForm>
            <p><a href=again>{tr(t::accounts::CODE_AGAIN)}</a></p>
        </div>
    }
    .into_any()
}

/// `/lupa-sandi/kode`: the code and the new password.
#[component]
pub fn ResetCodePage() -> impl IntoView {
    let Ok(request) = query("permintaan").parse::<Uuid>() else {
        return view! { <ErrorPage error=AppError::NotFound/> }.into_any();
    };
    view! {
        <Title text=tr(t::accounts::CODE_RESET_TITLE)/>
        <div class="account-narrow">
            <h1>{tr(t::accounts::CODE_RESET_TITLE)}</h1>
            {sent()}
            <PostForm id="reset-code" action=ResetPassword::url()>
                {code_field()}
                <PasswordField
                    name="password"
                    label=tr(t::accounts::NEW_PASSWORD)
                    hint=tr(t::accounts::NEW_PASSWORD_HINT)
                    autocomplete="new-password"
                />
                <HiddenField name="request" value=request.to_string()/>
                <Submit label=tr(t::accounts::CODE_SUBMIT_RESET)/>
            </PostForm>
            <p><a href="/lupa-sandi">{tr(t::accounts::CODE_AGAIN)}</a></p>
        </div>
    }
    .into_any()
}

fn code_field() -> impl IntoView {
    view! {
        <ExactField
            name="code"
            label=tr(t::accounts::CODE_LABEL)
            autocomplete="one-time-code"
            inputmode="numeric"
            chars=10
        />
    }
}

/// The text about where the code is: in a message, or in the demo's outbox.
fn sent() -> impl IntoView {
    let demo = use_page().demo.then(|| {
        view! {
            <Notice>
                <p>
                    {tr(t::accounts::CODE_OUTBOX)} " "
                    <a href="/kotak-keluar" target="_blank">{tr(t::accounts::CODE_TO_OUTBOX)}</a>
                </p>
            </Notice>
        }
    });
    view! {
        <p>{tr(t::accounts::CODE_SENT)} " " {tr(t::accounts::CODE_WHERE)}</p>
        {demo}
    }
}
