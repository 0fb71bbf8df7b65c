//! The database that is backed up or restored, and how the programs of Postgres connect to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use app::platform::Files;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use tokio::process::Command;
use url::Url;

use super::BackupError;
use crate::cluster::{Cluster, Programs, Upgrade};

/// The parameters of a connection address that are passed on to libpq; the others are sqlx's own.
const LIBPQ: [&str; 7] = [
    "host",
    "port",
    "user",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
];

/// The place of the data: a database, and the files that people have uploaded.
pub struct Target {
    pub options: PgConnectOptions,
    pub files: Files,
    /// The major version of the server.
    server: u32,
    pub(super) programs: Programs,
    address: Address,
}

enum Address {
    /// The socket folder of the private cluster.
    Private(PathBuf),
    /// The address of an outside server without its password, and that password.
    Outside(String, Option<String>),
}

impl Target {
    /// The private cluster.
    ///
    /// # Errors
    /// The programs of its version are missing.
    pub async fn private(cluster: &Cluster, files: Files) -> Result<Self, BackupError> {
        let programs = cluster.programs().await?;
        Ok(Self {
            options: cluster.connect_options(),
            files,
            server: programs.major,
            programs,
            address: Address::Private(cluster.folder().run()),
        })
    }

    /// An outside server. It uses the programs of the server's own version where this machine has them, otherwise the
    /// newest.
    ///
    /// # Errors
    /// There are no programs that can work with the server, or the address is not valid.
    pub async fn outside(
        url: &str,
        options: PgConnectOptions,
        files: Files,
    ) -> Result<Self, BackupError> {
        let (url, password) = split_password(url).ok_or_else(|| {
            BackupError::new(78, "DATABASE_URL is no address that pg_dump understands.")
        })?;
        let connection = options.connect().await?;
        let version = connection.server_version_num().unwrap_or_default();
        connection.close().await?;
        let server = version / 10_000;
        Ok(Self {
            options,
            files,
            server,
            programs: Programs::of_server(server).await?,
            address: Address::Outside(url, password),
        })
    }

    /// The two clusters of an upgrade, one after the other.
    pub(super) fn upgraded(upgrade: &Upgrade) -> Self {
        Self {
            options: upgrade.connect_options(),
            files: Files::Folder(upgrade.folder().files()),
            server: upgrade.programs().major,
            programs: upgrade.programs().clone(),
            address: Address::Private(upgrade.folder().run()),
        }
    }

    /// Checks whether a dump that needs this major version of Postgres can be loaded: older programs cannot read it,
    /// and an older server may not know its commands.
    ///
    /// # Errors
    /// What to install, or where to restore it instead.
    pub(super) fn can_load(&self, needed: u32) -> Result<(), BackupError> {
        let (server, programs) = (self.server, self.programs.major);
        if needed > server {
            let what_to_do = if self.folder().is_some() {
                format!(
                    "install it with `apt-get install --no-install-recommends postgresql-{needed}`, run `portal \
                     upgrade`, and restore again"
                )
            } else {
                "restore it into a server of that version or a newer one".to_owned()
            };
            return Err(BackupError::new(
                65,
                format!(
                    "The backup needs Postgres {needed} and the database runs on Postgres {server}: {what_to_do}."
                ),
            ));
        }
        // The output of pg_restore 17 and newer begins with a setting that older servers refuse
        // (`transaction_timeout`).
        if programs >= 17 && server < 17 {
            return Err(BackupError::new(
                69,
                format!(
                    "The pg_restore of Postgres {programs} cannot fill a server of Postgres {server}: install its own \
                     beside it with `apt-get install --no-install-recommends postgresql-{server}`."
                ),
            ));
        }
        Ok(())
    }

    /// The data folder of the private cluster; none for an outside server.
    pub(super) fn folder(&self) -> Option<&Path> {
        match &self.address {
            Address::Private(run) => run.parent(),
            Address::Outside(..) => None,
        }
    }

