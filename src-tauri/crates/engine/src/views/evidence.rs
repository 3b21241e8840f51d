//! The ledger as it is read.

use std::collections::BTreeMap;

use ballast_core::limits::EVIDENCE_PAGE_MAX;
use ballast_core::{Code, Error, Finding, Result, Verdict};
use ballast_store::{Head, LedgerRow};
use serde_json::Value;

use crate::config::Config;
use crate::contract::{
    EvidenceDetail, EvidenceList, EvidenceListRequest, EvidenceRef, EvidenceRow, EvidenceVerifyReport,
    LedgerProblem,
};
use crate::engine::Engine;
use crate::messages::Messages;
use crate::runner::sentence_values;
use crate::views::runs::named;

fn findings(body: &Value) -> Vec<Finding> {
    let list = body.get("document").and_then(|document| document.get("findings"));
    serde_json::from_value(list.cloned().unwrap_or_default()).unwrap_or_default()
}

fn values(body: &Value) -> BTreeMap<String, String> {
    let empty = Value::Null;
    let figures = body.get("document").and_then(|document| document.get("figures")).unwrap_or(&empty);
    let mut values = sentence_values(figures, &findings(body));
    for key in [
        "state",
        "name",
        "repository",
        "created",
        "changed",
        "retired",
        "reason",
        "until",
        "person",
        "from",
        "to",
        "decision",
    ] {
        match body.get(key) {
            Some(Value::String(text)) => values.insert(key.to_owned(), text.clone()),
            Some(Value::Number(number)) => values.insert(key.to_owned(), number.to_string()),
            _ => None,
        };
    }
    if let Some(code) = body.get("error").and_then(|error| error.get("code")).and_then(Value::as_str) {
        values.insert("error".to_owned(), code.to_owned());
    }
    values
}

pub(crate) fn row(config: &Config, row: &LedgerRow) -> EvidenceRow {
    let record = &row.record;
    EvidenceRow {
        seq: record.seq,
        at: record.at,
        clock: record.clock,
        kind: record.kind,
        control: record.control.as_deref().map(|control| named(config, control)),
        run: record.run.clone(),
        level: record.body.get("level").and_then(Value::as_str).and_then(|level| level.parse().ok()),
        verdict: record.verdict,
        hash: row.hash.clone(),
        params: values(&record.body),
    }
}

fn wire_head(head: Option<Head>) -> Option<EvidenceRef> {
    head.map(|head| EvidenceRef { seq: head.seq, hash: head.hash })
}

pub fn list(engine: &Engine, request: &EvidenceListRequest) -> Result<EvidenceList> {
    let config = engine.config()?;
    let limit = request.limit.unwrap_or(50).clamp(1, EVIDENCE_PAGE_MAX);
    let control = request.control.as_deref();
    engine.store.read(|view| {
        let records = view
            .evidence(control, request.before, limit)?
            .iter()
            .map(|ledger| row(&config, ledger))
            .collect();
        let total = control.map_or_else(|| view.records(), |control| view.records_of(control))?;
        Ok(EvidenceList { records, total, head: wire_head(view.head()?) })
    })
}

pub fn show(engine: &Engine, messages: &Messages, seq: u64) -> Result<EvidenceDetail> {
    let config = engine.config()?;
    let ledger = engine.store.read(|view| view.record(seq))?;
    let ledger = ledger.ok_or_else(|| Error::new(Code::UnknownId).with("what", "record").with("id", seq))?;
    Ok(EvidenceDetail {
        row: row(&config, &ledger),
        previous: ledger.previous.clone(),
        artefacts: ledger.record.artefacts.clone(),
        findings: findings(&ledger.record.body).iter().map(|finding| messages.finding(finding)).collect(),
        record: ledger.text,
    })
}

/// `SEQ:HASH`, as it stands in snapshot tags and reports.
fn noted_head(text: &str) -> Result<Head> {
    let parsed = text
        .split_once(':')
        .and_then(|(seq, hash)| Some(Head { seq: seq.parse().ok()?, hash: hash.to_owned() }));
    parsed.filter(|head| ballast_core::evidence::from_hex(&head.hash).is_some()).ok_or_else(|| {
        Error::new(Code::InvalidCall)
            .with("what", "--against")
            .with("found", text)
            .allowed(["SEQ:HASH, as a snapshot tag or a report shows it"])
    })
}

pub fn verify(engine: &Engine, against: Option<&str>) -> Result<EvidenceVerifyReport> {
    let against = against.map(noted_head).transpose()?;
    let report = engine.store.verify_ledger(against.as_ref())?;
    let verdict = match (report.problems.is_empty(), report.records) {
        (false, _) => Verdict::Failed,
        (true, 0) => Verdict::Inconclusive,
        (true, _) => Verdict::Passed,
    };
    let problems = report.problems.into_iter().map(|(seq, problem)| LedgerProblem { seq, problem }).collect();
    Ok(EvidenceVerifyReport { verdict, records: report.records, head: wire_head(report.head), problems })
}

/// Writes every record, oldest first, a line: hash, previous hash, canonical JSON.
pub fn export(engine: &Engine, file: &std::path::Path) -> Result<u64> {
    use std::io::Write;
    let io = |error: std::io::Error| Error::io(file, &error);
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).map_err(io)?);
    let mut records = engine.store.read(|view| view.evidence(None, None, u32::MAX))?;
    records.reverse();
    for record in &records {
        writeln!(out, "{}\t{}\t{}", record.hash, record.previous, record.text).map_err(io)?;
    }
    out.flush().map_err(io)?;
    Ok(records.len() as u64)
}
