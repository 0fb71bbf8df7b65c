//! What changes while a page is awake.
//!
//! A closure has a type of its own, and the client holds the code that renders, wakes and changes it once for each type:
//! about 4 kB a closure, 16 kB a `<For>` (docs/decisions/0001). Boxed, they share it.

use leptos::prelude::*;

/// A part of a page that follows its signals.
pub type Changing<T> = Box<dyn FnMut() -> T + Send>;

/// `part` is called anew when a signal that it reads changes.
pub fn changing<T>(part: impl FnMut() -> T + Send + 'static) -> Changing<T> {
    Box::new(part)
}

/// A row of a list that changes.
pub struct Row {
    key: String,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Row {
    /// `view` is called when no row of this `key` is shown yet; a row that stays is left as it is.
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
