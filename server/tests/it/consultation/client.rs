//! Runs the portal's own client core, the same reducer that runs in the browser, over a real socket. Its timers run ten
//! times as fast.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::platform::Ids;
use domain::consultation::client::{Core, Effect, Event, Link, PendingState};
use domain::consultation::state::Status;
use domain::consultation::wire::{BEAT_MS, ClientFrame, Party, ServerFrame, TalkState};
use futures::{SinkExt, StreamExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};
use uuid::Uuid;

use super::{PATIENCE, new_id};

/// How many times faster the timers run than in a browser.
const HURRY: u32 = 10;
/// The size of the receive buffer in bytes: how much the device holds while the client does not read.
const BUFFER: u32 = 16 * 1024;

/// A device with one tab.
pub struct Client {
    shared: Arc<Shared>,
    orders: mpsc::UnboundedSender<Order>,
    talks: Vec<Uuid>,
}

struct Shared {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
}

struct State {
    core: Core,
    written: BTreeSet<Uuid>,
    acked: BTreeSet<Uuid>,
    closed: Vec<Option<u16>>,
}

enum Order {
    Write { talk: Uuid, body: String },
    Reading(bool),
}

impl Client {
    /// A tab that connects, and has no message of these conversations yet.
    pub fn start(address: String, cookie: &str, talks: &[(Uuid, Party)]) -> Client {
        Client::of_epoch(None, address, cookie, talks)
    }

    /// The same, on a page that was rendered in this epoch.
    pub fn of_epoch(
        epoch: Option<Uuid>,
        address: String,
        cookie: &str,
        talks: &[(Uuid, Party)],
    ) -> Client {
        let mut core = Core::new(epoch);
        for (conversation, party) in talks {
            core.follow(nothing_of(*conversation, *party), None);
        }
        let state = State {
            core,
            written: BTreeSet::new(),
            acked: BTreeSet::new(),
            closed: Vec::new(),
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: watch::Sender::new(0),
        });
        let (orders, inbox) = mpsc::unbounded_channel();
        let device = Device {
            shared: shared.clone(),
            address,
            cookie: cookie.to_owned(),
            reading: true,
        };
        tokio::spawn(device.run(inbox));
        Client {
            shared,
            orders,
            talks: talks.iter().map(|(id, _)| *id).collect(),
        }
    }

    pub fn talks(&self) -> Vec<Uuid> {
        self.talks.clone()
    }

    pub fn read<T>(&self, look: impl FnOnce(&Core) -> T) -> T {
        look(&self.shared.state.lock().unwrap().core)
    }

    pub fn acked(&self) -> BTreeSet<Uuid> {
        self.shared.state.lock().unwrap().acked.clone()
    }

    pub fn written(&self) -> BTreeSet<Uuid> {
        self.shared.state.lock().unwrap().written.clone()
    }

    /// How many stored messages this client shows.
    pub fn received(&self) -> usize {
        self.read(|core| {
            core.talks()
                .values()
                .map(|talk| talk.messages().len())
                .sum()
        })
    }

    /// Waits until the client is connected and has a message that is not yet acked.
    pub async fn until_in_flight(&self) {
        self.until("a message is in flight", |core| {
            core.link() == Link::Up && waiting(core) > 0
        })
        .await;
    }

    /// Whether the client has messages that are not yet acked.
    pub fn is_in_flight(&self) -> bool {
        self.read(|core| waiting(core) > 0)
    }

    pub async fn until_next_ack(&self) {
        let before = self.acked().len();
        self.wait("another message is acked", |state| {
            state.acked.len() > before
        })
        .await;
    }

    pub async fn write(&self, talk: Uuid, body: &str) {
        let before = self.written().len();
        self.orders
            .send(Order::Write {
                talk,
                body: body.to_owned(),
            })
            .unwrap();
        self.wait("it is written", |state| state.written.len() > before)
            .await;
    }

    /// Stops reading from the socket.
    pub async fn stop_reading(&self) {
        self.orders.send(Order::Reading(false)).unwrap();
    }

    pub fn go_on_reading(&self) {
        self.orders.send(Order::Reading(true)).unwrap();
    }

    /// Waits for the next closed connection that the test has not yet seen, and returns its close code.
    pub async fn until_closed(&self) -> Option<u16> {
        self.wait("it is closed", |state| !state.closed.is_empty())
            .await;
        self.shared.state.lock().unwrap().closed.remove(0)
    }

    pub async fn until_up(&self) {
        self.until("it is connected", |core| core.link() == Link::Up)
            .await;
    }

    /// Waits until every message that was written is acked and stored.
    pub async fn until_sent(&self) {
        self.until("everything is sent", |core| {
            core.talks().values().all(|talk| talk.outbox().is_empty())
        })
        .await;
    }

    pub async fn until(&self, what: &str, is_so: impl Fn(&Core) -> bool) {
        self.wait(what, |state| is_so(&state.core)).await;
    }

    async fn wait(&self, what: &str, is_so: impl Fn(&State) -> bool) {
        let mut changes = self.shared.changed.subscribe();
        let so = changes.wait_for(|_| is_so(&self.shared.state.lock().unwrap()));
        assert!(
            timeout(PATIENCE, so).await.is_ok(),
            "not within {PATIENCE:?}: {what}"
        );
    }
}

