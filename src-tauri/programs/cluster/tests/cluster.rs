//! Three workers on this machine against one program.

#![allow(clippy::unwrap_used)]

mod shared;

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballast_cluster::codec::Codec;
use ballast_compare::Tolerance;
use ballast_compare::wire::Message;
use ballast_compare_program::operator::MergeCompareExec;
use ballast_core::{Code, Error};
use datafusion::error::Result as EngineResult;
use datafusion::execution::TaskContext;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use shared::*;

fn three(place: &Place) -> [Worker; 3] {
    [(); 3].map(|()| Worker::start(place, &[]))
}

fn urls(workers: &[Worker]) -> Vec<&str> {
    workers.iter().map(|worker| worker.url.as_str()).collect()
}

#[test]
fn three_workers_say_what_one_program_says() {
    let place = Place::new();
    let workers = three(&place);
    let (old, new) = tables(2_000);
    place.write(&old, &new);
    let here = place.here();
    let figures = here.figures.as_ref().unwrap();
    assert!(
        figures.changed > 0 && figures.only_old > 0 && figures.only_new > 0 && figures.duplicate_keys > 0
    );
    assert_same(&here, &place.there(place.engine(&urls(&workers))));
    assert_same(&here, &place.there(place.engine(&urls(&workers[..1]))));
    assert!(place.is_clean());
}

/// Few different values, so that keys repeat and cells are equal now and then.
fn table() -> impl Strategy<Value = String> {
    let key = prop_oneof![4 => "[a-f][0-9]{1,2}", 1 => "[ A-F\u{e9}\u{1f600}]{0,3}"];
    let amount = prop_oneof![
        3 => "-?(0|[1-9][0-9]{0,1})(\\.[0-9]{1,3})?",
        1 => Just(String::new()),
        1 => "90071992547409[0-9]{2}",
    ];
    let note = prop_oneof!["[xy]{0,2}", Just("\"a,\nb\"".to_owned())];
    let row = (key, amount, "(CH|DE|)", note)
        .prop_map(|(key, amount, region, note)| format!("{key},{amount},{region},{note}\n"));
    proptest::collection::vec(row, 1..300)
        .prop_map(|rows| format!("id,amount,region,note\n{}", rows.concat()))
}

#[test]
fn generated_tables_have_one_answer() {
    let place = Place::new();
    let workers = three(&place);
    let config = Config { cases: 24, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&(table(), table()), |(old, new)| {
            place.write(&old, &new);
            let (here, there) = (place.here(), place.there(place.engine(&urls(&workers))));
            prop_assert_eq!(said(&here), said(&there));
            Ok(())
        })
        .unwrap();
    assert!(place.is_clean());
}

#[test]
fn two_hundred_thousand_rows_have_one_answer_also_when_a_worker_dies() {
    let place = Place::new();
    let (old, new) = tables(200_000);
    place.write(&old, &new);
    let here = place.here();
    let workers = three(&place);
    let began = Instant::now();
    assert_same(&here, &place.there(place.engine(&urls(&workers))));
    let whole = began.elapsed();
    let mut ended_early = 0;
    for part in [2, 4, 5, 6, 7, 8] {
        let mut workers = three(&place);
        let engine = place.engine(&urls(&workers));
        let there = std::thread::scope(|scope| {
            let killer = scope.spawn(|| {
                std::thread::sleep(whole * part / 10);
                workers[1].kill();
            });
            let there = place.there(engine);
            killer.join().unwrap();
            there
        });
        if there.figures.is_some() {
            assert_same(&here, &there);
        } else {
            let reason = reason(&there);
            assert!(
                ["cluster_failed", "cluster_incomplete", "canary", "cluster_unreachable"].contains(&reason)
            );
            ended_early += 1;
        }
    }
    assert!(ended_early > 0, "no worker died in time");
    assert!(place.is_clean());
}

