//! The frame around every page: skip link, header, main, footer.

#[cfg(feature = "ssr")]
mod notice;

use domain::accounts::Role;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::base::page::{ViewerSummary, forget_first_page, use_page};
use crate::base::text::{Lang, t, tr};
use crate::base::ui::{FormMarks, Link};

/// The frame.
#[component]
pub fn Layout(children: Children) -> impl IntoView {
    let page = use_page();
    let name = tr(t::layout::SITE_NAME);
    let main = NodeRef::<html::Main>::new();
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    Effect::new(move |before: Option<()>| {
        path.track();
        search.track();
        if before.is_some() {
            forget_first_page();
        }
    });
    // Moves the focus when the client changes the page, so that a screen reader announces the new page.
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now)
            && let Some(main) = main.get_untracked()
        {
            // If this fails, the page is still usable.
            let _ = main.focus();
        }
        now
    });
    let demo = page
        .demo
        .then(|| view! { <p class="demo-line">{tr(t::layout::DEMO)}</p> }.into_any());
    let header = view! {
        <header class="site-header">
            <div class="site-bar">
                <a class="site-name" href="/"><Emblem/>{name}</a>
                <div class="site-tools"><LanguageSwitch/><SignedIn viewer=page.viewer.clone()/></div>
            </div>
            <MainNav role=page.viewer.map(|viewer| viewer.role)/>
            {demo}
        </header>
    }
    .into_inner();
    #[cfg(feature = "ssr")]
    let header = notice::under(header, &page.drafts);
    view! {
        // `rel="external"`: the router would scroll without moving the focus; the browser does both.
        <a class="skip-link" href="#isi" rel="external">{tr(t::layout::SKIP)}</a>
        {header}
        <main node_ref=main id="isi" class="page" tabindex="-1">{children()}</main>
        <Footer/>
    }
}

/// The emblem: four petals of the kawung motif. It carries no information beyond the name beside it.
#[component]
fn Emblem() -> impl IntoView {
    let petals = [-45, 45, 135, 225]
        .map(|angle| view! { <ellipse cx="16" cy="8.5" rx="3.4" ry="6" transform=format!("rotate({angle} 16 16)")/> }.into_any());
    view! {
        <svg width="32" height="32" viewBox="0 0 32 32" fill="currentColor" aria-hidden="true">
            {petals.collect_view()}
            <circle class="emblem-heart" cx="16" cy="16" r="2.4"/>
        </svg>
    }
}

/// A form that switches to the other language. It is a form (POST) because the choice sets a cookie.
#[component]
fn LanguageSwitch() -> impl IntoView {
    // The name of a language is always in that language.
    let (other, name) = match use_page().lang {
        Lang::Id => (Lang::En, tr(t::layout::ENGLISH)),
        Lang::En => (Lang::Id, tr(t::layout::INDONESIAN)),
    };
    view! {
        <form method="post" action="/bahasa">
            <FormMarks/>
            <button name="lang" value=other.code() lang=other.code()>{name}</button>
        </form>
    }
}

/// The name of the signed-in person, or a link to sign in.
#[component]
fn SignedIn(viewer: Option<ViewerSummary>) -> impl IntoView {
    match viewer {
        Some(viewer) => view! { <a href="/akun">{viewer.name}</a> }.into_any(),
        None => view! { <a href="/masuk">{tr(t::layout::SIGN_IN)}</a> }.into_any(),
    }
}

/// The main navigation. For officers and employers, the link to their own work comes first.
#[component]
fn MainNav(role: Option<Role>) -> impl IntoView {
    let path = use_location().pathname;
    let mut links = work_of(role);
    links.extend([
        Link::new("/lowongan", tr(t::layout::NAV_JOBS)),
        Link::new("/konsultasi", tr(t::layout::NAV_CONSULTATION)),
        Link::new("/pelatihan", tr(t::layout::NAV_TRAINING)),
        Link::new("/pemberdayaan", tr(t::layout::NAV_EMPOWERMENT)),
    ]);
    let lines = links
        .into_iter()
        .map(|Link { href, label }| {
            let target = href.clone();
            let current = move || is_under(&path.read(), &target).then_some("page");
            view! { <li><a href=href aria-current=current>{label}</a></li> }.into_any()
        })
        .collect_view();
    view! {
        <nav class="site-nav" aria-label=tr(t::layout::NAV_LABEL)>
            <ul>{lines}</ul>
        </nav>
    }
}

/// The links to the daily work of a role.
fn work_of(role: Option<Role>) -> Vec<Link> {
    match role {
        None | Some(Role::Citizen) => Vec::new(),
        Some(Role::Employer) => vec![Link::new("/perusahaan", tr(t::layout::NAV_EMPLOYER))],
        Some(Role::Counsellor | Role::Trainer | Role::Admin) => {
            vec![Link::new("/petugas", tr(t::layout::NAV_OFFICER))]
        }
    }
}

/// Whether `path` is the page `top` or a page below it.
fn is_under(path: &str, top: &str) -> bool {
    path.strip_prefix(top)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div>
                <ul>
                    <li><a href="/status">{tr(t::status::TITLE)}</a></li>
                    <li><a href="/privasi">{tr(t::layout::PRIVACY)}</a></li>
                </ul>
                <p><strong>{tr(t::layout::OWNER)}</strong></p>
                <p>{tr(t::layout::FREE)}</p>
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn a_page_is_under_its_service_but_not_under_one_that_only_begins_alike() {
        assert!(is_under("/lowongan", "/lowongan"));
        assert!(is_under("/lowongan/penjahit-1", "/lowongan"));
        assert!(!is_under("/lowonganku", "/lowongan"));
        assert!(!is_under("/", "/lowongan"));
    }
}
