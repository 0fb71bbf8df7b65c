//! A database for each test, copied from a template that is migrated once.

use app::jobs::load_regions;
use app::platform::{Clock, Ids, connect, migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static BOARD: OnceCell<String> = OnceCell::const_new();

/// A database that is dropped after its test.
pub struct Database {
    admin: PgConnectOptions,
    name: String,
}

impl Database {
    /// A fresh copy of the migrated schema, with the regions that every portal has.
    pub async fn fresh() -> Database {
        let admin = admin();
        let template = TEMPLATE.get_or_init(|| migrated(admin.clone())).await;
        Database::copy(admin, template).await
    }

    /// A fresh copy with the shipped vacancies as well, their dates shifted as a demonstration shifts them.
    pub async fn board() -> Database {
        let admin = admin();
        let template = BOARD.get_or_init(|| with_vacancies(admin.clone())).await;
        Database::copy(admin, template).await
    }

    /// A database with nothing in it.
    pub async fn empty() -> Database {
        Database::copy(admin(), "template0").await
    }

    async fn copy(admin: PgConnectOptions, template: &str) -> Database {
        let name = format!("t_{}", Ids.code(12).to_lowercase());
        let mut conn = admin.connect().await.unwrap();
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut conn)
            .await
            .unwrap();
        Database { admin, name }
    }

    /// The `DATABASE_URL` with which another process connects.
    pub fn url(&self) -> String {
        let url = std::env::var("TEST_DATABASE_URL").unwrap();
        url.replacen("/portal?", &format!("/{}?", self.name), 1)
    }

    pub fn options(&self) -> PgConnectOptions {
        self.admin.clone().database(&self.name)
    }
}

fn admin() -> PgConnectOptions {
    let url = std::env::var("TEST_DATABASE_URL")
        .expect("these tests need a Postgres: run them as `.ci/with-postgres cargo test`");
    url.parse().unwrap()
}

async fn with_vacancies(admin: PgConnectOptions) -> String {
    let name = migrated(admin.clone()).await;
    let pool = connect(admin.database(&name), 2);
    let now = Clock::system().now();
    server::jobs::prepare(&pool, now, true).await.unwrap();
    pool.close().await;
    name
}

async fn migrated(admin: PgConnectOptions) -> String {
    let name = format!("template_{}", Ids.code(12).to_lowercase());
    let mut conn = admin.connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut conn)
        .await
        .unwrap();
    let mut conn: PgConnection = admin.database(&name).connect().await.unwrap();
    migrator().run(&mut conn).await.unwrap();
    load_regions(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    name
}
