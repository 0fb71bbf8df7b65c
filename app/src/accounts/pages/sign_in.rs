use crate::base::page::Title;
use domain::accounts::{encoded, next_path};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::accounts::api::SignIn;
use crate::base::page::query;
use crate::base::page::use_page;
use crate::base::text::{t, tr, trf};
use crate::base::ui::done_notice;
use crate::base::ui::{ExactField, HiddenField, Notice, PasswordField, PostForm, Submit};

/// `/masuk`
#[component]
pub fn SignInPage() -> impl IntoView {
    let page = use_page();
    let next = next_path(&query("next")).unwrap_or_default().to_owned();
    let done = done_notice(&[
        ("keluar", t::accounts::SIGN_IN_SIGNED_OUT),
        ("keluar-semua", t::accounts::SIGN_IN_SIGNED_OUT_EVERYWHERE),
        ("sandi-baru", t::accounts::SIGN_IN_PASSWORD_RESET),
        ("terhapus", t::accounts::SIGN_IN_DELETED),
    ]);
    let already = page.viewer.map(|viewer| {
        view! {
            <Notice>
                <p>
                    {trf(t::accounts::SIGN_IN_SIGNED_IN_AS, &[("name", &viewer.name)])} " "
                    <a href="/akun">{tr(t::accounts::SIGN_IN_TO_ACCOUNT)}</a>
                </p>
            </Notice>
        }
    });
    let first = (!next.is_empty()).then(|| view! { <p>{tr(t::accounts::SIGN_IN_FIRST)}</p> });
    let demo = page.demo.then(|| {
        view! {
            <Notice title=tr(t::accounts::SIGN_IN_DEMO_TITLE)>
                <p>{tr(t::accounts::SIGN_IN_DEMO_TEXT)}</p>
            </Notice>
        }
    });
    let register = match next.as_str() {
        "" => "/daftar".to_owned(),
        next => format!("/daftar?next={}", encoded(next)),
    };
    view! {
        <Title text=tr(t::accounts::SIGN_IN_TITLE)/>
        <div class="account-narrow">
            {done}
            <h1>{tr(t::accounts::SIGN_IN_TITLE)}</h1>
            {already}
            {first}
            <PostForm id="sign-in" action=SignIn::url()>
                <ExactField name="contact" label=tr(t::accounts::CONTACT) autocomplete="username"/>
                <PasswordField name="password" label=tr(t::accounts::PASSWORD) autocomplete="current-password"/>
                <HiddenField name="next" value=next/>
                <Submit label=tr(t::accounts::SIGN_IN_SUBMIT)/>
            </PostForm>
            <ul class="account-ways">
                <li><a href="/lupa-sandi">{tr(t::accounts::SIGN_IN_FORGOT)}</a></li>
                <li>{tr(t::accounts::SIGN_IN_NO_ACCOUNT)} " " <a href=register>{tr(t::accounts::SIGN_IN_TO_REGISTER)}</a></li>
            </ul>
            {demo}
        </div>
    }
}
