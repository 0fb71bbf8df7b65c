//! Due changes of a cohort's seats: offers that ran out, seats that became free, the first day.

use domain::courses::{Seating, Status, Waiter, Window};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{count, window};

/// The seats of a cohort, as its row holds them. After [`lock`], nothing of it changes until the transaction ends.
pub(super) struct Group {
    pub cohort: Uuid,
    pub seats: i32,
    pub taken: i32,
    pub waiting: i32,
    pub window: Window,
    /// Whether seats are set aside for some regencies and have not been released.
    pub by_quota: bool,
}

struct Row {
    seats: i32,
    taken: i32,
    waiting: i32,
    opens_at: OffsetDateTime,
    closes_at: OffsetDateTime,
    starts_at: OffsetDateTime,
    ends_at: OffsetDateTime,
    by_quota: bool,
}

/// Locks a cohort's row. Every change of an enrolment begins with it, so that changes happen one after the other.
pub(super) async fn lock(
    conn: &mut PgConnection,
    cohort: Uuid,
    now: OffsetDateTime,
) -> Result<Option<Group>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select seats, taken, waiting, opens_at, closes_at, starts_at, ends_at,
                  (coalesce(quota_release_at > $2, true) and exists (
                      select from cohort_region r where r.cohort_id = cohort.id and r.quota is not null
                  )) as "by_quota!"
           from cohort where id = $1 for no key update"#,
        cohort,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row.group(cohort)))
}

/// Reads a cohort's row without a lock, for a forecast.
pub(super) async fn peek(
    conn: &mut PgConnection,
    cohort: Uuid,
    now: OffsetDateTime,
) -> Result<Option<Group>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select seats, taken, waiting, opens_at, closes_at, starts_at, ends_at,
                  (coalesce(quota_release_at > $2, true) and exists (
                      select from cohort_region r where r.cohort_id = cohort.id and r.quota is not null
                  )) as "by_quota!"
           from cohort where id = $1"#,
        cohort,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row.group(cohort)))
}

impl Row {
    fn group(self, cohort: Uuid) -> Group {
        Group {
            cohort,
            seats: self.seats,
            taken: self.taken,
            waiting: self.waiting,
            window: window(self.opens_at, self.closes_at, self.starts_at, self.ends_at),
            by_quota: self.by_quota,
        }
    }
}

impl Group {
    /// The seats for the rules, and the number of people who already wait for the seats of this regency.
    /// Without quotas, the counters on the cohort's row are enough.
    pub(super) async fn seating(
        &self,
        conn: &mut PgConnection,
        regency: &str,
    ) -> Result<(Seating, u32), sqlx::Error> {
        if self.by_quota {
            return by_quota(conn, self.cohort, count(self.seats.into()), regency).await;
        }
        let seating = Seating::without_quota(count(self.seats.into()), count(self.taken.into()));
        Ok((seating, count(self.waiting.into())))
    }
}

async fn by_quota(
    conn: &mut PgConnection,
    cohort: Uuid,
    seats: u32,
    regency: &str,
) -> Result<(Seating, u32), sqlx::Error> {
    let quotas = sqlx::query!(
        r#"select regency_code, quota as "quota!" from cohort_region
           where cohort_id = $1 and quota is not null"#,
        cohort
    )
    .fetch_all(&mut *conn)
    .await?;
    let counts = sqlx::query!(
        r#"select regency_code,
                  coalesce(sum(enrolment_holds_seat(status)), 0) as "held!",
                  count(*) filter (where status = 'waiting') as "waiting!"
           from enrolment where cohort_id = $1 group by regency_code"#,
        cohort
    )
    .fetch_all(conn)
    .await?;
    let seating = Seating {
        seats,
        quotas: quotas
            .into_iter()
            .map(|row| (row.regency_code, count(row.quota.into())))
            .collect(),
        released: false,
        held: counts
            .iter()
            .map(|row| (row.regency_code.clone(), count(row.held)))
            .collect(),
    };
    let pool = seating.pool(regency);
    let waiting = counts
        .iter()
        .filter(|row| seating.pool(&row.regency_code) == pool)
        .map(|row| count(row.waiting))
        .sum();
    Ok((seating, waiting))
}

