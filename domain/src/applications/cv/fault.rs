/// Why a file is no CV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CvFault {
    /// There is nothing in it.
    Empty,
    /// More than [`MAX_CV_BYTES`](super::MAX_CV_BYTES).
    TooLarge,
    /// Neither PDF nor JPEG nor PNG.
    Kind,
    /// An archive, which may hold one.
    Archive,
    /// Under a password.
    Locked,
    /// A part is missing, or not as it was written.
    Damaged,
    /// A picture of more than [`MAX_CV_PIXELS`](super::MAX_CV_PIXELS).
    TooManyPixels,
    /// Another file lies behind it.
    More,
}

impl CvFault {
    /// The code under which the locales hold its words.
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
