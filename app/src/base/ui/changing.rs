//! Parts of a page that change after hydration.
//!
//! Each closure has a type of its own, and the client contains the code that renders, hydrates and updates it once for
//! each type: about 4 kB for a closure, 16 kB for a `<For>` (docs/decisions/0001). Boxed closures share that code.

use leptos::prelude::*;

/// A part of a page that updates with its Leptos signals.
pub type Changing<T> = Box<dyn FnMut() -> T + Send>;

/// Boxes `part`, which is called again whenever a Leptos signal that it reads changes.
pub fn changing<T>(part: impl FnMut() -> T + Send + 'static) -> Changing<T> {
    Box::new(part)
}

/// A row of a list that changes.
pub struct Row {
    key: String,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Row {
    /// `view` is called when no row with this `key` is shown yet. A row that stays is not rendered again.
    pub fn new(key: String, view: impl FnOnce() -> AnyView + Send + 'static) -> Row {
        Row {
            key,
            view: Box::new(view),
        }
    }
}

/// A list whose rows come and go.
pub fn rows(each: impl Fn() -> Vec<Row> + Send + 'static) -> AnyView {
    boxed_rows(Box::new(each))
}

fn boxed_rows(each: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    view! { <For each key=|row| row.key.clone() children=|row| (row.view)()/> }.into_any()
}
