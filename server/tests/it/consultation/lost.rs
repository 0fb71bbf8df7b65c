//! Hints that get lost, because a connection is dead without being closed, or because the carrier is away.

use app::consultation::TakeNext;
use domain::accounts::Role;
use domain::consultation::client::{Core, Talk};
use domain::consultation::wire::Party;
use leptos::server_fn::ServerFn;

use super::client::Client;
use super::{id_of, serve, start_as_guest};
use crate::support::Portal;
use crate::support::process::kept_port;

/// A counsellor with an open desk is told of a waiting citizen, takes the conversation, and receives its messages.
async fn goes_on(portal: &Portal) {
    let address = serve(portal.router.clone()).await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let counsellor = Client::start(address.clone(), &desk.cookies(), &[]);
    counsellor.until_up().await;
    let mut guest = portal.browser();
    let id = id_of(&start_as_guest(&mut guest, "Halo").await);
    let one_waits = |core: &Core| core.waiting() == Some(1);
    counsellor.until("one waits", one_waits).await;
    assert_eq!(desk.call(TakeNext::url(), &[]).await.status, 200);
    let talk = |core: &Core| core.talks().get(&id).map(Talk::last);
    counsellor
        .until("the talk is on the desk", |core| talk(core).is_some())
        .await;
    let asker = Client::start(address, &guest.cookies(), &[(id, Party::Citizen)]);
    asker.until_up().await;
    asker.write(id, "Apakah ada lowongan?").await;
    asker.until_sent().await;
    let last = asker.read(|core| talk(core));
    counsellor
        .until("the question is on the desk", |core| talk(core) == last)
        .await;
}

/// Drops every hint of this portal before it is stored.
async fn lose_hints(portal: &Portal) {
    sqlx::raw_sql(
        "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
         CREATE TRIGGER lose BEFORE INSERT ON conversation_outbox FOR EACH ROW EXECUTE FUNCTION lose()",
    )
    .execute(portal.pool())
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_hears_nothing_looks_for_itself() {
    let portal = Portal::start().await;
    lose_hints(&portal).await;
    goes_on(&portal).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_finds_what_a_process_has_stored_whose_clock_is_a_minute_behind() {
    let portal = Portal::start().await;
    lose_hints(&portal).await;
    sqlx::raw_sql(
        "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.last_at := NEW.last_at - interval ''1 minute''; RETURN NEW; END';
         CREATE TRIGGER late BEFORE INSERT OR UPDATE ON conversation FOR EACH ROW EXECUTE FUNCTION late()",
    )
    .execute(portal.pool())
    .await
    .unwrap();
    goes_on(&portal).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_is_served_while_the_carrier_is_away() {
    let nobody = format!("nats://127.0.0.1:{}", kept_port());
    goes_on(&Portal::by_nats(&nobody).await).await;
}
