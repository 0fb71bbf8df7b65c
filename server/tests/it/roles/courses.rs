//! Courses: everybody may read the catalogue; an enrolment belongs to its citizen; a roster is open to its trainer and
//! the admin.

use app::courses::api::{
    CancelEnrolment, ConfirmSeat, Enrol, FindProgrammes, MyEnrolment, MyEnrolments, ReadCheck,
    ReadProgramme, ReadQuestions, SaveAnswers,
};
use app::courses::officer::{CloseClass, ListClasses, MarkAttendance, ReadRoster, ReadSheet};
use app::courses::store;
use domain::accounts::Role;
use futures::future::BoxFuture;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{Call, Expect, Outcome, Row, World};
use crate::courses::{BLITAR, CLASS_OF_TWO, Class, fitting};

const CITIZEN: Expect = Expect::only(&[Role::Citizen]);
const OWN: Expect = Expect::SIGNED_IN.foreign(Outcome::NotFound);

const CLASS: Expect = Expect::only(&[Role::Trainer, Role::Admin])
    .foreign(Outcome::NotFound)
    .overseen_by(&[Role::Admin]);

pub fn rows() -> Vec<Row> {
    [pages(), functions()].concat()
}

fn pages() -> Vec<Row> {
    let mut rows = Vec::new();
    for stream in ["/pelatihan", "/pemberdayaan"] {
        rows.push(Row::get(stream, Expect::ANYONE));
    }
    // The tests' programme is for returned workers, so it does not exist under `/pelatihan`.
    let missing = Expect {
        guest: Outcome::NotFound,
        allowed: Outcome::NotFound,
        ..Expect::ANYONE
    };
    rows.push(Row::get("/pelatihan/{slug}", missing).with(class_address));
    rows.push(Row::get("/pemberdayaan/{slug}", Expect::ANYONE).with(class_address));
    for step in ["daftar", "periksa"] {
        let under = |stream: &str| format!("{stream}/{{slug}}/{{cohort}}/{step}");
        rows.push(
            Row::get(&under("/pelatihan"), CITIZEN.allowed(Outcome::NotFound)).with(class_address),
        );
        rows.push(Row::get(&under("/pemberdayaan"), CITIZEN).with(class_address));
    }
    rows.extend([
        Row::get("/akun/pelatihan", Expect::SIGNED_IN),
        Row::get("/akun/pelatihan/{code}", OWN).with(enrolment_address),
        Row::get("/akun/pelatihan/{code}/batal", OWN).with(enrolment_address),
        Row::get(
            "/petugas/pelatihan",
            Expect::only(&[Role::Trainer, Role::Admin]),
        ),
        Row::get("/petugas/pelatihan/{cohort}", CLASS).with(roster_address),
        Row::get("/petugas/pelatihan/{cohort}/hadir/{number}", CLASS).with(roster_address),
    ]);
    rows
}

fn functions() -> Vec<Row> {
    vec![
        Row::get(FindProgrammes::url(), Expect::ANYONE).with(filters),
        Row::get(ReadProgramme::url(), Expect::ANYONE).with(programme),
        Row::get(ReadQuestions::url(), CITIZEN).with(class),
        Row::post(SaveAnswers::url(), CITIZEN).with(answers),
        Row::get(ReadCheck::url(), CITIZEN).with(class),
        Row::post(Enrol::url(), CITIZEN).with(class),
        Row::get(MyEnrolments::url(), Expect::SIGNED_IN),
        Row::get(MyEnrolment::url(), OWN).with(enrolment),
        Row::post(ConfirmSeat::url(), OWN).with(enrolment),
        Row::post(CancelEnrolment::url(), OWN).with(enrolment),
        Row::get(
            ListClasses::url(),
            Expect::only(&[Role::Trainer, Role::Admin]),
        ),
        Row::get(ReadRoster::url(), CLASS).with(roster),
        Row::get(ReadSheet::url(), CLASS).with(roster),
        Row::post(MarkAttendance::url(), CLASS).with(running),
        Row::post(CloseClass::url(), CLASS).with(over),
    ]
}

/// A new cohort for each call, with its dates in days from now.
async fn group(world: &World, days: (i64, i64, i64)) -> (String, Uuid) {
    let slug = format!("k{}", Uuid::new_v4().simple());
    let group = Class {
        slug: &slug,
        days,
        ..CLASS_OF_TWO
    };
    let id = group.insert(&world.platform).await;
    (slug, id)
}

/// A cohort for which the person has answered the questions, as anybody may.
async fn answered(world: &World, person: Uuid) -> (String, Uuid) {
    let (slug, id) = group(world, CLASS_OF_TWO.days).await;
    let mut conn = world.platform.pool.acquire().await.unwrap();
    let now = world.platform.clock.now();
    let answers = fitting(&world.platform, BLITAR);
    store::save_answers(&mut conn, person, id, &answers, now)
        .await
        .unwrap();
    (slug, id)
}

fn class_address(world: World, person: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let (slug, _) = answered(&world, person).await;
        Call::new().param("slug", "anggaran").param("cohort", slug)
    })
}

fn class(world: World, person: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let (slug, _) = answered(&world, person).await;
        Call::new()
            .form("class[stream]", "empowerment")
            .form("class[slug]", "anggaran")
            .form("class[cohort]", slug)
    })
}

fn answers(world: World, person: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let call = class(world, person).await;
        call.form("kind", "resident")
            .form("regency", BLITAR)
            .form("adult", "yes")
    })
}

fn filters(_: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async {
        Call::new()
            .form("stream", "training")
            .form("filters[words]", "las")
    })
}

fn programme(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        group(&world, CLASS_OF_TWO.days).await;
        Call::new()
            .form("stream", "empowerment")
            .form("slug", "anggaran")
    })
}

async fn enrolled(world: &World, person: Uuid) -> String {
    let (_, cohort) = answered(world, person).await;
    let now = world.platform.clock.now();
    let code = world.platform.ids.code(8);
    let new = store::NewEnrolment {
        id: Uuid::new_v4(),
        code: &code,
        cohort,
        person,
        answers: &fitting(&world.platform, BLITAR),
        regency: BLITAR,
    };
    let mut tx = world.platform.pool.begin().await.unwrap();
    store::enrol(&mut tx, &new, now).await.unwrap();
    tx.commit().await.unwrap();
    code
}

fn enrolment(world: World, person: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("code", enrolled(&world, person).await) })
}

fn enrolment_address(world: World, person: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().param("code", enrolled(&world, person).await) })
}

async fn taught(world: &World, trainer: Uuid, days: (i64, i64, i64)) -> Uuid {
    let (_, id) = group(world, days).await;
    sqlx::query("insert into cohort_trainer values ($1, $2)")
        .bind(id)
        .bind(trainer)
        .execute(&world.platform.pool)
        .await
        .unwrap();
    id
}

fn roster_address(world: World, trainer: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let id = taught(&world, trainer, CLASS_OF_TWO.days).await;
        Call::new().param("cohort", id).param("number", 1)
    })
}

fn roster(world: World, trainer: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let id = taught(&world, trainer, CLASS_OF_TWO.days).await;
        Call::new().form("cohort", id).form("number", 1)
    })
}

fn running(world: World, trainer: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let id = taught(&world, trainer, (-9, -8, -1)).await;
        Call::new().form("cohort", id).form("number", 1)
    })
}

fn over(world: World, trainer: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let id = taught(&world, trainer, (-29, -28, -20)).await;
        Call::new().form("cohort", id)
    })
}
