//! Processor time of the portal's process and of its Postgres, from /proc.

use std::collections::BTreeMap;

use sqlx::PgPool;

use super::portal::Fault;

/// Linux counts a process's time in hundredths of a second (USER_HZ) on every machine.
const TICK: f64 = 0.01;

/// Processor time in seconds.
pub struct Worked {
    pub portal: f64,
    pub postgres: f64,
    backends: BTreeMap<i32, f64>,
}

impl Worked {
    /// The time of the portal with this process id, and of the backends of the pool's database on this machine.
    pub async fn by(portal: u32, pool: &PgPool) -> Result<Self, Fault> {
        let pids: Vec<i32> = sqlx::query_scalar(
            "select pid from pg_stat_activity where datname = current_database() and application_name = 'portal'",
        )
        .fetch_all(pool)
        .await?;
        let mut backends = BTreeMap::new();
        for pid in pids {
            backends.insert(pid, seconds(pid)?);
        }
        Ok(Self {
            portal: seconds(portal.cast_signed())?,
            postgres: backends.values().sum(),
            backends,
        })
    }

    /// The time since `before`; for a connection that was opened in between, all of its time.
    pub fn since(self, before: &Self) -> Self {
        let old: f64 = self
            .backends
            .keys()
            .filter_map(|pid| before.backends.get(pid))
            .sum();
        Self {
            portal: self.portal - before.portal,
            postgres: self.postgres - old,
            backends: self.backends,
        }
    }
}

fn seconds(pid: i32) -> Result<f64, Fault> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The program's name before the bracket may hold any character, also a bracket.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let mut fields = fields.split_whitespace().skip(11);
    let mut ticks =
        || -> Result<f64, Fault> { Ok(fields.next().ok_or("/proc is not as it was")?.parse()?) };
    Ok((ticks()? + ticks()?) * TICK)
}
