//! Keeps the newest message and the composer in view for whoever was looking at them, and nobody else.

use leptos::prelude::*;
use leptos::web_sys::Element;
use uuid::Uuid;

/// How far from the end still counts as looking at it, in CSS pixels.
const NEAR: i32 = 120;

/// What was at its end before something came.
pub(super) struct AtEnd {
    /// Conversations that scroll by themselves (the desk on a wide screen).
    regions: Vec<Element>,
    /// The composer of a citizen's page, which scrolls as a whole.
    composer: Option<Element>,
}

impl AtEnd {
    /// Looks before the change.
    pub(super) fn look(talks: &[Uuid]) -> Self {
        let regions = talks
            .iter()
            .filter_map(|id| document().get_element_by_id(&format!("percakapan-{id}")));
        let at_end =
            |one: &Element| one.scroll_height() - one.scroll_top() - one.client_height() < NEAR;
        let composer = document().get_element_by_id("akhir").filter(|composer| {
            let place = composer.get_bounding_client_rect();
            place.bottom() > 0.0 && place.top() < height()
        });
        Self {
            regions: regions.filter(at_end).collect(),
            composer,
        }
    }

    /// Moves what has been pushed out of view back into it; call when the page shows the change.
    pub(super) fn keep(self) {
        for region in self.regions {
            region.set_scroll_top(region.scroll_height());
        }
        if let Some(composer) = self.composer
            && composer.get_bounding_client_rect().bottom() > height()
        {
            composer.scroll_into_view_with_bool(false);
        }
    }
}

/// Height of the window in CSS pixels.
fn height() -> f64 {
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    height.unwrap_or(f64::MAX)
}
