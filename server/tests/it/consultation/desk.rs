//! The counsellor's desk.

use app::consultation::{CloseTalk, EndTalk, GiveBack, HandOver, Say, TakeNext, TakeTalk};
use domain::accounts::Role;
use domain::consultation::queue::LOAD_CAP;
use leptos::server_fn::ServerFn;

use super::{count, start_as_guest};
use crate::support::Portal;

const DESK: &str = "/petugas/konsultasi";

#[tokio::test]
async fn takes_the_longest_waiting_answers_and_closes() {
    let portal = Portal::start().await;
    let (rina, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (mut first, mut second) = (portal.browser(), portal.browser());
    let talk = start_as_guest(&mut first, "Pertama").await;
    portal.clock().advance(time::Duration::MINUTE);
    start_as_guest(&mut second, "Kedua").await;
    let id = talk["/konsultasi/".len()..].to_owned();
    let page = desk.get(DESK).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("Pertama"), "the queue shows no words");
    let answer = desk
        .submit(DESK, TakeNext::url(), &[("_form", "ambil-berikutnya")])
        .await;
    assert_eq!(answer.location(), format!("{DESK}#talk-{id}"));
    let page = desk.get(DESK).await;
    assert!(page.page().contains("Pertama") && !page.page().contains("Kedua"));
    let audited: (uuid::Uuid, String) =
        sqlx::query_as("SELECT actor, object FROM audit WHERE action = 'consultation.read'")
            .fetch_one(portal.pool())
            .await
            .unwrap();
    assert_eq!(audited, (rina, format!("conversation:{id}")));
    let say = [
        ("conversation", id.as_str()),
        ("client_id", &id),
        ("seen", "2"),
        ("body", "Apa yang bisa saya bantu?"),
    ];
    assert_eq!(
        desk.submit(DESK, Say::url(), &say).await.location(),
        format!("{DESK}#talk-{id}")
    );
    let page = first.get(&talk).await.page();
    assert!(
        page.contains("Anda dilayani oleh Bu Rina.") && page.contains("Apa yang bisa saya bantu?")
    );
    assert!(page.contains("Dibaca"), "{page}");
    let close = [("conversation", id.as_str()), ("outcome", "to_training")];
    desk.submit(DESK, CloseTalk::url(), &close).await;
    assert!(
        first
            .get(&talk)
            .await
            .page()
            .contains("Hasil: Diarahkan ke pelatihan.")
    );
    let read = desk.get(&format!("{DESK}/{id}")).await;
    assert!(read.status == 200 && read.page().contains("Apa yang bisa saya bantu?"));
}

#[tokio::test]
async fn the_desk_is_for_counsellors_only() {
    let portal = Portal::start().await;
    let mut nobody = portal.browser();
    assert_eq!(nobody.get(DESK).await.status, 401);
    assert_eq!(nobody.call(TakeNext::url(), &[]).await.status, 401);
    for role in [Role::Citizen, Role::Employer, Role::Trainer, Role::Admin] {
        let (_, mut other) = portal.signed_in(role, "Budi").await;
        assert_eq!(other.get(DESK).await.status, 403, "{role:?}");
        assert_eq!(
            other.call(TakeNext::url(), &[]).await.status,
            403,
            "{role:?}"
        );
    }
}

#[tokio::test]
async fn two_taps_and_two_counsellors_never_take_one_twice_or_too_many() {
    let portal = Portal::start().await;
    for _ in 0..8 {
        start_as_guest(&mut portal.browser(), "Halo").await;
    }
    let mut taps = tokio::task::JoinSet::new();
    for name in ["Bu Rina", "Pak Joko"] {
        let (_, desk) = portal.signed_in(Role::Counsellor, name).await;
        for _ in 0..8 {
            let mut desk = desk.clone();
            taps.spawn(async move { desk.call(TakeNext::url(), &[]).await.status.as_u16() });
        }
    }
    let answers = taps.join_all().await;
    assert!(
        answers.iter().all(|status| matches!(status, 200 | 409)),
        "{answers:?}"
    );
    let most: i64 = count(
        &portal,
        "SELECT max(n) FROM (SELECT count(*) AS n FROM conversation WHERE status = 'active' GROUP BY counsellor_id) AS held",
    )
    .await;
    assert!(most <= domain::consultation::queue::LOAD_CAP);
    let taken = count(
        &portal,
        "SELECT count(*) FROM conversation_message WHERE kind = 'taken'",
    )
    .await;
    assert_eq!(
        taken,
        count(
            &portal,
            "SELECT count(*) FROM conversation WHERE status = 'active'"
        )
        .await
    );
    assert_eq!(taken, 8);
}

