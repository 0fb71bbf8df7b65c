//! The client of a consultation page: does nothing on the server and until the page is awake.

use domain::consultation::client::Core;
#[cfg(feature = "hydrate")]
use domain::consultation::client::Talk;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;
#[cfg(feature = "hydrate")]
use wasm_bindgen::JsCast;

#[cfg(feature = "hydrate")]
use super::composers::{area, field_of};
#[cfg(feature = "hydrate")]
use super::host::Host;
use crate::base::error::AppError;

/// The client of one page and the conversations it follows.
#[derive(Clone, Copy)]
pub(super) struct Live {
    /// The protocol's state, from which the page is rendered.
    pub core: RwSignal<Core>,
    /// The client is awake: it connects by itself and takes over the forms.
    pub is_on: RwSignal<bool>,
    #[cfg(feature = "hydrate")]
    host: StoredValue<Option<Host>, LocalStorage>,
}

#[cfg(not(feature = "hydrate"))]
impl Live {
    pub(super) fn new(core: Core) -> Self {
        Self {
            core: RwSignal::new(core),
            is_on: RwSignal::new(false),
        }
    }

    /// Wakes the client once the page is in the browser.
    pub(super) fn start(self) {}

    /// Sends the text of the field by the socket, or sets `problem` to the reason why it cannot be sent. False when the
    /// browser has to post the form.
    pub(super) fn submit(self, _conversation: Uuid, _problem: RwSignal<Option<String>>) -> bool {
        false
    }

    /// Whether the composer of a conversation holds words. The answer follows every change. Before the page is awake it
    /// is `came_back`: whether a refused form brought words back.
    pub(super) fn holds(self, _conversation: Uuid, came_back: bool) -> bool {
        came_back
    }

    /// Posts the form as the browser would.
    pub(super) fn post(self, _form: &str) {}

    /// Handles the person's typing; clears a `problem` that is corrected.
    pub(super) fn typed(self, _conversation: Uuid, _problem: RwSignal<Option<String>>) {}

    /// Puts a refused message back into the composer.
    pub(super) fn take_back(self, _conversation: Uuid, _client_id: Uuid) {}

    /// The `client_id` for the next message of a conversation that came by the socket.
    pub(super) fn new_id(self) -> Uuid {
        Uuid::nil()
    }

    /// Sends the form if the page is awake, and sets `problem` to the error of a refused form; otherwise the browser
    /// posts it. An accepted form may take its button away: the focus moves to the element whose id is `then`, once
    /// that is there. A form that `ends` a conversation is refused while words for it are unsent, since it would arrive
    /// before them.
    pub(super) fn dispatch(
        self,
        _event: &SubmitEvent,
        _ends: Option<Uuid>,
        _problem: RwSignal<Option<AppError>>,
        _then: &str,
    ) {
    }
}

#[cfg(feature = "hydrate")]
impl Live {
    pub(super) fn new(core: Core) -> Self {
        Self {
            core: RwSignal::new(core),
            is_on: RwSignal::new(false),
            host: StoredValue::new_local(None),
        }
    }

    /// Wakes the client once the page is in the browser.
    pub(super) fn start(self) {
        Effect::new(move |already: Option<()>| {
            if already.is_none() {
                self.host.set_value(Some(Host::start(self.core)));
                self.is_on.set(true);
                on_cleanup(move || {
                    self.with_host(Host::stop);
                });
            }
        });
    }

    /// Sends the text of the field by the socket, or sets `problem` to the reason why it cannot be sent. False when the
    /// browser has to post the form.
    pub(super) fn submit(self, conversation: Uuid, problem: RwSignal<Option<String>>) -> bool {
        self.with_host(|host| host.submit(conversation, problem))
            .unwrap_or_default()
    }

    /// Whether the composer of a conversation holds words. The answer follows every change. Before the page is awake it
    /// is `came_back`: whether a refused form brought words back.
    pub(super) fn holds(self, conversation: Uuid, came_back: bool) -> bool {
        self.core.track();
        if self.is_on.get() {
            area(&field_of(conversation)).is_some_and(|area| !area.value().trim().is_empty())
        } else {
            came_back
        }
    }

    /// Posts the form as the browser would.
    pub(super) fn post(self, form: &str) {
        super::composers::post(form);
    }

    /// Handles the person's typing; clears a `problem` that is corrected.
    pub(super) fn typed(self, conversation: Uuid, problem: RwSignal<Option<String>>) {
        self.with_host(|host| host.typed(conversation, problem));
    }

    /// Puts a refused message back into the composer.
    pub(super) fn take_back(self, conversation: Uuid, client_id: Uuid) {
        self.with_host(|host| host.take_back(conversation, client_id));
        // The pressed button is gone: moves the focus to the composer, once the page shows it.
        super::composers::focus_soon(field_of(conversation));
    }

    /// The `client_id` for the next message of a conversation that came by the socket.
    pub(super) fn new_id(self) -> Uuid {
        super::host::random_id()
    }

    /// Sends the form if the page is awake, and sets `problem` to the error of a refused form; otherwise the browser
    /// posts it. An accepted form may take its button away: the focus moves to the element whose id is `then`, once
    /// that is there. A form that `ends` a conversation is refused while words for it are unsent, since it would arrive
    /// before them.
    pub(super) fn dispatch(
        self,
        event: &SubmitEvent,
        ends: Option<Uuid>,
        problem: RwSignal<Option<AppError>>,
        then: &str,
    ) {
        if ends.is_some_and(|id| self.has_unsent(id)) {
            event.prevent_default();
            problem.set(Some(AppError::conflict("talk_unsent")));
        } else if self.is_on.get_untracked()
            && let Some(form) = event.target().and_then(|target| target.dyn_into().ok())
        {
            event.prevent_default();
            let then = then.to_owned();
            leptos::task::spawn_local(async move {
                let refused = super::post::send(&form).await.err();
                if refused.is_none() {
                    super::composers::go_on(&form, &then);
                }
                problem.set(refused);
            });
        }
    }

    /// Whether words for this conversation are on their way, or still in its field.
    fn has_unsent(self, conversation: Uuid) -> bool {
        let is_sending = |core: &Core| {
            core.talks()
                .get(&conversation)
                .is_some_and(Talk::is_sending)
        };
        self.core.with_untracked(is_sending) || untrack(|| self.holds(conversation, false))
    }

    fn with_host<T>(self, act: impl FnOnce(&Host) -> T) -> Option<T> {
        self.host
            .try_with_value(|host| host.as_ref().map(act))
            .flatten()
    }
}
