//! The criteria of a search, and the condition that all its statements share.

use domain::jobs::{Cursor, EDUCATION_UNSAID, JobSearch, Meaning, Place, Sector, Sort, plain};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::base::error::AppError;
use crate::jobs::reference;
use crate::jobs::store::words::{Asked, ask};

/// A search as the values that its statements bind.
pub struct Criteria {
    pub(super) now: OffsetDateTime,
    pub(super) asked: Asked,
    pub(super) province: Option<String>,
    pub(super) regency: Option<String>,
    /// Centre of the searched regency.
    pub(super) origin: Option<(f64, f64)>,
    pub(super) radius_km: Option<f64>,
    /// The `LIKE` pattern for `programmes_plain`.
    pub(super) programme: Option<String>,
    pub(super) kinds: Vec<String>,
    pub(super) education: Vec<String>,
    pub(super) wage_min: Option<i64>,
    pub(super) government: Option<bool>,
    pub(super) since: Option<OffsetDateTime>,
    pub(super) sort: Sort,
    pub(super) after: Option<Cursor>,
}

impl Criteria {
    /// The criteria of a search. Its words are looked up in the database, its place in the region tables.
    pub async fn of(
        conn: &mut PgConnection,
        now: OffsetDateTime,
        search: &JobSearch,
    ) -> Result<Self, AppError> {
        let asked = ask(&mut *conn, &search.words).await?;
        let (province, regency) = match &search.place {
            Place::Everywhere => (None, None),
            Place::Province(code) => (Some(code.clone()), None),
            Place::Regency(code) => (None, Some(code.clone())),
        };
        let origin = regency.as_deref().and_then(reference::centre);
        let radius_km = origin.and(search.radius_km).map(f64::from);
        // Without words for the text search there is nothing to rank by.
        let sort = match search.order() {
            Sort::Relevance if asked.wide.is_none() => Sort::Newest,
            order => order,
        };
        Ok(Self {
            now,
            asked,
            province,
            // With a radius, the regency gives the centre only; its border does not count.
            regency: regency.filter(|_| radius_km.is_none()),
            origin,
            radius_km,
            programme: programme_pattern(&search.programme),
            kinds: search
                .kinds
                .iter()
                .map(|kind| kind.code().to_owned())
                .collect(),
            education: search
                .education
                .iter()
                .map(|level| level.code())
                .chain(search.education_unsaid.then_some(EDUCATION_UNSAID))
                .map(str::to_owned)
                .collect(),
            wage_min: search.wage_min,
            government: search.sector.map(|sector| sector == Sector::Government),
            since: search.days.map(|days| now - Duration::days(days.into())),
            sort,
            after: search.after,
        })
    }

    /// Words with a second meaning, each with that meaning.
    pub fn meanings(&self) -> &[(String, Meaning)] {
        &self.asked.meanings
    }

    /// Words read as misspelt, each with its likeliest reading.
    pub fn corrections(&self) -> &[(String, String)] {
        &self.asked.corrections
    }
}

/// The fewest letters of a part that is searched anywhere in a name: an index of trigrams finds no shorter part.
const ANYWHERE: usize = 3;

