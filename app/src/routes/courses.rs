//! Pages of the courses. They are plain HTML, because they are forms and pages that a person reads once.

use domain::courses::Stream::{Empowerment, Training};
use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::{SsrMode, path};

use crate::courses::{
    AttendancePage, CancelPage, CheckPage, ClassesPage, EmpowermentPage, EnrolmentPage,
    MyCoursesPage, ProgrammePage, QuestionsPage, RosterPage, TrainingPage,
};

/// The routes of the courses' pages.
#[component(transparent)]
pub fn CourseRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/pelatihan") view=TrainingPage ssr=SsrMode::Async/>
        <Route path=path!("/pelatihan/:slug") view=|| view! { <ProgrammePage stream=Training/> } ssr=SsrMode::Async/>
        <Route path=path!("/pelatihan/:slug/:cohort/daftar") view=|| view! { <QuestionsPage stream=Training/> } ssr=SsrMode::Async/>
        <Route path=path!("/pelatihan/:slug/:cohort/periksa") view=|| view! { <CheckPage stream=Training/> } ssr=SsrMode::Async/>
        <Route path=path!("/pemberdayaan") view=EmpowermentPage ssr=SsrMode::Async/>
        <Route path=path!("/pemberdayaan/:slug") view=|| view! { <ProgrammePage stream=Empowerment/> } ssr=SsrMode::Async/>
        <Route path=path!("/pemberdayaan/:slug/:cohort/daftar") view=|| view! { <QuestionsPage stream=Empowerment/> } ssr=SsrMode::Async/>
        <Route path=path!("/pemberdayaan/:slug/:cohort/periksa") view=|| view! { <CheckPage stream=Empowerment/> } ssr=SsrMode::Async/>
        <Route path=path!("/akun/pelatihan") view=MyCoursesPage ssr=SsrMode::Async/>
        <Route path=path!("/akun/pelatihan/:code") view=EnrolmentPage ssr=SsrMode::Async/>
        <Route path=path!("/akun/pelatihan/:code/batal") view=CancelPage ssr=SsrMode::Async/>
        <Route path=path!("/petugas/pelatihan") view=ClassesPage ssr=SsrMode::Async/>
        <Route path=path!("/petugas/pelatihan/:cohort") view=RosterPage ssr=SsrMode::Async/>
        <Route path=path!("/petugas/pelatihan/:cohort/hadir/:number") view=AttendancePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
