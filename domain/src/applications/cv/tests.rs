//! Tests with real files, whole and damaged.

use proptest::prelude::*;

use super::*;

const PDF: &[u8] = include_bytes!("../../../../end2end/fixtures/cv.pdf");
const LOCKED: &[u8] = include_bytes!("../../../../end2end/fixtures/locked.pdf");
const JPEG: &[u8] = include_bytes!("../../../../end2end/fixtures/cv.jpg");
const PNG: &[u8] = include_bytes!("../../../../end2end/fixtures/cv.png");
/// An empty archive: it consists of its end record alone.
const ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// The result of the inspection and the bytes that it kept, when the file comes in pieces of this size.
fn seen(file: &[u8], piece: usize) -> (Result<CvKind, CvFault>, Vec<u8>) {
    let mut inspection = CvInspection::default();
    let kept = file.chunks(piece).flat_map(|piece| inspection.look(piece));
    let kept = kept.copied().collect();
    (inspection.end(), kept)
}

fn found(file: &[u8]) -> Result<CvKind, CvFault> {
    seen(file, 1000).0
}

fn with(file: &[u8], behind: &[u8]) -> Vec<u8> {
    [file, behind].concat()
}

/// The file with the bytes `from` replaced by `to`.
fn changed(file: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = file.windows(from.len()).position(|part| part == from);
    let at = at.unwrap();
    [&file[..at], to, &file[at + from.len()..]].concat()
}

#[test]
fn the_content_says_what_a_file_is() {
    for (kind, file) in [(CvKind::Pdf, PDF), (CvKind::Jpeg, JPEG), (CvKind::Png, PNG)] {
        assert_eq!(CvKind::of(file), Some(kind));
        for piece in [1, 7, 64 * 1024] {
            assert_eq!(seen(file, piece), (Ok(kind), file.to_vec()));
        }
    }
    for wrong in [
        &b"<!doctype html><script>"[..],
        b"<svg>",
        b"GIF89a and more",
        ZIP,
        b"a",
        &with(b" ", PDF),
    ] {
        assert_eq!(found(wrong), Err(CvFault::Kind));
    }
    assert_eq!(found(b""), Err(CvFault::Empty));
    let large = with(PDF, &vec![b'\n'; MAX_CV_BYTES as usize]);
    assert_eq!(found(&large), Err(CvFault::TooLarge));
}

#[test]
fn a_lock_is_told_apart_from_a_wrong_kind() {
    assert_eq!(found(LOCKED), Err(CvFault::Locked));
    // A cross-reference table in a stream, which PDF 1.5 introduced.
    let table = "%PDF-1.7\n1 0 obj\n<</Encrypt 2 0 R/Type/XRef/Size 2>>\nstream\nx\nendstream\nendobj\nstartxref\n9\n%%EOF";
    assert_eq!(found(table.as_bytes()), Err(CvFault::Locked));
    // The same words in a page or a title do not mean a password.
    let said = "%PDF-1.7\n1 0 obj\n<</Title(/Encrypt )/Type/XRef/EncryptMetadata true>>\nstream\n/Encrypt /XRef \nendstream\nendobj\n2 0 obj\n<</A/Encrypt >>\nendobj\nstartxref\n9\n%%EOF";
    let open = changed(said.as_bytes(), b"/Title(/Encrypt )", b"");
    assert_eq!(found(&open), Ok(CvKind::Pdf));
    let zip = b"PK\x03\x04\x14\0\x01\0\x08\0cv.docx";
    assert_eq!(found(zip), Err(CvFault::Locked));
    assert_eq!(
        found(b"PK\x03\x04\x14\0\0\0\x08\0cv.docx"),
        Err(CvFault::Kind)
    );
    let utf16: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
    let office = with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &utf16);
    assert_eq!(found(&office), Err(CvFault::Locked));
}

/// An older Office document whose first stream begins with these bytes.
fn old_office(stream: &[u8]) -> Vec<u8> {
    let mut file = with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &[0; 504]);
    file.extend(stream);
    file.resize(4096, 0);
    file
}

