/// Access of an officer or employer to a person's data. Each access is an audit action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// A conversation of the consultation.
    Consultation,
    /// The people who wait for a counsellor or had advice before, with their topics.
    ConsultationDesk,
    /// The participants of a class.
    Roster,
    /// The attendance at one meeting of a class.
    Attendance,
    /// The applicants of a vacancy.
    Applicants,
    /// One application, with its profile.
    Application,
    /// The CV of an application.
    Cv,
    /// The people who ask to act for a company.
    CompanyRequests,
    /// The audit trail itself, whole or searched for a person.
    Audit,
}

impl Access {
    /// Every kind of access.
    pub const ALL: [Access; 9] = [
        Access::Consultation,
        Access::ConsultationDesk,
        Access::Roster,
        Access::Attendance,
        Access::Applicants,
        Access::Application,
        Access::Cv,
        Access::CompanyRequests,
        Access::Audit,
    ];

    /// As stored: `thing.verb`.
    pub fn as_str(self) -> &'static str {
        match self {
            Access::Consultation => "consultation.read",
            Access::ConsultationDesk => "consultation_desk.read",
            Access::Roster => "roster.read",
            Access::Attendance => "attendance.read",
            Access::Applicants => "applicants.read",
            Access::Application => "application.read",
            Access::Cv => "cv.read",
            Access::CompanyRequests => "company_requests.read",
            Access::Audit => "audit.read",
        }
    }

    /// The access of a stored name; none for a name that only another version of the portal knows.
    pub fn parse(name: &str) -> Option<Access> {
        Access::ALL.into_iter().find(|look| look.as_str() == name)
    }
}
