//! Applying: the profile and the CV, one application for each vacancy, the employer's steps, and applications that get
//! no answer.

mod apply;
mod cv;
pub mod employers;
mod leaving;
mod numbers;
pub mod openings;
mod steps;
mod told;

use app::applications::api::{Apply, SaveProfile};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::support::{Answer, Browser, Portal};

/// An open vacancy, of `owner` if any, at a company without an owner; returns the company's id and the vacancy's slug.
pub async fn vacancy(pool: &PgPool, now: OffsetDateTime, owner: Option<Uuid>) -> (Uuid, String) {
    let id = Uuid::new_v4();
    let name = format!("Garmen {}", id.simple());
    sqlx::query(
        "INSERT INTO company (id, name, name_key) VALUES ($1, $2, lower(replace($2, ' ', '')))",
    )
    .bind(id)
    .bind(&name)
    .execute(pool)
    .await
    .unwrap();
    let slug = format!("penjahit-{}", id.simple());
    sqlx::query(
        "INSERT INTO vacancy (slug, source, source_id, owner_id, company_id, company_name, title, published_at, closes_at,
                              first_seen_at, updated_at)
         VALUES ($1, 'karirhub', $2, $3, $4, $5, 'Penjahit', $6, $7, $6, $6)",
    )
    .bind(&slug)
    .bind(id.to_string())
    .bind(owner)
    .bind(id)
    .bind(name)
    .bind(now)
    .bind(now + Duration::days(90))
    .execute(pool)
    .await
    .unwrap();
    (id, slug)
}

/// The fields of a complete profile.
pub const PROFILE: [(&str, &str); 7] = [
    ("education", "sma"),
    ("programme", "Tata busana"),
    ("skills", "Menjahit, Obras"),
    ("experience_years", "3"),
    ("experience", ""),
    ("place", "35.78"),
    ("wish", "Operator jahit"),
];

/// An employer with an open vacancy, and a citizen who may apply for it.
pub struct Scene {
    pub portal: Portal,
    pub employer: Browser,
    pub employer_id: Uuid,
    pub citizen: Browser,
    pub citizen_id: Uuid,
    pub slug: String,
}

impl Scene {
    pub async fn new() -> Scene {
        Scene::on(Portal::start().await).await
    }

    /// The same on this portal.
    pub async fn on(portal: Portal) -> Scene {
        let (employer_id, employer) = portal.signed_in(Role::Employer, "Budi").await;
        let (citizen_id, mut citizen) = portal.signed_in(Role::Citizen, "Siti Aminah").await;
        let (_, slug) = vacancy(portal.pool(), portal.clock().now(), Some(employer_id)).await;
        let saved = citizen
            .submit("/akun/profil", SaveProfile::url(), &PROFILE)
            .await;
        assert_eq!(saved.location(), "/akun/profil?pesan=tersimpan");
        Scene {
            portal,
            employer,
            employer_id,
            citizen,
            citizen_id,
            slug,
        }
    }

    /// The same, with an application sent; returns its code.
    pub async fn applied() -> (Scene, String) {
        let mut scene = Scene::new().await;
        let answer = scene.apply().await;
        let code = code_of(&answer);
        (scene, code)
    }

    pub async fn apply(&mut self) -> Answer {
        let from = format!("/lowongan/{}/lamar/periksa", self.slug);
        self.citizen
            .submit(&from, Apply::url(), &[("slug", &self.slug)])
            .await
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(self.portal.pool())
            .await
            .unwrap()
    }
}

/// The code of a sent application, from the address to which its answer leads.
pub fn code_of(answer: &Answer) -> String {
    let path = answer
        .location()
        .strip_prefix("/akun/lamaran/")
        .unwrap_or_else(|| panic!("{}", answer.location()));
    path.split('?').next().unwrap().to_owned()
}
