//! Every address of the portal, in one table.
//!
//! All pages are rendered whole (`SsrMode::Async`): a page can set its status or redirect until the end,
//! and a browser without JavaScript gets everything.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::error_page::NotFoundPage;
use crate::gaya::StylePage;
use crate::home::HomePage;
use crate::layout::Layout;

/// The pages inside their common frame.
#[component]
pub fn Portal() -> impl IntoView {
    view! {
        <Router>
            <Layout>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/gaya") view=StylePage ssr=SsrMode::Async/>
                </Routes>
            </Layout>
        </Router>
    }
}
