use crate::base::page::Title;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::account_crumbs;
use crate::accounts::api::ChangePassword;
use crate::base::text::{t, tr};
use crate::base::ui::{PasswordField, PostForm, Submit};
use crate::base::viewer::viewer_in;

/// `/akun/sandi`
#[component]
pub fn PasswordPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[]) {
        return page;
    }
    view! {
        <Title text=tr(t::accounts::PASSWORD_PAGE_TITLE)/>
        {account_crumbs()}
        <div class="account-narrow">
            <h1>{tr(t::accounts::PASSWORD_PAGE_TITLE)}</h1>
            <p>{tr(t::accounts::ACCOUNT_PASSWORD_HINT)}</p>
            <PostForm id="password" action=ChangePassword::url()>
                <PasswordField
                    name="current_password"
                    label=tr(t::accounts::CURRENT_PASSWORD)
                    autocomplete="current-password"
                />
                <PasswordField
                    name="password"
                    label=tr(t::accounts::NEW_PASSWORD)
                    hint=tr(t::accounts::NEW_PASSWORD_HINT)
                    autocomplete="new-password"
                />
                <Submit label=tr(t::accounts::PASSWORD_PAGE_SUBMIT)/>
            </PostForm>
            <p><a href="/lupa-sandi">{tr(t::accounts::SIGN_IN_FORGOT)}</a></p>
        </div>
    }
    .into_any()
}
