use crate::base::page::Title;
use domain::format::date_time_wib;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::account_crumbs;
use crate::accounts::api::{EndOtherSessions, EndSession, SignOutEverywhere, my_sessions};
use crate::accounts::model::MySession;
use crate::base::loaded::loaded;
use crate::base::page::use_page;
use crate::base::text::{Lang, t, tr, trf};
use crate::base::ui::done_notice;
use crate::base::ui::{ButtonKind, FormMarks, HiddenField, PostForm, StatusTag, Submit, Tone};
use crate::base::viewer::viewer_in;

/// `/akun/sesi`: where the account is signed in.
#[component]
pub fn SessionsPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[]) {
        return page;
    }
    let sessions = Resource::new(|| (), |()| my_sessions());
    let done = done_notice(&[
        ("dikeluarkan", t::accounts::SESSIONS_ENDED),
        ("lain-dikeluarkan", t::accounts::SESSIONS_ENDED_OTHERS),
    ]);
    view! {
        <Title text=tr(t::accounts::SESSIONS_TITLE)/>
        {account_crumbs()}
        {done}
        <h1>{tr(t::accounts::SESSIONS_TITLE)}</h1>
        <p>{tr(t::accounts::SESSIONS_LEAD)}</p>
        {loaded(sessions, list)}
    }
    .into_any()
}

fn list(sessions: Vec<MySession>) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.here).then(|| {
        view! {
            <PostForm id="end-others" action=EndOtherSessions::url()>
                <Submit label=tr(t::accounts::SESSIONS_END_OTHERS) kind=ButtonKind::Secondary/>
            </PostForm>
        }
    });
    view! {
        <ul class="account-sessions">{sessions.into_iter().map(line).collect_view()}</ul>
        <h2>{tr(t::accounts::SESSIONS_ALL)}</h2>
        <div class="button-row">
            {others}
            <PostForm id="sign-out-everywhere" action=SignOutEverywhere::url()>
                <Submit label=tr(t::accounts::SESSIONS_END_ALL) kind=ButtonKind::Danger/>
            </PostForm>
        </div>
    }
}

fn line(session: MySession) -> impl IntoView {
    let english = use_page().lang == Lang::En;
    let browser = session
        .browser
        .unwrap_or_else(|| tr(t::accounts::SESSIONS_UNKNOWN_BROWSER).to_owned());
    let system = session
        .system
        .unwrap_or_else(|| tr(t::accounts::SESSIONS_UNKNOWN_SYSTEM).to_owned());
    let device = trf(
        t::accounts::SESSIONS_DEVICE,
        &[("browser", &browser), ("system", &system)],
    );
    let since = date_time_wib(session.created_at, english);
    let about = trf(
        t::accounts::SESSIONS_END_ABOUT,
        &[("device", &device), ("at", &since)],
    );
    let end = if session.here {
        view! { <StatusTag label=tr(t::accounts::SESSIONS_THIS) tone=Tone::Info/> }.into_any()
    } else {
        // Each row is a form. They share one (empty) id in drafts, because no field of theirs can come back with an
        // error.
        view! {
            <form method="post" action=EndSession::url()>
                <FormMarks/>
                <HiddenField name="session" value=session.id.to_string()/>
                <Submit label=tr(t::accounts::SESSIONS_END) kind=ButtonKind::Quiet about/>
            </form>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <p class="account-device">{device}</p>
                <p class="hint">
                    {trf(t::accounts::SESSIONS_SINCE, &[("at", &since)])} " · "
                    {trf(t::accounts::SESSIONS_LAST, &[("at", &date_time_wib(session.last_seen_at, english))])}
                </p>
            </div>
            {end}
        </li>
    }
}
