//! The privacy notice names every cookie that the portal sets, and no other.

use std::collections::BTreeSet;

use app::platform::Cookie;

use super::{PASSWORD, demo, member, sign_in};
use crate::consultation::start_as_guest;
use crate::support::{Answer, Browser, Portal};

/// The names of the cookies that the browser has received.
fn given(browser: &Browser) -> BTreeSet<String> {
    let cookies = browser.cookies();
    let pairs = cookies.split("; ").filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split('=').next().unwrap().to_owned())
        .collect()
}

fn named(page: &Answer) -> BTreeSet<String> {
    let codes = page.body.split("<code>").skip(1);
    codes
        .map(|code| code.split('<').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_notice_names_every_cookie_that_the_portal_gives() {
    let portal: Portal = demo().await;
    let mut browser = portal.browser();
    start_as_guest(&mut browser, "Halo").await;
    browser
        .call("/bahasa", &[("lang", "id"), ("_page", "/")])
        .await;
    // Signing in removes the guest's cookie, so the names are taken before.
    let mut all = given(&browser);
    member(&portal, "siti@portal.test").await;
    sign_in(&mut browser, "siti@portal.test", PASSWORD).await;
    all.extend(given(&browser));
    let known: BTreeSet<String> = Cookie::ALL.map(|cookie| cookie.name().to_owned()).into();
    assert_eq!(all, known);
    for (lang, words) in [
        ("id", "Sampai browser ditutup"),
        ("en", "Until the browser is closed"),
    ] {
        browser.set_cookie("__Host-lang", lang);
        let notice = browser.get("/privasi").await;
        assert_eq!(named(&notice), known);
        for said in [words, "90 ", "180 ", "60 ", "365 "] {
            assert!(notice.body.contains(said), "{said}");
        }
    }
    // The registration page names the same cookies.
    assert_eq!(named(&portal.browser().get("/daftar").await), known);
}
