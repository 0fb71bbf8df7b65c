//! Every address of the portal, in one table.
//!
//! All pages are rendered whole (`SsrMode::Async`): a page can set its status or redirect until the end,
//! and a browser without JavaScript gets everything.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::accounts::pages::{
    AccountPage, AuditTrailPage, DeleteAccountPage, ForgotPage, NamePage, OfficerHomePage,
    OutboxPage, PasswordPage, PrivacyPage, RegisterCodePage, RegisterPage, ResetCodePage,
    SessionsPage, SignInPage,
};
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
                    <Route path=path!("/masuk") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/daftar") view=RegisterPage ssr=SsrMode::Async/>
                    <Route path=path!("/daftar/kode") view=RegisterCodePage ssr=SsrMode::Async/>
                    <Route path=path!("/lupa-sandi") view=ForgotPage ssr=SsrMode::Async/>
                    <Route path=path!("/lupa-sandi/kode") view=ResetCodePage ssr=SsrMode::Async/>
                    <Route path=path!("/privasi") view=PrivacyPage ssr=SsrMode::Async/>
                    <Route path=path!("/akun") view=AccountPage ssr=SsrMode::Async/>
                    <Route path=path!("/akun/nama") view=NamePage ssr=SsrMode::Async/>
                    <Route path=path!("/akun/sesi") view=SessionsPage ssr=SsrMode::Async/>
                    <Route path=path!("/akun/sandi") view=PasswordPage ssr=SsrMode::Async/>
                    <Route path=path!("/akun/hapus") view=DeleteAccountPage ssr=SsrMode::Async/>
                    <Route path=path!("/petugas") view=OfficerHomePage ssr=SsrMode::Async/>
                    <Route path=path!("/petugas/audit") view=AuditTrailPage ssr=SsrMode::Async/>
                    <Route path=path!("/kotak-keluar") view=OutboxPage ssr=SsrMode::Async/>
                </Routes>
            </Layout>
        </Router>
    }
}