fn waiting(core: &Core) -> usize {
    let outboxes = core.talks().values().flat_map(|talk| talk.outbox());
    outboxes
        .filter(|pending| pending.state == PendingState::Waiting)
        .count()
}

fn nothing_of(conversation: Uuid, party: Party) -> TalkState {
    TalkState {
        conversation,
        party,
        citizen: "Siti".into(),
        counsellor: Some("Siti".into()),
        topic: "other".into(),
        status: Status::Active,
        outcome: None,
        last_seq: 0,
        own_read: 0,
        peer_read: 0,
        peer_here: false,
    }
}

type Socket = WebSocketStream<TcpStream>;

struct Device {
    shared: Arc<Shared>,
    address: String,
    cookie: String,
    reading: bool,
}

impl Device {
    async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Order>) {
        let mut beat = interval(Duration::from_millis((BEAT_MS / HURRY).into()));
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut socket: Option<Socket> = None;
        let mut connect_at = Some(Instant::now());
        loop {
            let event = tokio::select! {
                order = inbox.recv() => match order {
                    None => return,
                    Some(Order::Reading(reading)) => { self.reading = reading; continue; }
                    Some(Order::Write { talk, body }) => {
                        let effects = self.written(talk, &body);
                        self.carry_out(effects, &mut socket, &mut connect_at).await;
                        continue;
                    }
                },
                _ = beat.tick(), if self.reading => Event::Beat,
                () = sleep_until(connect_at.unwrap_or_else(Instant::now)), if connect_at.is_some() => { connect_at = None; Event::Connect }
                frame = next(&mut socket), if self.reading && socket.is_some() => match frame {
                    Ok(frame) => Event::Frame(frame),
                    Err(code) => { socket = None; self.closed(code) }
                },
            };
            let effects = self.step(event);
            self.carry_out(effects, &mut socket, &mut connect_at).await;
        }
    }

    fn written(&self, talk: Uuid, body: &str) -> Vec<Effect> {
        let client_id = new_id();
        let effects = {
            let mut state = self.shared.state.lock().unwrap();
            state.written.insert(client_id);
            state.core.submit(talk, client_id, body).unwrap()
        };
        self.shared.changed.send_modify(|count| *count += 1);
        effects
    }

    fn step(&self, event: Event) -> Vec<Effect> {
        let effects = self.shared.state.lock().unwrap().core.step(event);
        self.shared.changed.send_modify(|count| *count += 1);
        effects
    }

    fn closed(&self, code: Option<u16>) -> Event {
        self.shared.state.lock().unwrap().closed.push(code);
        Event::Closed {
            code,
            roll: u32::from_ne_bytes(Ids.bytes()),
        }
    }

    async fn carry_out(
        &self,
        effects: Vec<Effect>,
        socket: &mut Option<Socket>,
        connect_at: &mut Option<Instant>,
    ) {
        let mut effects = std::collections::VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Connect => {
                    *socket = self.connect().await;
                    let event = if socket.is_some() {
                        Event::Opened
                    } else {
                        self.closed(None)
                    };
                    effects.extend(self.step(event));
                }
                Effect::ConnectAfter(millis) => {
                    *connect_at =
                        Some(Instant::now() + Duration::from_millis((millis / HURRY).into()));
                }
                Effect::Send(frame) => {
                    if let Some(line) = socket {
                        // A broken connection is noticed by the code that reads from it.
                        let _ = line.send(text(&frame)).await;
                    }
                }
                Effect::Drop => {
                    *socket = None;
                    let event = self.closed(None);
                    effects.extend(self.step(event));
                }
                Effect::Keep(_) => {}
                Effect::Forget { client_id, .. } => {
                    self.shared.state.lock().unwrap().acked.insert(client_id);
                    self.shared.changed.send_modify(|count| *count += 1);
                }
            }
        }
    }

    async fn connect(&self) -> Option<Socket> {
        let device = TcpSocket::new_v4().unwrap();
        device.set_recv_buffer_size(BUFFER).unwrap();
        let stream = device.connect(self.address.parse().unwrap()).await.ok()?;
        let mut request = format!("ws://{}/ws/konsultasi", self.address)
            .into_client_request()
            .unwrap();
        let headers = request.headers_mut();
        headers.insert("cookie", self.cookie.parse().unwrap());
        headers.insert(
            "origin",
            format!("http://{}", self.address).parse().unwrap(),
        );
        let shaken = timeout(
            Duration::from_secs(5),
            tokio_tungstenite::client_async(request, stream),
        )
        .await;
        Some(shaken.ok()?.ok()?.0)
    }
}

/// The next frame, or the close code.
async fn next(socket: &mut Option<Socket>) -> Result<ServerFrame, Option<u16>> {
    let Some(socket) = socket else {
        return Err(None);
    };
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Close(frame))) => return Err(frame.map(|frame| frame.code.into())),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err(None),
        }
    }
}

fn text(frame: &ClientFrame) -> Message {
    Message::text(serde_json::to_string(frame).unwrap())
}
