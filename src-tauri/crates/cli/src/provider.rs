//! Provider pairs.

use ballast_core::Status;
use ballast_engine::contract::*;
use ballast_engine::handlers;
use serde_json::json;

use crate::arguments::ProviderCommand;
use crate::person::passphrase_of;
use crate::{Outcome, Output, follow, print};

pub(crate) fn provider(output: &Output, command: ProviderCommand) -> Outcome {
    let (host, messages) = (&output.host, &output.host.messages);
    let shown = |detail: &PairDetail| {
        output.answer(detail, |detail| print::provider::detail(detail, messages));
        Ok(0)
    };
    match command {
        ProviderCommand::Status => {
            let list = handlers::provider_list(host, Nothing {})?;
            output.answer(&list, |list| print::provider::list(list, messages));
            Ok(exit_code(&list))
        }
        ProviderCommand::Show { id } => shown(&handlers::provider_show(host, PairId { id })?),
        ProviderCommand::Probe { id: Some(id) } => {
            let started = handlers::provider_probe(host, PairId { id })?;
            follow::to_the_end(output, &started.run)
        }
        ProviderCommand::Probe { id: None } => all(output),
        ProviderCommand::Login { id, who, failed, note } => {
            let passphrase = passphrase_of(host, &who)?;
            let request = ProviderLogin { id, who, passphrase, worked: !failed, note };
            shown(&handlers::provider_login(host, request)?)
        }
        ProviderCommand::Shared { id, fate, yes, no: _, who, note } => {
            let passphrase = passphrase_of(host, &who)?;
            let request = ProviderFate { id, fate, shared: yes, who, passphrase, note };
            shown(&handlers::provider_fate(host, request)?)
        }
        ProviderCommand::AcceptContract { id, probe, who, reason } => {
            let passphrase = passphrase_of(host, &who)?;
            let request = ProviderContract { id, probe, who, passphrase, reason };
            shown(&handlers::provider_contract(host, request)?)
        }
        ProviderCommand::Beat { id, probe } => {
            handlers::provider_beat(host, ProviderBeat { id, probe })?;
            Ok(0)
        }
        ProviderCommand::Import { file, from } => {
            let imported = handlers::provider_import(host, ProviderImport { file, from })?;
            output.answer(&imported, |imported| print::provider::imported(imported, messages));
            Ok(0)
        }
        ProviderCommand::Estimate { history, kind } => {
            let report = handlers::provider_estimate(host, EstimateRequest { history, kind })?;
            output.answer(&report, |report| print::readiness::estimate(report, messages));
            Ok(0)
        }
    }
}

/// Every pair, one after the other; the worst exit code.
fn all(output: &Output) -> Outcome {
    let list = handlers::provider_list(&output.host, Nothing {})?;
    let (mut documents, mut codes) = (Vec::new(), Vec::new());
    for pair in &list.pairs {
        let started = handlers::provider_probe(&output.host, PairId { id: pair.id.clone() })?;
        let (detail, code) = follow::quietly(output, &started.run)?;
        if !output.json {
            follow::told(output, &detail);
        }
        documents.push(detail.document);
        codes.push(code);
    }
    if output.json {
        output.answer(&json!({ "checks": documents }), |_| ());
    }
    Ok(if codes.contains(&1) { 1 } else { codes.into_iter().max().unwrap_or(0) })
}

fn exit_code(list: &ProviderList) -> u8 {
    let any = |wanted: &[Status]| list.pairs.iter().any(|pair| wanted.contains(&pair.status));
    if any(&[Status::Failing, Status::Stale, Status::Attention]) {
        1
    } else if any(&[Status::Unknown, Status::Unproven]) {
        3
    } else {
        0
    }
}
