//! Thirty searches, ten of them with spelling mistakes, and the vacancy that each must show on its first page.

use crate::support::Portal;

/// Query string, title, employer.
const PAIRS: [(&str, &str, &str); 30] = [
    (
        "kata=perawat+rumah+tahanan+trenggalek",
        "Perawat Kesehatan",
        "RUMAH TAHANAN NEGARA KELAS IIB TRENGGALEK",
    ),
    (
        "kata=saya+ingin+kerja+jadi+penerjemah+di+ponorogo",
        "PENERJEMAH",
        "KANIM KELAS II NON TPI PONOROGO",
    ),
    (
        "kata=operator+las",
        "Operator Las",
        "Tedmonnindo Pratamasemesta",
    ),
    (
        "kata=koki&wilayah=35.79",
        "Cook",
        "Bunga Wangsa Putra Sejati",
    ),
    (
        "kata=front+end",
        "Front End Developer",
        "Aira Teknologi Indonesia",
    ),
    (
        "kata=front-end+developer+malang",
        "Front End Developer",
        "Aira Teknologi Indonesia",
    ),
    (
        "kata=japanese+interpreter",
        "Japanese Interpreter Intern",
        "PT. Uni-Charm Indonesia Tbk",
    ),
    (
        "kata=staff+ppic+sidoarjo",
        "Staff PPIC",
        "Putra Mandiri Intipack",
    ),
    (
        "kata=pemasaran+perumahan",
        "Pemasaran dan Markom",
        "Pembangunan Perumahan Nasional",
    ),
    (
        "kata=pengelola+sdm+magetan",
        "PENGELOLA SDM",
        "RUMAH TAHANAN NEGARA KELAS IIB MAGETAN",
    ),
    (
        "kata=arsiparis+bps+madiun",
        "Asisten Arsiparis",
        "BPS Kabupaten Madiun",
    ),
    (
        "kata=seo+writer",
        "SEO Writer detikJatim",
        "Trans Digital Media",
    ),
    (
        "kata=penerjemah+imigrasi",
        "PENERJEMAH",
        "KANTOR WILAYAH DIREKTORAT JENDERAL IMIGRASI JAWA TIMUR",
    ),
    (
        "kata=psikiater",
        "Psikiater",
        "RUMAH TAHANAN NEGARA KELAS IIB PONOROGO",
    ),
    (
        "kata=gudang+tata+usaha",
        "Juru Tata Usaha Pergudangan",
        "PT. Batang Alum Industrie Cabang Surabaya",
    ),
    (
        "kata=panasonic+elektronika",
        "Staff Elektronika design",
        "Panasonic Gobel Life Solutions Manufacturing Indonesia",
    ),
    (
        "kata=konten+kreator+malang",
        "Konten Kreator",
        "Anugerah Generasi Perintis",
    ),
    (
        "kata=housekeeping",
        "Housekeeping & PA",
        "Relaxing Hair & Beauty Spa",
    ),
    (
        "kata=guru+physics&wilayah=semua",
        "Physics Teacher",
        "Yayasan Ashabul Fitrah Indonesia",
    ),
    (
        "kata=kurir+motor&wilayah=semua",
        "Mitra Kurir Motor - Kab. Badung",
        "PT. Tri Adi Bersama",
    ),
    // The searches with spelling mistakes.
    ("kata=akutansi+syma", "AKUNTANSI", "Syma Berkah Indonesia"),
    (
        "kata=adminstrasi+hrd",
        "Administrasi HRD",
        "PT. Kepuh Kencana Arum - Gunung Gedangan",
    ),
    (
        "kata=perwat+kesehatan+lumajang",
        "Perawat Kesehatan",
        "LEMBAGA PEMASYARAKATAN KELAS IIB LUMAJANG",
    ),
    ("kata=arsitk", "Arsitek", "Kinas Bangun Indonesia"),
    (
        "kata=teknisi+mesin+produski",
        "Teknisi Mesin Produksi Internship",
        "Delifru Utama Indonesia",
    ),
    (
        "kata=penerjamah+jember",
        "Penerjemah",
        "KANIM KELAS I TPI JEMBER",
    ),
    (
        "kata=kefarmasain+surabaya",
        "Tenaga Teknis Kefarmasian",
        "Rumah Sakit Umum Pusat Surabaya",
    ),
    (
        "kata=psikolg+pacitan",
        "PSIKOLOG",
        "RUMAH TAHANAN NEGARA KELAS IIB PACITAN",
    ),
    ("kata=maintenence+sidoarjo", "Maintenance", "Caterlindo"),
    (
        "kata=develper+malang",
        "Front End Developer",
        "Aira Teknologi Indonesia",
    ),
];

#[tokio::test]
async fn thirty_searches_find_what_they_must() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let mut lost = Vec::new();
    for (query, title, company) in PAIRS {
        let found = super::find(&mut browser, query).await;
        if !found
            .hits
            .iter()
            .any(|hit| hit.title == title && hit.company == company)
        {
            let first = found
                .hits
                .first()
                .map(|hit| format!("{} @ {}", hit.title, hit.company));
            lost.push(format!(
                "{query}: not {title} @ {company} among {}, first {first:?}",
                found.found.n
            ));
        }
    }
    assert!(
        lost.is_empty(),
        "{} of 30 are lost:\n{}",
        lost.len(),
        lost.join("\n")
    );
}
