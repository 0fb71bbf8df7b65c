//! What a command needs of a portal that may be running: its database, joined or started for the while.

use std::path::PathBuf;
use std::sync::Arc;

use app::platform::{Clock, Ids, Platform, Settings, connect, migrator};

use crate::cluster::Cluster;
use crate::serve::{Failure, default_data_folder, outside_database};

/// Runs a command's work on the portal's database, whose schema is brought up to this binary first. Without
/// `DATABASE_URL` it is the private one of the data folder: joined where the portal is serving it, else started and
/// stopped again.
///
/// # Errors
/// A database that cannot be reached or started, and whatever the work fails with.
pub async fn with_platform<T>(
    data: Option<PathBuf>,
    command: &str,
    work: impl AsyncFnOnce(&Platform) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let data = data.map_or_else(default_data_folder, Ok)?;
    let (private, options) = match outside_database()? {
        Some(options) => (None, options),
        None => {
            let cluster = Cluster::join(&data, command).await?;
            let options = cluster.connect_options();
            (Some(cluster), options)
        }
    };
    let platform = Platform {
        pool: connect(options, 2),
        clock: Clock::system(),
        ids: Ids,
        settings: Arc::new(Settings {
            base_url: String::new(),
            demo: false,
            files: data.join("files"),
            smtp_url: None,
            mail_from: String::new(),
            phone_command: None,
            trusted_proxies: 0,
        }),
    };
    let done = async {
        migrator().run(&platform.pool).await?;
        work(&platform).await
    };
    let result = done.await;
    platform.pool.close().await;
    if let Some(cluster) = private {
        cluster.stop().await;
    }
    result
}
