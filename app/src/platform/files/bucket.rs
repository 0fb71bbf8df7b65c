//! Files in an S3-compatible store.

use std::io;
use std::path::{Path as FsPath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, Error, ObjectStore, ObjectStoreExt, RetryConfig};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::reading::Reading;

/// A store that does not accept the connection within this time counts as unavailable.
const CONNECT: Duration = Duration::from_secs(3);
/// A failed request is not tried again after this time.
const RETRY: Duration = Duration::from_secs(8);
/// A store that has not finished a request within this time counts as unavailable.
const PATIENCE: Duration = Duration::from_secs(20);
/// A store that sends nothing of a file for this time counts as unavailable. The time also runs while a slow reader
/// takes nothing.
const SILENCE: Duration = Duration::from_secs(60);
/// The number of files sent to the store at the same time. Each takes memory meanwhile.
const AT_ONCE: usize = 8;

/// A bucket of an S3-compatible store, or the part of it below a prefix.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// `bucket` or `bucket/prefix`.
    name: String,
    store: Arc<dyn ObjectStore>,
    unfinished: PathBuf,
    places: Arc<Semaphore>,
}

impl Bucket {
    /// The bucket of `FILES_URL` (`s3://bucket` or `s3://bucket/prefix`). `settings` are the store's address, region
    /// and keys under the names that other programs read too (`AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`,
    /// …); other names are ignored. `unfinished` is a folder of this machine for uploads in progress. The store need
    /// not answer yet.
    ///
    /// # Errors
    /// One sentence about the address or the settings. It does not repeat them, since they may hold a password.
    pub fn of(
        url: &str,
        settings: impl IntoIterator<Item = (String, String)>,
        unfinished: &FsPath,
    ) -> Result<Bucket, &'static str> {
        const URL: &str = "FILES_URL is no address of a bucket: write it as s3://bucket/prefix.";
        const SETTINGS: &str = "The store of FILES_URL cannot be used: look at the AWS_ variables, and whether \
             this machine has certificates (ca-certificates).";
        let rest = url.strip_prefix("s3://").ok_or(URL)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let named = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        if bucket.is_empty() || !bucket.bytes().all(named) {
            return Err(URL);
        }
        let prefix = Path::parse(prefix).map_err(|_| URL)?;
        // The same provider as for mails and NATS. An error means that one is installed already; that one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = ClientOptions::new()
            // Plain HTTP is used only where the settings name an http:// address.
            .with_allow_http(true)
            .with_timeout_disabled()
            .with_connect_timeout(CONNECT)
            .with_read_timeout(SILENCE);
        let mut builder = AmazonS3Builder::new().with_client_options(client);
        for (name, value) in settings {
            if let Ok(key) = name.to_ascii_lowercase().parse() {
                builder = builder.with_config(key, value);
            }
        }
        let store = builder
            .with_bucket_name(bucket)
            .with_retry(RetryConfig {
                max_retries: 3,
                retry_timeout: RETRY,
                ..RetryConfig::default()
            })
            .build()
            .map_err(|_| SETTINGS)?;
        Ok(Bucket {
            name: rest.to_owned(),
            store: Arc::new(PrefixStore::new(store, prefix)),
            unfinished: unfinished.to_owned(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn unfinished(&self) -> &FsPath {
        &self.unfinished
    }

    pub(super) async fn keep(&self, name: &str, mut file: File) -> io::Result<()> {
        let mut object = BufWriter::new(self.store.clone(), at(name)?);
        let sent = async {
            let _place = self.places.acquire().await.map_err(io::Error::other)?;
            tokio::io::copy(&mut file, &mut object).await?;
            object.shutdown().await
        };
        in_time(sent, |error| {
            error.downcast().map_or_else(|error| error, said)
        })
        .await
    }

    pub(super) async fn open(&self, name: &str) -> io::Result<Reading> {
        let object = in_time(self.store.get(&at(name)?), said).await?;
        let bytes = object.meta.size;
        let pieces = object.into_stream().map_err(said).boxed();
        Ok(Reading { bytes, pieces })
    }

    pub(super) async fn delete(&self, name: &str) -> io::Result<()> {
        match in_time(self.store.delete(&at(name)?), said).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    pub(super) async fn list(&self) -> io::Result<Vec<String>> {
        let objects = self.store.list(None).map_err(said);
        objects
            .map_ok(|object| object.location.to_string())
            .try_collect()
            .await
    }

    pub(super) async fn answer(&self) -> io::Result<()> {
        let mut objects = self.store.list(None);
        in_time(objects.try_next(), said).await.map(|_| ())
    }
}

fn at(name: &str) -> io::Result<Path> {
    Path::parse(name).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))
}

/// The result of a request to the store, or `NotConnected` after [`PATIENCE`].
async fn in_time<T, E>(
    asked: impl Future<Output = Result<T, E>>,
    said: impl FnOnce(E) -> io::Error,
) -> io::Result<T> {
    match timeout(PATIENCE, asked).await {
        Ok(done) => done.map_err(said),
        Err(late) => Err(io::Error::new(io::ErrorKind::NotConnected, late)),
    }
}

/// The error of the store as an `io::Error`: a refusal (`PermissionDenied`) means wrong settings, any other failure
/// (`NotConnected`) that the store is unavailable just now.
fn said(error: Error) -> io::Error {
    let kind = match &error {
        Error::NotFound { .. } => io::ErrorKind::NotFound,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            io::ErrorKind::PermissionDenied
        }
        _ => io::ErrorKind::NotConnected,
    };
    io::Error::new(kind, error)
}
