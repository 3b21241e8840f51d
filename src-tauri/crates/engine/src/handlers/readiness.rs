//! Readiness and the cadence of drills: what is worked out without a workspace.

use ballast_core::{Result, Span};
use ballast_readiness::cadence::{FiscalYear, Rules, cadence};
use ballast_readiness::estimate::{Model, parse_history, readiness};

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
