//! Applications and employers: a code or an address leads to one's own data; for another person's, the answer is "not
//! found".

use app::applications::api::{
    Apply, MoveMine, ReadApply, ReadMyApplication, ReadMyApplications, ReadMyProfile, RemoveCv,
    SaveProfile,
};
use app::employers::api::{
    CloseVacancy, MoveApplicant, ReadApplicant, ReadApplicants, ReadEmployerHome, ReadOpening,
    RequestCompany, SendOpening,
};
use app::employers::officer_api::{
    GrantCompany, HandOver, PublishOpening, ReadCompanyRequests, ReadWaitingOpening,
    ReadWaitingOpenings, RefuseCompany, ReturnOpening,
};
use domain::accounts::Role;
use futures::future::BoxFuture;
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Call, Expect, Outcome, Row, World};
use crate::applications::vacancy;
use crate::support::papers::cv_form;

const CITIZEN: Expect = Expect::only(&[Role::Citizen]);
const EMPLOYER: Expect = Expect::only(&[Role::Employer]);
const ASKER: Expect = Expect::only(&[Role::Citizen, Role::Employer]);
const CHECKER: Expect = Expect::only(&[Role::Counsellor, Role::Admin]);
/// The people whom the portal serves: citizens and employers.
const SERVED: Expect = Expect::only(&Role::SERVED);
/// Any signed-in person, for their own data.
const MINE: Expect = Expect::SIGNED_IN.foreign(Outcome::NotFound);
const EMPLOYERS_OWN: Expect = EMPLOYER.foreign(Outcome::NotFound);

pub fn rows() -> Vec<Row> {
    [applicant(), employer(), officer()].concat()
}

fn applicant() -> Vec<Row> {
    vec![
        Row::get("/akun/profil", SERVED),
        Row::get("/akun/profil/cv", SERVED),
        Row::post("/akun/profil/cv", SERVED).with(upload),
        Row::get("/akun/profil/cv/berkas", Expect::SIGNED_IN).with(my_cv),
        Row::get("/akun/lamaran", Expect::SIGNED_IN),
        Row::get("/akun/lamaran/{code}", MINE).with(my_application),
        Row::get("/akun/lamaran/{code}/cv", MINE).with(my_application),
        Row::get("/lowongan/{slug}/lamar", CITIZEN).with(target),
        Row::get("/lowongan/{slug}/lamar/periksa", CITIZEN).with(target),
        Row::get(ReadMyProfile::url(), SERVED),
        Row::post(SaveProfile::url(), SERVED),
        Row::post(RemoveCv::url(), SERVED),
        Row::get(ReadApply::url(), CITIZEN).with(target_form),
        Row::post(Apply::url(), CITIZEN).with(apply),
        Row::get(ReadMyApplications::url(), Expect::SIGNED_IN),
        Row::get(ReadMyApplication::url(), MINE).with(my_application_form),
        Row::post(MoveMine::url(), MINE).with(withdraw),
    ]
}

fn employer() -> Vec<Row> {
    vec![
        Row::get("/perusahaan", ASKER),
        Row::get("/perusahaan/daftar", ASKER),
        Row::get("/perusahaan/lowongan/baru", EMPLOYER),
        Row::get("/perusahaan/draf/{id}", EMPLOYERS_OWN).with(own_draft),
        Row::get("/perusahaan/lowongan/{slug}", EMPLOYERS_OWN).with(own_vacancy),
        Row::get("/perusahaan/lamaran/{code}", EMPLOYERS_OWN).with(application_for),
        Row::get("/perusahaan/lamaran/{code}/cv", EMPLOYERS_OWN).with(application_for),
        Row::get(ReadEmployerHome::url(), ASKER),
        Row::post(RequestCompany::url(), ASKER).with(|_, _| {
            Box::pin(async {
                Call::new()
                    .form("company", "PT Baru")
                    .form("nib", "1234567890123")
                    .form("position", "Pemilik")
            })
        }),
        Row::get(ReadOpening::url(), EMPLOYERS_OWN).with(own_draft_form),
        Row::post(SendOpening::url(), EMPLOYERS_OWN).with(rewrite),
        Row::get(ReadApplicants::url(), EMPLOYERS_OWN).with(own_vacancy_form),
        Row::post(CloseVacancy::url(), EMPLOYERS_OWN).with(own_vacancy_form),
        Row::get(ReadApplicant::url(), EMPLOYERS_OWN).with(application_for_form),
        Row::post(MoveApplicant::url(), EMPLOYERS_OWN).with(review),
    ]
}

