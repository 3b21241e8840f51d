//! What a drill proved, as a page to print: who, what, when, what was measured, and every entry of its journal.
//! No script, nothing from elsewhere; all that people or servers wrote is escaped.

use std::fmt::Write as _;

use ballast_core::Result;
use serde::Serialize;

use super::{Run, findings, journal_hash};
use crate::contract::{Against, Answered, DrillView, JournalLine};
use crate::engine::Engine;
use crate::messages::Messages;

const STYLE: &str = "@page{size:A4;margin:16mm 14mm}\
body{font:13px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b;background:#fff}\
h1{font-size:22px;line-height:1.25;margin:0 0 .25rem}h2{font-size:16px;margin:2rem 0 .5rem;break-after:avoid}\
p{margin:.25rem 0 .5rem;max-width:46rem}.verdict{border:2px solid #1b1b1b;padding:.75rem 1rem;margin:1rem 0}\
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}thead{display:table-header-group}tr{break-inside:avoid}\
th,td{border:1px solid #c8c8c8;padding:.25rem .5rem;text-align:left;vertical-align:top;white-space:pre-wrap;\
overflow-wrap:anywhere}th{background:#f0f0f0;font-weight:600}code{font:11px/1.5 ui-monospace,monospace}\
@media print{body{margin:0;max-width:none;padding:0}}";

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(sign),
            sign if sign.is_control() => escaped.push('\u{fffd}'),
            sign => escaped.push(sign),
        }
    }
    escaped
}

fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The page, with the sentences of a catalogue.
struct Page<'a> {
    out: String,
    messages: &'a Messages,
}

impl Page<'_> {
    fn say(&self, id: &str) -> String {
        self.messages.say(id, [])
    }

    fn heading(&mut self, id: &str) {
        let words = escaped(&self.say(id));
        let _ = writeln!(self.out, "<h2>{words}</h2>");
    }

    fn facts(&mut self, facts: &[(&str, String)]) {
        self.out.push_str("<table><tbody>\n");
        for (id, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            let name = escaped(&self.say(id));
            let _ = writeln!(self.out, "<tr><th scope=\"row\">{name}</th><td>{}</td></tr>", escaped(value));
        }
        self.out.push_str("</tbody></table>\n");
    }

    fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        self.out.push_str("<table><thead><tr>");
        for head in heads {
            let name = escaped(&self.say(head));
            let _ = write!(self.out, "<th scope=\"col\">{name}</th>");
        }
        self.out.push_str("</tr></thead><tbody>\n");
        for row in rows {
            self.out.push_str("<tr>");
            for cell in row {
                let _ = write!(self.out, "<td>{}</td>", escaped(cell));
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table>\n");
    }
}

/// The report of a run, as HTML.
pub(crate) fn report(engine: &Engine, messages: &Messages, id: &str) -> Result<String> {
    let view = crate::views::drills::show(engine, id)?;
    let run = engine.store.read(|store| Run::load(store, id))?;
    let title = messages.say("drill-report-title", [("title", view.drill.title.as_str())]);
    let mut page = Page { out: String::new(), messages };
    let _ = writeln!(
        page.out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"/><title>{0}</title>\
         <style>{STYLE}</style></head><body>\n<h1>{0}</h1>",
        escaped(&title)
    );
    let state = messages.say(&format!("drill-state-{}", word(&view.state)), []);
    let _ = writeln!(page.out, "<p class=\"verdict\"><strong>{}</strong></p>", escaped(&state));
    who(&mut page, &view);
    measured(&mut page, &view);
    found(&mut page, &run);
    steps(&mut page, &view);
    signed(&mut page, &view);
    journal(&mut page, &view, &run)?;
    page.out.push_str("</body></html>\n");
    Ok(page.out)
}

fn time(at: Option<jiff::Timestamp>) -> String {
    at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()).unwrap_or_default()
}

fn who(page: &mut Page<'_>, view: &DrillView) {
    let alone = if view.alone { page.say("drill-report-alone") } else { String::new() };
    let second = view.journal.iter().find(|line| line.event == "started").and_then(|line| line.text.clone());
    let kind = page.say(&format!("drill-kind-{}", word(&view.kind)));
    let shown = [
        ("drill-report-pair", view.pair.title.clone()),
        ("drill-report-primary", view.primary.title.clone()),
        ("drill-report-backup", view.backup.title.clone()),
        ("drill-report-kind", kind),
        ("drill-report-run", view.run.clone()),
        ("drill-report-operators", view.operators.join(", ")),
        ("drill-report-second", second.unwrap_or(alone)),
        ("drill-report-started", time(view.started_at)),
        ("drill-report-ended", time(view.ended_at)),
    ];
    page.facts(&shown);
}

