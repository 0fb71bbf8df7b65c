//! Guests' conversations are deleted after a time.

use app::consultation::store::{self, Taken};
use app::consultation::{EndTalk, Say};
use domain::accounts::Role;
use domain::consultation::wire::Party;
use leptos::server_fn::ServerFn;
use server::workers;
use time::Duration;
use uuid::Uuid;

use super::client::Client;
use super::{count, id_of, new_id, serve, signed_in_again, start_as_guest};
use crate::support::{Browser, Portal};

const TALKS: &str = "SELECT count(*) FROM conversation";

/// A conversation that began in this browser and has ended.
async fn ended(browser: &mut Browser) -> Uuid {
    let talk = start_as_guest(browser, "Rahasia saya").await;
    let id = id_of(&talk);
    let fields = [("conversation", id.to_string())];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    browser.submit(&talk, EndTalk::url(), &fields).await;
    id
}

#[tokio::test]
async fn a_guest_s_talk_goes_sixty_days_after_its_last_word_and_a_member_s_stays() {
    let portal = Portal::start().await;
    ended(&mut portal.browser()).await;
    let (person, mut member) = portal.signed_in(Role::Citizen, "Siti").await;
    ended(&mut member).await;
    let page = portal.browser().get("/privasi").await.page();
    assert!(
        page.contains("dihapus 60 hari sejak pesan terakhir"),
        "{page}"
    );

    portal
        .clock()
        .advance(Duration::days(60) - Duration::MINUTE);
    workers::once(&portal.platform).await;
    assert_eq!(count(&portal, TALKS).await, 2);
    portal.clock().advance(Duration::MINUTE * 2);
    workers::once(&portal.platform).await;
    let left: Vec<Option<Uuid>> = sqlx::query_scalar("SELECT person_id FROM conversation")
        .fetch_all(portal.pool())
        .await
        .unwrap();
    assert_eq!(left, [Some(person)]);
    let words = "SELECT count(DISTINCT conversation_id) FROM conversation_message";
    assert_eq!(count(&portal, words).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_waits_is_kept_until_it_is_answered() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    let id = id_of(&talk);
    let officer = portal.person(Role::Counsellor, "Bu Rina").await;
    for _ in 0..2 {
        portal.clock().advance(Duration::days(61));
        workers::once(&portal.platform).await;
        assert_eq!(count(&portal, TALKS).await, 1);
    }
    let mut conn = portal.pool().acquire().await.unwrap();
    let now = portal.clock().now();
    let taken = store::take(&mut conn, officer, now, id).await.unwrap();
    assert_eq!(taken, Taken::Taken(id));
    drop(conn);
    let mut desk = signed_in_again(&portal, officer).await;
    let say = [
        ("conversation", id.to_string()),
        ("client_id", new_id().to_string()),
        ("seen", "1".to_owned()),
        ("body", "Maaf, baru sekarang.".to_owned()),
    ];
    let say = say.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(desk.call(Say::url(), &say).await.status, 200);
    assert!(
        guest
            .get(&talk)
            .await
            .page()
            .contains("Maaf, baru sekarang.")
    );

    // After 61 days without a message, the answered conversation is deleted and disappears from the desk too.
    portal.clock().advance(Duration::days(61));
    let desk = signed_in_again(&portal, officer).await;
    let desk = Client::start(address, &desk.cookies(), &[(id, Party::Counsellor)]);
    desk.until_up().await;
    workers::once(&portal.platform).await;
    assert_eq!(count(&portal, TALKS).await, 0);
    desk.until("it is gone from the desk", |core| core.talks()[&id].is_gone)
        .await;
}
