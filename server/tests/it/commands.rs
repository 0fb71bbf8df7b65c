//! Commands that an operator runs while a portal serves the same data folder.

use app::accounts::api::SignIn;
use server_fn::ServerFn;
use sqlx::{ConnectOptions, Connection, PgConnection};
use tempfile::TempDir;

use crate::jobs::import::LINES;
use crate::support::process::{Serving, database, exchange, postmaster, succeed};

async fn count(conn: &mut PgConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn officers_and_vacancies_come_in_while_the_portal_serves() {
    let data = TempDir::new().unwrap();
    let serving = Serving::start(data.path()).await;
    let before = postmaster(data.path());
    let mut conn = database(data.path()).connect().await.unwrap();

    let contact = "dewi@kerja.example.id";
    let mut add = vec!["officer", "add", "--role", "counsellor"];
    add.extend(["--name", "Dewi Lestari", "--contact", contact]);
    let said = succeed(data.path(), &add).await;
    let password = said.split("shown only now: ").nth(1).unwrap().trim();
    let sessions = "select count(*) from session where revoked_at is null";
    let form = format!("_form=sign-in&contact={contact}&password={password}&next=");
    let head = format!("POST {} HTTP/1.1\r\n", SignIn::url());
    assert_eq!(exchange(serving.addr, &head, &form).await, 303);
    assert_eq!(
        count(&mut conn, sessions).await,
        1,
        "the password of {said}"
    );

    let dump = data.path().join("lowongan.jsonl");
    std::fs::write(&dump, LINES).unwrap();
    let import = ["import", "vacancies", dump.to_str().unwrap()];
    let said = succeed(data.path(), &import).await;
    assert!(
        said.ends_with("imported 3, unchanged 0, rejected 0\n"),
        "{said}"
    );
    assert_eq!(count(&mut conn, "select count(*) from vacancy").await, 3);

    succeed(data.path(), &["officer", "remove", "--contact", contact]).await;
    assert_eq!(count(&mut conn, sessions).await, 0);

    conn.close().await.unwrap();
    assert_eq!(
        postmaster(data.path()),
        before,
        "another cluster was started"
    );
    assert_eq!(serving.status("/readyz").await, 200);
    serving.stop().await;
}

/// An interrupted `CREATE INDEX CONCURRENTLY` leaves an invalid index behind, which no search uses.
#[tokio::test]
async fn an_index_whose_building_was_cut_off_is_built_anew() {
    let data = TempDir::new().unwrap();
    let serving = Serving::start(data.path()).await;
    let mut conn = database(data.path()).connect().await.unwrap();
    sqlx::raw_sql(
        "DROP INDEX vacancy_coordinates; DELETE FROM _sqlx_migrations WHERE description = 'vacancy coordinates'",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    // An index that cannot be built stays behind as invalid.
    let unfinished = "CREATE UNIQUE INDEX CONCURRENTLY vacancy_coordinates ON holiday ((1))";
    assert!(sqlx::query(unfinished).execute(&mut conn).await.is_err());
    succeed(data.path(), &["migrate"]).await;
    let whole = "SELECT count(*) FROM pg_index
                 WHERE indisvalid AND indexrelid = 'vacancy_coordinates'::regclass AND indrelid = 'vacancy'::regclass";
    assert_eq!(count(&mut conn, whole).await, 1);
    serving.stop().await;
}
