//! Data that outlives the page: unsent messages in `localStorage`, one key each (two tabs must not overwrite each
//! other), and drafts in `sessionStorage`. A browser that stores nothing loses only these.

use domain::consultation::body::canonical;
use domain::consultation::client::Kept;
use domain::consultation::wire::Party;
use leptos::prelude::*;
use leptos::web_sys::Storage;
use uuid::Uuid;

use super::composers::{area, field_of};

fn outbox() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn drafts() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn outbox_key(conversation: Uuid, client_id: Uuid) -> String {
    format!("konsultasi.{conversation}.{client_id}")
}

/// The key of a draft. It names the side, since one browser may know both sides of a conversation. A key without a side
/// is a citizen's: older versions of the portal stored no side.
fn draft_key(conversation: Uuid, side: Party) -> String {
    let side = match side {
        Party::Citizen => "",
        Party::Counsellor => ".petugas",
    };
    format!("konsultasi-draf{side}.{conversation}")
}

/// Keeps an unsent message.
pub(super) fn keep(kept: &Kept) {
    if let (Some(storage), Ok(text)) = (outbox(), serde_json::to_string(kept)) {
        // Where storage is full or forbidden, the message is kept only as long as the page.
        let _ = storage.set_item(&outbox_key(kept.conversation, kept.client_id), &text);
    }
}

/// Removes a message that the server has.
pub(super) fn forget(conversation: Uuid, client_id: Uuid) {
    if let Some(storage) = outbox() {
        let _ = storage.remove_item(&outbox_key(conversation, client_id));
    }
}

/// The unsent messages of all conversations.
pub(super) fn kept() -> Vec<Kept> {
    let Some(storage) = outbox() else {
        return Vec::new();
    };
    (0..storage.length().unwrap_or_default())
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with("konsultasi."))
        .filter_map(|key| storage.get_item(&key).ok().flatten())
        .filter_map(|text| serde_json::from_str(&text).ok())
        .collect()
}

/// Keeps a draft; removes it when the field is empty.
pub(super) fn keep_draft(conversation: Uuid, side: Party, words: &str) {
    let Some(storage) = drafts() else { return };
    let key = draft_key(conversation, side);
    let _ = if words.is_empty() {
        storage.remove_item(&key)
    } else {
        storage.set_item(&key, words)
    };
}

/// Puts the draft into its field, if that is empty.
pub(super) fn restore_draft(conversation: Uuid, side: Party) {
    let key = draft_key(conversation, side);
    let words = drafts().and_then(|storage| storage.get_item(&key).ok().flatten());
    let (Some(area), Some(words)) = (area(&field_of(conversation)), words) else {
        return;
    };
    if is_said(conversation, &words) {
        keep_draft(conversation, side, "");
    } else if area.value().is_empty() {
        area.set_value(&words);
    }
}

/// Whether these words are a message of the conversation already: a form that the browser has posted leaves its draft
/// here.
fn is_said(conversation: Uuid, words: &str) -> bool {
    let own = format!("#percakapan-{conversation} .talk-own .talk-words");
    let (Ok(own), Ok(words)) = (document().query_selector_all(&own), canonical(words)) else {
        return false;
    };
    (0..own.length())
        .filter_map(|n| own.get(n)?.text_content())
        .any(|said| said == words)
}
