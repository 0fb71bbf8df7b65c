//! A restore brings back people's data, but no session and no code: one that was valid at the backup may have been
//! ended since, and anybody who holds an old backup holds all of its sessions and codes.

use std::path::Path;

use app::platform::{Clock, Ids, connect, start_session};
use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use crate::support::process::{Serving, database, exchange, succeed};

/// The number of rows of a table or of a part of it.
async fn count(data: &Path, rows: &str) -> i64 {
    let pool = connect(database(data), 1);
    let sql = AssertSqlSafe(format!("SELECT count(*) FROM {rows}"));
    let found = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
    pool.close().await;
    found
}

/// Stores a person with a session, a code and a form draft; returns the session's cookie.
async fn fill(data: &Path) -> String {
    let pool = connect(database(data), 1);
    let mut conn = pool.acquire().await.unwrap();
    let person = sqlx::query_scalar(
        "INSERT INTO person (id, name, email, role, created_at)
         VALUES (gen_random_uuid(), 'Siti', 'siti@contoh.id', 'citizen', now()) RETURNING id",
    )
    .fetch_one(&mut *conn)
    .await
    .unwrap();
    let now = Clock::system().now();
    let session = start_session(&mut conn, now, Ids, person, "test")
        .await
        .unwrap();
    for sql in [
        "INSERT INTO one_time_code (id, purpose, person_id, code_hash, created_at, expires_at)
         SELECT gen_random_uuid(), 'reset', id, sha256('x'), now(), now() + interval '1 day' FROM person",
        "INSERT INTO form_draft (visitor_hash, form, path, draft, created_at)
         VALUES (sha256('x'), 'f', '/', '{}', now())",
    ] {
        sqlx::query(sql).execute(&mut *conn).await.unwrap();
    }
    drop(conn);
    pool.close().await;
    format!("__Host-session={}", session.token)
}

#[tokio::test]
async fn a_restore_ends_every_session_and_every_code() {
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let dir = safe.path().join("backup");
    let dir = dir.to_str().unwrap();
    let serving = Serving::start(data.path()).await;
    let cookie = fill(data.path()).await;
    let head = format!("GET /akun HTTP/1.1\r\ncookie: {cookie}\r\n");
    assert_eq!(exchange(serving.addr, &head, "").await, 200);
    succeed(data.path(), &["backup", dir]).await;
    serving.stop().await;

    for arguments in [&["restore", dir, "--replace"][..], &["restore", dir]] {
        let other = TempDir::new().unwrap();
        let data = match arguments.len() {
            3 => data.path(),
            _ => other.path(),
        };
        succeed(data, arguments).await;
        let serving = Serving::start(data).await;
        assert_eq!(exchange(serving.addr, &head, "").await, 401);
        assert_eq!(count(data, "person").await, 1);
        assert_eq!(count(data, "session WHERE revoked_at IS NULL").await, 0);
        assert_eq!(count(data, "one_time_code").await, 0);
        assert_eq!(count(data, "form_draft").await, 0);
        serving.stop().await;
    }
}
