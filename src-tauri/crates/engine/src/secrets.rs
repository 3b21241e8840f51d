//! Fetching a secret at the moment it is needed.

pub use ballast_outside::secrets::fetch;