/// The pattern for `programmes_plain`, which puts a space before each word. A short part must begin a word: `it` does
/// not match `kredit`.
fn programme_pattern(typed: &str) -> Option<String> {
    let part = plain(typed);
    if part.is_empty() {
        return None;
    }
    let short = part.chars().filter(|c| c.is_alphanumeric()).count() < ANYWHERE;
    let escaped: String = part
        .chars()
        .flat_map(|c| {
            matches!(c, '\\' | '%' | '_')
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect();
    Some(format!("%{}{escaped}%", if short { " " } else { "" }))
}

/// A checked query over the vacancies that match a search's words, place and programme: the part between the two texts
/// selects them. The columns `of_…` say whether a vacancy fits each of the search's choices; facets need them, because
/// they count what other choices would leave. `at` is the place of its row (`ctid`).
///
/// `$1` to `$18` are the search's parameters; the query's own parameters begin at `$19`.
///
/// With `$14` (`$walk`) the programme is compared in a form that no index serves, and for which Postgres does not
/// expect that almost nothing matches. If it did, it would not walk through the vacancies from the newest on, as the
/// query wants.
///
/// A query that begins with `WITH asked AS MATERIALIZED` looks up all matches by the indexes. Otherwise, under a
/// `LIMIT`, Postgres would read the table until it has found enough: it does not know what it costs to fetch the words
/// of a row from their separate store.
macro_rules! query_asked {
    ($query:ident!($(as $row:ident,)? $criteria:expr, $walk:expr, $before:literal, asked, $after:literal $(, $more:expr)* $(,)?)) => {
        sqlx::$query!(
            $($row,)?
            $before + r"(
                SELECT v.id, v.ctid AS at, v.published_at, v.kind, v.education, v.government, v.province_code,
                       v.regency_code, v.latitude, v.longitude,
                       CASE v.wage_currency WHEN 'IDR' THEN coalesce(v.wage_max, v.wage_min) END AS wage,
                       ($9::text[] = '{}' OR v.kind = ANY ($9)) AS of_kind,
                       ($10::text[] = '{}' OR v.education && $10
                        OR (v.education = '{}' AND 'tak-disebut' = ANY ($10))) AS of_level,
                       ($11::bigint IS NULL OR (v.wage_currency = 'IDR' AND coalesce(v.wage_max, v.wage_min) >= $11)) AS of_wage,
                       ($12::boolean IS NULL OR v.government = $12) AS of_sector,
                       ($13::timestamptz IS NULL OR v.published_at >= $13) AS of_age
                FROM vacancy v
                WHERE v.duplicate_of IS NULL AND v.withdrawn_at IS NULL AND v.closes_at > $1
                  AND ($2::text IS NULL OR v.search @@ to_tsquery('indonesian', $2))
                  AND ($15::text[] = '{}' OR v.kind = ANY ($15) OR v.search @@ to_tsquery('indonesian', $16))
                  AND ($17::text[] = '{}' OR v.education && $17 OR v.search @@ to_tsquery('indonesian', $18))
                  AND ($3::text IS NULL OR v.province_code = $3)
                  AND ($4::text IS NULL OR v.regency_code = $4)
                  -- a box that holds the circle, for the index; a degree of latitude is 111.2 km
                  AND ($5::float8 IS NULL OR (
                      v.latitude BETWEEN $6 - $5 / 111 AND $6 + $5 / 111
                      AND v.longitude BETWEEN $7 - $5 / 111 / cos(radians(abs($6) + $5 / 111))
                                          AND $7 + $5 / 111 / cos(radians(abs($6) + $5 / 111))
                      AND earth_km($6, $7, v.latitude, v.longitude) <= $5))
                  AND ($8::text IS NULL OR CASE WHEN $14
                       THEN (programmes_plain(v.programmes) LIKE $8)::int > 0
                       ELSE programmes_plain(v.programmes) LIKE $8 END)
            )" + $after,
            $criteria.now,
            $criteria.asked.wide.as_deref(),
            $criteria.province.as_deref(),
            $criteria.regency.as_deref(),
            $criteria.radius_km,
            $criteria.origin.map(|(latitude, _)| latitude),
            $criteria.origin.map(|(_, longitude)| longitude),
            $criteria.programme.as_deref(),
            &$criteria.kinds,
            &$criteria.education,
            $criteria.wage_min,
            $criteria.government,
            $criteria.since,
            $walk,
            &$criteria.asked.kinds,
            $criteria.asked.kind_words.as_deref(),
            &$criteria.asked.levels,
            $criteria.asked.level_words.as_deref()
            $(, $more)*
        )
    };
}
pub(super) use query_asked;

#[cfg(test)]
mod tests {
    use super::programme_pattern;

    #[test]
    fn a_part_of_a_programme_s_name_is_taken_by_its_letters() {
        for (typed, pattern) in [
            ("Akuntansi", "%akuntansi%"),
            (" IT ", "% it%"),
            ("Pâtiserie", "%patiserie%"),
            ("pa\u{302}tis", "%patis%"),
            ("%", r"% \%%"),
            (r"a_b\c", r"%a\_b\\c%"),
        ] {
            assert_eq!(
                programme_pattern(typed).as_deref(),
                Some(pattern),
                "{typed}"
            );
        }
        assert_eq!(programme_pattern("  "), None);
    }
}
