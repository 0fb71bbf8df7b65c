//! The frame of the site: everybody may read it, signed in or not.

use app::home::LoadHome;
use leptos::server_fn::ServerFn;

use super::{Call, Expect, Row};

pub fn rows() -> Vec<Row> {
    vec![
        Row::get("/", Expect::ANYONE),
        Row::get(LoadHome::url(), Expect::ANYONE),
        Row::get("/gaya", Expect::ANYONE),
        Row::get("/healthz", Expect::ANYONE),
        Row::get("/readyz", Expect::ANYONE),
        Row::post("/bahasa", Expect::ANYONE)
            .with(|_, _| Box::pin(async { Call::new().form("lang", "id") })),
    ]
}
