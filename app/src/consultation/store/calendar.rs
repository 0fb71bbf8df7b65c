//! Opening hours and holidays.

use std::collections::BTreeMap;

use domain::consultation::hours::{Calendar, Holiday, Shift, parse_holidays};
use sqlx::PgConnection;
use time::Weekday;

use super::unknown;
use crate::base::error::AppError;

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The counsellors' calendar. Joint leave counts as closed unless the setting `joint_leave_open` is true.
pub async fn calendar(conn: &mut PgConnection) -> Result<Calendar, AppError> {
    let shifts =
        sqlx::query!("SELECT weekday, opens, closes FROM counsellor_shift ORDER BY weekday, opens")
            .fetch_all(&mut *conn)
            .await?;
    let closed = sqlx::query!(
        "SELECT day, name FROM holiday
         WHERE NOT joint_leave OR NOT EXISTS (SELECT FROM setting WHERE key = 'joint_leave_open' AND value = 'true')"
    )
    .fetch_all(conn)
    .await?;
    let shifts = shifts.into_iter().filter_map(|row| {
        let index = usize::try_from(row.weekday).ok()?.checked_sub(1)?;
        Some(Shift {
            weekday: *WEEK.get(index)?,
            opens: row.opens,
            closes: row.closes,
        })
    });
    let closed: BTreeMap<_, _> = closed.into_iter().map(|row| (row.day, row.name)).collect();
    Ok(Calendar::new(shifts, closed))
}

/// Loads the shipped holidays: new days are added, corrected ones replaced, an officer's own days stay.
async fn load_holidays(conn: &mut PgConnection, holidays: &[Holiday]) -> Result<(), AppError> {
    let days: Vec<_> = holidays.iter().map(|one| one.day).collect();
    let names: Vec<_> = holidays.iter().map(|one| one.name.clone()).collect();
    let leaves: Vec<_> = holidays.iter().map(|one| one.joint_leave).collect();
    sqlx::query!(
        "INSERT INTO holiday (day, name, joint_leave) SELECT * FROM UNNEST($1::date[], $2::text[], $3::boolean[])
         ON CONFLICT (day) DO UPDATE SET name = EXCLUDED.name, joint_leave = EXCLUDED.joint_leave
         WHERE (holiday.name, holiday.joint_leave) <> (EXCLUDED.name, EXCLUDED.joint_leave)",
        &days,
        &names,
        &leaves,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Loads the shipped reference data: the holidays of `data/holidays_id.csv`.
///
/// # Errors
/// A line of the file that cannot be read.
pub async fn load_reference(conn: &mut PgConnection) -> Result<(), AppError> {
    let holidays = parse_holidays(include_str!("../../../../data/holidays_id.csv"));
    load_holidays(
        conn,
        &holidays.map_err(|_| unknown("a line of data/holidays_id.csv"))?,
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::parse_holidays;

    #[test]
    fn the_shipped_holidays_can_be_read() {
        let holidays = parse_holidays(include_str!("../../../../data/holidays_id.csv")).unwrap();
        assert_eq!(holidays.len(), 79);
        assert_eq!(holidays.iter().filter(|day| day.joint_leave).count(), 27);
    }
}
