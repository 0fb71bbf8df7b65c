//! The job board: everybody may read it.

use app::jobs::api::{SearchJobs, SearchRegions, Vacancy};
use app::jobs::import::import;
use futures::future::BoxFuture;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{Call, Expect, Row, World};

pub fn rows() -> Vec<Row> {
    vec![
        Row::get("/lowongan", Expect::ANYONE),
        Row::get("/lowongan/{slug}", Expect::ANYONE).with(|world, _| {
            Box::pin(async move { Call::new().param("slug", slug(&world).await) })
        }),
        Row::get("/robots.txt", Expect::ANYONE),
        Row::get("/sitemap.xml", Expect::ANYONE),
        Row::get(SearchJobs::url(), Expect::ANYONE).with(query),
        Row::get(SearchRegions::url(), Expect::ANYONE),
        Row::get(Vacancy::url(), Expect::ANYONE)
            .with(|world, _| Box::pin(async move { Call::new().form("slug", slug(&world).await) })),
    ]
}

fn query(_: World, _: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async { Call::new().form("query", "kata=guru") })
}

async fn slug(world: &World) -> String {
    let line = br#"{"id":"1","title":"Guru","company":{"name":"Sekolah"}}"#;
    let platform = &world.platform;
    import(&platform.pool, platform.clock.now(), &line[..], |_, _| {})
        .await
        .unwrap();
    sqlx::query_scalar("SELECT slug FROM vacancy")
        .fetch_one(&platform.pool)
        .await
        .unwrap()
}
