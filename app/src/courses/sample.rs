//! The shipped examples, for `--demo`.

use super::store;
use crate::base::error::AppError;
use crate::platform::Platform;

/// Loads the examples that are not there yet; their dates count from their first load.
///
/// # Errors
/// Database errors; then nothing is loaded.
pub async fn load_sample(platform: &Platform) -> Result<(), AppError> {
    let mut tx = platform.pool.begin().await?;
    store::load_sample(&mut tx, platform.clock.now()).await?;
    Ok(tx.commit().await?)
}
