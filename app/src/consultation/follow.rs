//! Keeps the newest message and the composer in view for whoever was looking at them, and nobody else; and knows what
//! is before the person's eyes.

use leptos::prelude::*;
use leptos::web_sys::Element;
use uuid::Uuid;

/// How far from the end still counts as looking at it, in CSS pixels.
const NEAR: i32 = 120;

/// What was looked at before something came.
pub(super) struct AtEnd {
    /// Conversations whose reader has scrolled away from the end (where they scroll by themselves: the desk on a wide
    /// screen).
    away: Vec<Uuid>,
    /// The composer of a citizen's page, which scrolls as a whole.
    composer: Option<Element>,
}

impl AtEnd {
    /// Looks before the change.
    pub(super) fn look(talks: &[Uuid]) -> Self {
        let is_away = |id: &Uuid| region(*id).is_some_and(|region| !is_at_end(&region));
        let composer = document().query_selector("#akhir ~ .talk-write");
        Self {
            away: talks.iter().copied().filter(is_away).collect(),
            composer: composer.ok().flatten().filter(|composer| {
                let place = composer.get_bounding_client_rect();
                place.bottom() > 0.0 && place.top() < height()
            }),
        }
    }

    /// Moves what has been pushed out of view back into it; call when the page shows the change.
    pub(super) fn keep(self, talks: &[Uuid]) {
        show_ends(talks.iter().filter(|id| !self.away.contains(id)));
        if let Some(composer) = self.composer
            && composer.get_bounding_client_rect().bottom() > height()
        {
            composer.scroll_into_view_with_bool(false);
        }
    }
}

/// Moves conversations that scroll by themselves to their ends.
pub(super) fn show_ends<'a>(talks: impl IntoIterator<Item = &'a Uuid>) {
    for region in talks.into_iter().filter_map(|id| region(*id)) {
        region.set_scroll_top(region.scroll_height());
    }
}

/// Whether the end of a conversation is before the person's eyes.
pub(super) fn is_in_sight(conversation: Uuid) -> bool {
    region(conversation).is_some_and(|region| {
        let end = region.get_bounding_client_rect().bottom();
        is_at_end(&region) && end > 0.0 && end <= height()
    })
}

fn region(conversation: Uuid) -> Option<Element> {
    document().get_element_by_id(&format!("percakapan-{conversation}"))
}

fn is_at_end(region: &Element) -> bool {
    region.scroll_height() - region.scroll_top() - region.client_height() < NEAR
}

/// Height of the window in CSS pixels.
fn height() -> f64 {
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    height.unwrap_or(f64::MAX)
}
