/// Access of an officer or employer to a person's data: each is a line of the audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
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

    /// The access of a stored name; none for one of another version of the portal.
    pub fn parse(name: &str) -> Option<Access> {
        Access::ALL.into_iter().find(|look| look.as_str() == name)
    }
}
