//! Presence: each side sees whether the other is connected.

use app::consultation::TakeNext;
use app::consultation::store;
use app::platform::Fanout;
use domain::accounts::Role;
use domain::consultation::wire::Party;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::client::Client;
use super::{count, id_of, new_id, serve, start_as_guest};
use crate::support::process::wait_until;
use crate::support::{Browser, Portal};

/// A guest and a counsellor in one conversation.
struct Scene {
    portal: Portal,
    guest: Browser,
    desk: Browser,
    talk: String,
    id: Uuid,
}

impl Scene {
    async fn set() -> Scene {
        let portal = Portal::start().await;
        let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
        let mut guest = portal.browser();
        let talk = start_as_guest(&mut guest, "Halo").await;
        desk.call(TakeNext::url(), &[]).await;
        let id = id_of(&talk);
        Scene {
            portal,
            guest,
            desk,
            talk,
            id,
        }
    }

    fn asker(&self, address: &str) -> Client {
        let talks = [(self.id, Party::Citizen)];
        Client::start(address.to_owned(), &self.guest.cookies(), &talks)
    }

    fn counsellor(&self, address: &str) -> Client {
        let talks = [(self.id, Party::Counsellor)];
        Client::start(address.to_owned(), &self.desk.cookies(), &talks)
    }

    async fn page(&mut self) -> String {
        self.guest.get(&self.talk).await.page()
    }
}

async fn until_sees(client: &Client, talk: Uuid, is_here: bool) {
    let what = format!("it sees that the other side is here: {is_here}");
    client
        .until(&what, |core| core.talks()[&talk].peer_here == Some(is_here))
        .await;
}

const COUNSELLORS: &str = "SELECT count(*) FROM presence_talk WHERE party = 'counsellor'";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_side_sees_the_other_come_and_go_on_whatever_process() {
    let mut scene = Scene::set().await;
    let (other, stop) = scene.portal.second_process();
    let (one, other) = (serve(scene.portal.router.clone()).await, serve(other).await);
    let asker = scene.asker(&one);
    asker.until_up().await;
    assert!(
        scene
            .page()
            .await
            .contains("Bu Rina sedang tidak tersambung.")
    );
    let counsellor = scene.counsellor(&other);
    until_sees(&counsellor, scene.id, true).await;
    until_sees(&asker, scene.id, true).await;
    assert!(scene.page().await.contains("Bu Rina sedang tersambung."));

    // A second tab that opens and closes changes nothing for the other side.
    let tab = scene.counsellor(&one);
    tab.until_up().await;
    assert_eq!(count(&scene.portal, COUNSELLORS).await, 2);
    drop(tab);
    wait_until("the tab is gone", async || {
        count(&scene.portal, COUNSELLORS).await == 1
    })
    .await;
    asker.read(|core| assert_eq!(core.talks()[&scene.id].peer_here, Some(true)));
    drop(counsellor);
    until_sees(&asker, scene.id, false).await;

    // A process that stops removes the presence of its sockets.
    let counsellor = scene.counsellor(&other);
    until_sees(&asker, scene.id, true).await;
    drop(stop);
    until_sees(&asker, scene.id, false).await;
    drop(counsellor);
}

#[tokio::test]
async fn a_process_that_was_killed_counts_no_more_and_is_swept() {
    let mut scene = Scene::set().await;
    let dead = new_id();
    sqlx::query("INSERT INTO presence_process (id, seen_at) VALUES ($1, now())")
        .bind(dead)
        .execute(scene.portal.pool())
        .await
        .unwrap();
    let mut conn = scene.portal.pool().acquire().await.unwrap();
    let place = store::Place {
        process: dead,
        seat: 0,
    };
    let talks = [(scene.id, Party::Counsellor)];
    store::enter(&mut conn, &Fanout::Postgres, place, &talks)
        .await
        .unwrap();
    assert!(scene.page().await.contains("Bu Rina sedang tersambung."));
    sqlx::query(
        "UPDATE presence_process SET seen_at = now() - interval '31 seconds' WHERE id = $1",
    )
    .bind(dead)
    .execute(&mut *conn)
    .await
    .unwrap();
    assert!(scene.page().await.contains("tidak tersambung."));
    assert_eq!(count(&scene.portal, COUNSELLORS).await, 1);
    let alive = new_id();
    assert!(
        store::say_alive(&mut conn, &Fanout::Postgres, alive)
            .await
            .unwrap()
    );
    assert!(
        !store::say_alive(&mut conn, &Fanout::Postgres, alive)
            .await
            .unwrap()
    );
    assert_eq!(count(&scene.portal, COUNSELLORS).await, 0);
}
