//! Keeps the newest message and the composer in view for a person who was looking at them, and only then. Tells which
//! conversations the person sees to the end.

use leptos::prelude::*;
use leptos::web_sys::Element;
use uuid::Uuid;

/// The distance from the end that still counts as looking at the end, in CSS pixels.
const NEAR: i32 = 120;

/// The parts of the page that the person was looking at before a change.
pub(super) struct AtEnd {
    /// Conversations whose end was in view, each with its height. On a wide screen the desk's conversations scroll by
    /// themselves.
    ends: Vec<(Element, i32)>,
    /// The composer of a citizen's page, which scrolls as a whole.
    composer: Option<Element>,
}

impl AtEnd {
    /// Notes the parts in view before the change; a person who `writes` counts as looking at the end.
    pub(super) fn look(talks: &[Uuid], writes: bool) -> Self {
        let end = |id: &Uuid| {
            let region = region(*id)?;
            let height = region.scroll_height();
            (writes || is_at_end(&region)).then_some((region, height))
        };
        let composer = document().query_selector("#akhir ~ .talk-write");
        Self {
            ends: talks.iter().filter_map(end).collect(),
            composer: composer.ok().flatten().filter(|composer| {
                let place = composer.get_bounding_client_rect();
                place.bottom() > 0.0 && place.top() < height()
            }),
        }
    }

    /// Moves the parts that new messages have pushed out of view back into it; does nothing without new messages. Call
    /// it when the page shows the change.
    pub(super) fn keep(self) {
        let mut has_grown = false;
        for (region, before) in self.ends {
            let now = region.scroll_height();
            if now != before {
                region.set_scroll_top(now);
                has_grown = true;
            }
        }
        if has_grown
            && let Some(composer) = self.composer
            && composer.get_bounding_client_rect().bottom() > height()
        {
            composer.scroll_into_view_with_bool(false);
        }
    }
}

/// Moves conversations that scroll by themselves to their ends.
pub(super) fn show_ends(talks: &[Uuid]) {
    for region in talks.iter().filter_map(|id| region(*id)) {
        region.set_scroll_top(region.scroll_height());
    }
}

/// Whether the person sees the end of a conversation.
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
