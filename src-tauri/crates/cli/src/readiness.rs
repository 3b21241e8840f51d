//! Drills and the risk map.

use ballast_engine::contract::*;
use ballast_engine::handlers;

use crate::arguments::{DrillCommand, RiskCommand};
use crate::{Outcome, Output, print};

pub(crate) fn drill(output: &Output, command: DrillCommand) -> Outcome {
    let DrillCommand::Cadence { fiscal_start, max_gap, done, today } = command;
    let done = done.into_iter().flatten().collect();
    let request = CadenceRequest { fiscal_start, max_gap, done, today };
    let report = handlers::drill_cadence(&output.host, request)?;
    output.answer(&report, |report| print::readiness::cadence(report, &output.host.messages));
    Ok(0)
}

/// Exit 3 where an answer is a bound and no exact one.
pub(crate) fn risk(output: &Output, command: RiskCommand) -> Outcome {
    let RiskCommand::Model { files } = command;
    let report = handlers::risk_model(&output.host, RiskModelRequest { files })?;
    output.answer(&report, |report| print::readiness::model(report, &output.host.messages));
    let is_bound = report.tops.iter().any(|top| top.cut_off.is_some());
    Ok(if is_bound { 3 } else { 0 })
}
