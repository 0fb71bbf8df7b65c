//! Files for the CV upload: some that the portal accepts, and one that it refuses.

pub const PDF: &[u8] = include_bytes!("../../../../end2end/fixtures/cv.pdf");
pub const LOCKED_PDF: &[u8] = include_bytes!("../../../../end2end/fixtures/locked.pdf");
pub const JPEG: &[u8] = include_bytes!("../../../../end2end/fixtures/cv.jpg");
pub const PNG: &[u8] = include_bytes!("../../../../end2end/fixtures/cv.png");

/// The fields of a multipart form before its file; `XX` is the boundary.
pub fn with_parts(fields: &[(&str, &str)]) -> String {
    let part = |(name, value): &(&str, &str)| {
        format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    fields.iter().map(part).collect()
}

/// A multipart form with the PDF as its CV; `XX` is the boundary.
pub fn cv_form() -> Vec<u8> {
    let before = b"--XX\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"a.pdf\"\r\n\r\n";
    [&before[..], PDF, b"\r\n--XX--\r\n"].concat()
}
