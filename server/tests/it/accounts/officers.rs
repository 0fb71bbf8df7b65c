//! Only commands appoint officers and end their office.

use app::accounts::officers::{OfficerError, add_officer, remove_officer};
use app::consultation::TakeNext;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use super::{PASSWORD, sign_in};
use crate::consultation::{count, start_as_guest};
use crate::support::Portal;

#[tokio::test]
async fn officers_are_made_by_the_command_only_in_an_officer_s_role() {
    let portal = Portal::start().await;
    let p = &portal.platform;
    for role in [Role::Citizen, Role::Employer] {
        assert!(matches!(
            add_officer(p, role, "Dewi", "dewi@contoh.id", PASSWORD).await,
            Err(OfficerError::NotAnOfficer(_))
        ));
    }
    assert!(matches!(
        add_officer(p, Role::Admin, "Dewi", "dewi@contoh.id", "pendek").await,
        Err(OfficerError::Password(_))
    ));
    add_officer(p, Role::Counsellor, "Dewi", "dewi@contoh.id", PASSWORD)
        .await
        .unwrap();
    assert!(matches!(
        add_officer(p, Role::Admin, "Lain", "DEWI@contoh.id", PASSWORD).await,
        Err(OfficerError::Taken)
    ));
    let mut browser = portal.browser();
    let answer = sign_in(&mut browser, "dewi@contoh.id", PASSWORD).await;
    assert_eq!(answer.location(), "/petugas");
    assert_eq!(browser.get("/petugas").await.status, 200);
}

#[tokio::test]
async fn whose_office_ends_is_signed_out_and_is_a_citizen() {
    let portal = Portal::start().await;
    let p = &portal.platform;
    add_officer(p, Role::Counsellor, "Dewi", "dewi@contoh.id", PASSWORD)
        .await
        .unwrap();
    let (mut desk, mut guest) = (portal.browser(), portal.browser());
    sign_in(&mut desk, "dewi@contoh.id", PASSWORD).await;
    start_as_guest(&mut guest, "Halo").await;
    desk.call(TakeNext::url(), &[]).await;
    let held = "SELECT count(*) FROM conversation WHERE status = 'active'";
    assert_eq!(count(&portal, held).await, 1);

    assert!(matches!(
        remove_officer(p, "lain@contoh.id").await,
        Err(OfficerError::Unknown)
    ));
    remove_officer(p, "DEWI@contoh.id").await.unwrap();
    assert_eq!(desk.get("/petugas").await.status, 401);
    assert_eq!(count(&portal, held).await, 0, "the talk waits again");
    let answer = sign_in(&mut desk, "dewi@contoh.id", PASSWORD).await;
    assert_eq!(answer.location(), "/akun");
    assert_eq!(desk.get("/petugas").await.status, 403);
    assert!(matches!(
        remove_officer(p, "dewi@contoh.id").await,
        Err(OfficerError::Unknown)
    ));
}
