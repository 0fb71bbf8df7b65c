//! The data of a command: the cluster of a data folder, or an outside server.

use std::sync::Arc;

use app::platform::{Clock, Events, Fanout, Files, Ids, Platform, Visitors, connect};
use app::services::SERVICES;
use sqlx::postgres::PgConnectOptions;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::args::DataArgs;
use crate::backup::Target;
use crate::cluster::Cluster;
use crate::event_key::{self, event_key};
use crate::failure::Failure;
use crate::{config, outside, schema};

/// Who else may use the data while a command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    Welcome,
    /// Nobody else may, because the command changes data that others rely on.
    Refused,
}

/// The data of a command.
pub struct Data {
    files: Files,
    event_key: Vec<u8>,
    pub options: PgConnectOptions,
    /// `None` with an outside server.
    pub cluster: Option<Cluster>,
    url: Option<String>,
}

impl Data {
    async fn open(args: &DataArgs, command: &str, company: Company) -> Result<Self, Failure> {
        let folder = config::data_folder(args.data.as_deref())?;
        // Read before anything is started, so that a setting that cannot be used is reported at once.
        let files = config::files(&folder)?;
        let told_key = event_key::told()?;
        if let Some(url) = config::outside_database() {
            let options = outside::reach(&url).await?;
            return Ok(Self {
                files,
                event_key: event_key(told_key, &folder),
                options,
                cluster: None,
                url: Some(url),
            });
        }
        let cluster = match company {
            Company::Welcome => Cluster::join(&folder, command).await?,
            Company::Refused => Cluster::start_alone(&folder, command).await?,
        };
        Ok(Self {
            files,
            event_key: event_key(told_key, &folder),
            options: cluster.connect_options(),
            cluster: Some(cluster),
            url: None,
        })
    }

    /// Migrates the database to this portal's schema.
    pub async fn migrate(&self) -> Result<(), Failure> {
        schema::migrate(&self.options).await
    }

    /// The platform of a command: few connections, and no pages.
    fn platform(&self) -> Platform {
        Platform {
            pool: connect(self.options.clone(), 2),
            clock: Clock::system(),
            ids: Ids,
            visitors: Visitors::new(&self.event_key),
            events: Events::new(&self.event_key),
            fanout: Fanout::Postgres,
            files: self.files.clone(),
            services: &SERVICES,
            settings: Arc::new(config::settings()),
        }
    }

    /// The target that a backup reads and a restore fills.
    pub async fn target(&self) -> Result<Target, Failure> {
        let files = self.files.clone();
        Ok(match (&self.cluster, &self.url) {
            (Some(cluster), _) => Target::private(cluster, files).await?,
            (None, url) => {
                let url = url.as_deref().unwrap_or_default();
                Target::outside(url, self.options.clone(), files).await?
            }
        })
    }
}

/// Listens for SIGTERM and Ctrl-C.
pub struct Asked {
    term: Signal,
    interrupt: Signal,
}

impl Asked {
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits until a signal asks the command to end.
    pub async fn come(&mut self) {
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Opens the data, does `work`, and closes the data again, also when the work fails or a signal ends it.
pub async fn with_data<T>(
    args: &DataArgs,
    command: &str,
    company: Company,
    work: impl AsyncFnOnce(&Data) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut asked = Asked::listen()?;
    let data = tokio::select! {
        data = Data::open(args, command, company) => data?,
        () = asked.come() => return Err("stopped before it began".into()),
    };
    let done = tokio::select! {
        done = work(&data) => done,
        () = asked.come() => Err("stopped before it was done".into()),
    };
    if let Some(cluster) = data.cluster {
        // A second signal ends the wait for the commands that have joined: their connections are cut.
        tokio::select! {
            () = cluster.stop() => {}
            () = asked.come() => {}
        }
    }
    done
}

/// Opens the data, migrates the database, and does `work` with a platform like the one of pages.
pub async fn with_platform<T>(
    args: &DataArgs,
    command: &str,
    work: impl AsyncFnOnce(&Platform) -> Result<T, Failure>,
) -> Result<T, Failure> {
    with_data(args, command, Company::Welcome, async |data: &Data| {
        data.migrate().await?;
        let platform = data.platform();
        let done = work(&platform).await;
        platform.pool.close().await;
        done
    })
    .await
}
