//! Three workers that share a bucket in place of a folder.

#![allow(clippy::unwrap_used)]

mod shared;

use ballast_compare::wire::{Compared, Message};
use ballast_core::{Code, Error};
use shared::bucket::{Bucket, KEY};
use shared::*;

const STORE: &str = "s3://runs/nightly";

fn start(place: &Place, bucket: &Bucket, key: &str) -> Worker {
    Worker::start_with(place, STORE, &[], &bucket.variables(key))
}

fn ask(place: &Place, bucket: &Bucket, workers: &[Worker]) -> Result<Compared, Error> {
    let urls: Vec<_> = workers.iter().map(|worker| worker.url.as_str()).collect();
    let mut engine = place.engine(&urls);
    STORE.clone_into(&mut engine.store);
    match say(&place.request(Some(engine)), &bucket.variables(KEY)) {
        Message::Done(answer) => Ok(compared(Ok(*answer))),
        Message::Failed(error) => Err(error),
        Message::Progress(_) => panic!("no answer"),
    }
}

#[test]
fn three_workers_on_a_bucket_say_what_one_program_says() {
    let (place, bucket) = (Place::new(), Bucket::start());
    let workers = [(); 3].map(|()| start(&place, &bucket, KEY));
    let left = "nightly/ballast-run-00/old.parquet";
    bucket.content.lock().unwrap().objects.extend([
        (left.to_owned(), Vec::new()),
        ("nightly/orders".to_owned(), Vec::new()),
        ("other/ballast-run-00/x".to_owned(), Vec::new()),
    ]);
    let (old, new) = tables(2_000);
    place.write(&old, &new);
    assert_same(&place.here(), &ask(&place, &bucket, &workers).unwrap());
    // What another job left a moment ago may be in use; what it left long ago goes, and nothing else does.
    assert_eq!(bucket.names(), [left, "nightly/orders", "other/ballast-run-00/x"]);
    bucket.content.lock().unwrap().modified = Some("2026-01-01T00:00:00.000Z");
    assert_same(&place.here(), &ask(&place, &bucket, &workers).unwrap());
    assert_eq!(bucket.names(), ["nightly/orders", "other/ballast-run-00/x"]);
    assert!(place.is_clean());
}

#[test]
fn what_is_too_large_for_one_part_is_sent_in_several() {
    let (place, bucket) = (Place::new(), Bucket::start());
    let workers = [(); 2].map(|()| start(&place, &bucket, KEY));
    // Texts that nothing makes much shorter.
    let signs: Vec<char> = ('0'..='9').chain('A'..='Z').chain('a'..='z').chain(['-', '_']).collect();
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        signs[(state >> 58) as usize]
    };
    let rows: Vec<String> = (0..40_000)
        .map(|id| format!("{id},1,CH,{}\n", (0..400).map(|_| noise()).collect::<String>()))
        .collect();
    let table = |rows: &[String]| format!("id,amount,region,note\n{}", rows.concat());
    place.write(&table(&rows), &table(&rows[..39_000]));
    let there = ask(&place, &bucket, &workers).unwrap();
    assert_eq!(there.figures.as_ref().map(|figures| figures.only_old), Some(1_000));
    assert_same(&place.here(), &there);
    let content = bucket.content.lock().unwrap();
    assert!(content.assembled > 0 && content.reads > 0 && content.objects.is_empty());
}

#[test]
fn a_worker_that_may_not_read_the_bucket_is_no_table_without_rows() {
    let (place, bucket) = (Place::new(), Bucket::start());
    let workers = [start(&place, &bucket, KEY), start(&place, &bucket, "nobody")];
    let (old, new) = tables(300);
    place.write(&old, &new);
    assert_eq!(reason(&ask(&place, &bucket, &workers).unwrap()), "cluster_failed");
    assert!(bucket.names().is_empty());
}

#[test]
fn a_bucket_that_is_not_there_is_said_to_be() {
    let (place, bucket) = (Place::new(), Bucket::start());
    let workers = [start(&place, &bucket, KEY)];
    place.write("id,amount\na,1\n", "id,amount\na,2\n");
    let mut engine = place.engine(&[&workers[0].url]);
    "s3://walks/nightly".clone_into(&mut engine.store);
    let request = place.request(Some(engine));
    let failed = |variables: &[(&'static str, String)]| match say(&request, variables) {
        Message::Failed(error) => error,
        other => panic!("{other:?}"),
    };
    let error = failed(&bucket.variables(KEY));
    assert_eq!((error.code, error.params["path"].as_str()), (Code::Io, "s3://walks/nightly"));
    // A bucket that needs no secret is none of ours.
    let none = failed(&bucket.variables("")[..]);
    assert_eq!((none.code, none.params["what"].as_str()), (Code::SecretUnavailable, "$AWS_ACCESS_KEY_ID"));
}
