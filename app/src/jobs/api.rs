//! The board's server functions. All of them only read, and anybody may call them.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{RegionChoices, SearchPage, VacancyView};
use crate::base::error::AppError;

/// One page of the search that the query string of `/lowongan` asks for.
///
/// # Errors
/// Database errors only: every query string is accepted.
#[server(input = GetUrl, output = crate::base::answer::Answer)]
pub async fn search_jobs(query: String) -> Result<SearchPage, AppError> {
    let platform = crate::platform::platform();
    super::find::find(&platform.pool, platform.clock.now(), &query).await
}

/// The vacancy at this address, open or closed.
///
/// # Errors
/// [`AppError::NotFound`]; database errors.
#[server(input = GetUrl)]
pub async fn vacancy(slug: String) -> Result<VacancyView, AppError> {
    let platform = crate::platform::platform();
    let mut conn = platform.pool.acquire().await?;
    super::vacancy_by_slug(&mut conn, platform.clock.now(), &slug)
        .await?
        .ok_or(AppError::NotFound)
}

/// The regions that a search offers.
///
/// # Errors
/// None of its own.
#[server(input = GetUrl, output = crate::base::answer::Answer)]
pub async fn search_regions() -> Result<RegionChoices, AppError> {
    Ok(super::reference::region_choices())
}
