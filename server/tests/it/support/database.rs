//! One database a test, copied from one that was migrated once.

use app::platform::{Ids, migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A database that is dropped after its test.
pub struct Database {
    admin: PgConnectOptions,
    name: String,
}

impl Database {
    /// A fresh copy of the migrated schema.
    pub async fn fresh() -> Database {
        let url = std::env::var("TEST_DATABASE_URL")
            .expect("these tests need a Postgres: run them as `.ci/with-postgres cargo test`");
        let admin: PgConnectOptions = url.parse().unwrap();
        let template = TEMPLATE.get_or_init(|| migrated(admin.clone())).await;
        let name = format!("t_{}", Ids.code(12).to_lowercase());
        let mut conn = admin.connect().await.unwrap();
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut conn)
            .await
            .unwrap();
        Database { admin, name }
    }

    pub fn options(&self) -> PgConnectOptions {
        self.admin.clone().database(&self.name)
    }
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
    conn.close().await.unwrap();
    name
}
