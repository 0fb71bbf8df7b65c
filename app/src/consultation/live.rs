//! The client of a consultation page: does nothing on the server and until the page is awake.

use domain::consultation::client::Core;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::de::DeserializeOwned;
use uuid::Uuid;

#[cfg(feature = "hydrate")]
use super::host::Host;

/// The client of one page and the conversations it follows.
#[derive(Clone, Copy)]
pub(super) struct Live {
    /// The protocol's state; what is shown is read from it.
    pub core: RwSignal<Core>,
    /// The client is awake: it connects by itself and takes over the forms.
    pub is_on: RwSignal<bool>,
    #[cfg(feature = "hydrate")]
    host: StoredValue<Option<Host>, LocalStorage>,
}

impl Live {
    /// An awake page calls the form's server function itself; else the browser posts the form.
    pub(super) fn dispatch<S>(self, event: &SubmitEvent, action: ServerAction<S>)
    where
        S: ServerFn + DeserializeOwned + Clone + Send + Sync + 'static,
        S::Output: Send + Sync + 'static,
        S::Error: Send + Sync + 'static,
    {
        if self.is_on.get_untracked()
            && let Ok(arguments) = S::from_event(event)
        {
            event.prevent_default();
            action.dispatch(arguments);
        }
    }
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

    /// Sends what is in the field by the socket; false when the browser has to post the form.
    pub(super) fn submit(self, _conversation: Uuid, _field: &str) -> bool {
        false
    }

    /// Posts the form as the browser would.
    pub(super) fn post(self, _form: &str) {}

    /// The person types in the field.
    pub(super) fn typed(self, _conversation: Uuid, _field: &str) {}

    /// Puts a refused message back into the composer.
    pub(super) fn take_back(self, _conversation: Uuid, _client_id: Uuid) {}

    /// A name for the next message of a conversation that came by the socket.
    pub(super) fn new_id(self) -> Uuid {
        Uuid::nil()
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

    /// Sends what is in the field by the socket; false when the browser has to post the form.
    pub(super) fn submit(self, conversation: Uuid, field: &str) -> bool {
        self.with_host(|host| host.submit(conversation, field))
            .unwrap_or_default()
    }

    /// Posts the form as the browser would.
    pub(super) fn post(self, form: &str) {
        super::host::post(form);
    }

    /// The person types in the field.
    pub(super) fn typed(self, conversation: Uuid, field: &str) {
        self.with_host(|host| host.typed(conversation, field));
    }

    /// Puts a refused message back into the composer.
    pub(super) fn take_back(self, conversation: Uuid, client_id: Uuid) {
        self.with_host(|host| host.take_back(conversation, client_id));
    }

    /// A name for the next message of a conversation that came by the socket.
    pub(super) fn new_id(self) -> Uuid {
        super::host::random_id()
    }

    fn with_host<T>(self, act: impl FnOnce(&Host) -> T) -> Option<T> {
        self.host
            .try_with_value(|host| host.as_ref().map(act))
            .flatten()
    }
}
