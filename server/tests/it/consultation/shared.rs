//! One device, used by guests and by people who sign in on it.

use domain::accounts::Role;

use super::start_as_guest;
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
