//! Every address of the portal, in one table, and which of them the client wakes.
//!
//! All pages are rendered whole (`SsrMode::Async`): a page can set its status or redirect until the end,
//! and a browser without JavaScript gets everything.
//!
//! The client holds only the pages that gain from it, so that a phone downloads no more: pages of forms
//! are plain HTML (`plain.rs`), and a link to one of them loads it whole.

#[cfg(feature = "ssr")]
mod courses;
#[cfg(feature = "ssr")]
mod plain;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, LazyRoute, SsrMode, lazy_route, path};

use crate::consultation::{DeskPage, TalkPage};
use crate::error_page::NotFoundPage;
use crate::home::HomePage;
use crate::jobs::JobListPage;
use crate::layout::Layout;

/// The addresses that the client knows; `*` stands for one segment. Each has its `<Route>` in [`Portal`].
pub const CLIENT_PATHS: [&str; 4] = ["/", "/lowongan", "/konsultasi/*", "/petugas/konsultasi"];

/// Whether the client wakes the page at this path; `boot.js` goes by the same rule.
pub fn is_client_path(path: &str) -> bool {
    CLIENT_PATHS
        .iter()
        .any(|known| match known.strip_suffix('*') {
            Some(start) => path
                .strip_prefix(start)
                .is_some_and(|rest| !rest.is_empty() && !rest.contains('/')),
            None => *known == path,
        })
}

/// The pages inside their common frame.
#[component]
pub fn Portal() -> impl IntoView {
    view! {
        <Router>
            <Layout>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/lowongan") view={Lazy::<Board>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/konsultasi/:id") view={Lazy::<Talk>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/petugas/konsultasi") view={Lazy::<Desk>::new()} ssr=SsrMode::Async/>
                    <PlainRoutes/>
                </Routes>
            </Layout>
        </Router>
    }
}

/// The job board: a part of the client of its own, fetched where it is opened.
struct Board;

#[lazy_route]
impl LazyRoute for Board {
    fn data() -> Board {
        Board
    }

    fn view(this: Board) -> AnyView {
        let Board = this;
        JobListPage().into_any()
    }
}

/// The asker's side of a consultation, likewise.
struct Talk;

#[lazy_route]
impl LazyRoute for Talk {
    fn data() -> Talk {
        Talk
    }

    fn view(this: Talk) -> AnyView {
        let Talk = this;
        TalkPage().into_any()
    }
}

/// The counsellor's desk, likewise.
struct Desk;

#[lazy_route]
impl LazyRoute for Desk {
    fn data() -> Desk {
        Desk
    }

    fn view(this: Desk) -> AnyView {
        let Desk = this;
        DeskPage().into_any()
    }
}

#[cfg(feature = "ssr")]
use plain::PlainRoutes;

/// In the browser these addresses do not exist: their links load whole pages.
#[cfg(not(feature = "ssr"))]
#[component(transparent)]
fn PlainRoutes() -> leptos_router::any_nested_route::AnyNestedRoute {
    leptos_router::any_nested_route::IntoAnyNestedRoute::into_any_nested_route(())
}

#[cfg(test)]
mod tests {
    use super::is_client_path;

    #[test]
    fn a_star_is_one_segment() {
        assert!(is_client_path("/"));
        assert!(!is_client_path("/akun"));
        assert!(!is_client_path("/masuk/"));
    }
}
