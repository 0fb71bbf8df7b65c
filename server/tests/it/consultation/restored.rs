//! A restore puts back older conversations, so that newer ones on an open page are void. A guest cannot sign in again
//! and keeps access to their own by the cookie.

use app::consultation::Participant;
use app::consultation::store::{self, Begin};
use app::platform::Cookie;
use app::platform::{Clock, Ids, connect, new_token};
use domain::consultation::client::Link;
use domain::consultation::state::Topic;
use domain::consultation::wire::Party;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::client::Client;
use super::new_id;
use crate::support::process::{Serving, database, succeed};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_from_before_a_restore_is_told_to_load_anew_and_a_new_one_has_everything() {
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let backup = safe.path().join("backup");
    let backup = backup.to_str().unwrap();
    let serving = Serving::start(data.path()).await;
    let pool = connect(database(data.path()), 2);
    let now = Clock::system().now();
    let (bytes, token) = new_token(Ids);
    let cookie = format!("{}={token}", Cookie::Guest.name());
    let talk = new_id();
    let participant = Participant {
        person: None,
        guest: Some(Sha256::digest(bytes).to_vec()),
    };
    let begin = Begin {
        id: talk,
        citizen_name: "Siti",
        topic: Topic::Other,
        client_id: new_id(),
        body: "Sebelum cadangan",
    };
    let mut conn = pool.acquire().await.unwrap();
    store::start(&mut conn, &participant, now, begin)
        .await
        .unwrap();
    let epoch = store::epoch(&mut conn).await.unwrap();
    drop(conn);
    succeed(data.path(), &["backup", backup]).await;
    let talks = [(talk, Party::Citizen)];
    let page = |serving: &Serving, epoch| {
        Client::of_epoch(epoch, serving.addr.to_string(), &cookie, &talks)
    };
    let before = page(&serving, Some(epoch));
    before.until_up().await;
    before.write(talk, "Sesudah cadangan").await;
    before.until_sent().await;
    assert_eq!(before.received(), 2);
    pool.close().await;
    serving.stop().await;
    succeed(data.path(), &["restore", backup, "--replace"]).await;

    let serving = Serving::start(data.path()).await;
    let old = page(&serving, Some(epoch));
    old.write(talk, "Ditulis di halaman lama").await;
    old.until("it has to be loaded anew", |core| {
        core.link() == Link::Stale
    })
    .await;
    old.read(|core| assert_eq!(core.talks()[&talk].outbox().len(), 1));
    let new = page(&serving, None);
    new.until("it shows what was restored", |core| {
        core.talks()[&talk].last() == 1
    })
    .await;
    new.read(|core| assert_eq!(core.talks()[&talk].messages()[0].body, "Sebelum cadangan"));
    new.write(talk, "Ditulis di halaman lama").await;
    new.until_sent().await;
    assert_eq!(new.received(), 2);
    serving.stop().await;
}
