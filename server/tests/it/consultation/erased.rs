//! Accounts that are erased while other people have a page open.

use app::accounts::personal_data::erase;
use app::consultation::{HandOver, Say, TakeNext, TakeTalk};
use domain::accounts::Role;
use domain::consultation::client::Core;
use domain::consultation::wire::Party;
use leptos::server_fn::ServerFn;
use server::workers;
use time::Duration;
use uuid::Uuid;

use super::client::Client;
use super::{always_open, count, id_of, new_id, serve, signed_in_again, start_as_guest};
use crate::support::Portal;

async fn erased(portal: &Portal, person: Uuid) {
    let mut tx = portal.pool().begin().await.unwrap();
    erase(&portal.platform, &mut tx, person).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_behind_an_erased_account_moves_up_and_the_desk_is_told() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (held_by, mut member) = portal.signed_in(Role::Citizen, "Budi").await;
    let held = id_of(&start_as_guest(&mut member, "Pertama").await);
    desk.call(TakeNext::url(), &[]).await;
    let (waits, mut member) = portal.signed_in(Role::Citizen, "Tuti").await;
    start_as_guest(&mut member, "Kedua").await;
    portal.clock().advance(Duration::MINUTE);
    let mut guest = portal.browser();
    let behind = id_of(&start_as_guest(&mut guest, "Ketiga").await);

    let counsellor = Client::start(
        address.clone(),
        &desk.cookies(),
        &[(held, Party::Counsellor)],
    );
    let guest = Client::start(address, &guest.cookies(), &[(behind, Party::Citizen)]);
    let place = |n| move |core: &Core| core.talks()[&behind].place == Some(n);
    guest.until("it is second", place(2)).await;
    counsellor
        .until("two wait", |core| core.waiting() == Some(2))
        .await;

    erased(&portal, waits).await;
    guest.until("it is first", place(1)).await;
    counsellor
        .until("one waits", |core| core.waiting() == Some(1))
        .await;
    erased(&portal, held_by).await;
    counsellor
        .until("the talk is gone from the desk", |core| {
            core.talks()[&held].is_gone
        })
        .await;
}

#[tokio::test]
async fn an_erased_counsellor_s_name_is_in_no_talk_and_the_words_stay() {
    let portal = Portal::start().await;
    always_open(&portal).await;
    let (rina, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (joko, mut other) = portal.signed_in(Role::Counsellor, "Pak Joko").await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    let id = id_of(&talk).to_string();
    // The conversation is taken, answered, handed over and back, and then not answered until it returns to the queue.
    desk.call(TakeTalk::url(), &[("conversation", &id)]).await;
    for (words, from, to, into) in [
        ("Bawa kontraknya.", &mut desk, joko, "Pak Joko"),
        ("Saya teruskan.", &mut other, rina, "Bu Rina"),
    ] {
        let client_id = new_id().to_string();
        let say = [
            ("conversation", &*id),
            ("client_id", &client_id),
            ("seen", "1"),
            ("body", words),
        ];
        assert_eq!(from.call(Say::url(), &say).await.status, 200);
        let to = [("conversation", &*id), ("to", &to.to_string())];
        assert_eq!(from.call(HandOver::url(), &to).await.status, 200, "{into}");
    }
    let client_id = new_id().to_string();
    let say = [
        ("conversation", &*id),
        ("client_id", &client_id),
        ("seen", "1"),
        ("body", "Baik, lalu?"),
    ];
    assert_eq!(guest.call(Say::url(), &say).await.status, 200);
    portal.clock().advance(Duration::minutes(31));
    workers::once(&portal.platform).await;
    assert_eq!(
        count(
            &portal,
            "SELECT count(*) FROM conversation_message WHERE kind = 'returned'"
        )
        .await,
        1
    );
    let named = "SELECT count(*) FROM conversation_message WHERE author_name = 'Bu Rina' OR body = 'Bu Rina'";
    assert_eq!(count(&portal, named).await, 5);

    erased(&portal, rina).await;
    assert_eq!(count(&portal, named).await, 0);
    let page = guest.get(&talk).await.page();
    for words in [
        "Bawa kontraknya.",
        "Pengantar kerja menyerahkan konsultasi ini kepada Pak Joko.",
        "Pak Joko menyerahkan konsultasi ini kepada Pengantar kerja.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Bu Rina"), "{page}");
    // A colleague's name stays.
    let mut joko = signed_in_again(&portal, joko).await;
    assert_eq!(joko.call(TakeNext::url(), &[]).await.status, 200);
    assert!(
        joko.get("/petugas/konsultasi")
            .await
            .page()
            .contains("Saya teruskan.")
    );
    let kept = "SELECT count(*) FROM conversation_message WHERE author_name = 'Pak Joko'";
    assert_eq!(count(&portal, kept).await, 3);
}
