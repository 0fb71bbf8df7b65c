//! Looking up by code: every holder of a code may do it, in any role.

use app::status::api::LookUp;
use futures::future::BoxFuture;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::applications::application_of;
use super::{Call, Expect, Outcome, Row, World};

const HOLDER: Expect = Expect::ANYONE.foreign(Outcome::Ok);

pub fn rows() -> Vec<Row> {
    vec![
        Row::get("/status", HOLDER).with(page),
        Row::get(LookUp::url(), HOLDER).with(function),
    ]
}

fn page(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("kode", application_of(&world, owner).await) })
}

fn function(world: World, owner: Uuid) -> BoxFuture<'static, Call> {
    Box::pin(async move { Call::new().form("code", application_of(&world, owner).await) })
}