fn officer() -> Vec<Row> {
    vec![
        Row::get("/petugas/lowongan", CHECKER),
        Row::get("/petugas/lowongan/{id}", CHECKER).with(any_draft),
        Row::get("/petugas/perusahaan", CHECKER),
        Row::get(ReadWaitingOpenings::url(), CHECKER),
        Row::get(ReadWaitingOpening::url(), CHECKER).with(any_draft_form),
        Row::post(PublishOpening::url(), CHECKER).with(any_draft_form),
        Row::post(ReturnOpening::url(), CHECKER).with(any_draft_form),
        Row::get(ReadCompanyRequests::url(), CHECKER),
        Row::post(GrantCompany::url(), CHECKER).with(request),
        Row::post(RefuseCompany::url(), CHECKER).with(request),
        Row::post(HandOver::url(), CHECKER).with(hand_over),
    ]
}

/// A new person of a role.
async fn person(world: &World, role: Role) -> Uuid {
    let id = Uuid::new_v4();
    sqlx::query(
        "INSERT INTO person (id, name, email, role, created_at) VALUES ($1, 'Lain', $2, $3, now())",
    )
    .bind(id)
    .bind(format!("{id}@portal.test"))
    .bind(role.as_str())
    .execute(&world.platform.pool)
    .await
    .unwrap();
    id
}

/// An open vacancy of this employer: its company's id and its address.
async fn owned(world: &World, owner: Uuid) -> (Uuid, String) {
    vacancy(
        &world.platform.pool,
        world.platform.clock.now(),
        Some(owner),
    )
    .await
}

/// A CV of this person, with its file.
async fn cv(world: &World, person: Uuid) -> Uuid {
    let (platform, id) = (&world.platform, Uuid::new_v4());
    let mut file = platform.files.begin(&format!("cv/{id}")).await.unwrap();
    file.write(b"%PDF-1.7 x").await.unwrap();
    file.keep().await.unwrap();
    sqlx::query(
        "WITH before AS (UPDATE cv_file SET replaced_at = now() WHERE person_id = $2 AND replaced_at IS NULL)
         INSERT INTO cv_file (id, person_id, kind, bytes, uploaded_at) VALUES ($1, $2, 'pdf', 10, now())",
    )
    .bind(id)
    .bind(person)
    .execute(&platform.pool)
    .await
    .unwrap();
    id
}

fn my_cv(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        cv(&world, owner).await;
        Call::new()
    })
}

/// An application of `applicant` to a vacancy of `employer`, with a CV; returns its code.
async fn application(world: &World, applicant: Uuid, employer: Uuid) -> String {
    let (_, slug) = owned(world, employer).await;
    let cv = cv(world, applicant).await;
    let code = world.platform.ids.code(8);
    sqlx::query(
        "WITH made AS (
             INSERT INTO application (id, code, person_id, vacancy_id, status, profile, sent_at, moved_at, cv_id)
             SELECT gen_random_uuid(), $1, $2, id, 'submitted', '{}', $4, $4, $5 FROM vacancy WHERE slug = $3 RETURNING id)
         INSERT INTO application_step (application_id, seq, status, actor, at)
         SELECT id, 1, 'submitted', 'applicant', $4 FROM made",
    )
    .bind(&code)
    .bind(applicant)
    .bind(slug)
    .bind(world.platform.clock.now())
    .bind(cv)
    .execute(&world.platform.pool)
    .await
    .unwrap();
    code
}

/// An application of this person to a new employer; returns its code.
pub async fn application_of(world: &World, applicant: Uuid) -> String {
    let employer = person(world, Role::Employer).await;
    application(world, applicant, employer).await
}

fn opening() -> Value {
    json!({
        "title": "Penjahit", "description": "Menjahit kemeja sesuai pola di bengkel kami.", "education": "smp", "skills": [],
        "kind": "penuh-waktu", "place": "35.78", "quota": 2, "deadline": "2099-01-31",
    })
}