/// A notice for a person: one of their enrolments has changed to this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    pub enrolment: Uuid,
    pub status: Status,
    /// Until when an offered seat is kept.
    pub until: Option<OffsetDateTime>,
    /// Whether it lapsed on the waiting list, without a seat that had been offered.
    pub was_waiting: bool,
}

impl Notice {
    pub(super) fn new(enrolment: Uuid, status: Status) -> Notice {
        Notice {
            enrolment,
            status,
            until: None,
            was_waiting: false,
        }
    }
}

/// Cohorts for which [`settle`] may have something to do.
pub async fn due(conn: &mut PgConnection, now: OffsetDateTime) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select cohort_id as "id!" from enrolment where status = 'offered' and offer_until <= $1
           union
           select id from cohort where waiting > 0 and (taken < seats or starts_at <= $1)"#,
        now
    )
    .fetch_all(conn)
    .await
}

/// Brings one cohort up to date: offers that ran out lapse, free seats are offered to the waiting list in its order,
/// and from the first day on, enrolments that still wait lapse. Runs in the caller's transaction and returns the
/// notices to send; a second run at the same moment does nothing.
pub async fn settle(
    conn: &mut PgConnection,
    cohort: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<Notice>, sqlx::Error> {
    let Some(mut locked) = lock(conn, cohort, now).await? else {
        return Ok(Vec::new());
    };
    let lapsed = sqlx::query_scalar!(
        "update enrolment set status = 'lapsed', status_at = greatest($2, status_at), offer_until = null
         where cohort_id = $1 and status = 'offered' and offer_until <= $2 returning id",
        cohort,
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    locked.taken -= i32::try_from(lapsed.len()).unwrap_or(i32::MAX);
    let lapsed = lapsed.into_iter().map(|id| Notice::new(id, Status::Lapsed));
    let mut notices: Vec<Notice> = lapsed.collect();
    if locked.waiting == 0 {
        return Ok(notices);
    }
    match locked.window.offer_until(now) {
        Some(until) => notices.extend(offer(conn, &locked, now, until).await?),
        None => notices.extend(release(conn, cohort, now).await?),
    }
    Ok(notices)
}

async fn offer(
    conn: &mut PgConnection,
    locked: &Group,
    now: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<Notice>, sqlx::Error> {
    if locked.taken >= locked.seats {
        return Ok(Vec::new());
    }
    let waiting = sqlx::query_as!(
        Waiter,
        // A person with a seat in another cohort of the programme gets no second one.
        "select id as enrolment, regency_code as regency from enrolment e
         where cohort_id = $1 and status = 'waiting' and not exists (
             select from enrolment o join cohort c on c.id = o.cohort_id
             where o.person_id = e.person_id and o.cohort_id <> e.cohort_id
               and o.status in ('enrolled', 'offered') and c.ends_at > $2
               and c.programme_id = (select programme_id from cohort where id = $1))
         order by position",
        locked.cohort,
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    let (mut seating, _) = locked.seating(conn, "").await?;
    let offers = seating.promote(&waiting);
    sqlx::query!(
        "update enrolment set status = 'offered', status_at = greatest($2, status_at), offer_until = $3 where id = any($1)",
        &offers,
        now,
        until
    )
    .execute(conn)
    .await?;
    let notices = offers.into_iter().map(|id| Notice {
        until: Some(until),
        ..Notice::new(id, Status::Offered)
    });
    Ok(notices.collect())
}

async fn release(
    conn: &mut PgConnection,
    cohort: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<Notice>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "update enrolment set status = 'lapsed', status_at = greatest($2, status_at)
         where cohort_id = $1 and status = 'waiting' returning id",
        cohort,
        now
    )
    .fetch_all(conn)
    .await?;
    let notices = ids.into_iter().map(|id| Notice {
        was_waiting: true,
        ..Notice::new(id, Status::Lapsed)
    });
    Ok(notices.collect())
}