#[test]
fn a_list_of_differences_is_the_same() {
    let place = Place::new();
    let workers = three(&place);
    let (old, new) = tables(3_000);
    place.write(&old, &new);
    let list = |engine| {
        let mut request = place.request(engine);
        let path =
            place.folder.path().join(if request.engine.is_some() { "there.list" } else { "here.list" });
        let ballast_compare::wire::Task::Compare { differences, .. } = &mut request.task else { panic!() };
        *differences = Some(path.clone());
        let silent = ballast_compare_program::progress::Progress::silent();
        match request.engine {
            Some(_) => compared(ballast_cluster::run(&request, &silent)),
            None => compared(ballast_compare_program::run(&request, &silent)),
        };
        path
    };
    let (here, there) = (list(None), list(Some(place.engine(&urls(&workers)))));
    assert!(here.metadata().unwrap().len() > 10_000);
    assert_eq!(std::fs::read(here).unwrap(), std::fs::read(there).unwrap());
}

/// Sends its operator on with a change.
#[derive(Debug)]
struct Changed(fn(&MergeCompareExec) -> Arc<dyn ExecutionPlan>);

impl PhysicalExtensionCodec for Changed {
    fn try_decode(
        &self,
        bytes: &[u8],
        inputs: &[Arc<dyn ExecutionPlan>],
        context: &TaskContext,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        let whole = Codec.try_decode(bytes, inputs, context, converter)?;
        Ok((self.0)(whole.downcast_ref::<MergeCompareExec>().unwrap()))
    }

    fn try_encode(
        &self,
        node: Arc<dyn ExecutionPlan>,
        bytes: &mut Vec<u8>,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> EngineResult<()> {
        Codec.try_encode(node, bytes, converter)
    }
}

/// Counts everything as tolerated.
fn lenient(operator: &MergeCompareExec) -> Arc<dyn ExecutionPlan> {
    let mut plan = operator.plan().as_ref().clone();
    for pair in &mut plan.pairs {
        pair.tolerance = Some(Tolerance { abs: Some("1000000".to_owned()), rel: None });
    }
    let [old, new] = [0, 1].map(|at| Arc::clone(operator.children()[at]));
    Arc::new(MergeCompareExec::new(Arc::new(plan), old, new))
}

/// Loses what goes beyond the first rows.
fn forgetful(operator: &MergeCompareExec) -> Arc<dyn ExecutionPlan> {
    let [old, new] = [0, 1].map(|at| Arc::clone(operator.children()[at]));
    let old = Arc::new(old.downcast_ref::<SortExec>().unwrap().with_fetch(Some(30)));
    Arc::new(MergeCompareExec::new(Arc::clone(operator.plan()), old, new))
}

#[test]
fn a_worker_that_counts_otherwise_is_not_believed() {
    let place = Place::new();
    place.write("id,amount\na,1\n", "id,amount\na,2\n");
    let right = Worker::start(&place, &[]);
    let wrong = wrong(&place, |options| options.codec = Arc::new(Changed(lenient)));
    assert_eq!(reason(&place.there(place.engine(&[&right.url, &wrong]))), "canary");
}

#[test]
fn rows_that_a_worker_loses_are_missed() {
    let place = Place::new();
    let (old, new) = tables(2_000);
    place.write(&old, &new);
    let right = Worker::start(&place, &[]);
    let wrong = wrong(&place, |options| options.codec = Arc::new(Changed(forgetful)));
    assert_eq!(reason(&place.there(place.engine(&[&right.url, &wrong]))), "cluster_incomplete");
}

#[test]
fn a_worker_of_another_version_is_refused() {
    let place = Place::new();
    place.write("id,amount\na,1\n", "id,amount\na,2\n");
    let right = Worker::start(&place, &[]);
    let other = wrong(&place, |options| options.version = "ballast-cluster 0.0.9 1".into());
    let there = place.there(place.engine(&[&right.url, &other]));
    assert_eq!(reason(&there), "cluster_version");
    assert!(there.findings[0].subject.contains(&other));
}

#[test]
fn who_does_not_answer_is_named_in_time() {
    let place = Place::new();
    place.write("id,amount\na,1\n", "id,amount\na,2\n");
    let right = Worker::start(&place, &[]);
    // One takes calls and is silent, the other takes none.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    for gone in [silent.as_str(), "http://127.0.0.1:9"] {
        let began = Instant::now();
        let there = place.there(place.engine(&[&right.url, gone]));
        assert_eq!(reason(&there), "cluster_unreachable");
        assert!(there.findings[0].subject.starts_with(gone) && began.elapsed() < Duration::from_secs(30));
    }
}

