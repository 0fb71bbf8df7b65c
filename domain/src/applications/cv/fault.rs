/// Why a file cannot be a CV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CvFault {
    /// The file is empty.
    Empty,
    /// More than [`MAX_CV_BYTES`](super::MAX_CV_BYTES).
    TooLarge,
    /// Neither PDF nor JPEG nor PNG.
    Kind,
    /// An archive, which may hold a CV.
    Archive,
    /// Protected by a password.
    Locked,
    /// A part is missing or changed.
    Damaged,
    /// A picture of more than [`MAX_CV_PIXELS`](super::MAX_CV_PIXELS).
    TooManyPixels,
    /// More than the CV: bytes after the file's end, or an archive in it.
    More,
}

impl CvFault {
    /// The code of its text in the locales.
    pub const fn code(self) -> &'static str {
        match self {
            CvFault::Empty => "cv_empty",
            CvFault::TooLarge => "cv_too_large",
            CvFault::Kind => "cv_kind",
            CvFault::Archive => "cv_archive",
            CvFault::Locked => "cv_locked",
            CvFault::Damaged => "cv_damaged",
            CvFault::TooManyPixels => "cv_too_many_pixels",
            CvFault::More => "cv_more",
        }
    }
}
