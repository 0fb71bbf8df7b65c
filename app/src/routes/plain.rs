//! Pages that are plain HTML for everybody: forms and what one reads once.

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::{SsrMode, path};

use crate::accounts::pages::{
    AccountPage, AuditTrailPage, DeleteAccountPage, ForgotPage, NamePage, OfficerHomePage,
    OutboxPage, PasswordPage, PrivacyPage, RegisterCodePage, RegisterPage, ResetCodePage,
    SessionsPage, SignInPage,
};
use crate::consultation::{ConsultationPage, ReadPage};
use crate::gaya::StylePage;
use crate::jobs::VacancyPage;
use crate::routes::courses::CourseRoutes;

/// The table of the plain pages.
#[component(transparent)]
pub fn PlainRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/konsultasi") view=ConsultationPage ssr=SsrMode::Async/>
        <Route path=path!("/petugas/konsultasi/:id") view=ReadPage ssr=SsrMode::Async/>
        <Route path=path!("/lowongan/:slug") view=VacancyPage ssr=SsrMode::Async/>
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
        <CourseRoutes/>
    }
    .into_inner()
    .into_any_nested_route()
}
