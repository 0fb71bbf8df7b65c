use crate::base::page::Title;
use domain::accounts::NAME_MAX;
use domain::typed::Letters;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::account_crumbs;
use crate::accounts::api::ChangeName;
use crate::base::text::{t, tr};
use crate::base::ui::{PostForm, Submit, TextField};
use crate::base::viewer::viewer_in;

/// `/akun/nama`
#[component]
pub fn NamePage() -> impl IntoView {
    let viewer = match viewer_in(&[]) {
        Ok(viewer) => viewer,
        Err(page) => return page,
    };
    view! {
        <Title text=tr(t::accounts::NAME_PAGE_TITLE)/>
        {account_crumbs()}
        <div class="account-narrow">
            <h1>{tr(t::accounts::NAME_PAGE_TITLE)}</h1>
            <PostForm id="name" action=ChangeName::url()>
                <TextField
                    name="name" limit=Letters::at_most(NAME_MAX)
                    label=tr(t::accounts::NAME)
                    hint=tr(t::accounts::NAME_HINT)
                    value=viewer.name
                    autocomplete="name"
                />
                <Submit label=tr(t::accounts::NAME_PAGE_SUBMIT)/>
            </PostForm>
        </div>
    }
    .into_any()
}
