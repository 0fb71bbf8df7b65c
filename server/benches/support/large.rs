//! Makes a large board from the shipped one.

use sqlx::PgPool;

use super::portal::Fault;

/// Grows the board to `n` vacancies. Each has the title of one shipped vacancy, the employer of another, the region of
/// a third, and in half of the cases the text of a fourth; they are published over 55 days. Every run makes the same
/// board.
pub async fn grow(pool: &PgPool, n: i32) -> Result<(), Fault> {
    sqlx::raw_sql(
        "CREATE TABLE shipped AS
             SELECT row_number() OVER (ORDER BY source, source_id) - 1 AS at, count(*) OVER () AS n, * FROM vacancy;
         CREATE UNIQUE INDEX ON shipped (at);
         ANALYZE shipped;
         CREATE FUNCTION pick(i integer, nth integer, of bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
             RETURN (hashint8extended(i, nth) & x'7fffffffffffffff'::bigint) % of",
    )
    .execute(pool)
    .await?;
    let mut made: i32 = sqlx::query_scalar("SELECT count(*)::int FROM vacancy")
        .fetch_one(pool)
        .await?;
    while made < n {
        let next = n.min(made + 10_000);
        sqlx::query(
            "INSERT INTO vacancy (
                 slug, source, source_id, company_id, company_name, title, description, requirements, regency_code,
                 province_code, place_name, latitude, longitude, education, programmes, occupation, kind, government, quota,
                 wage_min, wage_max, wage_currency, published_at, has_deadline, closes_at, first_seen_at, updated_at, keywords)
             SELECT 'besar-' || i, 'bench', i::text, c.company_id, c.company_name, t.title, d.description, d.requirements,
                    r.regency_code, r.province_code, r.place_name, r.latitude, r.longitude, t.education, t.programmes,
                    t.occupation, CASE WHEN pick(i, 5, 100) < 15 THEN 'penuh-waktu' ELSE t.kind END, t.government, t.quota,
                    w.least, w.least + 1000000, CASE WHEN w.least IS NOT NULL THEN 'IDR' END,
                    now() - pick(i, 6, 55 * 86400) * interval '1 second', true,
                    now() + (2 + pick(i, 7, 57)) * interval '1 day', now(), now(),
                    concat_ws(' ', t.occupation, array_to_string(t.programmes, ' '), r.place_name)
             FROM generate_series($1::int, $2::int) AS i
             CROSS JOIN (SELECT n FROM shipped LIMIT 1) AS shipped
             JOIN shipped t ON t.at = pick(i, 1, shipped.n)
             JOIN shipped c ON c.at = pick(i, 2, shipped.n)
             JOIN shipped r ON r.at = pick(i, 3, shipped.n)
             JOIN shipped d ON d.at = CASE WHEN pick(i, 8, 2) = 0 THEN t.at ELSE pick(i, 4, shipped.n) END
             CROSS JOIN LATERAL (
                 SELECT CASE WHEN pick(i, 9, 100) < 9 THEN 1500000 + pick(i, 10, 150) * 50000 END AS least) AS w",
        )
        .bind(made + 1)
        .bind(next)
        .execute(pool)
        .await?;
        made = next;
    }
    sqlx::raw_sql("DROP TABLE shipped; DROP FUNCTION pick")
        .execute(pool)
        .await?;
    sqlx::raw_sql("SELECT gin_clean_pending_list('vacancy_search'), gin_clean_pending_list('vacancy_programmes_plain')")
        .execute(pool)
        .await?;
    let mut connection = pool.acquire().await?;
    sqlx::raw_sql("SET statement_timeout = 0")
        .execute(&mut *connection)
        .await?;
    sqlx::raw_sql("VACUUM ANALYZE vacancy")
        .execute(&mut *connection)
        .await?;
    sqlx::raw_sql("RESET statement_timeout")
        .execute(&mut *connection)
        .await?;
    Ok(())
}
