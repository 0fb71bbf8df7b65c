//! Carries out the effects that the client core asks for, in a browser: socket, timers, random numbers, storage.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::consultation::body::canonical;
use domain::consultation::client::{Core, Effect, Event, Link, Talk};
use domain::consultation::wire::{BEAT_MS, ClientFrame, Party, Refusal};
use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::future::{AbortHandle, abortable};
use futures::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, WebSocketError};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Event as DomEvent;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::composers::{area, field_of};
use super::follow::{AtEnd, is_in_sight, show_ends};
use super::storage;

/// The browser's events that the client listens to. It captures them on their way down, since a region's `scroll` does
/// not bubble up to the window.
const HEARD: [&str; 4] = ["online", "offline", "visibilitychange", "scroll"];
/// The pause, in milliseconds, of a device that says that it is offline: the longest wait between two attempts.
const OFFLINE_WAIT: u32 = 30_000;
/// The path of the server's socket.
const ADDRESS: &str = "/ws/konsultasi";

/// The handler of the browser's events.
type Listener = Closure<dyn FnMut(DomEvent)>;

/// The running client of one page.
#[derive(Clone)]
pub(super) struct Host(Rc<Inner>);

struct Inner {
    core: RwSignal<Core>,
    /// The sender to the running socket, and the handle that ends its reader.
    socket: RefCell<Option<(UnboundedSender<ClientFrame>, AbortHandle)>>,
    is_on: Cell<bool>,
    /// The number of the latest wait before a reconnect; a wait with an older number does nothing.
    waits: Cell<u32>,
    typed_lately: Cell<bool>,
    listener: RefCell<Option<Listener>>,
}

impl Host {
    /// Restores unsent messages and drafts from storage, and connects.
    pub(super) fn start(core: RwSignal<Core>) -> Self {
        let host = Self(Rc::new(Inner {
            core,
            socket: RefCell::new(None),
            is_on: Cell::new(true),
            waits: Cell::new(0),
            typed_lately: Cell::new(false),
            listener: RefCell::new(None),
        }));
        core.update(|core| {
            core.restore(storage::kept());
        });
        let talks = host.talks(|_| true);
        for talk in &talks {
            storage::restore_draft(*talk, host.side(*talk));
        }
        show_ends(&talks);
        host.listen_to_browser();
        host.keep_beating();
        host.feed(Event::Connect);
        host.look();
        host
    }

    /// Stops the client when the page is left.
    pub(super) fn stop(&self) {
        self.0.is_on.set(false);
        self.stop_listening();
        self.hang_up();
    }

    /// Sends the text of the field, or sets `problem` to the code of its field error. False when only the server can
    /// give the reason, so that the browser posts the form.
    pub(super) fn submit(&self, conversation: Uuid, problem: RwSignal<Option<String>>) -> bool {
        let Some(area) = area(&field_of(conversation)) else {
            return false;
        };
        let link = self.0.core.with_untracked(Core::link);
        if matches!(link, Link::Stale | Link::Barred) {
            return false;
        }
        let (client_id, words) = (random_id(), area.value());
        let at_end = AtEnd::look(&[conversation], true);
        let written = self
            .0
            .core
            .try_update(|core| core.submit(conversation, client_id, &words));
        let code = match written {
            Some(Ok(effects)) => {
                area.set_value("");
                self.keep_draft(conversation, "");
                self.carry_out(effects);
                self.keep_soon(at_end);
                None
            }
            Some(Err(why)) if why != Refusal::Closed => Some(why.code().to_owned()),
            _ => {
                // The form begins a new conversation; words that it refuses come back with the page. Without a
                // connection the form will not arrive, and the draft is the only copy: it stays.
                if link == Link::Up {
                    self.keep_draft(conversation, "");
                }
                return false;
            }
        };
        problem.set(code);
        // Takes the focus back from the button that was pressed.
        let _ = area.focus();
        true
    }