fn measured(page: &mut Page<'_>, view: &DrillView) {
    page.heading("drill-report-measured");
    let tenths = |milliseconds: u64| format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100);
    let against = |against: Against| page.say(&format!("drill-against-{}", word(&against)));
    let target = |seconds: Option<u64>| seconds.map(|seconds| format!("{seconds} s")).unwrap_or_default();
    let measured = &view.measured;
    let (rto, rpo) = (measured.rto.as_ref(), measured.rpo.as_ref());
    let part = |part: Option<u64>| part.map(tenths).unwrap_or_default();
    let rows = vec![
        vec![
            "RTO".to_owned(),
            part(rto.map(|rto| rto.milliseconds)),
            target(view.rto_seconds),
            against(view.rto),
        ],
        vec![
            page.say("drill-report-detect"),
            part(rto.and_then(|rto| rto.detect)),
            String::new(),
            String::new(),
        ],
        vec![page.say("drill-report-decide"), part(rto.map(|rto| rto.decide)), String::new(), String::new()],
        vec![page.say("drill-report-switch"), part(rto.map(|rto| rto.switch)), String::new(), String::new()],
        vec![
            "RPO".to_owned(),
            part(rpo.map(|rpo| rpo.milliseconds)),
            target(view.rpo_seconds),
            against(view.rpo),
        ],
    ];
    page.table(
        &["drill-report-figure", "drill-report-value", "drill-report-target", "drill-report-against"],
        &rows,
    );
}

fn found(page: &mut Page<'_>, run: &Run) {
    page.heading("drill-report-found");
    let rows: Vec<Vec<String>> = findings(run)
        .iter()
        .map(|finding| {
            let wire = page.messages.finding(finding);
            vec![word(&wire.severity), wire.detail, wire.hint]
        })
        .collect();
    if rows.is_empty() {
        let words = escaped(&page.say("drill-report-nothing-found"));
        let _ = writeln!(page.out, "<p>{words}</p>");
        return;
    }
    page.table(&["drill-report-severity", "drill-report-finding", "drill-report-do"], &rows);
}

fn steps(page: &mut Page<'_>, view: &DrillView) {
    page.heading("drill-report-steps");
    let rows: Vec<Vec<String>> = view
        .steps
        .iter()
        .map(|step| {
            vec![
                step.title.clone(),
                step.owner.clone().unwrap_or_default(),
                step.act.clone(),
                page.say(&format!("step-state-{}", word(&step.state))),
                time(step.started_at),
                time(step.ended_at),
            ]
        })
        .collect();
    let heads =
        ["step", "owner", "act", "state", "started", "ended"].map(|head| format!("drill-report-{head}"));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    page.table(&heads, &rows);
}

fn signed(page: &mut Page<'_>, view: &DrillView) {
    page.heading("drill-report-signed");
    let Some(signature) = &view.signature else {
        let words = escaped(&page.say("drill-report-not-signed"));
        let _ = writeln!(page.out, "<p>{words}</p>");
        return;
    };
    let debrief = &signature.debrief;
    let answer = |answered: &Answered| page.say(&format!("answered-{}", word(answered)));
    let questions = debrief.questions.as_ref();
    let shown = [
        ("drill-report-by", signature.by.clone()),
        ("drill-report-at", time(Some(signature.at))),
        ("drill-report-result", page.say(&format!("drill-outcome-{}", word(&signature.result)))),
        ("drill-report-kicked-in", answer(&debrief.backup_kicked_in)),
        ("drill-report-team-knew", answer(&debrief.team_knew_the_procedure)),
        ("drill-report-degraded", answer(&debrief.degraded_mode_worked)),
        ("drill-report-reach", questions.map(|one| one.reach.clone()).unwrap_or_default()),
        ("drill-report-teaches", questions.map(|one| one.teaches.clone()).unwrap_or_default()),
        ("drill-report-actions", debrief.actions.join("\n")),
        ("drill-report-hashes", debrief.evidence.join("\n")),
    ];
    page.facts(&shown);
}

fn journal(page: &mut Page<'_>, view: &DrillView, run: &Run) -> Result<()> {
    page.heading("drill-report-journal");
    let evidence = view.evidence.as_ref().map(|evidence| format!("{}:{}", evidence.seq, evidence.hash));
    page.facts(&[
        ("drill-report-evidence", evidence.unwrap_or_default()),
        ("drill-report-journal-hash", journal_hash(run)?),
    ]);
    let row = |line: &JournalLine| {
        let step = line.step.and_then(|step| view.steps.get(step)).map(|step| step.title.clone());
        let more = [step, line.by.clone(), line.text.clone()];
        vec![
            line.sequence.to_string(),
            time(Some(line.at)),
            page.say(&format!("drill-event-{}", line.event)),
            more.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        ]
    };
    let rows: Vec<Vec<String>> = view.journal.iter().map(row).collect();
    page.table(
        &["drill-report-number", "drill-report-at", "drill-report-event", "drill-report-about"],
        &rows,
    );
    Ok(())
}
