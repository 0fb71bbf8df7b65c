//! The progress of long cases: the steps still to do, and the past events.

use super::field::given;
use super::tag::{StatusTag, Tone};
use leptos::prelude::*;

/// One step of a long form or case.
#[derive(Clone, Debug)]
pub struct Task {
    pub label: String,
    /// Empty when the step cannot be opened yet.
    pub href: String,
    pub hint: String,
    pub status: String,
    pub tone: Tone,
}

/// The steps of a long case, each with its state.
#[component]
pub fn TaskList(tasks: Vec<Task>) -> impl IntoView {
    let lines = tasks
        .into_iter()
        .map(|task| {
            let label = match given(task.href) {
                Some(href) => view! { <a href=href>{task.label}</a> }.into_any(),
                None => view! { <span>{task.label}</span> }.into_any(),
            };
            let hint = given(task.hint).map(|hint| view! { <p class="hint">{hint}</p> }.into_any());
            view! {
                <li>
                    <div>{label}{hint}</div>
                    <StatusTag label=task.status tone=task.tone/>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="task-list">{lines}</ul> }
}

/// One past or future event.
#[derive(Clone, Debug, Default)]
pub struct TimelineEntry {
    pub title: String,
    /// As shown, for example `17 Agustus 2026, 14.30 WIB`; empty for a step that is still to come.
    pub at: String,
    /// The same time for machines, as RFC 3339.
    pub datetime: String,
    pub body: String,
    /// Whether this is the present state of the case.
    pub current: bool,
}

/// The events of a case in order, with dates.
#[component]
pub fn Timeline(entries: Vec<TimelineEntry>) -> impl IntoView {
    let lines = entries
        .into_iter()
        .map(|entry| {
            let class = match (entry.current, entry.at.is_empty()) {
                (true, _) => "timeline-now",
                (false, true) => "timeline-later",
                (false, false) => "timeline-done",
            };
            let at = given(entry.at)
                .map(|at| view! { <time datetime=given(entry.datetime)>{at}</time> }.into_any());
            let body = given(entry.body).map(|body| view! { <p>{body}</p> }.into_any());
            view! {
                <li class=class aria-current=entry.current.then_some("step")>
                    <p class="timeline-title">{entry.title}</p>
                    {at}
                    {body}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{lines}</ol> }
}
