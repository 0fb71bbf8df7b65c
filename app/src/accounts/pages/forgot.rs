use crate::base::page::Title;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::register::contact_hint;
use crate::accounts::api::{RequestReset, reach_read};
use crate::accounts::model::Reach;
use crate::base::loaded::loaded;
use crate::base::text::{t, tr};
use crate::base::ui::{ExactField, Notice, PostForm, Submit};

/// `/lupa-sandi`
#[component]
pub fn ForgotPage() -> impl IntoView {
    let reach = Resource::new(|| (), |()| reach_read());
    view! {
        <Title text=tr(t::accounts::FORGOT_TITLE)/>
        <div class="account-narrow">
            <h1>{tr(t::accounts::FORGOT_TITLE)}</h1>
            {loaded(reach, form)}
        </div>
    }
}

fn form(reach: Reach) -> AnyView {
    if !reach.email && !reach.phone {
        return view! { <Notice><p>{tr(t::accounts::FORGOT_CLOSED_TEXT)}</p></Notice> }.into_any();
    }
    view! {
        <p>{tr(t::accounts::FORGOT_LEAD)}</p>
        <PostForm id="forgot" action=RequestReset::url()>
            <ExactField
                name="contact"
                label=tr(t::accounts::CONTACT)
                hint=tr(contact_hint(reach))
                autocomplete="username"
            />
            <Submit label=tr(t::accounts::FORGOT_SUBMIT)/>
        </PostForm>
    }
    .into_any()
}
