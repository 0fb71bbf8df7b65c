use crate::base::page::Title;
use domain::accounts::Role;
use domain::format::{date_in_wib, date_long};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::role_name;
use crate::accounts::api::{SignOut, my_account_read};
use crate::accounts::model::MyAccount;
use crate::base::loaded::loaded;
use crate::base::page::use_page;
use crate::base::text::{Lang, t, tr};
use crate::base::ui::done_notice;
use crate::base::ui::{ButtonKind, PostForm, Submit, SummaryList, SummaryRow};
use crate::base::viewer::viewer_in;

/// `/akun`: the person's account, and the links to change it.
#[component]
pub fn AccountPage() -> impl IntoView {
    let viewer = match viewer_in(&[]) {
        Ok(viewer) => viewer,
        Err(page) => return page,
    };
    let account = Resource::new(|| (), |()| my_account_read());
    let done = done_notice(&[
        ("selamat-datang", t::accounts::ACCOUNT_WELCOME),
        ("nama", t::accounts::ACCOUNT_SAVED_NAME),
        ("sandi", t::accounts::ACCOUNT_SAVED_PASSWORD),
    ]);
    let way = |href: &'static str, title, hint| {
        view! {
            <li>
                <a href=href>{tr(title)}</a>
                <p class="hint">{tr(hint)}</p>
            </li>
        }
    };
    view! {
        <Title text=tr(t::accounts::ACCOUNT_TITLE)/>
        {done}
        <h1>{tr(t::accounts::ACCOUNT_TITLE)}</h1>
        <h2>{tr(t::accounts::ACCOUNT_FACTS)}</h2>
        {loaded(account, facts)}
        {super::officer::work_links(viewer.role)}
        {Role::SERVED.contains(&viewer.role).then(|| view! {
            <ul class="account-menu">
                {way("/akun/pelatihan", t::courses::MINE_TITLE, t::courses::MINE_HINT)}
                {way("/akun/profil", t::applications::PROFILE_TITLE, t::applications::ACCOUNT_HINT)}
                {way("/konsultasi", t::consultation::OWN_HEADING, t::consultation::OWN_HINT)}
                {way("/akun/lamaran", t::applications::LIST_TITLE, t::applications::ACCOUNT_LIST_HINT)}
            </ul>
        })}
        <h2>{tr(t::accounts::ACCOUNT_SAFETY)}</h2>
        <ul class="account-menu">
            {way("/akun/sesi", t::accounts::ACCOUNT_SESSIONS, t::accounts::ACCOUNT_SESSIONS_HINT)}
            {way("/akun/sandi", t::accounts::ACCOUNT_PASSWORD, t::accounts::ACCOUNT_PASSWORD_HINT)}
            <li>
                <a href="/akun/data.json" download rel="external">{tr(t::accounts::ACCOUNT_EXPORT)}</a>
                <p class="hint">{tr(t::accounts::ACCOUNT_EXPORT_HINT)}</p>
            </li>
            {way("/akun/hapus", t::accounts::ACCOUNT_DELETE, t::accounts::ACCOUNT_DELETE_HINT)}
            <li><a href="/privasi">{tr(t::accounts::ACCOUNT_PRIVACY)}</a></li>
        </ul>
        <PostForm id="sign-out" action=SignOut::url()>
            <Submit label=tr(t::accounts::ACCOUNT_SIGN_OUT) kind=ButtonKind::Secondary/>
        </PostForm>
    }
    .into_any()
}

fn facts(account: MyAccount) -> impl IntoView {
    let english = use_page().lang == Lang::En;
    let given =
        |value: Option<String>| value.unwrap_or_else(|| tr(t::accounts::NOT_GIVEN).to_owned());
    let rows = vec![
        SummaryRow::new(tr(t::accounts::NAME), account.name).change("/akun/nama"),
        SummaryRow::new(tr(t::accounts::EMAIL), given(account.email)),
        SummaryRow::new(tr(t::accounts::PHONE), given(account.phone)),
        SummaryRow::new(tr(t::accounts::ROLE), role_name(account.role)),
        SummaryRow::new(
            tr(t::accounts::ACCOUNT_SINCE),
            date_long(date_in_wib(account.created_at), english),
        ),
    ];
    view! { <SummaryList rows/> }
}
