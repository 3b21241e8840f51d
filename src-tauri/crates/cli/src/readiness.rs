//! The risk map.

use ballast_engine::contract::*;
use ballast_engine::handlers;

use crate::arguments::RiskCommand;
use crate::{Outcome, Output, print};

/// Exit 3 where an answer is a bound and no exact one.
pub(crate) fn risk(output: &Output, command: RiskCommand) -> Outcome {
    let RiskCommand::Model { files } = command;
    let report = handlers::risk_model(&output.host, RiskModelRequest { files })?;
    output.answer(&report, |report| print::readiness::model(report, &output.host.messages));
    let is_bound = report.tops.iter().any(|top| top.cut_off.is_some());
    Ok(if is_bound { 3 } else { 0 })
}
