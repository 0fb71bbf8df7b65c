//! One device, used by guests and by people who sign in on it.

use app::consultation::{EndTalk, Say};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use super::{count, id_of, new_id, start_as_guest};
use crate::support::Portal;

#[tokio::test]
async fn a_question_of_a_signed_in_person_does_not_go_into_a_guest_s_talk() {
    let portal = Portal::start().await;
    let mut phone = portal.browser();
    let guests = start_as_guest(&mut phone, "Dari tamu").await;
    // The same name, on the same phone.
    let (_, member) = portal.signed_in(Role::Citizen, "Siti").await;
    phone.set_cookie("__Host-session", member.cookie("__Host-session").unwrap());
    let own = start_as_guest(&mut phone, "Dari pemilik akun").await;
    assert_ne!(own, guests);
    assert_eq!(start_as_guest(&mut phone, "Lagi").await, own);
    assert!(
        !phone
            .get(&guests)
            .await
            .page()
            .contains("Dari pemilik akun")
    );
}

#[tokio::test]
async fn what_is_written_into_a_guest_s_talk_names_no_account() {
    let portal = Portal::start().await;
    let mut phone = portal.browser();
    let talk = start_as_guest(&mut phone, "Dari tamu").await;
    let id = id_of(&talk).to_string();
    let (person, member) = portal.signed_in(Role::Citizen, "Aminah Khusus").await;
    phone.set_cookie("__Host-session", member.cookie("__Host-session").unwrap());
    let say = [
        ("conversation", id.clone()),
        ("client_id", new_id().to_string()),
        ("seen", "1".to_owned()),
        ("body", "Tambahan".to_owned()),
    ];
    let say = say.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(phone.call(Say::url(), &say).await.status, 200);
    let end = phone.call(EndTalk::url(), &[("conversation", &id)]).await;
    assert_eq!(end.status, 200);
    assert!(
        !phone
            .get(&talk)
            .await
            .page()
            .contains("Aminah Khusus mengakhiri")
    );

    // Whoever they were: their data is given out and erased without these words, so nothing there may be theirs.
    for sql in [
        "SELECT count(*) FROM conversation_message WHERE author_id IS NOT NULL",
        "SELECT count(*) FROM conversation_event WHERE actor_id IS NOT NULL",
        "SELECT count(*) FROM conversation_message WHERE author_name <> 'Siti'",
    ] {
        assert_eq!(count(&portal, sql).await, 0, "{sql}");
    }
    let mut conn = portal.pool().acquire().await.unwrap();
    let data = app::accounts::personal_data::export(&mut conn, person)
        .await
        .unwrap();
    assert_eq!(data["consultation"], serde_json::json!([]));
}