    /// Keeps the draft, clears a `problem` that is corrected, and tells the other side at most every 5 seconds.
    pub(super) fn typed(&self, conversation: Uuid, problem: RwSignal<Option<String>>) {
        if let Some(area) = area(&field_of(conversation)) {
            let words = area.value();
            self.keep_draft(conversation, &words);
            if problem.with_untracked(Option::is_some) && canonical(&words).is_ok() {
                problem.set(None);
            }
        }
        if !self.0.typed_lately.replace(true) {
            self.feed(Event::Typing { conversation });
            let host = self.clone();
            spawn_local(async move {
                TimeoutFuture::new(5_000).await;
                host.0.typed_lately.set(false);
            });
        }
    }

    /// Puts a refused message back into the composer, before the text that is being written there.
    pub(super) fn take_back(&self, conversation: Uuid, client_id: Uuid) {
        let taken = self
            .0
            .core
            .try_update(|core| core.discard(conversation, client_id))
            .flatten();
        let (Some((words, effect)), Some(area)) = (taken, area(&field_of(conversation))) else {
            return;
        };
        let written = area.value();
        let words = if written.is_empty() {
            words
        } else {
            format!("{words}\n{written}")
        };
        area.set_value(&words);
        self.keep_draft(conversation, &words);
        self.carry_out(vec![effect]);
    }

    /// Feeds an event that may bring messages, and keeps the end in view for a person who was looking at it.
    fn feed_and_follow(&self, event: Event) {
        let at_end = AtEnd::look(&self.talks(|_| true), false);
        self.feed(event);
        self.keep_soon(at_end);
    }

    /// Restores the view in the next turn of the event loop, when the page shows the change.
    fn keep_soon(&self, at_end: AtEnd) {
        let host = self.clone();
        spawn_local(async move {
            TimeoutFuture::new(0).await;
            at_end.keep();
            host.look();
        });
    }

    fn keep_draft(&self, conversation: Uuid, words: &str) {
        storage::keep_draft(conversation, self.side(conversation), words);
    }

    /// The side of this page.
    fn side(&self, conversation: Uuid) -> Party {
        let core = &self.0.core;
        core.with_untracked(|core| core.talks().get(&conversation).map(|talk| talk.party))
            .unwrap_or(Party::Citizen)
    }

    fn talks(&self, which: fn(&Talk) -> bool) -> Vec<Uuid> {
        let talks = self.0.core.try_with_untracked(|core| {
            let talks = core.talks().iter().filter(|(_, talk)| which(talk));
            talks.map(|(id, _)| *id).collect()
        });
        talks.unwrap_or_default()
    }

    fn feed(&self, event: Event) {
        if !self.0.is_on.get() {
            return;
        }
        if let Some(effects) = self.0.core.try_update(|core| core.step(event)) {
            self.carry_out(effects);
        }
    }

