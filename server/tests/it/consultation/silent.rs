//! A conversation returns to the queue when its counsellor does not write in it.

use app::consultation::{Say, TakeNext};
use domain::accounts::Role;
use domain::consultation::state::Status;
use domain::consultation::wire::Party;
use leptos::server_fn::ServerFn;
use server::workers;
use time::Duration;

use super::client::Client;
use super::{always_open, count, id_of, new_id, serve, start_as_guest};
use crate::support::Portal;
use crate::support::process::wait_until;

const WAITING_FOR_A_LOCK: &str = "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'";
const RETURNED: &str = "SELECT count(*) FROM conversation_message WHERE kind = 'returned'";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_talk_goes_back_to_its_old_place_once_and_every_screen_says_so() {
    let portal = Portal::start().await;
    always_open(&portal).await;
    let address = serve(portal.router.clone()).await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (mut first, mut second) = (portal.browser(), portal.browser());
    let talk = start_as_guest(&mut first, "Pertama").await;
    let id = id_of(&talk);
    portal.clock().advance(Duration::hours(2));
    start_as_guest(&mut second, "Kedua").await;
    desk.call(TakeNext::url(), &[]).await;
    let asker = Client::start(address.clone(), &first.cookies(), &[(id, Party::Citizen)]);
    let counsellor = Client::start(address, &desk.cookies(), &[(id, Party::Counsellor)]);
    asker.until_up().await;
    counsellor.until_up().await;

    // The two hours in the queue do not count as the counsellor's silence.
    portal.clock().advance(Duration::minutes(29));
    workers::once(&portal.platform).await;
    assert_eq!(count(&portal, RETURNED).await, 0);
    portal.clock().advance(Duration::minutes(1));
    // Two processes find the conversation at the same time: both have read that a counsellor holds it before either
    // returns it.
    let mut held = portal.pool().begin().await.unwrap();
    sqlx::query("SELECT id FROM conversation WHERE id = $1 FOR UPDATE")
        .bind(id)
        .execute(&mut *held)
        .await
        .unwrap();
    let let_go = async {
        wait_until("both workers wait", async || {
            count(&portal, WAITING_FOR_A_LOCK).await == 2
        })
        .await;
        held.rollback().await.unwrap();
    };
    tokio::join!(
        workers::once(&portal.platform),
        workers::once(&portal.platform),
        let_go
    );
    assert_eq!(count(&portal, RETURNED).await, 1);
    asker
        .until("it waits at its old place", |core| {
            let talk = &core.talks()[&id];
            talk.status == Status::Waiting && talk.place == Some(1)
        })
        .await;
    counsellor
        .until("it is gone from the desk", |core| core.talks()[&id].is_gone)
        .await;
    let page = first.get(&talk).await.page();
    assert!(page.contains("Belum ada jawaban"), "{page}");
    assert!(page.contains("Anda nomor 1 di antrean."), "{page}");
}

#[tokio::test]
async fn who_takes_it_again_has_the_whole_time_and_who_answered_keeps_it() {
    let portal = Portal::start().await;
    always_open(&portal).await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let talk = start_as_guest(&mut portal.browser(), "Halo").await;
    desk.call(TakeNext::url(), &[]).await;
    portal.clock().advance(Duration::minutes(31));
    workers::once(&portal.platform).await;
    assert_eq!(count(&portal, RETURNED).await, 1);
    desk.call(TakeNext::url(), &[]).await;
    workers::once(&portal.platform).await;
    assert_eq!(count(&portal, RETURNED).await, 1, "taken anew a moment ago");
    let say = [
        ("conversation", &talk["/konsultasi/".len()..]),
        ("client_id", &new_id().to_string()),
        ("seen", "1"),
        ("body", "Apa yang bisa saya bantu?"),
    ];
    assert_eq!(desk.call(Say::url(), &say).await.status, 200);
    portal.clock().advance(Duration::hours(3));
    workers::once(&portal.platform).await;
    assert_eq!(count(&portal, RETURNED).await, 1, "it was answered");
}

#[tokio::test]
async fn a_closed_office_is_not_silent() {
    let portal = Portal::start().await;
    sqlx::raw_sql("DELETE FROM counsellor_shift")
        .execute(portal.pool())
        .await
        .unwrap();
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    start_as_guest(&mut portal.browser(), "Halo").await;
    desk.call(TakeNext::url(), &[]).await;
    portal.clock().advance(Duration::days(2));
    workers::once(&portal.platform).await;
    assert_eq!(count(&portal, RETURNED).await, 0);
}
