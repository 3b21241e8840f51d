//! Fixed rows that a cluster answers before every job. Engines have been wrong on outer joins and nulls across
//! machines, and machines differ: what comes out otherwise than here is not trusted with anything.

use std::path::Path;
use std::sync::Arc;

use ballast_compare::wire::Request;
use ballast_compare::{Concluded, Spec, Tolerance, conclude, plan};
use ballast_compare_program::compare::{Here, Job, Site};
use ballast_compare_program::consume::Consumer;
use ballast_compare_program::ingest::{Ingest, Taken, Taking, scratch};
use ballast_compare_program::progress::Progress;
use ballast_compare_program::work::WorkFolder;
use ballast_core::limits::CLUSTER_CANARY_RUNTIME;
use ballast_core::{Finding, Result};
use ballast_inputs::tables::{Cell, Sink};

use crate::channel::time;
use crate::cluster::Cluster;
use crate::cut::Cut;
use crate::trouble::Reason;

type Row = [Option<&'static str>; 5];

const COLUMNS: [&str; 5] = ["id", "part", "amount", "region", "note"];

/// Twenty rows a side: equal, changed, tolerated, on one side only, twice, with nulls in the key and beside it,
/// decimals beyond 2^53 and of different lengths, and texts that only look alike.
#[rustfmt::skip]
const OLD: [Row; 20] = [
    [Some("k01"), Some("a"), Some("10.00"), Some("CH"), Some("equal")],
    [Some("k02"), Some("a"), Some("10.00"), Some("CH"), Some("a cent, tolerated")],
    [Some("k03"), Some("a"), Some("10.00"), Some("DE"), Some("two cents")],
    [Some("k04"), Some("a"), Some("9007199254740993"), Some("DE"), Some("beyond 2^53")],
    [Some("k05"), Some("a"), Some("-0"), Some("AT"), Some("minus nothing")],
    [Some("k06"), Some("a"), None, Some("AT"), Some("null and a number")],
    [Some("k07"), Some("a"), Some("7"), Some(""), Some("empty and null")],
    [Some("k08"), Some("a"), Some("8"), Some("CH"), Some("Zürich")],
    [Some("k09"), Some("a"), Some("9"), Some("CH"), Some("only here")],
    [Some("k10"), Some("a"), Some("10"), Some("CH"), Some("only here too")],
    [Some("k11"), Some("a"), Some("11"), Some("CH"), Some("twice here")],
    [Some("k11"), Some("a"), Some("11"), Some("CH"), Some("twice here")],
    [Some("k12"), Some("a"), Some("12"), Some("DE"), Some("twice there")],
    [Some("k13"), Some("a"), Some("13"), Some("DE"), Some("one part")],
    [Some("k13"), Some("b"), Some("13.5"), Some("DE"), Some("another part")],
    [None, Some("a"), Some("14"), Some("AT"), Some("half a key")],
    [None, None, Some("15"), Some("AT"), Some("no key")],
    [Some(""), Some("a"), Some("16"), Some("AT"), Some("an empty key")],
    [Some("K01"), Some("a"), Some("17"), Some("CH"), Some("case counts")],
    [Some("k99"), Some("a"), Some("99.99"), Some("CH"), Some("the last")],
];

#[rustfmt::skip]
const NEW: [Row; 20] = [
    [Some("k99"), Some("a"), Some("99.990"), Some("CH"), Some("the last")],
    [None, None, Some("15"), Some("AT"), Some("no key")],
    [Some("k13"), Some("b"), Some("13.5"), Some("DE"), Some("another part")],
    [Some("k13"), Some("a"), Some("-13"), Some("DE"), Some("one part")],
    [Some("k12"), Some("a"), Some("12"), Some("DE"), Some("twice there")],
    [Some("k12"), Some("a"), Some("12.5"), Some("DE"), Some("twice there")],
    [Some("k11"), Some("a"), Some("11"), Some("CH"), Some("twice here")],
    [Some("k21"), Some("a"), Some("21"), Some("CH"), Some("only there")],
    [Some("k22"), Some("a"), Some("22"), Some("DE"), Some("only there too")],
    [Some("k23"), None, Some("23"), Some("DE"), Some("half a key")],
    [Some("k08"), Some("a"), Some("8"), Some("CH"), Some("Zu\u{308}rich")],
    [Some("k07"), Some("a"), Some("7"), None, Some("empty and null")],
    [Some("k06"), Some("a"), Some("6"), Some("AT"), Some("null and a number")],
    [Some("k05"), Some("a"), Some("0"), Some("AT"), Some("minus nothing")],
    [Some("k04"), Some("a"), Some("9007199254740992"), Some("DE"), Some("beyond 2^53")],
    [Some("k03"), Some("a"), Some("10.02"), Some("DE"), Some("two cents")],
    [Some("k02"), Some("a"), Some("10.01"), Some("CH"), Some("a cent, tolerated")],
    [Some("k01"), Some("a"), Some("10.00"), Some("CH"), Some("equal")],
    [Some(""), Some("a"), Some("16"), Some("AT"), Some("an empty key")],
    [Some("K02"), Some("a"), Some("17"), Some("CH"), Some("case counts")],
];

fn spec() -> Spec {
    let cent = Tolerance { abs: Some("0.01".to_owned()), rel: None };
    Spec {
        key: ["id", "part"].map(str::to_owned).to_vec(),
        tolerance: [("amount".to_owned(), cent)].into(),
        slice: Some("region".to_owned()),
        ..Spec::default()
    }
}

fn take(work: &Path, name: &str, rows: &[Row]) -> Result<Taken> {
    let mut ingest = Ingest::new(Taking {
        path: scratch(work, name),
        spec: spec(),
        is_new: name == "new",
        seek_unique: false,
        batch_bytes: 256,
    })?;
    ingest.columns(&COLUMNS.map(str::to_owned))?;
    for row in rows {
        ingest.row(&row.map(|cell| cell.map_or(Cell::Null, Cell::Text)))?;
    }
    ingest.finish()
}

/// Has the cluster answer the fixed rows. A finding: why it is not to be trusted.
pub fn ask(cluster: &Cluster, request: &Request) -> Result<Option<Finding>> {
    let work = WorkFolder::make(&request.work_folder)?;
    let (old, new) = (take(work.path(), "old", &OLD)?, take(work.path(), "new", &NEW)?);
    let plan = Arc::new(plan(&spec(), &old.profiles, &new.profiles)?);
    let job = Job {
        plan: &plan,
        old: &old,
        new: &new,
        limits: request.limits,
        work: work.path(),
        progress: &Progress::silent(),
    };
    let concluded = |consumer: Consumer| -> Result<Concluded> {
        let consumed = consumer.finish(request)?;
        Ok(conclude(&plan, &consumed.tallies, consumed.explanations, consumed.digest))
    };
    let mut here = Consumer::new(&plan, [&old, &new], None)?;
    Here.run(&job, &mut here)?;
    let mut there = Consumer::new(&plan, [&old, &new], None)?;
    if let Some(finding) = cluster.block_on(cluster.call()) {
        return Ok(Some(finding));
    }
    let cut = Cut { group_rows: 2, ..Cut::default() };
    let finding = cluster.ask(&job, &mut there, cut, time(CLUSTER_CANARY_RUNTIME))?;
    let differs = match &finding {
        Some(finding) => finding.params.get("reason").is_some_and(|it| it == Reason::Incomplete.as_str()),
        None => concluded(here)? != concluded(there)?,
    };
    // An answer that cannot be is a wrong one; where there is none, why stands beside it.
    Ok(if differs { Some(Reason::Canary.finding(&cluster.subject())) } else { finding })
}
