//! What a drill leaves behind: its record when nothing is left to do, and what its signature makes of it.

use ballast_core::evidence::{RecordKind, canonical, to_hex};
use ballast_core::run::RunEvent;
use ballast_core::{Code, Error, Finding, FindingKind, Result, Severity, Verdict};
use ballast_readiness::drill::State;
use ballast_readiness::drill::event::Event;
use ballast_readiness::drill::review::{Found, FoundCode};
use ballast_readiness::estimate::{Kind, Outcome};
use ballast_store::{Asked, Change, Draft, NewRun, Transition};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::run::{Pen, Run};
use crate::contract::Proved;
use crate::engine::new_id;
use crate::runner::{Document, Job, one_level};

/// The level of what drills proved, as its attempts name it.
const LEVEL: &str = "drill";

const MILLISECONDS: u64 = 1000;

/// What a drill found, as findings of the contract.
pub(crate) fn findings(run: &Run) -> Vec<Finding> {
    let (plan, measured) = (&run.script.plan, run.measured());
    let seconds = |milliseconds: u64| milliseconds.div_ceil(MILLISECONDS);
    let one = |found: Found| {
        let subject = found.subject.unwrap_or_else(|| plan.title.clone());
        match found.code {
            FoundCode::PreflightFailed => Finding::new(FindingKind::PreflightFailed, subject),
            FoundCode::ProbeFailed => Finding::new(FindingKind::ProbeFailed, subject).with("reason", "drill"),
            FoundCode::UndoFailed => Finding::new(FindingKind::UndoFailed, subject),
            FoundCode::Stuck => Finding::new(FindingKind::Stuck, subject),
            FoundCode::RtoMissed => Finding::new(FindingKind::RtoMissed, subject)
                .with("seconds", measured.rto.as_ref().map_or(0, |rto| seconds(rto.milliseconds)))
                .with("target_seconds", plan.rto.map_or(0, ballast_core::Span::seconds)),
            FoundCode::RpoMissed => Finding::new(FindingKind::RpoMissed, subject)
                .with("seconds", measured.rpo.as_ref().map_or(0, |rpo| seconds(rpo.milliseconds)))
                .with("target_seconds", plan.rpo.map_or(0, ballast_core::Span::seconds)),
            FoundCode::NotObserved => {
                Finding::new(FindingKind::NotObserved, subject).with("reason", "drill_not_measured")
            }
        }
    };
    run.found().into_iter().map(one).collect()
}

/// What the findings of a drill say of it, before anybody signs.
pub(crate) fn verdict(run: &Run) -> Verdict {
    Verdict::of(&findings(run), u64::from(!run.entries.is_empty()))
}

/// SHA-256 over the canonical JSON of the journal.
pub(crate) fn journal_hash(run: &Run) -> Result<String> {
    let bytes = canonical(json!(run.entries)).map_err(|error| Error::new(Code::Internal).because(&error))?;
    Ok(to_hex(&Sha256::digest(bytes)))
}

fn figures(run: &Run) -> Value {
    let measured = run.measured();
    let seconds = |milliseconds: u64| milliseconds.div_ceil(MILLISECONDS);
    json!({
        "kind": run.script.plan.kind,
        "rto_seconds": measured.rto.as_ref().map(|rto| seconds(rto.milliseconds)),
        "rpo_seconds": measured.rpo.as_ref().map(|rpo| seconds(rpo.milliseconds)),
        "rto_target_seconds": run.script.plan.rto.map(ballast_core::Span::seconds),
        "rpo_target_seconds": run.script.plan.rpo.map(ballast_core::Span::seconds),
        "measured": measured,
    })
}

/// The drill becomes evidence, with its whole journal.
pub(super) fn record(change: &Change<'_>, run: &mut Run, pen: &Pen) -> Result<()> {
    let findings = findings(run);
    let head = change.append(Draft {
        at: pen.clock.now(),
        clock: pen.clock.kind(),
        kind: RecordKind::Drilled,
        control: Some(run.row.pair.clone()),
        run: None,
        verdict: Some(verdict(run)),
        artefacts: Vec::new(),
        body: json!({
            "workspace": pen.workspace,
            "drill": run.row.written,
            "drill_run": run.row.id,
            "name": run.script.plan.title,
            "operators": run.drill.progress.operators,
            "plan": run.script.plan,
            "journal": run.entries,
            "journal_sha256": journal_hash(run)?,
            "document": { "figures": figures(run), "findings": findings },
            "engine": concat!("ballast ", env!("CARGO_PKG_VERSION")),
        }),
    })?;
    change.drill_recorded(&run.row.id, head.seq)?;
    run.row.evidence_seq = Some(head.seq);
    Ok(())
}

