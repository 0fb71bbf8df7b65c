//! The search form while the client's code runs: the results follow each input, every state has its own address, and
//! Back fills the form again. Without that code the form is an ordinary GET form.

use std::time::Duration;

use domain::jobs::JobSearch;
use leptos::ev::{Event, SubmitEvent};
use leptos::html::Form;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// The pause in typing after which results are requested.
const REST: Duration = Duration::from_millis(250);

/// Goes to an address without loading the page.
type Go = Box<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// The form's behaviour in the browser.
#[derive(Clone, Copy)]
pub struct Live {
    form: NodeRef<Form>,
    /// The address that this form led to last.
    went: StoredValue<String>,
    /// Whether the last change was typing: further typing replaces its entry of the history, any other change adds an
    /// entry.
    typing: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    go: StoredValue<Go>,
    /// Repeats a search that failed.
    again: Callback<()>,
}

impl Live {
    /// For the form of the page that is being rendered.
    pub fn new(form: NodeRef<Form>, again: Callback<()>) -> Self {
        let search = use_location().search;
        let navigate = use_navigate();
        let live = Self {
            form,
            went: StoredValue::new(path_of(&search.get_untracked())),
            typing: StoredValue::new(false),
            timer: StoredValue::new(None),
            go: StoredValue::new(Box::new(move |path, options| navigate(path, options))),
            again,
        };
        Effect::new(move |before: Option<()>| {
            let here = path_of(&search.get());
            if before.is_none() {
                // Searches for the text typed before the client's code started.
                live.changed(true);
            } else if here != live.went.get_value() {
                live.went.set_value(here.clone());
                live.typing.set_value(false);
                live.fill(&here, false);
                to_results();
            }
        });
        on_cleanup(move || live.rest());
        live
    }

    /// A control of the form changed.
    pub fn on_input(self, event: &Event) {
        self.rest();
        if is_text(event) {
            let timer = set_timeout_with_handle(move || self.changed(true), REST);
            self.timer.set_value(timer.ok());
        } else {
            self.changed(false);
        }
    }

    /// The form is sent by its button or the Enter key.
    pub fn on_submit(self, event: &SubmitEvent) {
        event.prevent_default();
        self.rest();
        if self
            .form_path()
            .is_some_and(|path| path == self.went.get_value())
        {
            self.again.run(());
        } else {
            self.changed(false);
        }
        to_results_below();
    }

    fn rest(self) {
        if let Some(Some(timer)) = self.timer.try_get_value() {
            timer.clear();
        }
    }

    /// Goes to the form's address, unless it is there already.
    fn changed(self, typed: bool) {
        let Some(path) = self.form_path() else { return };
        // Deselects a radius or an order that is not possible for this search.
        self.fill(&path, true);
        if path == self.went.get_value() {
            return;
        }
        let replace = typed && self.typing.get_value();
        self.typing.set_value(typed);
        self.went.set_value(path.clone());
        self.go.with_value(|go| {
            go(
                &path,
                NavigateOptions {
                    replace,
                    scroll: false,
                    ..Default::default()
                },
            )
        });
    }
}

fn path_of(query: &str) -> String {
    JobSearch::from_query(query).first_page().to_path()
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::ev::Event;
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{FormData, HtmlElement, HtmlInputElement, HtmlSelectElement, UrlSearchParams};

    use super::{Live, path_of};

    impl Live {
        /// The address of the form's values.
        pub(super) fn form_path(self) -> Option<String> {
            let form = self.form.get_untracked()?;
            let data = FormData::new_with_form(&form).ok()?;
            let query = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
            Some(path_of(&String::from(query.to_string())))
        }

        /// Sets the form to the values of an address; with `lists` only its selects, while the visitor may be typing.
        pub(super) fn fill(self, path: &str, lists: bool) {
            let Some(form) = self.form.get_untracked() else {
                return;
            };
            let query = path.split_once('?').map_or("", |(_, query)| query);
            let Ok(wanted) = UrlSearchParams::new_with_str(query) else {
                return;
            };
            let controls = form.elements();
            for control in (0..controls.length()).filter_map(|at| controls.item(at)) {
                if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
                    select.set_value(&wanted.get(&select.name()).unwrap_or_default());
                } else if let Some(input) = control.dyn_ref::<HtmlInputElement>()
                    && !lists
                {
                    let name = input.name();
                    match input.type_().as_str() {
                        "checkbox" | "radio" => {
                            let values = wanted.get_all(&name);
                            let named = values
                                .iter()
                                .any(|value| value.as_string().as_ref() == Some(&input.value()));
                            input.set_checked(
                                named || (values.length() == 0 && input.value().is_empty()),
                            );
                        }
                        _ => input.set_value(&wanted.get(&name).unwrap_or_default()),
                    }
                }
            }
        }
    }

    /// Moves the focus to the number of results. The link that led here may be gone from the page, so reading continues
    /// there.
    pub(super) fn to_results() {
        if let Some(results) = results() {
            // The page stays usable without the focus.
            let _ = results.focus();
        }
    }

    /// Scrolls to the results after the form is sent, when they lie below the screen, as on a phone.
    pub(super) fn to_results_below() {
        let height = window().inner_height().ok();
        let height = height.and_then(|height| height.as_f64());
        let below = results().zip(height).filter(|(results, height)| {
            let top = results.get_bounding_client_rect().top();
            top >= *height
        });
        if let Some((results, _)) = below {
            results.scroll_into_view();
            to_results();
        }
    }

    fn results() -> Option<HtmlElement> {
        document()
            .get_element_by_id("hasil")
            .and_then(|results| results.dyn_into::<HtmlElement>().ok())
    }

    pub(super) fn is_text(event: &Event) -> bool {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.is_some_and(|input| !matches!(input.type_().as_str(), "checkbox" | "radio"))
    }
}

#[cfg(feature = "hydrate")]
use browser::{is_text, to_results, to_results_below};

/// The server receives no events.
#[cfg(not(feature = "hydrate"))]
fn is_text(_event: &Event) -> bool {
    false
}

#[cfg(not(feature = "hydrate"))]
fn to_results_below() {}

#[cfg(not(feature = "hydrate"))]
fn to_results() {}

#[cfg(not(feature = "hydrate"))]
impl Live {
    fn form_path(self) -> Option<String> {
        let _ = self.form;
        None
    }

    fn fill(self, _path: &str, _lists: bool) {}
}
