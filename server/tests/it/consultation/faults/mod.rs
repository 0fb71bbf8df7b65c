//! The real server and the real Postgres behind a proxy that cuts, delays and drops. No acked message is lost, no
//! message is stored twice, and every side shows the same order.
//!
//! `CONSULTATION_SEED` repeats the choices of a run; `CONSULTATION_FAULTS` sets the number of faults to reach.

mod proxy;
mod run;
mod server;

use std::collections::BTreeSet;

use app::consultation::Participant;
use app::consultation::store::{self, Begin};
use app::platform::Clock;
use domain::consultation::state::Topic;
use domain::consultation::wire::Party;
use uuid::Uuid;

use proxy::Proxy;
use run::Dice;
use server::Server;

use super::client::Client;
use super::{new_id, signed_in};

/// The scene of a test: a served portal, a counsellor, citizens with a conversation each, and the proxy between.
struct Stage {
    server: Server,
    proxy: Proxy,
    talks: Vec<Uuid>,
    citizens: Vec<String>,
    counsellor: String,
}

impl Stage {
    /// Sets the scene: one counsellor holds a conversation with each of `citizens` people.
    async fn set(citizens: usize) -> Stage {
        let server = Server::start().await;
        let proxy = Proxy::start(server.address()).await;
        let pool = server.pool();
        let now = Clock::system().now();
        let (rina, counsellor) = signed_in(&pool, now, "counsellor").await;
        let mut stage = Stage {
            server,
            proxy,
            talks: Vec::new(),
            citizens: Vec::new(),
            counsellor,
        };
        let mut conn = pool.acquire().await.unwrap();
        for _ in 0..citizens {
            let (siti, cookie) = signed_in(&pool, now, "citizen").await;
            let participant = Participant {
                person: Some(siti),
                guest: None,
            };
            let (id, client_id) = (new_id(), new_id());
            let begin = Begin {
                id,
                citizen_name: "Siti",
                topic: Topic::Other,
                client_id,
                body: "Halo",
            };
            store::start(&mut conn, &participant, now, begin)
                .await
                .unwrap();
            store::take(&mut conn, rina, now, id).await.unwrap();
            stage.talks.push(id);
            stage.citizens.push(cookie);
        }
        stage
    }

    fn citizen(&self, at: usize) -> Client {
        Client::start(
            self.proxy.address(),
            &self.citizens[at],
            &[(self.talks[at], Party::Citizen)],
        )
    }

    fn counsellor(&self) -> Client {
        let talks: Vec<_> = self
            .talks
            .iter()
            .map(|talk| (*talk, Party::Counsellor))
            .collect();
        Client::start(self.proxy.address(), &self.counsellor, &talks)
    }

    /// The messages of a conversation as the database holds them, in order: seq, side and client id.
    async fn log(&self, talk: Uuid) -> Vec<(i64, String, Uuid)> {
        sqlx::query_as(
            "SELECT seq, party, client_id FROM conversation_message WHERE conversation_id = $1 ORDER BY seq",
        )
        .bind(talk)
        .fetch_all(&self.server.pool())
        .await
        .unwrap()
    }
}

/// The messages of a conversation as a client shows them, in the shape of [`Stage::log`].
fn shown(client: &Client, talk: Uuid) -> Vec<(i64, String, Uuid)> {
    client.read(|core| {
        let messages = core.talks()[&talk].messages().iter();
        messages
            .map(|m| (m.seq, m.party.as_str().to_owned(), m.client_id))
            .collect()
    })
}

/// Checks that every client shows what the database holds, that each written message is stored once, and that each
/// acked message is stored.
async fn agree(stage: &Stage, clients: &[(&Client, Vec<Uuid>)]) {
    for (client, talks) in clients {
        for talk in talks {
            let log = stage.log(*talk).await;
            client
                .until("it shows everything", |core| {
                    core.talks()[talk].last() == log.len() as i64
                })
                .await;
            assert_eq!(shown(client, *talk), log);
        }
    }
    let mut all = Vec::new();
    for talk in &stage.talks {
        all.extend(
            stage
                .log(*talk)
                .await
                .into_iter()
                .map(|(_, _, client_id)| client_id),
        );
    }
    let once: BTreeSet<_> = all.iter().copied().collect();
    assert_eq!(once.len(), all.len(), "a message stands twice");
    for (client, _) in clients {
        for client_id in client.acked() {
            assert!(
                once.contains(&client_id),
                "an acked message is lost: {client_id}"
            );
        }
        let written = client.written();
        assert!(written.is_subset(&once), "a message never arrived");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acked_is_lost_and_all_sides_agree_after_fifty_kills() {
    let dice = Dice::from_environment();
    let mut stage = Stage::set(2).await;
    let clients = [
        stage.citizen(0),
        stage.citizen(0),
        stage.citizen(1),
        stage.counsellor(),
    ];
    let report = run::torment(&mut stage, &clients, dice).await;
    let talks = stage.talks.clone();
    let [tab, other_tab, second, counsellor] = &clients;
    agree(
        &stage,
        &[
            (tab, vec![talks[0]]),
            (other_tab, vec![talks[0]]),
            (second, vec![talks[1]]),
            (counsellor, talks.clone()),
        ],
    )
    .await;
    report.print(&clients);
    assert!(
        report.landed >= run::LEAST,
        "only {} faults landed while messages were in flight",
        report.landed
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_stops_reading_is_closed_with_4408_and_goes_on_later() {
    let stage = Stage::set(1).await;
    let (talk, counsellor) = (stage.talks[0], stage.counsellor());
    let citizen = stage.citizen(0);
    citizen.until_up().await;
    counsellor.until_up().await;
    citizen.stop_reading().await;
    // Writes more than the buffers of the connection hold.
    let long = "\u{1F30F}".repeat(domain::consultation::body::BODY_MAX);
    let wrote = 250;
    for _ in 0..wrote {
        counsellor.write(talk, &long).await;
    }
    counsellor.until_sent().await;
    stage.server.until_logged("a reader does not keep up").await;
    citizen.go_on_reading();
    assert_eq!(citizen.until_closed().await, Some(4408));
    citizen
        .until("it has everything", |core| {
            core.talks()[&talk].last() == wrote + 2
        })
        .await;
    agree(&stage, &[(&citizen, vec![talk]), (&counsellor, vec![talk])]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_says_goodbye_and_loses_nothing() {
    let mut stage = Stage::set(1).await;
    let (talk, citizen, counsellor) = (stage.talks[0], stage.citizen(0), stage.counsellor());
    citizen.until_up().await;
    counsellor.until_up().await;
    citizen.write(talk, "sebelum").await;
    stage.server.terminate().await;
    citizen.write(talk, "di antara").await;
    assert_eq!(citizen.until_closed().await, Some(1012));
    stage.server.restart().await;
    citizen.until_sent().await;
    agree(&stage, &[(&citizen, vec![talk]), (&counsellor, vec![talk])]).await;
}
