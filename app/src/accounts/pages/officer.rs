use crate::base::page::Title;
use domain::accounts::Role;
use leptos::prelude::*;

use super::{role_name, viewer_in};
use crate::base::text::{Text, t, tr, trf};
use crate::base::ui::{Card, Cards};

/// A screen of work: its address, its words, and who works there.
struct Work {
    href: &'static str,
    title: Text,
    hint: Text,
    roles: &'static [Role],
}

/// Every officer's screen. A service adds its line when its screen stands.
const WORK: &[Work] = &[
    Work {
        href: "/petugas/konsultasi",
        title: t::consultation::DESK_TITLE,
        hint: t::consultation::DESK_HINT,
        roles: &[Role::Counsellor],
    },
    Work {
        href: "/petugas/pelatihan",
        title: t::courses::OFFICER_TITLE,
        hint: t::courses::OFFICER_LEAD,
        roles: &[Role::Trainer, Role::Admin],
    },
    Work {
        href: "/petugas/lowongan",
        title: t::employers::CHECK_TITLE,
        hint: t::employers::CHECK_HINT,
        roles: &[Role::Counsellor, Role::Admin],
    },
    Work {
        href: "/petugas/perusahaan",
        title: t::employers::COMPANIES_TITLE,
        hint: t::employers::COMPANIES_HINT,
        roles: &[Role::Counsellor, Role::Admin],
    },
    Work {
        href: "/petugas/audit",
        title: t::accounts::OFFICER_AUDIT,
        hint: t::accounts::OFFICER_AUDIT_HINT,
        roles: &[Role::Admin],
    },
];

/// `/petugas`: the officer's day on one screen.
#[component]
pub fn OfficerHomePage() -> impl IntoView {
    let viewer = match viewer_in(&[Role::Counsellor, Role::Trainer, Role::Admin]) {
        Ok(viewer) => viewer,
        Err(page) => return page,
    };
    let cards: Vec<_> = WORK
        .iter()
        .filter(|work| work.roles.contains(&viewer.role))
        .map(|work| {
            view! { <Card href=work.href title=tr(work.title)><p>{tr(work.hint)}</p></Card> }
        })
        .collect();
    let work = match cards.is_empty() {
        true => view! { <p>{tr(t::accounts::OFFICER_NONE)}</p> }.into_any(),
        false => view! { <Cards columns=true>{cards}</Cards> }.into_any(),
    };
    view! {
        <Title text=tr(t::accounts::OFFICER_TITLE)/>
        <h1>{tr(t::accounts::OFFICER_TITLE)}</h1>
        <p>
            {trf(t::accounts::OFFICER_GREETING, &[("name", &viewer.name), ("role", &role_name(viewer.role))])} " "
            <a href="/akun">{tr(t::accounts::ACCOUNT_TITLE)}</a>
        </p>
        {work}
    }
    .into_any()
}

/// The way from the account to the work of this role.
pub(super) fn work_links(role: Role) -> Option<impl IntoView> {
    role.is_officer()
        .then(|| view! { <p><a href="/petugas">{tr(t::accounts::OFFICER_TITLE)}</a></p> })
}
