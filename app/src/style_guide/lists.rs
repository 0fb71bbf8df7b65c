//! Lists, tables and navigation.

use leptos::prelude::*;

use super::alone::ALONE;
use super::parts::Section;
use crate::base::text::{t, tr};
use crate::base::ui::*;

#[component]
pub(super) fn Lists() -> impl IntoView {
    let links = || {
        vec![
            Link::new("/gaya", tr(t::style_guide::TAB_OPEN)),
            Link::new("/", tr(t::style_guide::TAB_OTHER)),
        ]
    };
    let alone = ALONE
        .map(|(name, label)| {
            let href = format!("/gaya?judul={name}");
            view! { <li><a href=href>{tr(label)}</a></li> }
        })
        .collect_view();
    view! {
        <Section title=tr(t::style_guide::NAVIGATION)>
            <Breadcrumbs links=links()/>
            <Tabs label=tr(t::style_guide::TABS) links=links() current="/gaya"/>
            <Pills label=tr(t::style_guide::FILTERS) links=links() clear="/gaya"/>
            <Pills label=tr(t::style_guide::FILTERS) links=links()/>
            <Pager next="/gaya"/>
            <Pager previous="/gaya" next="/gaya"/>
            <Pager previous="/gaya"/>
            <QuickExit/>
        </Section>
        <Section title=tr(t::style_guide::LISTS)>
            <Cards columns=true>
                <Card href="/gaya" title=tr(t::style_guide::CARD) meta=tr(t::style_guide::CARD_META) level=3/>
                <Card href="/gaya" title=tr(t::style_guide::CARD) meta=tr(t::style_guide::CARD_META) level=3>
                    <p>{tr(t::style_guide::SENTENCE)}</p>
                    <p><StatusTag label=tr(t::style_guide::WAITING) tone=Tone::Warning/></p>
                </Card>
                <Card href="/gaya" title=tr(t::style_guide::CARD) level=3/>
            </Cards>
            <Cards>
                <Card href="/gaya" title="Operator jahit" meta=tr(t::style_guide::CARD_META) lang=Some("id")/>
                <Card href="/gaya" title=tr(t::style_guide::CARD)><p>{tr(t::style_guide::SENTENCE)}</p></Card>
            </Cards>
            <EmptyState title=tr(t::style_guide::EMPTY)/>
            <EmptyState title=tr(t::style_guide::EMPTY)><p><a href="/gaya">{tr(t::style_guide::EMPTY_STEP)}</a></p></EmptyState>
            <Table caption=tr(t::style_guide::TABLE) columns=columns() rows=people()/>
            <h3>{tr(t::style_guide::TABLE)}</h3>
            <Table caption=tr(t::style_guide::TABLE) caption_hidden=true columns=columns() rows=people()/>
        </Section>
        <Section title=tr(t::style_guide::CASES)>
            <TaskList tasks=tasks()/>
            <Timeline entries=entries()/>
            <SummaryList rows=vec![
                SummaryRow::new(tr(t::style_guide::NAME), "Siti Aminah").change("/gaya"),
                SummaryRow::new(tr(t::style_guide::STORY), tr(t::style_guide::SENTENCE)).change("/gaya"),
                SummaryRow::view(tr(t::style_guide::STATE), view! { <StatusTag label=tr(t::style_guide::DONE) tone=Tone::Success/> }),
            ]/>
            <SummaryList
                rows=vec![SummaryRow::new(tr(t::style_guide::NAME), "Siti Aminah").change("/gaya")]
                leaves="gaya-filled"
            />
            <Panel title=tr(t::style_guide::PANEL) code_label=tr(t::style_guide::CODE) code="K7M4QX2P" level=3/>
            <Panel title=tr(t::style_guide::PANEL) level=3/>
        </Section>
        <Section title=tr(t::style_guide::ALONE)>
            <ul>{alone}</ul>
        </Section>
    }
}

fn columns() -> Vec<String> {
    [
        t::style_guide::NAME,
        t::style_guide::DATE,
        t::style_guide::STATE,
    ]
    .map(|name| tr(name).to_owned())
    .into()
}

fn people() -> Vec<Vec<AnyView>> {
    let cell = |text: &'static str| text.into_any();
    vec![
        vec![
            cell("Siti Aminah"),
            cell("17 Agustus 2026"),
            view! { <StatusTag label=tr(t::style_guide::DONE) tone=Tone::Success/> }.into_any(),
        ],
        vec![
            cell("Budi Santoso"),
            cell("18 Agustus 2026"),
            view! { <StatusTag label=tr(t::style_guide::WAITING)/> }.into_any(),
        ],
    ]
}

fn tasks() -> Vec<Task> {
    let task = |href: &str, status, tone| Task {
        label: tr(t::style_guide::TASK).to_owned(),
        href: href.to_owned(),
        hint: tr(t::style_guide::HINT).to_owned(),
        status,
        tone,
    };
    vec![
        task("/gaya", tr(t::style_guide::DONE).to_owned(), Tone::Success),
        task("/gaya", tr(t::style_guide::WAITING).to_owned(), Tone::Info),
        task("", tr(t::style_guide::NOT_YET).to_owned(), Tone::Neutral),
    ]
}

fn entries() -> Vec<TimelineEntry> {
    vec![
        TimelineEntry {
            title: tr(t::style_guide::DONE).to_owned(),
            at: "17 Agustus 2026, 14.30 WIB".to_owned(),
            datetime: "2026-08-17T07:30:00Z".to_owned(),
            body: tr(t::style_guide::SENTENCE).to_owned(),
            current: false,
        },
        TimelineEntry {
            title: tr(t::style_guide::WAITING).to_owned(),
            at: "18 Agustus 2026, 09.00 WIB".to_owned(),
            datetime: "2026-08-18T02:00:00Z".to_owned(),
            body: String::new(),
            current: true,
        },
        TimelineEntry {
            title: tr(t::style_guide::NOT_YET).to_owned(),
            ..TimelineEntry::default()
        },
    ]
}
