//! Pages that are plain HTML for everybody: forms, and pages that a person reads once.

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::{SsrMode, path};

use crate::accounts::pages::{
    AccountPage, AuditTrailPage, DeleteAccountPage, ForgotPage, NamePage, OfficerHomePage,
    OutboxPage, PasswordPage, PrivacyPage, RegisterCodePage, RegisterPage, ResetCodePage,
    SessionsPage, SignInPage,
};
use crate::applications::{
    ApplicationPage, ApplicationsPage, ApplyPage, CheckPage, CvPage, ProfilePage,
};
use crate::consultation::{ConsultationPage, ReadPage};
use crate::employers::{
    ApplicantPage, CompaniesPage, EmployerHomePage, OpeningPage, RequestPage,
    VacancyApplicantsPage, WaitingOpeningPage, WaitingOpeningsPage,
};
use crate::jobs::VacancyPage;
use crate::routes::courses::CourseRoutes;
use crate::status::StatusPage;
use crate::style_guide::StylePage;

/// The routes of the plain pages.
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
        <Route path=path!("/status") view=StatusPage ssr=SsrMode::Async/>
        <Route path=path!("/privasi") view=PrivacyPage ssr=SsrMode::Async/>
        <Route path=path!("/akun") view=AccountPage ssr=SsrMode::Async/>
        <Route path=path!("/akun/nama") view=NamePage ssr=SsrMode::Async/>
        <Route path=path!("/akun/sesi") view=SessionsPage ssr=SsrMode::Async/>
        <Route path=path!("/akun/sandi") view=PasswordPage ssr=SsrMode::Async/>
        <Route path=path!("/akun/hapus") view=DeleteAccountPage ssr=SsrMode::Async/>
        <Route path=path!("/petugas") view=OfficerHomePage ssr=SsrMode::Async/>
        <Route path=path!("/petugas/audit") view=AuditTrailPage ssr=SsrMode::Async/>
        <Route path=path!("/akun/profil") view=ProfilePage ssr=SsrMode::Async/>
        <Route path=path!("/akun/profil/cv") view=CvPage ssr=SsrMode::Async/>
        <Route path=path!("/akun/lamaran") view=ApplicationsPage ssr=SsrMode::Async/>
        <Route path=path!("/akun/lamaran/:code") view=ApplicationPage ssr=SsrMode::Async/>
        <Route path=path!("/lowongan/:slug/lamar") view=ApplyPage ssr=SsrMode::Async/>
        <Route path=path!("/lowongan/:slug/lamar/periksa") view=CheckPage ssr=SsrMode::Async/>
        <Route path=path!("/perusahaan") view=EmployerHomePage ssr=SsrMode::Async/>
        <Route path=path!("/perusahaan/daftar") view=RequestPage ssr=SsrMode::Async/>
        <Route path=path!("/perusahaan/lowongan/baru") view=OpeningPage ssr=SsrMode::Async/>
        <Route path=path!("/perusahaan/draf/:id") view=OpeningPage ssr=SsrMode::Async/>
        <Route path=path!("/perusahaan/lowongan/:slug") view=VacancyApplicantsPage ssr=SsrMode::Async/>
        <Route path=path!("/perusahaan/lamaran/:code") view=ApplicantPage ssr=SsrMode::Async/>
        <Route path=path!("/petugas/lowongan") view=WaitingOpeningsPage ssr=SsrMode::Async/>
        <Route path=path!("/petugas/lowongan/:id") view=WaitingOpeningPage ssr=SsrMode::Async/>
        <Route path=path!("/petugas/perusahaan") view=CompaniesPage ssr=SsrMode::Async/>
        <Route path=path!("/kotak-keluar") view=OutboxPage ssr=SsrMode::Async/>
        <CourseRoutes/>
    }
    .into_inner()
    .into_any_nested_route()
}
