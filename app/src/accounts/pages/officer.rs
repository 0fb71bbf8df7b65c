use crate::base::page::Title;
use domain::accounts::Role;
use leptos::prelude::*;

use super::role_name;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{Card, Cards};
use crate::base::viewer::viewer_in;
use crate::platform::platform;

/// `/petugas`: the officer's desk, with the day's work on one screen.
#[component]
pub fn OfficerHomePage() -> impl IntoView {
    let viewer = match viewer_in(&[Role::Counsellor, Role::Trainer, Role::Admin]) {
        Ok(viewer) => viewer,
        Err(page) => return page,
    };
    let cards: Vec<_> = platform()
        .services
        .iter()
        .flat_map(|service| service.desk)
        .filter(|card| card.roles.contains(&viewer.role))
        .map(|card| {
            view! { <Card href=card.href title=tr(card.title)><p>{tr(card.hint)}</p></Card> }
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

/// The link from the account to the officer's desk; none for other roles.
pub(super) fn work_links(role: Role) -> Option<impl IntoView> {
    role.is_officer()
        .then(|| view! { <p><a href="/petugas">{tr(t::accounts::OFFICER_TITLE)}</a></p> })
}
