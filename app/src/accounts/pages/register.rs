use crate::base::page::Title;
use domain::accounts::{NAME_MAX, encoded, next_path};
use domain::typed::Letters;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::accounts::api::{Register, reach_read};
use crate::accounts::model::Reach;
use crate::base::loaded::loaded;
use crate::base::page::query;
use crate::base::text::{Text, t, tr};
use crate::base::ui::{
    Checkbox, Details, ExactField, HiddenField, Inset, Notice, PasswordField, PostForm, Submit,
    TextField,
};

/// `/daftar`
#[component]
pub fn RegisterPage() -> impl IntoView {
    let reach = Resource::new(|| (), |()| reach_read());
    let next = next_path(&query("next")).unwrap_or_default().to_owned();
    view! {
        <Title text=tr(t::accounts::REGISTER_TITLE)/>
        <div class="account-narrow">
            <h1>{tr(t::accounts::REGISTER_TITLE)}</h1>
            {loaded(reach, move |reach| match reach {
                Reach { email: false, phone: false } => closed().into_any(),
                reach => form(reach, next.clone()).into_any(),
            })}
        </div>
    }
}

/// The hint of the contact field: what this portal can send codes to.
pub(super) fn contact_hint(reach: Reach) -> Text {
    match (reach.email, reach.phone) {
        (true, false) => t::accounts::CONTACT_HINT_EMAIL,
        (false, true) => t::accounts::CONTACT_HINT_PHONE,
        _ => t::accounts::CONTACT_HINT,
    }
}

fn closed() -> impl IntoView {
    view! {
        <Notice title=tr(t::accounts::REGISTER_CLOSED_TITLE)>
            <p>{tr(t::accounts::REGISTER_CLOSED_TEXT)}</p>
        </Notice>
    }
}

fn form(reach: Reach, next: String) -> impl IntoView {
    let sign_in = match next.as_str() {
        "" => "/masuk".to_owned(),
        next => format!("/masuk?next={}", encoded(next)),
    };
    view! {
        <p>{tr(t::accounts::REGISTER_LEAD)}</p>
        <p>{tr(t::accounts::REGISTER_HAVE_ACCOUNT)} " " <a href=sign_in>{tr(t::accounts::SIGN_IN_TITLE)}</a></p>
        <PostForm id="register" action=Register::url()>
            <TextField name="name" limit=Letters::at_most(NAME_MAX) label=tr(t::accounts::NAME) hint=tr(t::accounts::NAME_HINT) autocomplete="name"/>
            <ExactField
                name="contact"
                label=tr(t::accounts::CONTACT)
                hint=tr(contact_hint(reach))
                autocomplete="username"
            />
            <PasswordField
                name="password"
                label=tr(t::accounts::PASSWORD)
                hint=tr(t::accounts::NEW_PASSWORD_HINT)
                autocomplete="new-password"
            />
            <Inset>
                <h2>{tr(t::accounts::REGISTER_PRIVACY_TITLE)}</h2>
                <p>{tr(t::accounts::REGISTER_PRIVACY_TEXT)}</p>
                <Details summary=tr(t::accounts::REGISTER_PRIVACY_LINK)>
                    {super::privacy::notice_text(3)}
                </Details>
            </Inset>
            <Checkbox name="consent" label=tr(t::accounts::REGISTER_CONSENT)/>
            <HiddenField name="next" value=next/>
            <Submit label=tr(t::accounts::REGISTER_SUBMIT)/>
        </PostForm>
    }
}
