/// The longest address that sign-in leads back to, in bytes.
const NEXT_MAX: usize = 1024;

/// Returns `raw` when it is the address of a page of the portal itself, with its query; else `None`.
///
/// A browser takes `//host`, `/\host`, and both with tabs or line breaks between, for another site; a proxy or a second
/// redirect may decode escaped characters. So the path is accepted only when neither it nor any of its decodings holds
/// an empty segment, a dot segment, a backslash or a control character. The addresses of the programming interface are
/// not pages.
pub fn own_page(raw: &str) -> Option<&str> {
    if raw.len() > NEXT_MAX
        || !raw.bytes().all(|b| b.is_ascii_graphic())
        || raw.contains(['\\', '<', '>', '"'])
    {
        return None;
    }
    let mut seen = path_of(raw).as_bytes().to_vec();
    loop {
        if !is_own_path(&seen) {
            return None;
        }
        let decoded = percent_decoded(&seen);
        if decoded == seen {
            break;
        }
        seen = decoded;
    }
    (!matches!(first_segment(raw), "api" | "pkg")).then_some(raw)
}

/// The page that sign-in leads back to: `raw` when it is a page of the portal itself and not one of sign-in, else
/// `None`.
pub fn next_path(raw: &str) -> Option<&str> {
    own_page(raw).filter(|page| {
        !matches!(
            first_segment(page),
            "masuk" | "keluar" | "daftar" | "lupa-sandi"
        )
    })
}

fn path_of(address: &str) -> &str {
    &address[..address.find(['?', '#']).unwrap_or(address.len())]
}

fn first_segment(address: &str) -> &str {
    path_of(address).split('/').nth(1).unwrap_or_default()
}

/// The address of the sign-in page that leads back to `path` (a path of the portal with its query).
pub fn sign_in_address(path: &str) -> String {
    match next_path(path) {
        Some("/") | None => "/masuk".into(),
        Some(path) => format!("/masuk?next={}", encoded(path)),
    }
}

fn is_own_path(path: &[u8]) -> bool {
    let Some(rest) = path.strip_prefix(b"/") else {
        return false;
    };
    if rest.iter().any(|b| *b == b'\\' || b.is_ascii_control()) {
        return false;
    }
    let segments: Vec<&[u8]> = rest.split(|b| *b == b'/').collect();
    let last = segments.len() - 1;
    segments
        .iter()
        .enumerate()
        .all(|(i, segment)| match *segment {
            b"" => i == last,
            b"." | b".." => false,
            _ => true,
        })
}

fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let hex = |b: u8| {
        char::from(b)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let escaped = (bytes[i] == b'%' && i + 2 < bytes.len())
            .then(|| Some(hex(bytes[i + 1])? * 16 + hex(bytes[i + 2])?))
            .flatten();
        out.push(escaped.unwrap_or(bytes[i]));
        i += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

/// The path, encoded for the value of a query.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    const ATTACKS: [&str; 30] = [
        "",
        "akun",
        "https://evil.example",
        "javascript:alert(1)",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/%2fevil.example",
        "/%2F%2fevil.example",
        "/%252fevil.example",
        "/%5cevil.example",
        "/%09/evil.example",
        "/..//evil.example",
        "/.//evil.example",
        "/akun/..//evil.example",
        "/akun/%2e%2e//evil.example",
        "/%2e%2e/%2fevil.example",
        "/akun//evil.example",
        "/a\u{0}",
        "/akun%00",
        "/akun%0d%0aSet-Cookie:x",
        "/é",
        "/masuk?next=/akun",
        "/keluar",
        "/api/accounts/sign_in",
    ];

    #[test]
    fn an_address_of_another_site_is_never_followed() {
        for raw in ATTACKS {
            assert_eq!(next_path(raw), None, "{raw:?}");
            let sign_in = raw.starts_with("/masuk") || raw == "/keluar";
            assert_eq!(own_page(raw).is_some(), sign_in, "{raw:?}");
        }
        assert_eq!(next_path(&format!("/{}", "a".repeat(1024))), None);
    }

    #[test]
    fn own_pages_with_their_query_are_followed_unchanged() {
        for raw in [
            "/",
            "/akun",
            "/akun/",
            "/lowongan?q=las%20listrik&kota=35.78",
            "/lowongan/teknisi-las-3f9a#melamar",
            "/konsultasi?dari=https://lain.example//x",
            "/masukan",
        ] {
            assert_eq!(next_path(raw), Some(raw));
        }
    }

    #[test]
    fn the_sign_in_address_carries_the_page_and_drops_what_is_none() {
        assert_eq!(sign_in_address("/akun"), "/masuk?next=/akun");
        assert_eq!(
            sign_in_address("/lowongan?q=las&a=1"),
            "/masuk?next=/lowongan%3Fq%3Dlas%26a%3D1"
        );
        assert_eq!(sign_in_address("/"), "/masuk");
        assert_eq!(sign_in_address("//evil.example"), "/masuk");
    }

    /// Whether the address stays on the portal, judged by a parser of the URL standard and not by a second copy of the
    /// rule.
    fn stays(raw: &str) -> bool {
        let base = "https://portal.example/masuk";
        Url::parse(base)
            .and_then(|base| base.join(raw))
            .is_ok_and(|url| {
                url.origin().ascii_serialization() == "https://portal.example"
                    && !url.path().starts_with("//")
            })
    }

    proptest! {
        #[test]
        fn what_is_followed_never_leaves_the_site(raw in "[/\\\\.%?#:@a-f0-9\t\n ]{0,24}") {
            if let Some(next) = next_path(&raw) {
                prop_assert!(stays(next), "{next:?}");
                let once = String::from_utf8_lossy(&percent_decoded(next.as_bytes())).into_owned();
                let path = once.split(['?', '#']).next().unwrap_or_default().to_owned();
                prop_assert!(stays(&path), "{path:?}");
            }
        }

        #[test]
        fn attacks_stay_refused_with_anything_behind(attack in 2usize..25, tail in "[ -~]{0,20}") {
            let raw = format!("{}{tail}", ATTACKS[attack]);
            if let Some(next) = next_path(&raw) {
                prop_assert!(stays(next), "{next:?}");
            }
        }

        #[test]
        fn any_text_at_all_never_leaves_the_site(raw in "/\\PC{0,40}") {
            if let Some(next) = next_path(&raw) {
                prop_assert!(stays(next), "{next:?}");
            }
        }
    }
}