/// A waiting vacancy of this employer; returns the ids of the draft and of the company.
async fn draft(world: &World, owner: Uuid) -> (Uuid, Uuid) {
    let (company, _) = owned(world, owner).await;
    let id = Uuid::new_v4();
    sqlx::query("INSERT INTO company_owner (company_id, person_id, given_at, given_by) VALUES ($1, $2, now(), $2)")
        .bind(company)
        .bind(owner)
        .execute(&world.platform.pool)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO vacancy_draft (id, owner_id, company_id, opening, state, sent_at) VALUES ($1, $2, $3, $4, 'waiting', now())",
    )
    .bind(id)
    .bind(owner)
    .bind(company)
    .bind(Json(opening()))
    .execute(&world.platform.pool)
    .await
    .unwrap();
    (id, company)
}

fn upload(_: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async {
        let kind = "multipart/form-data; boundary=XX".to_owned();
        let mut call = Call::new();
        call.body = Some((kind, cv_form()));
        call
    })
}

fn my_application(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().param("code", application_of(&world, owner).await) })
}

fn my_application_form(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("code", application_of(&world, owner).await) })
}

fn withdraw(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        my_application_form(world, owner)
            .await
            .form("step", "withdraw")
    })
}

fn target(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let employer = person(&world, Role::Employer).await;
        Call::new().param("slug", owned(&world, employer).await.1)
    })
}

fn target_form(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let employer = person(&world, Role::Employer).await;
        Call::new().form("slug", owned(&world, employer).await.1)
    })
}

fn apply(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let whole = json!({"education": "sma", "skills": ["Las"], "experience_years": 1, "place": "35.78", "wish": "Las"});
        sqlx::query(
            "INSERT INTO applicant_profile (person_id, profile, updated_at) VALUES ($1, $2, now())",
        )
        .bind(owner)
        .bind(Json(whole))
        .execute(&world.platform.pool)
        .await
        .unwrap();
        target_form(world, owner).await
    })
}

fn own_draft(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().param("id", draft(&world, owner).await.0) })
}

fn own_draft_form(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("draft", draft(&world, owner).await.0) })
}

fn rewrite(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let (id, company) = draft(&world, owner).await;
        let day = domain::format::date_in_wib(world.platform.clock.now() + time::Duration::days(9));
        Call::new()
            .form("draft", id)
            .form("company", company)
            .form("title", "Penjahit")
            .form(
                "description",
                "Menjahit kemeja sesuai pola di bengkel kami.",
            )
            .form("education", "smp")
            .form("kind", "magang")
            .form("place", "35.78")
            .form("quota", 2)
            .form("deadline_day", day.day())
            .form("deadline_month", u8::from(day.month()))
            .form("deadline_year", day.year())
    })
}

fn own_vacancy(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().param("slug", owned(&world, owner).await.1) })
}

fn own_vacancy_form(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("slug", owned(&world, owner).await.1) })
}

fn application_for(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let applicant = person(&world, Role::Citizen).await;
        Call::new().param("code", application(&world, applicant, owner).await)
    })
}

fn application_for_form(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let applicant = person(&world, Role::Citizen).await;
        Call::new().form("code", application(&world, applicant, owner).await)
    })
}

fn review(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        application_for_form(world, owner)
            .await
            .form("step", "review")
    })
}

fn any_draft(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let employer = person(&world, Role::Employer).await;
        own_draft(world, employer).await
    })
}

fn any_draft_form(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let employer = person(&world, Role::Employer).await;
        let id = draft(&world, employer).await.0;
        let version: i64 = sqlx::query_scalar(
            "SELECT (extract(epoch FROM sent_at) * 1000000)::bigint FROM vacancy_draft WHERE id = $1",
        )
        .bind(id)
        .fetch_one(&world.platform.pool)
        .await
        .unwrap();
        Call::new()
            .form("id", id)
            .form("version", version)
            .form("reason", "Sebutkan upahnya")
    })
}

fn request(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let (asker, id) = (person(&world, Role::Citizen).await, Uuid::new_v4());
        sqlx::query(
            "INSERT INTO company_request (id, person_id, company_name, nib, position, asked_at)
             VALUES ($1, $2, $3, '1234567890123', 'Pemilik', now())",
        )
        .bind(id)
        .bind(asker)
        .bind(format!("PT {id}"))
        .execute(&world.platform.pool)
        .await
        .unwrap();
        Call::new()
            .form("request", id)
            .form("reason", "NIB tidak ditemukan")
    })
}

fn hand_over(world: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move {
        let person = person(&world, Role::Employer).await;
        Call::new()
            .form("company", format!("CV {person}"))
            .form("contact", format!("{person}@portal.test"))
    })
}
