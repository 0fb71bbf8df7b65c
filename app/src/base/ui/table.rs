//! Tables of data.

use leptos::prelude::*;

/// A table that stacks its cells on a narrow screen, each with its column's name.
///
/// The first cell of a row is its heading. The roles are written out because browsers drop the table
/// semantics when a table is laid out as blocks.
#[component]
pub fn Table(
    #[prop(into)] caption: String,
    /// Shows the caption to screen readers only, where a heading just above says the same.
    #[prop(optional)]
    caption_hidden: bool,
    columns: Vec<String>,
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView {
    let head = columns
        .iter()
        .map(|name| view! { <th role="columnheader" scope="col">{name.clone()}</th> }.into_any())
        .collect_view();
    let body = rows
        .into_iter()
        .map(|row| {
            let cells = row
                .into_iter()
                .enumerate()
                .map(|(at, cell)| {
                    let label = columns.get(at).cloned();
                    if at == 0 {
                        view! { <th role="rowheader" scope="row">{cell}</th> }.into_any()
                    } else {
                        view! { <td role="cell" data-label=label>{cell}</td> }.into_any()
                    }
                })
                .collect_view();
            view! { <tr role="row">{cells}</tr> }
        })
        .collect_view();
    view! {
        <table class="table" role="table">
            <caption class=caption_hidden.then_some("visually-hidden")>{caption}</caption>
            <thead role="rowgroup"><tr role="row">{head}</tr></thead>
            <tbody role="rowgroup">{body}</tbody>
        </table>
    }
}
