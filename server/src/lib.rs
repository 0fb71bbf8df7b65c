//! The portal's server: everything around the pages.

pub mod cluster;
