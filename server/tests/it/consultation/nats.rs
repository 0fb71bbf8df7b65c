//! Processes that notify each other over a NATS server, also after the server was away for a while.

use std::process::Stdio;
use std::time::Duration;

use app::consultation::TakeNext;
use app::platform::{CHANNEL, Fanout};
use domain::accounts::Role;
use domain::consultation::client::Core;
use domain::consultation::wire::Party;
use leptos::server_fn::ServerFn;
use sqlx::postgres::PgListener;
use tokio::process::{Child, Command};
use uuid::Uuid;

use super::client::Client;
use super::{count, id_of, serve, start_as_guest};
use crate::support::Portal;
use crate::support::process::{kept_port, wait_until};

/// A real NATS server on a port of its own.
struct Nats {
    child: Child,
    port: u16,
}

impl Nats {
    fn start() -> Nats {
        Nats::at(kept_port())
    }

    fn at(port: u16) -> Nats {
        let child = Command::new("nats-server")
            .args(["-a", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server is not installed: run .ci/setup test");
        Nats { child, port }
    }

    fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// `kill -9`; returns the port, for the next server.
    async fn kill(mut self) -> u16 {
        self.child.kill().await.unwrap();
        self.port
    }
}

fn bodies(core: &Core, talk: Uuid) -> Vec<String> {
    let messages = core.talks()[&talk].messages().iter();
    messages.map(|message| message.body.clone()).collect()
}

async fn until_reads(client: &Client, talk: Uuid, last: &str) {
    let what = format!("it reads '{last}'");
    client
        .until(&what, |core| {
            bodies(core, talk).last().is_some_and(|body| body == last)
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_tell_each_other_by_nats_and_nothing_is_lost_while_it_is_gone() {
    let nats = Nats::start();
    let portal = Portal::by_nats(&nats.url()).await;
    let mut postgres = PgListener::connect_with(portal.pool()).await.unwrap();
    postgres.listen(CHANNEL).await.unwrap();
    let (other, _stop) = portal.second_process();
    let (one, other) = (serve(portal.router.clone()).await, serve(other).await);
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let mut guest = portal.browser();
    let id = id_of(&start_as_guest(&mut guest, "Halo").await);
    desk.call(TakeNext::url(), &[]).await;
    let asker = Client::start(one, &guest.cookies(), &[(id, Party::Citizen)]);
    let counsellor = Client::start(other, &desk.cookies(), &[(id, Party::Counsellor)]);
    asker.until_up().await;
    counsellor.until_up().await;
    let here = |core: &Core| core.talks()[&id].peer_here == Some(true);
    asker.until("the counsellor is here", here).await;

    asker.write(id, "Apakah ada lowongan?").await;
    until_reads(&counsellor, id, "Apakah ada lowongan?").await;
    counsellor.write(id, "Ada.").await;
    until_reads(&asker, id, "Ada.").await;
    wait_until("every hint is delivered", async || {
        count(&portal, "SELECT count(*) FROM conversation_outbox").await == 0
    })
    .await;

    let port = nats.kill().await;
    asker.write(id, "Di mana?").await;
    asker.until_sent().await;
    counsellor.write(id, "Sebentar.").await;
    counsellor.until_sent().await;
    // Each side gets the other's message when the hint is sent again, or when its own process reads the database.
    let _nats = Nats::at(port);
    for client in [&asker, &counsellor] {
        client
            .until("both words are there", |core| {
                let bodies = bodies(core, id);
                ["Di mana?", "Sebentar."]
                    .iter()
                    .all(|word| bodies.iter().any(|body| body == word))
            })
            .await;
    }
    assert_eq!(
        asker.read(|core| bodies(core, id)),
        counsellor.read(|core| bodies(core, id)),
        "one order on both sides"
    );
    wait_until("every hint is delivered after all", async || {
        count(&portal, "SELECT count(*) FROM conversation_outbox").await == 0
    })
    .await;
    counsellor.write(id, "Di Surabaya.").await;
    until_reads(&asker, id, "Di Surabaya.").await;
    let told = tokio::time::timeout(Duration::from_millis(1), postgres.recv()).await;
    assert!(told.is_err(), "Postgres was told: {told:?}");
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_said_without_repeating_it() {
    let said = Fanout::nats("nats://u:geheim@ho st:x").await.err().unwrap();
    assert!(
        said.contains("NATS_URL") && !said.contains("geheim"),
        "{said}"
    );
}
