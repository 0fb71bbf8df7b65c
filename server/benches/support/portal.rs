//! A portal on a database of its own, for the benchmarks.

use std::sync::Arc;

use app::platform::{
    Clock, Events, Fanout, Files, Ids, Platform, Settings, Visitors, connect, migrator,
};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, PgPool};

pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// A fresh, migrated database on a server that writes to the disk before it acknowledges a commit.
pub async fn platform() -> Result<Arc<Platform>, Fault> {
    let url = std::env::var("TEST_DATABASE_URL")
        .map_err(|_| "run it as `.ci/with-postgres cargo bench -p server`")?;
    let admin: PgConnectOptions = url.parse()?;
    let name = format!("bench_{}", Ids.code(12).to_lowercase());
    let pool = PgPool::connect_with(admin.clone()).await?;
    for statement in [
        "alter system set fsync = on",
        "alter system set full_page_writes = on",
        "select pg_reload_conf()",
        &format!("create database {name}"),
    ] {
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
            .execute(&pool)
            .await?;
    }
    let pool = connect(admin.database(&name), 16);
    migrator().run(&pool).await?;
    Ok(Arc::new(Platform {
        pool,
        clock: Clock::system(),
        ids: Ids,
        visitors: Visitors::new(b"a key"),
        events: Events::new(b"a key"),
        fanout: Fanout::Postgres,
        files: Files::Folder(std::env::temp_dir()),
        services: &app::services::SERVICES,
        settings: Arc::new(Settings {
            base_url: "http://portal.test".to_owned(),
            demo: false,
            smtp_url: None,
            mail_from: "portal@portal.test".to_owned(),
            phone_command: None,
            trusted_proxies: 0,
            sockets_of_network: 4096,
        }),
    }))
}
