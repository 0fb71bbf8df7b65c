//! A moment on the device's own clock, for a person abroad.

use domain::format::time_abroad;
use leptos::prelude::*;
use time::{OffsetDateTime, UtcOffset};

use super::live::Live;
use crate::base::page::use_page;
use crate::base::text::Lang;

/// The device's local time at that moment, where it is not WIB. None in the first render, which is the server's.
pub(super) fn own_clock(live: Live, at: OffsetDateTime) -> impl Fn() -> Option<String> + Copy {
    let english = use_page().lang == Lang::En;
    move || {
        let zone = live.is_on.get().then(|| own_zone(at)).flatten()?;
        time_abroad(at, zone, english)
    }
}

#[cfg(feature = "hydrate")]
fn own_zone(at: OffsetDateTime) -> Option<UtcOffset> {
    use leptos::web_sys::{js_sys::Date, wasm_bindgen::JsValue};
    let millis = at.unix_timestamp() as f64 * 1000.0;
    // JavaScript's offset is in minutes and has the opposite sign.
    let offset = Date::new(&JsValue::from_f64(millis)).get_timezone_offset();
    UtcOffset::from_whole_seconds((offset * -60.0) as i32).ok()
}

#[cfg(not(feature = "hydrate"))]
fn own_zone(_at: OffsetDateTime) -> Option<UtcOffset> {
    None
}