    /// A command that runs one of the programs, connected to `database` or to the portal's own database.
    pub(super) fn program(&self, name: &str, database: Option<&str>) -> Command {
        let mut command = Command::new(self.programs.path(name));
        command.kill_on_drop(true).arg("--no-password");
        match &self.address {
            Address::Private(run) => {
                command
                    .arg(format!("--host={}", run.display()))
                    .arg(format!("--port={}", self.options.get_port()))
                    .arg(format!("--username={}", self.options.get_username()))
                    .arg(format!("--dbname={}", database.unwrap_or("portal")));
            }
            Address::Outside(url, password) => {
                command.arg(format!("--dbname={url}"));
                if let Some(password) = password {
                    // Every account of the machine can read a program's arguments, but not its environment.
                    command.env("PGPASSWORD", password);
                }
            }
        }
        command
    }
}

fn split_password(url: &str) -> Option<(String, Option<String>)> {
    let mut url = Url::parse(url).ok()?;
    let password = match url.password() {
        Some(coded) => Some(urlencoding::decode(coded).ok()?.into_owned()),
        None => None,
    };
    url.set_password(None).ok()?;
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| LIBPQ.contains(&key.as_ref()))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    Some((url.into(), password))
}

/// Counts the rows of every permanent table of the portal. Unlogged tables are left out: a crash of the database
/// empties them, and a dump does not hold their rows.
pub(super) async fn rows(
    connection: &mut PgConnection,
) -> Result<BTreeMap<String, i64>, sqlx::Error> {
    let tables: Vec<(String, String)> = sqlx::query_as(
        "select relname::text, oid::regclass::text from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
           and relpersistence = 'p'",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut rows = BTreeMap::new();
    for (name, quoted) in tables {
        // The database itself has quoted the name.
        let count = AssertSqlSafe(format!("select count(*) from {quoted}"));
        let counted = sqlx::query_scalar(count)
            .fetch_one(&mut *connection)
            .await?;
        rows.insert(name, counted);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(server: u32, programs: u32, address: Address) -> Target {
        Target {
            options: PgConnectOptions::new_without_pgpass(),
            files: Files::Folder(PathBuf::new()),
            server,
            programs: Programs::at(programs, "/nowhere"),
            address,
        }
    }

    #[test]
    fn a_backup_that_an_older_postgres_cannot_load_names_what_to_install() {
        let private = || Address::Private(PathBuf::from("/srv/portal/run"));
        let outside = || Address::Outside(String::new(), None);
        assert!(target(15, 15, private()).can_load(15).is_ok());
        assert!(target(16, 18, outside()).can_load(15).is_err());
        assert!(target(17, 18, outside()).can_load(15).is_ok());
        for (target, needed, code, words) in [
            (
                target(15, 15, private()),
                17,
                65,
                "recommends postgresql-17`",
            ),
            (
                target(15, 15, outside()),
                16,
                65,
                "a server of that version",
            ),
            (
                target(16, 17, outside()),
                15,
                69,
                "recommends postgresql-16`",
            ),
        ] {
            let refused = target.can_load(needed).unwrap_err();
            assert_eq!(refused.code, code, "{refused}");
            assert!(refused.to_string().contains(words), "{refused}");
        }
    }

    #[test]
    fn the_password_leaves_the_address() {
        assert_eq!(
            split_password("postgres://portal:p%40+s@db.example:5433/portal?sslmode=require"),
            Some((
                "postgres://portal@db.example:5433/portal?sslmode=require".to_owned(),
                Some("p@+s".to_owned())
            ))
        );
    }

    #[test]
    fn settings_of_the_driver_stay_here() {
        assert_eq!(
            split_password(
                "postgres://portal@localhost/portal?host=/run/pg&statement-cache-capacity=9"
            ),
            Some((
                "postgres://portal@localhost/portal?host=%2Frun%2Fpg".to_owned(),
                None
            ))
        );
    }
}
