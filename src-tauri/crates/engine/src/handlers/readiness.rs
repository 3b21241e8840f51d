//! Readiness, drills and fault trees: what is worked out without a workspace.

use std::fs;
use std::path::Path;
use std::time::Instant;

use ballast_core::limits::{
    FAULT_TREE_BYTES_MAX, FAULT_TREE_FILES_MAX, FAULT_TREE_LISTED_MAX, FAULT_TREE_NODES_MAX,
    FAULT_TREE_RUNTIME,
};
use ballast_core::{Error, Result, Span};
use ballast_readiness::cadence::{FiscalYear, Rules, cadence};
use ballast_readiness::estimate::{Model, parse_history, readiness};
use ballast_risk::{Budget, FaultTree, Top, TreeFile};

use super::invalid;
use crate::contract::*;
use crate::host::Host;

const SECONDS_OF_A_DAY: u64 = 86_400;

/// The chance that a backup provider takes over if it is called today.
pub fn provider_estimate(_: &Host, request: EstimateRequest) -> Result<EstimateReport> {
    let kind = request.kind.unwrap_or(DrillKind::Full);
    let history = parse_history(&request.history, kind)?;
    let known = readiness(&history, &[], &Model::default());
    Ok(EstimateReport {
        readiness: known.chance,
        standing: known.standing,
        in_ten: known.in_ten,
        worked: known.worked,
        tried: known.tried,
        last_seconds: known.last.map(|last| last.age_seconds),
    })
}

/// Where a pair stands on a day that was drilled on these days.
pub fn drill_cadence(host: &Host, request: CadenceRequest) -> Result<Cadence> {
    let year = request.fiscal_start.map_or(Ok(FiscalYear::calendar()), FiscalYear::starts_in)?;
    let max_gap_days = match &request.max_gap {
        None => Rules::default().max_gap_days,
        Some(text) => whole_days(text)?,
    };
    let today = match request.today {
        Some(today) => today,
        None => super::schedule::today(host)?,
    };
    cadence(&Rules { year, max_gap_days }, &request.done, None, today)
}

fn whole_days(text: &str) -> Result<u32> {
    let span: Option<Span> = text.parse().ok();
    let days = span.map(Span::seconds).filter(|seconds| seconds % SECONDS_OF_A_DAY == 0);
    days.and_then(|seconds| u32::try_from(seconds / SECONDS_OF_A_DAY).ok())
        .ok_or_else(|| invalid("--max-gap", text).allowed(["whole days, such as 120d"]))
}

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
