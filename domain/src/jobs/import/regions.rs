/// The region codes that exist.
pub trait Regions {
    fn has_province(&self, code: &str) -> bool;
    fn has_regency(&self, code: &str) -> bool;
}
