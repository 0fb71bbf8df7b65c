//! The consultation's line on the portal's first page. It is plain text, since each type makes that page's client
//! larger.

use domain::format::{date_in_wib, date_time_wib, time_wib};
use time::OffsetDateTime;

use super::model::OpenState;
use super::{pages, store};
use crate::base::error::AppError;
use crate::base::text::{Lang, t};
use crate::base::ui::weekday_text;
use crate::platform::Platform;

/// Until when counsellors answer and how many are at their desk, or when they answer again.
pub async fn in_one_line(p: &Platform, lang: Lang) -> Result<String, AppError> {
    let (now, mut conn) = (p.clock.now(), p.pool.acquire().await?);
    let calendar = store::calendar(&mut conn).await?;
    let at_desk = store::counsellors_at_desk(&mut conn).await?;
    let OpenState {
        is_open,
        changes_at,
        ..
    } = pages::open_state(&calendar, now);
    let Some(at) = changes_at.map(|at| coming(at, now, lang)) else {
        return Ok(t::consultation::NOW_CLOSED.get(lang).to_owned());
    };
    let words = match (is_open, at_desk) {
        (false, _) => t::consultation::NOW_CLOSED_UNTIL,
        (true, 0) => t::consultation::NOW_OPEN,
        (true, _) => t::consultation::NOW_READY,
    };
    Ok(words.with(lang, &[("at", &at), ("n", &at_desk)]))
}

/// `15.30 WIB` today, `Senin 08.00 WIB` within a week, and with its date later.
fn coming(at: OffsetDateTime, now: OffsetDateTime, lang: Lang) -> String {
    let (day, today) = (date_in_wib(at), date_in_wib(now));
    let weekday = weekday_text(day.weekday().number_from_monday());
    match ((day - today).whole_days(), weekday) {
        (0, _) => time_wib(at),
        // After seven days the day has today's name, so the date is needed.
        (1..7, Some(weekday)) => format!("{} {}", weekday.get(lang), time_wib(at)),
        _ => date_time_wib(at, lang == Lang::En),
    }
}
