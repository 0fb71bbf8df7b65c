//! Addresses as people pass them on: in the middle of a sentence, or typed on a phone that begins each line with a
//! capital.

/// The address to which a person sends the CV, and at which the owner sees it.
pub const CV: &str = "/akun/profil/cv";

/// Under these paths the next part of an address is a code, in capitals.
const CODES: [&str; 3] = ["/akun/lamaran/", "/akun/pelatihan/", "/perusahaan/lamaran/"];
/// Addresses of files and of functions, which nobody passes on.
const MADE: [&str; 3] = ["/api/", "/pkg/", "/ws/"];

/// The address that a person meant by this path (percent-encoded, without its query): without a sentence's punctuation
/// around its last part, codes in capitals and everything else in small letters. `None` if the path is right already,
/// or nothing is left of it.
///
/// A vacancy's own address is not changed here: the portal finds a vacancy by its id, whatever the words before it are.
pub fn meant(path: &str) -> Option<String> {
    let (start, last) = path.rsplit_once('/')?;
    let last = without_marks(last);
    // Browsers take `//` and `/\` for the beginning of another site's address.
    if last.is_empty() || path.contains("//") || path.contains('\\') {
        return None;
    }
    let mut meant = format!("{start}/{last}").to_ascii_lowercase();
    let is_vacancy = meant
        .strip_prefix("/lowongan/")
        .is_some_and(|rest| !rest.contains('/'));
    // No page's address has a dot in it.
    if is_vacancy || meant.contains('.') || MADE.iter().any(|made| path.starts_with(made)) {
        return None;
    }
    if let Some(before) = CODES.iter().find(|before| meant.starts_with(**before)) {
        let rest = &mut meant[before.len()..];
        let end = rest.find('/').unwrap_or(rest.len());
        rest[..end].make_ascii_uppercase();
    }
    (meant != path).then_some(meant)
}

/// The part of a path without the characters before and after it that are not ASCII letters or digits, percent-encoded
/// or not.
fn without_marks(part: &str) -> &str {
    let mut rest = part;
    loop {
        let shorter = match rest
            .len()
            .checked_sub(3)
            .and_then(|at| rest.split_at_checked(at))
        {
            Some((before, last)) if is_encoded_mark(last) => before,
            _ => rest.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()),
        };
        if shorter.len() == rest.len() {
            break;
        }
        rest = shorter;
    }
    loop {
        let shorter = match rest.split_at_checked(3) {
            Some((first, behind)) if is_encoded_mark(first) => behind,
            // An encoded letter belongs to the part, so its `%` stays.
            Some((first, _)) if first.starts_with('%') => rest,
            _ => rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '%'),
        };
        if shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

/// Whether it is an encoded byte that is not an ASCII letter or digit, such as `%2E`.
fn is_encoded_mark(three: &str) -> bool {
    let byte = three
        .strip_prefix('%')
        .and_then(|hex| u8::from_str_radix(hex, 16).ok());
    byte.is_some_and(|byte| !byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TALK: &str = "/konsultasi/01996095-03c1-7866-805a-a90ca69e2edd";

    #[test]
    fn an_address_forgives_the_sentence_around_it() {
        for (handed_on, clean) in [
            (format!("{TALK}."), TALK),
            (format!("{TALK})."), TALK),
            (format!("{TALK},"), TALK),
            (format!("{TALK}%29"), TALK),
            (format!("{TALK}%E2%80%9D."), TALK),
            (format!("{TALK}%C2%A0"), TALK),
            (TALK.to_uppercase(), TALK),
            ("/akun/lamaran/k7m4qx2p.".into(), "/akun/lamaran/K7M4QX2P"),
            ("/Akun/Lamaran/K7M4QX2P".into(), "/akun/lamaran/K7M4QX2P"),
            (
                "/akun/lamaran/k7m4qx2p/cv)".into(),
                "/akun/lamaran/K7M4QX2P/cv",
            ),
            (
                "/akun/pelatihan/k7m4qx2p/Batal".into(),
                "/akun/pelatihan/K7M4QX2P/batal",
            ),
            (
                "/perusahaan/lamaran/k7m4qx2p>".into(),
                "/perusahaan/lamaran/K7M4QX2P",
            ),
            ("/pelatihan/Las-Listrik.".into(), "/pelatihan/las-listrik"),
            (
                "/pelatihan/las-listrik/Malang-1/daftar,".into(),
                "/pelatihan/las-listrik/malang-1/daftar",
            ),
            ("/pelatihan/(las-listrik".into(), "/pelatihan/las-listrik"),
            (
                "/lowongan/penjahit-0123456789/lamar.".into(),
                "/lowongan/penjahit-0123456789/lamar",
            ),
            ("/Konsultasi".into(), "/konsultasi"),
            ("/status.".into(), "/status"),
        ] {
            assert_eq!(meant(&handed_on).as_deref(), Some(clean), "{handed_on}");
        }
    }

    #[test]
    fn a_clean_address_and_what_is_none_are_left_alone() {
        for path in [
            "/",
            "/akun",
            "/akun/",
            TALK,
            "/akun/lamaran/K7M4QX2P",
            "/akun/pelatihan/K7M4QX2P/batal",
            "/perusahaan/draf/01996095-03c1-7866-805a-a90ca69e2edd",
            "/pkg/portal-Ab3.js",
            "/api/enrol1234.",
            "/favicon.svg",
            "/../Cargo.toml",
            "/Favicon.svg",
            "/robots.txt",
            "/lowongan/Penjahit-0123456789.",
            "//Evil/x)",
            "//evil.example.",
            "/\\Evil/x)",
            "/\\evil.example/x.",
            "/.",
            "/akun/.",
            "/akun/%2E",
            "*",
            "",
        ] {
            assert_eq!(meant(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn what_is_meant_stays_on_the_portal_and_is_clean(path in "/[/a-zA-Z0-9%.()\\\\-]{0,24}") {
            if let Some(meant) = meant(&path) {
                prop_assert!(meant.starts_with('/') && !meant.contains("//") && !meant.contains('\\'), "{meant}");
                prop_assert_eq!(super::meant(&meant), None);
            }
        }

        #[test]
        fn any_text_can_be_an_address(path in "\\PC{0,40}") {
            let _ = meant(&path);
        }
    }
}
