/// What an officer or employer looks at when a person's data is read: each look is in the audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// A conversation of the consultation.
    Consultation,
    /// Who waits for a counsellor, and who was advised before, with their topics.
    ConsultationDesk,
    /// Who is in a class.
    Roster,
    /// Who came to one meeting of a class.
    Attendance,
    /// Who applied for a vacancy.
    Applicants,
    /// One application, with its profile.
    Application,
    /// The CV of an application.
    Cv,
    /// Who asks to speak for a company.
    CompanyRequests,
    /// The trail itself, whole or searched for a person.
    Audit,
}

impl Look {
    /// Every look.
    pub const ALL: [Look; 9] = [
        Look::Consultation,
        Look::ConsultationDesk,
        Look::Roster,
        Look::Attendance,
        Look::Applicants,
        Look::Application,
        Look::Cv,
        Look::CompanyRequests,
        Look::Audit,
    ];

    /// As stored: `thing.verb`.
    pub fn as_str(self) -> &'static str {
        match self {
            Look::Consultation => "consultation.read",
            Look::ConsultationDesk => "consultation_desk.read",
            Look::Roster => "roster.read",
            Look::Attendance => "attendance.read",
            Look::Applicants => "applicants.read",
            Look::Application => "application.read",
            Look::Cv => "cv.read",
            Look::CompanyRequests => "company_requests.read",
            Look::Audit => "audit.read",
        }
    }

    /// The look of a stored name; none for one of another version of the portal.
    pub fn parse(name: &str) -> Option<Look> {
        Look::ALL.into_iter().find(|look| look.as_str() == name)
    }
}
