//! Years of schedules in seconds: programs that run the schedule over one database, with crashes between
//! any two transactions, sleep, clocks that are set back or jump ahead, jobs that are slow or hang, full
//! disks, stolen and lost leases, and receivers of alerts that are away.
//!
//! The decisions are the ones of this crate; the database and the programs are models that keep the same
//! transactions as `store` and `engine`. `BALLAST_SIMULATION_SEED` runs one seed again.

#![allow(clippy::unwrap_used)]
// What a program or a plan does is its method, whether it looks at itself or not.
#![allow(clippy::unused_self)]

mod database;
mod program;
mod world;

use std::time::Instant;

use world::World;

/// Weeks in all, and weeks that one world lives.
const WEEKS: u64 = 10_000;
const WEEKS_OF_A_WORLD: u64 = 50;

#[test]
fn ten_thousand_weeks() {
    let started = Instant::now();
    let replay = std::env::var("BALLAST_SIMULATION_SEED").ok().and_then(|text| text.parse::<u64>().ok());
    let seeds: Vec<u64> = replay.map_or_else(|| (0..WEEKS / WEEKS_OF_A_WORLD).collect(), |seed| vec![seed]);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let sums = std::sync::Mutex::new([0u64; 8]);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(seed) = seeds.get(index) else { return };
                    let lived = std::panic::catch_unwind(|| World::live(*seed, WEEKS_OF_A_WORLD));
                    let Ok(counts) = lived else {
                        panic!("seed {seed} fails: BALLAST_SIMULATION_SEED={seed} runs it again");
                    };
                    let mut sums = sums.lock().unwrap();
                    for (sum, count) in sums.iter_mut().zip(counts) {
                        *sum += count;
                    }
                }
            });
        }
    });
    let [slots, concluded, missed, retried, given_up, crashes, delivered, repeated] =
        sums.into_inner().unwrap();
    println!(
        "{} weeks in {:.1} s: {slots} slots, {concluded} runs concluded, {missed} missed, {retried} tried again, \
         {given_up} given up, {crashes} crashes, {delivered} alerts delivered, {repeated} of them sent more than once",
        seeds.len() as u64 * WEEKS_OF_A_WORLD,
        started.elapsed().as_secs_f64()
    );
    // A simulation in which nothing goes wrong shows nothing.
    if replay.is_none() {
        for (what, count) in [
            ("missed", missed),
            ("retried", retried),
            ("given up", given_up),
            ("crashes", crashes),
            ("sent twice", repeated),
        ] {
            assert!(count > 10, "{what} only {count} times");
        }
    }
}