#[tokio::test]
async fn handing_over_and_giving_back_take_the_access_along() {
    let portal = Portal::start().await;
    let (_, mut rina) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (joko_id, mut joko) = portal.signed_in(Role::Counsellor, "Pak Joko").await;
    let (citizen_id, _) = portal.signed_in(Role::Citizen, "Budi").await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    let id = talk["/konsultasi/".len()..].to_owned();
    assert_eq!(
        rina.call(TakeTalk::url(), &[("conversation", &id)])
            .await
            .status,
        200
    );
    assert_eq!(
        joko.call(TakeTalk::url(), &[("conversation", &id)])
            .await
            .status,
        409
    );
    let to_citizen = [
        ("conversation", id.as_str()),
        ("to", &citizen_id.to_string()),
    ];
    assert_eq!(rina.call(HandOver::url(), &to_citizen).await.status, 404);
    let to_joko = [("conversation", id.as_str()), ("to", &joko_id.to_string())];
    assert_eq!(
        joko.call(HandOver::url(), &to_joko).await.status,
        404,
        "not his to give"
    );
    for _ in 0..LOAD_CAP {
        start_as_guest(&mut portal.browser(), "Halo").await;
        assert_eq!(joko.call(TakeNext::url(), &[]).await.status, 200);
    }
    let full = rina.call(HandOver::url(), &to_joko).await;
    assert!(full.status == 409 && full.body.contains("talk_their_hands_full"));
    let last = "SELECT id FROM conversation WHERE counsellor_id = $1 LIMIT 1";
    let one: uuid::Uuid = sqlx::query_scalar(last)
        .bind(joko_id)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    let one = one.to_string();
    let one = [("conversation", &*one)];
    assert_eq!(joko.call(GiveBack::url(), &one).await.status, 200);
    assert_eq!(rina.call(HandOver::url(), &to_joko).await.status, 200);
    assert_eq!(rina.get(&format!("{DESK}/{id}")).await.status, 404);
    assert_eq!(joko.get(&format!("{DESK}/{id}")).await.status, 200);
    assert!(
        guest
            .get(&talk)
            .await
            .page()
            .contains("Bu Rina menyerahkan konsultasi ini kepada Pak Joko.")
    );
    assert_eq!(
        joko.call(GiveBack::url(), &[("conversation", &id)])
            .await
            .status,
        200
    );
    assert_eq!(joko.get(&format!("{DESK}/{id}")).await.status, 404);
    assert!(
        guest
            .get(&talk)
            .await
            .page()
            .contains("Anda nomor 1 di antrean.")
    );
}

#[tokio::test]
async fn a_wrong_outcome_is_refused() {
    let portal = Portal::start().await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let talk = start_as_guest(&mut portal.browser(), "Halo").await;
    let id = &talk["/konsultasi/".len()..];
    desk.call(TakeNext::url(), &[]).await;
    for (outcome, status) in [("ended_by_citizen", 409), ("nonsense", 422)] {
        let answer = desk
            .call(
                CloseTalk::url(),
                &[("conversation", id), ("outcome", outcome)],
            )
            .await;
        assert_eq!(answer.status.as_u16(), status);
    }
}

#[tokio::test]
async fn words_for_a_talk_that_has_just_ended_come_back_to_the_desk() {
    let portal = Portal::start().await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    let id = &talk["/konsultasi/".len()..];
    desk.submit(DESK, TakeNext::url(), &[]).await;
    guest
        .submit(&talk, EndTalk::url(), &[("conversation", id)])
        .await;
    let form = format!("balas-{id}");
    let say = [
        ("_form", form.as_str()),
        ("conversation", id),
        ("client_id", id),
        ("seen", "1"),
        ("body", "Bawa kontraknya ke loket."),
    ];
    let page = desk.submit_and_follow(DESK, Say::url(), &say).await.page();
    assert!(page.contains("Tulisan di bawah belum terkirim"), "{page}");
    assert!(page.contains("Bawa kontraknya ke loket."));
}
