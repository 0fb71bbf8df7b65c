//! The look-up by code.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::Found;
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::model::Thing,
    crate::platform::{count_uses, platform, visit},
    crate::{applications, courses},
    domain::accounts::limits,
    domain::reference_code,
    domain::typed,
};

/// Reads the state of the application or enrolment with this code; anybody may ask. Every unknown code gets the same
/// answer.
#[server(input = GetUrl)]
pub async fn look_up(code: String) -> Result<Found, AppError> {
    if typed::code(&code).is_empty() {
        return Err(AppError::field("code", "required"));
    }
    let unknown = || AppError::field("code", "unknown_code");
    let code = reference_code::typed(&code).ok_or_else(unknown)?;
    let (p, visit) = (platform(), visit());
    let (now, crowd) = (p.clock.now(), visit.crowd());
    let mut conn = p.pool.acquire().await?;
    // Counts the device first: a refused device does not use up the limit that its network shares.
    let uses = [
        (limits::LOOK_UP_DEVICE, visit.visitor.as_deref()),
        (limits::LOOK_UP_ADDRESS, crowd.as_deref()),
    ];
    count_uses(&mut conn, now, &uses).await?;
    let viewer = visit.viewer.map(|viewer| viewer.person_id);
    let application = applications::api::by_code(&mut conn, &code, viewer).await?;
    let thing = match application {
        Some(found) => Thing::Application(found),
        None => courses::api::by_code(&mut conn, &code, viewer, visit.lang, now)
            .await?
            .map(Thing::Enrolment)
            .ok_or_else(unknown)?,
    };
    Ok(Found { code, thing })
}
