use crate::base::page::Title;
use leptos::prelude::*;

use crate::applications::api::read_my_applications;
use crate::applications::model::Sent;
use crate::applications::parts::Standing;
use crate::applications::words::day;
use crate::base::loaded::loaded;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{Breadcrumbs, Card, Cards, EmptyState, Link, LinkButton};
use crate::base::viewer::viewer_in;

/// `/akun/lamaran`: the person's own applications and their states.
#[component]
pub fn ApplicationsPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[]) {
        return page;
    }
    let found = Resource::new(|| (), |()| read_my_applications());
    view! {
        <Title text=tr(t::applications::LIST_TITLE)/>
        <Breadcrumbs links=vec![Link::new("/akun", tr(t::accounts::ACCOUNT_TITLE))]/>
        <h1>{tr(t::applications::LIST_TITLE)}</h1>
        {loaded(found, list)}
    }
    .into_any()
}

fn list(sent: Vec<Sent>) -> AnyView {
    if sent.is_empty() {
        return view! {
            <EmptyState title=tr(t::applications::LIST_EMPTY)>
                <LinkButton href="/lowongan" label=tr(t::applications::LIST_FIND)/>
            </EmptyState>
        }
        .into_any();
    }
    view! { <Cards>{sent.into_iter().map(card).collect_view()}</Cards> }.into_any()
}

fn card(sent: Sent) -> impl IntoView {
    let meta = line_of([sent.company, sent.place], " · ");
    let dates = trf(
        t::applications::LIST_DATES,
        &[("sent", &day(sent.sent_at)), ("moved", &day(sent.moved_at))],
    );
    view! {
        <Card href=format!("/akun/lamaran/{}", sent.code) title=sent.title meta=meta>
            <p><Standing status=sent.status/></p>
            <p class="hint">{dates} " " {trf(t::applications::LIST_CODE, &[("code", &sent.code)])}</p>
        </Card>
    }
}
