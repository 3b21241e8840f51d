//! The risk map.

use ballast_core::{Code, Error};
use ballast_engine::contract::*;
use ballast_engine::handlers;

use crate::arguments::{RiskArguments, RiskCommand, WhatIf};
use crate::{Outcome, Output, print};

pub(crate) fn risk(output: &Output, arguments: RiskArguments) -> Outcome {
    let (host, messages) = (&output.host, &output.host.messages);
    let Some(command) = arguments.command else { return report(output, arguments.what_if) };
    match command {
        RiskCommand::Explain { of, figure, what_if } => explain(output, of, figure, what_if),
        RiskCommand::Ranges { draws, seed, what_if: WhatIf { without, with } } => {
            let ranges = handlers::risk_ranges(host, RiskRangesRequest { without, with, draws, seed })?;
            output.answer(&ranges, |ranges| print::risk::ranges(ranges, messages));
            Ok(0)
        }
        RiskCommand::Confirm { ids } => {
            let count = ids.iter().collect::<std::collections::BTreeSet<_>>().len().to_string();
            let saved = handlers::risk_confirm(host, RiskConfirm { ids })?;
            output.answer(&saved, |_| {
                print::line(&messages.say("map-confirmed", [("count", count.as_str())]));
            });
            Ok(0)
        }
        RiskCommand::Templates => {
            let found = handlers::risk_templates(host, Nothing {})?;
            output.answer(&found, print::risk::templates);
            Ok(0)
        }
        RiskCommand::Import { file, dry_run } => {
            let found = handlers::risk_import(host, RiskImport { file, apply: !dry_run })?;
            output.answer(&found, |found| print::risk::imported(found, messages));
            Ok(0)
        }
        RiskCommand::Export { file, overwrite } => {
            let written = handlers::risk_export(host, RiskExport { file, overwrite })?;
            output.answer(&written, |written| print::line(&written.file));
            Ok(0)
        }
        RiskCommand::Model { files } => model(output, files),
    }
}

/// Exit 3 where an answer is a bound and no exact one.
fn report(output: &Output, what_if: WhatIf) -> Outcome {
    let WhatIf { without, with } = what_if;
    let report = handlers::risk(&output.host, RiskRequest { without, with })?;
    output.answer(&report, |report| print::risk::report(report, &output.host.messages));
    let is_bound = report.processes.iter().any(|process| process.cut_off.is_some());
    Ok(if is_bound { 3 } else { 0 })
}

fn explain(output: &Output, of: Option<String>, figure: Option<String>, what_if: WhatIf) -> Outcome {
    let WhatIf { without, with } = what_if;
    let ask = |figure: RiskFigure| {
        let (of, without, with) = (of.clone(), without.clone(), with.clone());
        handlers::risk_explain(&output.host, RiskExplain { figure, of, without, with })
    };
    let explained = match (figure, &of) {
        (Some(word), _) => ask(figure_of(&word)?)?,
        (None, None) => ask(RiskFigure::AnnualLoss)?,
        // A thing has no exposure; what it costs to fail once is what one asks of it first.
        (None, Some(_)) => ask(RiskFigure::Exposure).or_else(|error| match error.code {
            Code::InvalidCall => ask(RiskFigure::DamageOnce),
            _ => Err(error),
        })?,
    };
    output.answer(&explained, |explained| print::risk::explained(explained, &output.host.messages));
    Ok(0)
}

fn figure_of(word: &str) -> ballast_core::Result<RiskFigure> {
    let name = serde_json::Value::String(word.replace('-', "_"));
    serde_json::from_value(name).map_err(|_| {
        let all = RiskFigure::OF_PROCESS.iter().chain(&RiskFigure::OF_THING);
        let allowed = all.map(print::risk::word_of);
        Error::new(Code::InvalidCall).with("what", "--figure").with("found", word).allowed(allowed)
    })
}

/// Exit 3 where an answer is a bound and no exact one.
fn model(output: &Output, files: Vec<String>) -> Outcome {
    let report = handlers::risk_model(&output.host, RiskModelRequest { files })?;
    output.answer(&report, |report| print::risk::model(report, &output.host.messages));
    let is_bound = report.tops.iter().any(|top| top.cut_off.is_some());
    Ok(if is_bound { 3 } else { 0 })
}
