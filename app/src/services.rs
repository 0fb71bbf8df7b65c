//! The services of the portal. Work for all services (export, erasure, jobs, sitemap) goes through this list in its
//! order.

use crate::platform::Service;
use crate::{accounts, applications, consultation, courses, employers, jobs};

/// Every service.
pub static SERVICES: [&Service; 6] = [
    &courses::SERVICE,
    &consultation::SERVICE,
    &applications::SERVICE,
    &employers::SERVICE,
    &jobs::SERVICE,
    &accounts::SERVICE,
];
