//! A drill of three steps whose commands write down what they do, and wait where a test says: so that it can be met in
//! every place.

use std::fs;
use std::process::Child;

use serde_json::Value;

use crate::till::{Till, pair};
use crate::{Said, until};

/// Writes down that it begins, waits while it is held, switches, and writes down that it is done.
const SCRIPT: &str = r#"
echo "$1 $2" >> log
while [ -e "hold $1 $2" ]; do sleep 0.02; done
case "$1 $2" in
  "do 2") cp b active ;;
  "undo 2") cp a active ;;
esac
echo "$1 $2 done" >> log
"#;

/// How long nobody waits for a command of a step that is held.
pub const STEP_LIMIT_SECONDS: u64 = 25;

/// A till with the runbook, and the drill in it.
pub struct Runbook {
    pub till: Till,
}

/// Where a drill can be met.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub name: &'static str,
    /// The state that the program shows there.
    pub state: &'static str,
    /// A step, and how it stands there.
    pub step: Option<(usize, &'static str)>,
    pub auto: bool,
    /// What is done to get there, in this order.
    pub way: &'static [Go],
    /// Steps that were begun there, in their order.
    pub begun: &'static [u64],
}

/// One thing that is done on the way to a place.
#[derive(Clone, Copy, Debug)]
pub enum Go {
    /// The command waits from now on: `do 2`.
    Hold(&'static str),
    Release(&'static str),
    Close(&'static str),
    Silence(&'static str),
    /// Starts the drill; everything before holds from the beginning.
    Start,
    Next,
    Abort,
    /// Waits for a state.
    State(&'static str),
    /// Waits until the command has begun: `do 2`.
    Acts(&'static str),
}

impl Runbook {
    pub fn new(observe: &str) -> Self {
        let till = Till::set_up(|url| file(url, observe));
        fs::write(till.shop.at("step"), SCRIPT).unwrap();
        Self { till }
    }

    pub fn hold(&self, act: &str) {
        fs::write(self.till.shop.at(&format!("hold {act}")), "").unwrap();
    }

    pub fn release(&self, act: &str) {
        let _ = fs::remove_file(self.till.shop.at(&format!("hold {act}")));
    }

    /// Nothing is held or closed any more.
    pub fn release_all(&self) {
        for step in 1..=3 {
            self.release(&format!("do {step}"));
            self.release(&format!("undo {step}"));
        }
        self.till.opens();
    }

    /// Goes to a place; gives the program that carries the drill, and the run.
    #[track_caller]
    pub fn go(&self, place: &Place) -> (Child, String) {
        let mut met: Option<(Child, String)> = None;
        let mut helpers = Vec::new();
        for go in place.way {
            let run = || met.as_ref().map(|(_, run)| run.clone()).unwrap_or_default();
            match *go {
                Go::Hold(act) => self.hold(act),
                Go::Release(act) => self.release(act),
                Go::Close(path) => self.till.closes(path),
                Go::Silence(path) => self.till.silences(path),
                Go::Start => {
                    let auto: &[&str] = if place.auto { &["--auto"] } else { &[] };
                    let carried = self.till.begin(auto);
                    let run = self.till.run();
                    met = Some((carried, run));
                }
                Go::Next => {
                    self.till.shop.run(["drill", "next", &run(), "--as", "Ana"]).exits(0);
                }
                // It waits for the end of the undo, and is left to wait.
                Go::Abort => helpers.push(self.till.shop.begin(["drill", "abort", &run(), "--as", "Ben"])),
                Go::State(state) => drop(self.till.until_state(&run(), state)),
                Go::Acts(act) => until(act, || self.log().iter().any(|line| line == act).then_some(())),
            }
        }
        let (carried, run) = met.unwrap();
        until(place.name, || is_there(&self.till.show(&run), place).then_some(()));
        for mut helper in helpers {
            let _ = helper.kill();
            let _ = helper.wait();
        }
        (carried, run)
    }

    /// Lines that the commands wrote.
    pub fn log(&self) -> Vec<String> {
        let text = fs::read_to_string(self.till.shop.at("log")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Steps whose command of this kind was begun, in order; once where it was begun again after a crash.
    pub fn begun(&self, kind: &str) -> Vec<u64> {
        let number = |line: &String| line.strip_prefix(kind)?.trim().parse::<u64>().ok();
        let mut begun: Vec<u64> = self.log().iter().filter_map(number).collect();
        begun.dedup();
        begun
    }

    /// Signs what came of it as inconclusive, which everybody may who did not run it.
    #[track_caller]
    pub fn sign(&self, run: &str) -> Said {
        let call = ["drill", "sign", run, "--as", "Mara", "--result", "inconclusive"];
        let more = ["--reach", "nobody", "--teaches", "stop works"];
        self.till.shop.run(call.iter().chain(&more))
    }
}

fn is_there(view: &Value, place: &Place) -> bool {
    let step = place.step.is_none_or(|(step, state)| view["steps"][step - 1]["state"] == state);
    view["state"] == place.state && step
}

/// Programs that still act for a drill.
pub fn left_running(run: &str) -> usize {
    let mark = format!("BALLAST_DRILL={run}").into_bytes();
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let environments = processes.filter_map(|entry| fs::read(entry.path().join("environ")).ok());
    environments.filter(|all| all.split(|byte| *byte == 0).any(|variable| variable == mark)).count()
}

fn step(url: &str, number: u64) -> String {
    // The middle one is what switches; the others leave their line in the log.
    let (verify, verify_undo) = match number {
        2 => (format!(r#"{{ http = "{url}/order/b" }}"#), format!(r#"{{ http = "{url}/order/a" }}"#)),
        _ => {
            let look = |act: &str| format!(r#"{{ command = ["grep", "-q", "{act} {number} done", "log"] }}"#);
            (look("do"), look("undo"))
        }
    };
    let act = |act: &str| format!(r#"{{ command = ["sh", "step", "{act}", "{number}"] }}"#);
    let (act, undo) = (act("do"), act("undo"));
    format!(
        r#"  {{ title = "Step {number}", owner = "Ana", run = {act}, verify = {verify}, undo = {undo}, verify_undo = {verify_undo}, timeout = "{STEP_LIMIT_SECONDS}s" }},
"#
    )
}

fn file(url: &str, observe: &str) -> String {
    let pair = pair(url, "30m");
    let steps: String = (1..=3).map(|number| step(url, number)).collect();
    format!(
        r#"{pair}
[[drill]]
id = "payments-q"
title = "Switch payments"
pair = "payments"
kind = "partial"
steady = [
  {{ title = "orders by a", http = "{url}/order/a", passes = 4 }},
  {{ title = "all is settled", http = "{url}/settled", passes = 1 }},
]
on_backup = [{{ http = "{url}/taken/b" }}]
passes = 2
observe = "{observe}"
maximum_switch = "60s"
maximum_duration = "20m"
canary = {{ every = "1s", write = {{ http = "{url}/canary/{{canary}}" }}, read = {{ http = "{url}/canaries/b", method = "GET" }} }}
steps = [
{steps}]
"#
    )
}
