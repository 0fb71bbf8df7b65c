//! The browser's Back brings back what was typed.

use axum::http::Method;
use domain::accounts::Role;

use super::opened;
use crate::roles::{World, rows};
use crate::support::Portal;

/// Fields that must not be filled in again for the next person on a phone: a code opens the record that it stands for,
/// and an officer's search for a person is private.
const SECRET: [&str; 2] = ["kode", "who"];

#[tokio::test]
async fn back_brings_again_what_was_typed_but_secrets() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    let pages = rows().into_iter().filter(|row| {
        row.method == Method::GET && !row.address.starts_with("/api/") && row.address != "/gaya"
    });
    let (mut seen, mut lost) = (0, Vec::new());
    for row in pages {
        let role = row.expect.roles.first().copied().unwrap_or(Role::Citizen);
        let (person, mut browser) = portal.signed_in(role, "Yang Membuka").await;
        let call = (row.fixture)(world.clone(), person).await;
        let request = opened(call.request(&row.method, &row.address));
        let page = browser.send(request).await;
        // Back loads an uncached page again; the browser then fills in what was typed, where the field allows it.
        for tag in page.body.split('<') {
            let tag = tag.split('>').next().unwrap();
            let is_typed = tag.starts_with("input")
                && !tag.contains("type=\"hidden\"")
                && !tag.contains("type=\"password\"");
            seen += usize::from(is_typed);
            let is_secret = SECRET
                .iter()
                .any(|name| tag.contains(&format!("name=\"{name}\"")));
            if is_typed && tag.contains("autocomplete=\"off\"") && !is_secret {
                lost.push(format!("{}: {tag}", row.name()));
            }
        }
    }
    assert!(seen > 30, "{seen}");
    assert!(lost.is_empty(), "{lost:#?}");
}
