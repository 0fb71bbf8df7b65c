use crate::base::page::Title;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::account_crumbs;
use crate::accounts::api::DeleteAccount;
use crate::base::text::{t, tr};
use crate::base::ui::{ButtonKind, PasswordField, PostForm, Submit, Warning};
use crate::base::viewer::viewer_in;

/// `/akun/hapus`
#[component]
pub fn DeleteAccountPage() -> impl IntoView {
    let viewer = match viewer_in(&[]) {
        Ok(viewer) => viewer,
        Err(page) => return page,
    };
    let officer = viewer
        .role
        .is_officer()
        .then(|| view! { <li>{tr(t::accounts::DELETE_EFFECT_OFFICER)}</li> });
    view! {
        <Title text=tr(t::accounts::DELETE_TITLE)/>
        {account_crumbs()}
        <div class="account-narrow">
            <h1>{tr(t::accounts::DELETE_TITLE)}</h1>
            <p>{tr(t::accounts::DELETE_LEAD)}</p>
            <ul>
                <li>{tr(t::accounts::DELETE_EFFECT_DATA)}</li>
                <li>{tr(t::accounts::DELETE_EFFECT_SERVICES)}</li>
                <li>{tr(t::accounts::DELETE_EFFECT_SESSIONS)}</li>
                <li>{tr(t::accounts::DELETE_EFFECT_TRAIL)}</li>
                {officer}
            </ul>
            <Warning><p>{tr(t::accounts::DELETE_NO_RETURN)}</p></Warning>
            <p><a href="/akun/data.json" download rel="external">{tr(t::accounts::DELETE_EXPORT_FIRST)}</a></p>
            <PostForm id="delete" action=DeleteAccount::url()>
                <PasswordField name="password" label=tr(t::accounts::PASSWORD) autocomplete="current-password"/>
                <Submit label=tr(t::accounts::DELETE_SUBMIT) kind=ButtonKind::Danger/>
            </PostForm>
            <p><a href="/akun">{tr(t::accounts::DELETE_KEEP)}</a></p>
        </div>
    }
    .into_any()
}