/// Writes the signature, its record, and what it proves of the pair. The event was decided before.
pub(super) fn sign(
    change: &Change<'_>,
    run: &mut Run,
    event: Event,
    proved: Proved,
    pen: &Pen,
) -> Result<()> {
    let Event::Signed { result, by, debrief } = &event else { return Err(Error::new(Code::Internal)) };
    let (result, by, debrief) = (*result, by.clone(), debrief.clone());
    run.write(change, event, pen)?;
    let drilled = match run.row.evidence_seq {
        Some(seq) => change.view().record(seq)?,
        None => None,
    };
    let counts = run.script.plan.kind != Kind::Tabletop && result != Outcome::Inconclusive;
    let at = pen.clock.now();
    let run_id = counts.then(|| new_id(at));
    let findings = proven(run, result);
    let verdict = verdict_of(result, &findings);
    let head = change.append(Draft {
        at,
        clock: pen.clock.kind(),
        kind: RecordKind::DrillSigned,
        control: Some(run.row.pair.clone()),
        run: run_id.clone(),
        verdict: Some(verdict),
        artefacts: Vec::new(),
        body: json!({
            "workspace": pen.workspace,
            "drill": run.row.written,
            "drill_run": run.row.id,
            "name": run.script.plan.title,
            "person": by,
            "proved": proved,
            "decision": result,
            "debrief": debrief,
            "drilled": drilled.as_ref().map(|row| row.record.seq),
            "drilled_hash": drilled.map(|row| row.hash),
            "document": { "figures": figures(run), "findings": findings },
        }),
    })?;
    match run_id {
        Some(id) => conclude(change, run, (&id, verdict, head.seq), findings, pen),
        None => Ok(()),
    }
}

/// Somebody signed that it worked: a target that was missed is something to look at, and no failure to take over.
fn proven(run: &Run, result: Outcome) -> Vec<Finding> {
    let lowered = |finding: Finding| {
        let most = if result == Outcome::Pass { Severity::Warning } else { Severity::Critical };
        let severity = finding.severity.min(most);
        finding.severity(severity)
    };
    findings(run).into_iter().map(lowered).collect()
}

fn verdict_of(result: Outcome, findings: &[Finding]) -> Verdict {
    match result {
        Outcome::Pass => Verdict::of(findings, 1),
        Outcome::Fail => Verdict::Failed,
        Outcome::Inconclusive => Verdict::Inconclusive,
    }
}

/// A run of the pair that is over as it begins: what the signed drill proves of it.
fn conclude(
    change: &Change<'_>,
    run: &Run,
    (id, verdict, evidence): (&str, Verdict, u64),
    findings: Vec<Finding>,
    pen: &Pen,
) -> Result<()> {
    let at = pen.clock.now();
    let job = Job::Drill { run: run.row.id.clone() };
    let kind = serde_json::to_value(job.kind()).ok().and_then(|kind| kind.as_str().map(str::to_owned));
    change.queue_run(&NewRun {
        id: id.to_owned(),
        control: run.row.pair.clone(),
        kind: kind.unwrap_or_default(),
        level: None,
        owner: crate::owner::this(),
        request: serde_json::to_value(&job).unwrap_or_default(),
        at,
        asked: Asked { origin: "person".to_owned(), job: None, slot: None, attempt: 1, epoch: 0 },
    })?;
    let figures = figures(run);
    let document = Document { level: None, verdict, levels: Vec::new(), figures, findings };
    let mut state = ballast_core::run::RunState::Queued;
    for event in [RunEvent::Started, RunEvent::Concluded(verdict)] {
        let (next, _) = state.on(event).map_err(|illegal| Error::new(Code::Internal).because(&illegal))?;
        let over = next.is_final();
        state = next;
        change.move_run(&Transition {
            run: id.to_owned(),
            event: if over { "concluded" } else { "started" }.to_owned(),
            state,
            at,
            verdict: over.then(|| verdict.as_str().to_owned()),
            document: over.then(|| serde_json::to_value(&document).unwrap_or_default()),
            error: None,
            evidence_seq: over.then_some(evidence),
        })?;
    }
    let payload = json!({
        "drill": run.row.id,
        "figures": document.figures,
        "findings": document.findings,
    });
    one_level(change, (id, run.row.pair.as_str(), LEVEL), verdict, payload, at, pen.counts)
}

/// How a drill that is over for its operator ends its program: by what it found, before anybody signs.
#[must_use]
pub(crate) fn exit_code(run: &Run) -> u8 {
    match run.state() {
        State::Stuck | State::Stay | State::SignedFail => 1,
        State::SignedPass => 0,
        State::Review => verdict(run).exit_code(),
        _ => 3,
    }
}
