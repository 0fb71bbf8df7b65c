//! Consultations: a conversation belongs to its citizen (or the holder of the guest's cookie) and to its counsellor,
//! and to nobody else.

use app::consultation::store::{self, Begin, Started};
use app::consultation::{
    CloseTalk, EndTalk, GiveBack, HandOver, LeaveDevice, LoadDesk, LoadHeldTalk, LoadQueue,
    LoadStart, LoadTalk, Participant, Say, StartTalk, TakeNext, TakeTalk,
};
use app::platform::{Clock, Ids};
use domain::accounts::Role;
use domain::consultation::state::Topic;
use futures::future::BoxFuture;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{Call, Expect, Outcome, Row, World};

fn new_id() -> Uuid {
    Ids.uuid(Clock::system().now())
}

/// A caller without cookie and session is asked to sign in, whether the conversation exists or not.
const MEMBER: Expect = Expect::ANYONE
    .guest(Outcome::SignIn)
    .foreign(Outcome::NotFound);
const COUNSELLOR: Expect = Expect::only(&[Role::Counsellor]);
const HOLDER: Expect = COUNSELLOR.foreign(Outcome::NotFound);

pub fn rows() -> Vec<Row> {
    vec![
        Row::get("/konsultasi", Expect::ANYONE),
        Row::get("/konsultasi/{id}", MEMBER).with(own_page),
        Row::get("/petugas/konsultasi", COUNSELLOR),
        Row::get("/petugas/konsultasi/{id}", HOLDER).with(held_page),
        // An upgrade needs a socket, and this table has none.
        Row::get("/ws/konsultasi", NO_SOCKET),
        Row::get(LoadStart::url(), Expect::ANYONE),
        Row::get(LoadTalk::url(), MEMBER).with(own),
        Row::get(LoadHeldTalk::url(), HOLDER).with(held),
        Row::get(LoadDesk::url(), COUNSELLOR),
        Row::get(LoadQueue::url(), COUNSELLOR),
        Row::post(StartTalk::url(), Expect::ANYONE).with(first_words),
        Row::post(Say::url(), MEMBER).with(words),
        Row::post(EndTalk::url(), MEMBER).with(own),
        Row::post(LeaveDevice::url(), Expect::ANYONE),
        Row::post(TakeNext::url(), COUNSELLOR).with(waiting),
        Row::post(TakeTalk::url(), COUNSELLOR).with(waiting),
        Row::post(GiveBack::url(), HOLDER).with(held),
        Row::post(HandOver::url(), HOLDER).with(to_colleague),
        Row::post(CloseTalk::url(), HOLDER).with(with_outcome),
    ]
}

const NO_SOCKET: Expect = {
    let none = Outcome::Status(400);
    Expect::ANYONE.guest(none).allowed(none)
};

async fn person(world: &World, role: Role) -> Uuid {
    let id = new_id();
    sqlx::query(
        "INSERT INTO person (id, name, email, role, created_at) VALUES ($1, 'Budi', $2, $3, now())",
    )
    .bind(id)
    .bind(format!("{id}@portal.test"))
    .bind(role.as_str())
    .execute(&world.platform.pool)
    .await
    .unwrap();
    id
}

/// A conversation that this citizen has begun.
async fn begun(world: &World, citizen: Uuid) -> Uuid {
    let (platform, participant) = (
        &world.platform,
        Participant {
            person: Some(citizen),
            guest: None,
        },
    );
    let mut conn = platform.pool.acquire().await.unwrap();
    let now = platform.clock.now();
    let begin = Begin {
        id: new_id(),
        citizen_name: "Siti",
        topic: Topic::Other,
        client_id: new_id(),
        body: "Halo",
    };
    let (Started::New(id) | Started::HasOpen(id)) =
        store::start(&mut conn, &participant, now, begin)
            .await
            .unwrap();
    id
}

/// A conversation that this counsellor has taken.
async fn taken(world: &World, counsellor: Uuid) -> Uuid {
    let platform = &world.platform;
    let talk = begun(world, person(world, Role::Citizen).await).await;
    let mut conn = platform.pool.acquire().await.unwrap();
    store::take(&mut conn, counsellor, platform.clock.now(), talk)
        .await
        .unwrap();
    talk
}

fn own_page(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().param("id", begun(&world, owner).await) })
}

fn held_page(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().param("id", taken(&world, owner).await) })
}

fn own(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("conversation", begun(&world, owner).await) })
}

fn held(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("conversation", taken(&world, owner).await) })
}

fn waiting(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let citizen = person(&world, Role::Citizen).await;
        Call::new().form("conversation", begun(&world, citizen).await)
    })
}

fn first_words(_: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async {
        Call::new()
            .form("client_id", new_id())
            .form("name", "Siti")
            .form("topic", "other")
            .form("body", "Halo")
    })
}

fn words(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let talk = begun(&world, owner).await;
        let call = Call::new()
            .form("conversation", talk)
            .form("client_id", new_id());
        call.form("seen", 1).form("body", "Halo lagi")
    })
}

fn to_colleague(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let colleague = person(&world, Role::Counsellor).await;
        Call::new()
            .form("conversation", taken(&world, owner).await)
            .form("to", colleague)
    })
}

fn with_outcome(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        Call::new()
            .form("conversation", taken(&world, owner).await)
            .form("outcome", "answered")
    })
}
