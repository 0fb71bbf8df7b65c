//! Accounts: every page under `/akun` shows the caller's own data and names nobody else, so only sessions can belong to
//! another person.

use app::accounts::api::{
    AuditTrail, ChangeName, ChangePassword, ConfirmRegistration, DeleteAccount, DemoOutbox,
    EndOtherSessions, EndSession, FindInTrail, MyAccountRead, MySessions, ReachRead, Register,
    RequestReset, ResetPassword, SignIn, SignOut, SignOutEverywhere,
};
use app::accounts::passwords;
use app::platform::start_session;
use domain::accounts::Role;
use futures::future::BoxFuture;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{Call, Expect, Outcome, Row, World};

const PASSWORD: &str = "kursi biru di teras";
const OFFICERS: &[Role] = &[Role::Counsellor, Role::Trainer, Role::Admin];

pub fn rows() -> Vec<Row> {
    [pages(), functions()].concat()
}

fn pages() -> Vec<Row> {
    let open = [
        "/masuk",
        "/daftar",
        "/lupa-sandi",
        "/privasi",
        "/kotak-keluar",
    ];
    let own = [
        "/akun",
        "/akun/nama",
        "/akun/sesi",
        "/akun/sandi",
        "/akun/hapus",
        "/akun/data.json",
    ];
    let mut rows: Vec<Row> = open
        .iter()
        .map(|path| Row::get(path, Expect::ANYONE))
        .collect();
    rows.extend(own.iter().map(|path| Row::get(path, Expect::SIGNED_IN)));
    rows.extend([
        Row::get("/daftar/kode", Expect::ANYONE).with(code_page),
        Row::get("/lupa-sandi/kode", Expect::ANYONE).with(code_page),
        Row::get("/petugas", Expect::only(OFFICERS)),
        Row::get("/petugas/audit", Expect::only(&[Role::Admin])),
    ]);
    rows
}

fn functions() -> Vec<Row> {
    vec![
        Row::post(SignIn::url(), Expect::ANYONE).with(sign_in),
        Row::post(SignOut::url(), Expect::ANYONE),
        Row::post(SignOutEverywhere::url(), Expect::SIGNED_IN),
        Row::get(MySessions::url(), Expect::SIGNED_IN),
        Row::post(
            EndSession::url(),
            Expect::SIGNED_IN.foreign(Outcome::NotFound),
        )
        .with(session),
        Row::post(EndOtherSessions::url(), Expect::SIGNED_IN),
        Row::get(ReachRead::url(), Expect::ANYONE),
        Row::post(Register::url(), Expect::ANYONE).with(register),
        Row::post(ConfirmRegistration::url(), Expect::ANYONE).with(registration_code),
        Row::post(RequestReset::url(), Expect::ANYONE).with(contact),
        Row::post(ResetPassword::url(), Expect::ANYONE).with(reset_code),
        Row::get(MyAccountRead::url(), Expect::SIGNED_IN),
        Row::post(ChangeName::url(), Expect::SIGNED_IN)
            .with(|_, _| Box::pin(async { Call::new().form("name", "Nama Baru") })),
        Row::post(ChangePassword::url(), Expect::SIGNED_IN).with(new_password),
        Row::post(DeleteAccount::url(), Expect::SIGNED_IN).with(own_password),
        Row::get(AuditTrail::url(), Expect::only(&[Role::Admin])),
        Row::post(FindInTrail::url(), Expect::only(&[Role::Admin])).with(who),
        Row::get(DemoOutbox::url(), Expect::ANYONE),
    ]
}

fn code_page(_: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async { Call::new().form("permintaan", Uuid::new_v4()) })
}

async fn give_password(world: &World, person: Uuid) {
    let hash = passwords::hash(world.platform.ids, PASSWORD).await.unwrap();
    sqlx::query("UPDATE person SET password_hash = $2 WHERE id = $1")
        .bind(person)
        .bind(hash)
        .execute(&world.platform.pool)
        .await
        .unwrap();
}

fn sign_in(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        give_password(&world, owner).await;
        Call::new()
            .form("contact", format!("{owner}@portal.test"))
            .form("password", PASSWORD)
    })
}

fn session(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let mut conn = world.platform.pool.acquire().await.unwrap();
        let now = world.platform.clock.now();
        let session = start_session(&mut conn, now, world.platform.ids, owner, "lain")
            .await
            .unwrap();
        Call::new().form("session", session.id)
    })
}

fn register(_: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async {
        let contact = format!("{}@portal.test", Uuid::new_v4());
        Call::new()
            .form("name", "Siti")
            .form("contact", contact)
            .form("password", PASSWORD)
            .form("consent", "true")
    })
}

/// Stores a code as registration does, with known digits (`123456`).
async fn keep_code(
    world: &World,
    purpose: &str,
    person: Option<Uuid>,
    pending: Option<serde_json::Value>,
) -> Uuid {
    let id = Uuid::new_v4();
    let now = world.platform.clock.now();
    sqlx::query(
        "INSERT INTO one_time_code (id, purpose, person_id, code_hash, pending, created_at, expires_at)
         VALUES ($1, $2, $3, sha256(uuid_send($1) || '123456'::bytea), $4, $5, $5 + interval '15 minutes')",
    )
    .bind(id)
    .bind(purpose)
    .bind(person)
    .bind(pending)
    .bind(now)
    .execute(&world.platform.pool)
    .await
    .unwrap();
    id
}

fn registration_code(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let email = format!("{}@portal.test", Uuid::new_v4());
        let pending = serde_json::json!({
            "name": "Siti", "contact": { "email": email }, "password_hash": "-", "notice": "2026-11", "lang": "id",
        });
        let id = keep_code(&world, "register", None, Some(pending)).await;
        Call::new().form("request", id).form("code", "123456")
    })
}

fn contact(_: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("contact", format!("{owner}@portal.test")) })
}

fn who(_: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("who", owner) })
}

fn reset_code(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let id = keep_code(&world, "reset", Some(owner), None).await;
        Call::new()
            .form("request", id)
            .form("code", "123456")
            .form("password", PASSWORD)
    })
}

fn own_password(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        give_password(&world, owner).await;
        Call::new().form("password", PASSWORD)
    })
}

fn new_password(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        give_password(&world, owner).await;
        Call::new()
            .form("current_password", PASSWORD)
            .form("password", "meja hijau di dapur")
    })
}
