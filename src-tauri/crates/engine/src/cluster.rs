//! The machines that compare a parallel run together, in place of this one.

use ballast_compare::wire::{Engine, Tls};
use ballast_core::Result;
use serde::{Deserialize, Serialize};

use crate::config::SecretRef;
use crate::secrets;

/// Whether a store is no folder.
pub(crate) fn is_bucket(store: &str) -> bool {
    store.contains("://")
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cluster {
    /// Where they listen: `https://10.0.0.5:50051`.
    pub workers: Vec<String>,
    /// A folder that all of them see at the same place, or a part of a bucket: `s3://runs/ballast`.
    pub store: String,
    pub token: Option<SecretRef>,
    pub tls: Option<Tls>,
}

impl Cluster {
    /// For the program that talks to them, with the secret read.
    ///
    /// Errors: `secret_unavailable`.
    pub(crate) fn engine(&self) -> Result<Engine> {
        let token = self.token.as_ref().map(secrets::fetch).transpose()?;
        Ok(Engine {
            workers: self.workers.clone(),
            store: self.store.clone(),
            token: token.map(|token| token.expose().to_owned()),
            tls: self.tls.clone(),
        })
    }
}
