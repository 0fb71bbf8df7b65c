use crate::base::page::Title;
use domain::accounts::{DEVICE_KNOWN_FOR, Lifetime, Role};
use domain::consultation::guest::{GOOD_FOR, KEPT_FOR};
use leptos::prelude::*;

use crate::accounts::model::NOTICE_VERSION;
use crate::base::cookie::{Cookie, LANG_KEPT_FOR};
use crate::base::page::use_page;
use crate::base::text::{Text, t, tr, trf};

/// `/privasi`
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let way = match use_page().viewer {
        Some(_) => ("/akun", t::accounts::PRIVACY_TO_ACCOUNT),
        None => ("/daftar", t::accounts::PRIVACY_TO_REGISTER),
    };
    view! {
        <Title text=tr(t::accounts::PRIVACY_TITLE)/>
        <div class="account-narrow">
            <h1>{tr(t::accounts::PRIVACY_TITLE)}</h1>
            <p>{tr(t::accounts::PRIVACY_LEAD)}</p>
            {notice_text(2)}
            <p><a href=way.0>{tr(way.1)}</a></p>
        </div>
    }
}

/// The notice itself, with headings of this level. Registration shows the same text.
pub(super) fn notice_text(level: u8) -> impl IntoView {
    let heading = move |text: Text| match level {
        2 => view! { <h2>{tr(text)}</h2> }.into_any(),
        _ => view! { <h3>{tr(text)}</h3> }.into_any(),
    };
    view! {
        {heading(t::accounts::PRIVACY_WHAT_TITLE)}
        <ul>
            <li>{tr(t::accounts::PRIVACY_WHAT_1)}</li>
            <li>{tr(t::accounts::PRIVACY_WHAT_2)}</li>
            <li>{tr(t::accounts::PRIVACY_WHAT_3)}</li>
            <li>{tr(t::accounts::PRIVACY_WHAT_4)}</li>
        </ul>
        {heading(t::accounts::PRIVACY_WHY_TITLE)}
        <p>{tr(t::accounts::PRIVACY_WHY_TEXT)}</p>
        {heading(t::accounts::PRIVACY_WHO_TITLE)}
        <p>{tr(t::accounts::PRIVACY_WHO_TEXT)}</p>
        {heading(t::accounts::PRIVACY_HOW_LONG_TITLE)}
        <p>{tr(t::accounts::PRIVACY_HOW_LONG_TEXT)}</p>
        <p>{trf(
            t::accounts::PRIVACY_HOW_LONG_GUEST,
            &[("days", &GOOD_FOR.whole_days()), ("kept", &KEPT_FOR.whole_days())],
        )}</p>
        {heading(t::accounts::PRIVACY_COOKIES_TITLE)}
        <p>{tr(t::accounts::PRIVACY_COOKIES_TEXT)}</p>
        <ul>{Cookie::ALL.map(cookie).into_iter().collect_view()}</ul>
        <p>{tr(t::accounts::PRIVACY_COOKIES_STORAGE)}</p>
        {heading(t::accounts::PRIVACY_RIGHTS_TITLE)}
        <ul>
            <li>{tr(t::accounts::PRIVACY_RIGHTS_1)}</li>
            <li>{tr(t::accounts::PRIVACY_RIGHTS_2)}</li>
            <li>{tr(t::accounts::PRIVACY_RIGHTS_3)}</li>
        </ul>
        <p>{tr(t::accounts::PRIVACY_RIGHTS_TEXT)}</p>
        <p class="hint">{trf(t::accounts::PRIVACY_VERSION, &[("version", &NOTICE_VERSION)])}</p>
    }
}

/// The purpose of a cookie, and how long a browser keeps it.
fn cookie(cookie: Cookie) -> impl IntoView {
    let (purpose, age) = match cookie {
        Cookie::Session => (
            t::accounts::PRIVACY_COOKIE_SESSION,
            Some(Lifetime::of(Role::Citizen).absolute),
        ),
        Cookie::Visitor => (t::accounts::PRIVACY_COOKIE_VISITOR, None),
        Cookie::Device => (t::accounts::PRIVACY_COOKIE_DEVICE, Some(DEVICE_KNOWN_FOR)),
        Cookie::Guest => (t::accounts::PRIVACY_COOKIE_GUEST, Some(KEPT_FOR)),
        Cookie::Lang => (t::accounts::PRIVACY_COOKIE_LANG, Some(LANG_KEPT_FOR)),
    };
    let days = age.map(|age| age.whole_days()).unwrap_or_default();
    view! { <li><code>{cookie.name()}</code> ": " {trf(purpose, &[("days", &days)])}</li> }
}