#[test]
fn an_older_document_under_a_password_is_locked() {
    let word = |flags: u8| old_office(&[0xEC, 0xA5, 0xC1, 0, 0x17, 0, 9, 4, 0, 0, 0xF0, flags]);
    let excel = |second: u8| {
        let first = [9, 8, 16, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        old_office(&[&first[..], &[second, 0, 54, 0]].concat())
    };
    let summary: Vec<u8> = "EncryptedSummary".bytes().flat_map(|b| [b, 0]).collect();
    let open_summary: Vec<u8> = "\u{5}DocumentSummaryInformation"
        .bytes()
        .flat_map(|b| [b, 0])
        .collect();
    for (file, fault) in [
        (word(0x13), CvFault::Locked),
        (word(0x12), CvFault::Kind),
        (excel(0x2F), CvFault::Locked),
        (excel(0xE1), CvFault::Kind),
        (old_office(&summary), CvFault::Locked),
        (old_office(&open_summary), CvFault::Kind),
        // The same bytes, but not at the beginning of a stream.
        (old_office(&with(b"x", &word(0x13)[512..])), CvFault::Kind),
    ] {
        for piece in [1, 500, 4096] {
            assert_eq!(seen(&file, piece).0, Err(fault), "{:x?}", &file[512..536]);
        }
    }
}

#[test]
fn an_archive_is_told_apart_from_a_document() {
    let zip = |name: &str| {
        let mut file = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
        file.resize(30, 0);
        with(&file, name.as_bytes())
    };
    for (file, fault) in [
        (zip("CV Siti.pdf"), CvFault::Archive),
        (zip("word.pdf"), CvFault::Archive),
        (zip("[Content_Types].xml"), CvFault::Kind),
        (zip("word/numbering.xml"), CvFault::Kind),
        (zip("mimetypeapplication/vnd.oasis"), CvFault::Kind),
        (b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(), CvFault::Archive),
        (b"Rar!\x1A\x07\0\xCF".to_vec(), CvFault::Archive),
        (b"Rar!\x1A\x07\x01\0".to_vec(), CvFault::Archive),
        (b"\x1F\x8B\x08\x08cv.pdf".to_vec(), CvFault::Archive),
        (b"BZh91AY&SY".to_vec(), CvFault::Archive),
        (b"\xFD7zXZ\0\0\x04".to_vec(), CvFault::Archive),
        (b"MSCF\0\0\0\0".to_vec(), CvFault::Archive),
        (b"Rar of animals".to_vec(), CvFault::Kind),
    ] {
        assert_eq!(found(&file), Err(fault), "{file:x?}");
    }
}

#[test]
fn a_damaged_file_is_none() {
    for file in [PDF, JPEG, PNG] {
        for cut in 8..file.len() - 2 {
            assert_eq!(found(&file[..cut]), Err(CvFault::Damaged), "{cut}");
        }
    }
    // A header without a picture, and chunks whose checksums are wrong.
    let scan = JPEG.windows(2).position(|part| part == b"\xFF\xDA");
    let bare = with(&JPEG[..scan.unwrap()], b"\xFF\xD9");
    assert_eq!(found(&bare), Err(CvFault::Damaged));
    assert_eq!(
        found(b"\xFF\xD8\xFF\xE0\0\x02\xFF\xD9"),
        Err(CvFault::Damaged)
    );
    assert_eq!(
        found(&changed(PNG, b"IDATx", b"IDATy")),
        Err(CvFault::Damaged)
    );
    assert_eq!(
        found(&changed(PNG, b"IHDR", b"IHDS")),
        Err(CvFault::Damaged)
    );
    let none = changed(PDF, b"xref", b"abcd");
    assert_eq!(found(&none), Err(CvFault::Damaged));
}

#[test]
fn what_lies_behind_a_file_is_refused() {
    for file in [PDF, JPEG, PNG] {
        for more in [ZIP, b"<script>alert(1)</script>", b"\x7FELF\x02\x01\x01"] {
            assert_eq!(found(&with(file, more)), Err(CvFault::More));
        }
    }
    // An archive may end as a PDF does.
    let disguised = with(&with(PDF, ZIP), b"\nstartxref\n1\n%%EOF\n");
    assert_eq!(found(&disguised), Err(CvFault::More));
    for blank in [&b"\r\n"[..], b"\n\n  \0\0"] {
        assert_eq!(found(&with(PDF, blank)), Ok(CvKind::Pdf));
    }
    // A changed PDF goes on after its end, and may be cut there.
    let more = with(
        PDF,
        b"5 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
    );
    assert_eq!(found(&more), Ok(CvKind::Pdf));
    assert_eq!(found(&more[..more.len() - 9]), Err(CvFault::Damaged));
}

#[test]
fn what_a_camera_puts_behind_a_photo_is_cut_off() {
    let samsung = b"\0\0\x01\x0A\x0E\0\0\0Image_UTC_DataSEFHSEFT";
    for more in [JPEG, &samsung[..], b"\0\0\0\x18ftypmp42....", &[0; 512]] {
        assert_eq!(
            seen(&with(JPEG, more), 64),
            (Ok(CvKind::Jpeg), JPEG.to_vec())
        );
    }
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_by_its_header() {
    // 8000 x 5000 pixels, and one row more.
    for (height, wanted) in [
        (5000_u32, Ok(CvKind::Png)),
        (5001, Err(CvFault::TooManyPixels)),
    ] {
        assert_eq!(found(&png(8000, height)), wanted, "{height}");
    }
    assert_eq!(found(&png(u32::MAX, u32::MAX)), Err(CvFault::TooManyPixels));
    assert_eq!(found(&png(0, 5)), Err(CvFault::Damaged));
    let size = [8, 0, 16, 0, 24];
    let huge = changed(JPEG, &size, &[8, 0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(found(&huge), Err(CvFault::TooManyPixels));
    assert_eq!(
        found(&changed(JPEG, &size, &[8, 0, 0, 0, 24])),
        Err(CvFault::Damaged)
    );
}

/// The PNG with this size in its header.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = PNG.to_vec();
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = super::png::sum(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

proptest! {
    #[test]
    fn nothing_that_a_browser_reads_as_a_page_is_a_cv(rest in prop::collection::vec(any::<u8>(), 0..40)) {
        let page = [&b"<html"[..], &rest].concat();
        prop_assert_eq!(found(&page), Err(CvFault::Kind));
    }

    #[test]
    fn any_bytes_are_read_to_their_end(
        file in prop::sample::select(vec![PDF, JPEG, PNG, b"PK\x03\x04"]),
        rest in prop::collection::vec(any::<u8>(), 0..400),
        at in 0_usize..200,
        piece in 1_usize..50,
    ) {
        let spoilt = [&file[..at.min(file.len())], &rest].concat();
        let (found, kept) = seen(&spoilt, piece);
        prop_assert_eq!(found, seen(&spoilt, spoilt.len().max(1)).0);
        prop_assert!(spoilt.starts_with(&kept));
    }
}
