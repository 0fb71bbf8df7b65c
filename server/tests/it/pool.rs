//! What the pool gives out.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use app::platform::connect;
use sqlx::PgPool;

use crate::support::Portal;

/// Begins a transaction and drops it after so many steps, as the request of somebody who leaves does.
/// Whether it had begun by then.
async fn begin_cut_after(pool: &PgPool, steps: usize) -> bool {
    let mut taken = 0;
    let mut begin = pin!(pool.begin());
    std::future::poll_fn(|context| match begin.as_mut().poll(context) {
        Poll::Ready(begun) => Poll::Ready(begun.is_ok()),
        Poll::Pending if taken == steps => Poll::Ready(false),
        Poll::Pending => {
            taken += 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_transaction_that_was_cut_half_way_is_nobody_else_s() {
    let portal = Portal::start().await;
    let options = portal.database_url().parse().unwrap();
    let pool = connect(options, 1);
    let mut steps = 0;
    loop {
        let begun = begin_cut_after(&pool, steps).await;
        // Outside of a transaction there is nothing to save a point of.
        let mut next = pool.acquire().await.unwrap();
        let saved = sqlx::raw_sql("SAVEPOINT mine").execute(&mut *next).await;
        let refused = saved.unwrap_err().into_database_error().unwrap();
        assert_eq!(
            refused.code().as_deref(),
            Some("25P01"),
            "cut after {steps} steps, the next one is in a transaction"
        );
        if begun {
            break;
        }
        steps += 1;
    }
    assert!(steps > 1, "it was never cut half-way");
}
