//! The connections that the pool hands out.

use std::sync::Arc;

use app::platform::connect;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::Notify;

use crate::support::Portal;

/// A connection to the database that delays the answer to `BEGIN`.
#[derive(Default)]
struct Line {
    held: Notify,
    go_on: Notify,
}

impl Line {
    /// Forwards one connection; returns the options with which to connect through it.
    async fn carry(self: Arc<Self>, direct: PgConnectOptions) -> PgConnectOptions {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let folder = direct.get_socket().unwrap();
        let socket = folder.join(format!(".s.PGSQL.{}", direct.get_port()));
        tokio::spawn(async move {
            let (mut pool, _) = listener.accept().await.unwrap();
            let mut database = UnixStream::connect(socket).await.unwrap();
            let (mut asked, mut answered) = ([0; 4096], [0; 4096]);
            loop {
                tokio::select! {
                    length = pool.read(&mut asked) => {
                        let asked = &asked[..length.unwrap()];
                        database.write_all(asked).await.unwrap();
                        if asked.windows(5).any(|word| word == b"BEGIN") {
                            self.held.notify_one();
                            self.go_on.notified().await;
                        }
                    }
                    length = database.read(&mut answered) => {
                        pool.write_all(&answered[..length.unwrap()]).await.unwrap();
                    }
                }
            }
        });
        PgConnectOptions::new_without_pgpass()
            .host("127.0.0.1")
            .port(port)
            .ssl_mode(PgSslMode::Disable)
            .username(direct.get_username())
            .database(direct.get_database().unwrap())
    }
}

#[tokio::test]
async fn a_transaction_that_was_cut_half_way_is_nobody_else_s() {
    let portal = Portal::start().await;
    let line = Arc::<Line>::default();
    let direct = portal.database_url().parse().unwrap();
    let pool = connect(line.clone().carry(direct).await, 1);
    let leaves = tokio::spawn({
        let pool = pool.clone();
        async move { pool.begin().await.is_ok() }
    });
    line.held.notified().await;
    leaves.abort();
    assert!(leaves.await.unwrap_err().is_cancelled());
    line.go_on.notify_one();

    // Outside of a transaction, `SAVEPOINT` is an error.
    let mut next = pool.acquire().await.unwrap();
    let saved = sqlx::raw_sql("SAVEPOINT mine").execute(&mut *next).await;
    let refusal = saved.err().and_then(|error| error.into_database_error());
    let code = refusal.as_ref().and_then(|refusal| refusal.code());
    assert_eq!(code.as_deref(), Some("25P01"), "it is in a transaction");
}
