use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use time::{Duration, OffsetDateTime};

/// The only place that reads the system's time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Seconds that a test has moved this clock, shared by its clones; none in production.
    moved: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Clock {
        Clock::default()
    }

    /// The system's clock, which a test can move with [`Clock::advance`].
    pub fn movable() -> Clock {
        Clock {
            moved: Some(Arc::default()),
        }
    }

    /// The time now, in UTC, cut to microseconds: Postgres keeps no more.
    pub fn now(&self) -> OffsetDateTime {
        let moved = self
            .moved
            .as_ref()
            .map_or(0, |moved| moved.load(Ordering::SeqCst));
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the clock that everything else is given"
        )]
        let now = OffsetDateTime::now_utc() + Duration::seconds(moved);
        now.replace_microsecond(now.microsecond()).unwrap_or(now)
    }

    /// Moves a movable clock; has no effect on the system's clock.
    pub fn advance(&self, by: Duration) {
        if let Some(moved) = &self.moved {
            moved.fetch_add(by.whole_seconds(), Ordering::SeqCst);
        }
    }
}