    fn carry_out(&self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Connect => self.connect(),
                Effect::ConnectAfter(millis) => {
                    let (host, wait) = (self.clone(), self.0.waits.get() + 1);
                    self.0.waits.set(wait);
                    spawn_local(async move {
                        TimeoutFuture::new(millis).await;
                        // The `online` event ends this wait; some devices say that they are offline and are not.
                        if !window().navigator().on_line() {
                            TimeoutFuture::new(OFFLINE_WAIT).await;
                        }
                        if host.0.waits.get() == wait {
                            host.feed(Event::Connect);
                        }
                    });
                }
                Effect::Send(frame) => {
                    if let Some((line, _)) = &*self.0.socket.borrow() {
                        // The reader notices a closed socket.
                        let _ = line.unbounded_send(frame);
                    }
                }
                Effect::Drop => {
                    self.hang_up();
                    self.feed(Event::Closed {
                        code: None,
                        roll: roll(),
                    });
                }
                Effect::Keep(kept) => storage::keep(&kept),
                Effect::Forget {
                    conversation,
                    client_id,
                } => storage::forget(conversation, client_id),
            }
        }
    }

    fn connect(&self) {
        let Ok(socket) = WebSocket::open(&address()) else {
            self.feed(Event::Closed {
                code: None,
                roll: roll(),
            });
            return;
        };
        let (mut sink, mut stream) = socket.split();
        let (line, mut frames) = unbounded::<ClientFrame>();
        spawn_local(async move {
            while let Some(frame) = frames.next().await {
                let Ok(text) = serde_json::to_string(&frame) else {
                    continue;
                };
                if sink.send(Message::Text(text)).await.is_err() {
                    break;
                }
            }
        });
        let host = self.clone();
        let (reading, handle) = abortable(async move {
            while let Some(next) = stream.next().await {
                match next {
                    Ok(Message::Text(text)) => {
                        // Skips an unknown frame, sent by a newer server; its content is fetched when it matters.
                        if let Ok(frame) = serde_json::from_str(&text) {
                            host.feed_and_follow(Event::Frame(frame));
                        }
                    }
                    Ok(Message::Bytes(_)) | Err(WebSocketError::ConnectionError) => {}
                    Err(WebSocketError::ConnectionClose(close)) => return (host, Some(close.code)),
                    Err(_) => break,
                }
            }
            (host, None)
        });
        spawn_local(async move {
            // A reader that `hang_up` aborted has nothing to report: the caller of `hang_up` tells the core.
            if let Ok((host, code)) = reading.await {
                host.hang_up();
                host.feed(Event::Closed { code, roll: roll() });
            }
        });
        self.0.socket.replace(Some((line, handle)));
        self.feed(Event::Opened);
    }

    fn hang_up(&self) {
        if let Some((line, reader)) = self.0.socket.take() {
            line.close_channel();
            reader.abort();
        }
    }

    /// Marks the conversations that the person sees to the end as read.
    fn look(&self) {
        if !self.0.is_on.get() || document().hidden() {
            return;
        }
        // One scroll makes many events: sends nothing and renders nothing again where everything is read.
        let unread = self.talks(Talk::is_unread).into_iter();
        for conversation in unread.filter(|id| is_in_sight(*id)) {
            self.feed(Event::Seen { conversation });
        }
    }

    fn keep_beating(&self) {
        let host = self.clone();
        spawn_local(async move {
            while host.0.is_on.get() {
                TimeoutFuture::new(BEAT_MS).await;
                host.feed(Event::Beat);
            }
        });
    }

    fn listen_to_browser(&self) {
        // A weak reference: the host holds the listener, so the listener must not hold the host.
        let inner = Rc::downgrade(&self.0);
        let heard = Listener::new(move |event: DomEvent| {
            let Some(host) = inner.upgrade().map(Host) else {
                return;
            };
            match event.type_().as_str() {
                "offline" => host.carry_out(vec![Effect::Drop]),
                "online" | "visibilitychange" => host.feed(Event::Connect),
                _ => {}
            }
            host.look();
        });
        for name in HEARD {
            // Where a browser does not report these events, the beat checks the connection.
            let _ = window().add_event_listener_with_callback_and_bool(
                name,
                heard.as_ref().unchecked_ref(),
                true,
            );
        }
        self.0.listener.replace(Some(heard));
    }

    fn stop_listening(&self) {
        let Some(heard) = self.0.listener.take() else {
            return;
        };
        for name in HEARD {
            let _ = window().remove_event_listener_with_callback_and_bool(
                name,
                heard.as_ref().unchecked_ref(),
                true,
            );
        }
    }
}

fn address() -> String {
    let location = window().location();
    let scheme = if location.protocol().is_ok_and(|scheme| scheme == "https:") {
        "wss"
    } else {
        "ws"
    };
    format!(
        "{scheme}://{}{ADDRESS}",
        location.host().unwrap_or_default()
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "the platform's generator is the server's; this is the browser's"
)]
pub(super) fn random_id() -> Uuid {
    Uuid::new_v4()
}

fn roll() -> u32 {
    random_id().as_fields().0
}
