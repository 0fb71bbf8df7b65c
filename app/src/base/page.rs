//! The context of a page: the facts about its request, the same on the server and at hydration.

use domain::accounts::Role;
use domain::bidi::isolated;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::draft::Draft;
use super::text::{Lang, t, tr};

/// The facts of one page load. They never change while the page is open: signing in, changing the
/// language and sending a form reload the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PageContext {
    /// Language of the screen.
    pub lang: Lang,
    /// The signed-in person; none where nobody is signed in.
    pub viewer: Option<ViewerSummary>,
    /// When the server rendered the page (UTC). The first render uses this, never the device's clock.
    #[serde(with = "time::serde::timestamp")]
    pub now: OffsetDateTime,
    /// Whether the portal runs with demo data.
    pub demo: bool,
    /// Public address of the portal, without a slash at the end.
    pub base_url: String,
    /// The page's own address: path and query, as requested. The client reads it from its router.
    #[serde(skip)]
    pub path: String,
    /// The seal that every form of the page carries (`platform::Seal`).
    pub seal: String,
    /// The drafts of failed forms on this page.
    pub drafts: Vec<Draft>,
}

/// The signed-in person, as far as a page needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewerSummary {
    /// Name as the person gave it.
    pub name: String,
    /// What the person may do.
    pub role: Role,
}

impl PageContext {
    /// Provides this context, and its language, to the page that is being rendered.
    pub fn provide(self) {
        provide_context(self.lang);
        provide_context(self);
    }
}

/// The context of the page that is being rendered.
pub fn use_page() -> PageContext {
    expect_context::<PageContext>()
}

/// A parameter of the page's path; empty when it is missing.
pub fn param(name: &str) -> String {
    use_params_map()
        .with_untracked(|params| params.get(name))
        .unwrap_or_default()
}

/// A value of the page's query; empty when it is missing.
pub fn query(name: &str) -> String {
    use_query_map()
        .with_untracked(|query| query.get(name))
        .unwrap_or_default()
}

/// Makes the page's context: read from the request on the server, from the page at hydration.
pub(crate) fn provide_page() -> PageContext {
    let page = SharedValue::new(page_of_request).into_inner();
    page.clone().provide();
    page
}

/// On the server: the router has provided the context for the request.
#[cfg(feature = "ssr")]
fn page_of_request() -> PageContext {
    expect_context()
}

#[cfg(not(feature = "ssr"))]
fn page_of_request() -> PageContext {
    // Runs only when the page's own data is missing. Nobody counts as signed in then.
    PageContext {
        lang: Lang::default(),
        viewer: None,
        now: OffsetDateTime::UNIX_EPOCH,
        demo: false,
        base_url: String::new(),
        path: String::new(),
        seal: String::new(),
        drafts: Vec::new(),
    }
}

/// The page's title, with the portal's name. The frame has no title formatter for it, because the client would leave
/// the title empty until it has loaded its part for the page.
#[component]
pub fn Title(
    /// Empty for the home page.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    let name = tr(t::layout::SITE_NAME);
    let words = move || match text.get() {
        title if title.is_empty() => name.to_owned(),
        title => in_head(format!("{} – {name}", isolated(&title))),
    };
    title_tag(words)
}

#[expect(clippy::disallowed_methods, reason = "its words are escaped")]
fn title_tag(words: impl Fn() -> String + Send + Sync + 'static) -> impl IntoView {
    view! { <leptos_meta::Title text=words/> }
}

/// The title, escaped for the head. `leptos_meta` 0.8 prints it without escaping, so that a name in it could close the
/// element.
#[cfg(feature = "ssr")]
fn in_head(title: String) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;")
}

/// In the browser the title is set as text and needs no escaping.
#[cfg(not(feature = "ssr"))]
fn in_head(title: String) -> String {
    title
}

/// Sets the canonical path of this page in its head. Only programs that read the server's HTML need it, so the client
/// does not contain the code; [`forget_first_page`] removes the tag when the client changes to another page.
#[cfg(feature = "ssr")]
pub fn canonical(path: &str) {
    let href = format!("{}{path}", use_page().base_url);
    into_head(view! { <leptos_meta::Link rel="canonical" href=href/> });
}

/// Asks search engines to leave this page out, and to follow its links.
#[cfg(feature = "ssr")]
pub fn unlisted() {
    into_head(view! { <leptos_meta::Meta name="robots" content="noindex, follow"/> });
}

/// Renders a tag of the head. Rendering writes it into the head and prints nothing in its place.
#[cfg(feature = "ssr")]
fn into_head(tag: impl IntoView) {
    let _ = tag.into_view().to_html();
}

#[cfg(not(feature = "ssr"))]
pub fn canonical(_path: &str) {}

#[cfg(not(feature = "ssr"))]
pub fn unlisted() {}

/// Removes the first page's canonical link and error notice, when the client changes to another page: a shared link
/// must not lead to the first page, and the error belongs to that page.
pub fn forget_first_page() {
    while let Ok(Some(found)) = document().query_selector("link[rel=canonical],.page-problem") {
        found.remove();
    }
}
