//! Every address of the portal in one table, and the pages that the client hydrates.
//!
//! All pages are rendered completely before they are sent (`SsrMode::Async`): a page can set its status or redirect
//! until the end, and a browser without JavaScript gets everything.
//!
//! The client contains only the pages that gain from it, to keep the download on a phone small. Pages of
//! forms are plain HTML (`plain.rs`), and a link to one of them loads the whole page.

#[cfg(feature = "ssr")]
mod courses;
#[cfg(feature = "ssr")]
mod plain;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, LazyRoute, SsrMode, lazy_route, path};

use crate::base::error_page::NotFoundPage;
use crate::consultation::{DeskPage, TalkPage};
use crate::home::HomePage;
use crate::jobs::JobListPage;
use crate::layout::Layout;

/// The addresses of the pages that the client contains; `*` stands for one segment. Each has its `<Route>` in
/// [`Portal`].
pub const CLIENT_PATHS: [&str; 4] = ["/", "/lowongan", "/konsultasi/*", "/petugas/konsultasi"];

/// Whether the client hydrates the page at this path. `boot.js` uses the same rule.
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
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view={Lazy::<Home>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lowongan") view={Lazy::<Board>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/konsultasi/:id") view={Lazy::<Talk>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/petugas/konsultasi") view={Lazy::<Desk>::new()} ssr=SsrMode::Async/>
                    <PlainRoutes/>
                </FlatRoutes>
            </Layout>
        </Router>
    }
}

/// Declares a page whose client code is a separate part, which a browser fetches when the page is opened.
macro_rules! part {
    ($part:ident, $page:ident) => {
        struct $part;

        #[lazy_route]
        impl LazyRoute for $part {
            fn data() -> $part {
                $part
            }

            fn view(this: $part) -> AnyView {
                let $part = this;
                $page().into_any()
            }
        }
    };
}

part!(Home, HomePage);
part!(Board, JobListPage);
part!(Talk, TalkPage);
part!(Desk, DeskPage);

#[cfg(feature = "ssr")]
use plain::PlainRoutes;

/// The client has no routes for these addresses, so links to them load whole pages.
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
