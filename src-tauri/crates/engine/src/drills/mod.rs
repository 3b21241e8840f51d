//! Failover drills.

use ballast_core::Result;
use ballast_readiness::estimate::Tried;

use crate::config::Config;
use crate::contract::DrillSummary;
use crate::engine::Engine;

pub(crate) fn history(_: &Engine, _: &str) -> Result<Vec<Tried>> {
    Ok(Vec::new())
}

pub(crate) fn summaries(_: &Engine, _: &Config, _: Option<&str>) -> Result<Vec<DrillSummary>> {
    Ok(Vec::new())
}
