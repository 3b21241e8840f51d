//! Fault trees in Open-PSA form: what is worked out without a workspace.

use std::fs;
use std::path::Path;
use std::time::Instant;

use ballast_core::limits::{
    FAULT_TREE_BYTES_MAX, FAULT_TREE_FILES_MAX, FAULT_TREE_LISTED_MAX, FAULT_TREE_NODES_MAX,
    FAULT_TREE_RUNTIME,
};
use ballast_core::{Error, Result};
use ballast_risk::{Budget, FaultTree, Top, TreeFile};

use super::invalid;
use crate::contract::*;
use crate::host::Host;

/// Minimal cut sets by order and the probability of every top of a fault tree.
pub fn risk_model(_: &Host, request: RiskModelRequest) -> Result<RiskModelReport> {
    if request.files.is_empty() || request.files.len() > FAULT_TREE_FILES_MAX {
        let allowed = format!("1 to {FAULT_TREE_FILES_MAX} files");
        return Err(invalid("FILE", request.files.len()).allowed([allowed]));
    }
    let contents = request.files.iter().map(|name| bytes_of(Path::new(name))).collect::<Result<Vec<_>>>()?;
    let files = request.files.iter().zip(&contents);
    let files: Vec<TreeFile<'_>> = files.map(|(name, bytes)| TreeFile { name, bytes }).collect();
    let tree = FaultTree::read(&files)?;
    let began = Instant::now();
    let over = || began.elapsed().as_secs() >= FAULT_TREE_RUNTIME.seconds();
    let budget = Budget { nodes: FAULT_TREE_NODES_MAX, over: &over };
    Ok(RiskModelReport { tops: tree.tops(FAULT_TREE_LISTED_MAX, budget).into_iter().map(top).collect() })
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).map_err(|error| Error::io(path, &error))?.len();
    if size > FAULT_TREE_BYTES_MAX as u64 {
        let allowed = format!("up to {} MiB", FAULT_TREE_BYTES_MAX >> 20);
        return Err(invalid(&path.display().to_string(), format!("{size} bytes")).allowed([allowed]));
    }
    fs::read(path).map_err(|error| Error::io(path, &error))
}

fn top(top: Top) -> RiskTop {
    let Top { id, gates, events, cut_sets, by_order, probability, .. } = top;
    let Top { without_probability, cut_off, complete_to, listed, .. } = top;
    RiskTop {
        id,
        gates,
        events,
        cut_sets,
        by_order,
        probability,
        without_probability,
        cut_off,
        complete_to,
        listed,
    }
}
