//! What is searched for, and the condition that every statement of a search shares.

use domain::jobs::{Cursor, EDUCATION_UNSAID, JobSearch, Place, Sector, Sort};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::error::AppError;
use crate::jobs::reference;
use crate::jobs::store::words::{Asked, ask};

/// A search in the database's terms.
pub struct Criteria {
    pub(super) now: OffsetDateTime,
    pub(super) asked: Asked,
    pub(super) province: Option<String>,
    pub(super) regency: Option<String>,
    /// Centre of the searched regency.
    pub(super) origin: Option<(f64, f64)>,
    pub(super) radius_km: Option<f64>,
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
    /// Looks up what the search names.
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
        // Nothing can be ranked by words that hold no letter.
        let sort = match search.order() {
            Sort::Relevance if asked.wide.is_none() => Sort::Newest,
            order => order,
        };
        Ok(Self {
            now,
            asked,
            province,
            // Within a radius the regency is the centre, no border.
            regency: regency.filter(|_| radius_km.is_none()),
            origin,
            radius_km,
            programme: Some(search.programme.to_lowercase()).filter(|text| !text.is_empty()),
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

    /// Words read as misspelt.
    pub fn corrections(&self) -> &[(String, String)] {
        &self.asked.corrections
    }
}

/// A checked query on `asked`: the vacancies with the words, at the place and of the programme that a search names. Of
/// each `asked` says by `of_…` whether it fits the search's choices, since facets count what other choices would leave.
///
/// `$1` to `$13` are the search's; what the query binds itself begins at `$14`.
macro_rules! query_asked {
    ($query:ident!($criteria:expr, $before:literal, asked, $after:literal $(, $more:expr)* $(,)?)) => {
        sqlx::$query!(
            $before + r"(
                SELECT v.*,
                       ($9::text[] = '{}' OR v.kind = ANY ($9)) AS of_kind,
                       ($10::text[] = '{}' OR v.education && $10
                        OR (v.education = '{}' AND 'tak-disebut' = ANY ($10))) AS of_level,
                       ($11::bigint IS NULL OR (v.wage_currency = 'IDR' AND coalesce(v.wage_max, v.wage_min) >= $11)) AS of_wage,
                       ($12::boolean IS NULL OR v.government = $12) AS of_sector,
                       ($13::timestamptz IS NULL OR v.published_at >= $13) AS of_age
                FROM vacancy v
                WHERE v.duplicate_of IS NULL AND v.withdrawn_at IS NULL AND v.closes_at > $1
                  AND ($2::text IS NULL OR v.search @@ to_tsquery('indonesian', $2))
                  AND ($3::text IS NULL OR v.province_code = $3)
                  AND ($4::text IS NULL OR v.regency_code = $4)
                  AND ($5::float8 IS NULL OR earth_km($6, $7, v.latitude, v.longitude) <= $5)
                  AND ($8::text IS NULL OR strpos(lower(array_to_string(v.programmes, '|')), $8) > 0)
            ) AS asked " + $after,
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
            $criteria.since
            $(, $more)*
        )
    };
}
pub(super) use query_asked;
