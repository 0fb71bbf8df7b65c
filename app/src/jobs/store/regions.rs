//! Provinces and regencies.

use sqlx::PgConnection;

use crate::base::error::AppError;
use crate::jobs::reference;

/// Updates the region tables from the files that the portal ships; called at every start. Writes only rows that differ.
///
/// # Errors
/// The database is away.
pub async fn load_regions(conn: &mut PgConnection) -> Result<(), AppError> {
    let (codes, names): (Vec<&str>, Vec<&str>) = reference::provinces().unzip();
    sqlx::query!(
        "INSERT INTO province (code, name) SELECT * FROM unnest($1::text[], $2::text[])
         ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE province.name <> excluded.name",
        &codes as _,
        &names as _,
    )
    .execute(&mut *conn)
    .await?;
    let rows: Vec<_> = reference::regencies().collect();
    let text = |field: fn(&reference::RegencyRow) -> &'static str| {
        rows.iter().copied().map(field).collect::<Vec<_>>()
    };
    let number = |field: fn(&reference::RegencyRow) -> f64| {
        rows.iter().copied().map(field).collect::<Vec<_>>()
    };
    sqlx::query!(
        "INSERT INTO regency (code, name, kind, province_code, latitude, longitude)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[])
         ON CONFLICT (code) DO UPDATE
         SET name = excluded.name, kind = excluded.kind, latitude = excluded.latitude, longitude = excluded.longitude
         WHERE (regency.name, regency.kind, regency.latitude, regency.longitude)
            IS DISTINCT FROM (excluded.name, excluded.kind, excluded.latitude, excluded.longitude)",
        &text(|row| row.code) as _,
        &text(|row| row.name) as _,
        &text(|row| row.kind) as _,
        &text(|row| row.province_code) as _,
        &number(|row| row.latitude),
        &number(|row| row.longitude),
    )
    .execute(conn)
    .await?;
    Ok(())
}