#[test]
fn another_token_is_refused() {
    let place = Place::new();
    let (old, new) = tables(300);
    place.write(&old, &new);
    let workers = [(); 2].map(|()| Worker::start(&place, &["--token-env", "BALLAST_TEST_TOKEN"]));
    for wrong in [None, Some(token().replace('c', "d"))] {
        let mut engine = place.engine(&urls(&workers));
        engine.token = wrong;
        assert_eq!(reason(&place.there(engine)), "cluster_refused");
    }
    let mut engine = place.engine(&urls(&workers));
    engine.token = Some(token());
    assert_same(&place.here(), &place.there(engine));
}

#[test]
fn certificates_of_another_authority_are_refused() {
    let place = Place::new();
    let (old, new) = tables(300);
    place.write(&old, &new);
    let own = Certificates::make(place.folder.path(), "own");
    let foreign = Certificates::make(place.folder.path(), "foreign");
    let workers = [(); 2].map(|()| Worker::start(&place, &own.arguments()));
    let engine = place.engine(&urls(&workers));
    // The first does not trust the worker; the second trusts it, and the worker does not trust the second.
    let half =
        Certificates { authority: own.authority.clone(), ..Certificates::make(place.folder.path(), "half") };
    for wrong in [&foreign, &half] {
        let mut engine = engine.clone();
        engine.tls = Some(wrong.tls());
        assert_eq!(reason(&place.there(engine)), "cluster_unreachable");
    }
    let mut engine = engine.clone();
    engine.tls = Some(own.tls());
    assert_same(&place.here(), &place.there(engine));
}

#[test]
fn a_worker_that_anybody_could_reach_does_not_start() {
    let place = Place::new();
    let start = |more: &[&str], token: &str| {
        Command::new(env!("CARGO_BIN_EXE_ballast-cluster"))
            .args(["worker", "--listen", "0.0.0.0:0", "--store"])
            .arg(&place.store)
            .args(more)
            .env("BALLAST_TEST_TOKEN", token)
            .output()
            .unwrap()
    };
    for output in [start(&[], ""), start(&["--token-env", "BALLAST_TEST_TOKEN"], "short")] {
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn why_a_worker_would_not_start_is_told_beforehand() {
    let place = Place::new();
    let check = |address: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ballast-cluster"));
        command.args(["check-worker", "--listen", address, "--store"]).arg(&place.store);
        let output = command.output().unwrap();
        let said =
            (!output.stdout.is_empty()).then(|| serde_json::from_slice::<Error>(&output.stdout).unwrap());
        (output.status.success(), said)
    };
    assert_eq!(check("127.0.0.1:0"), (true, None));
    let (_, error) = check("0.0.0.0:0");
    assert_eq!(error.unwrap().params["reason"], "beyond_loopback");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (started, error) = check(&taken.local_addr().unwrap().to_string());
    assert_eq!((started, error.unwrap().code), (false, Code::Io));
}

#[test]
fn a_worker_reads_from_its_store_only() {
    let place = Place::new();
    let other = Place::new();
    place.write("id,amount\na,1\n", "id,amount\na,2\n");
    let worker = Worker::start(&other, &[]);
    let there = place.there(place.engine(&[&worker.url]));
    assert_eq!(reason(&there), "cluster_failed");
    assert!(there.findings[0].params["cause"].contains("its store only"), "{:?}", there.findings);
}

#[test]
fn the_program_speaks_as_the_other_one_does() {
    let place = Place::new();
    let (old, new) = tables(300);
    place.write(&old, &new);
    let workers = three(&place);
    let request = place.request(Some(place.engine(&urls(&workers))));
    let Message::Done(answer) = say(&request, &[]) else { panic!("no answer") };
    assert_same(&place.here(), &compared(Ok(*answer)));
    let local = say(&place.request(None), &[]);
    assert!(matches!(local, Message::Failed(error) if error.code == Code::InvalidCall));
}

#[test]
fn one_machine_does_not_answer_for_several() {
    let place = Place::new();
    let request = place.request(Some(place.engine(&["http://127.0.0.1:9"])));
    let silent = ballast_compare_program::progress::Progress::silent();
    assert_eq!(ballast_compare_program::run(&request, &silent).unwrap_err().code, Code::NotSupported);
    let mut engine = place.engine(&["http://127.0.0.1:9"]);
    engine.token = Some(token());
    assert!(!format!("{engine:?}").contains(&token()));
}
