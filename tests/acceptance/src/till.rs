//! A till with two payment providers behind it: which one it uses says a file, and orders flow all the time.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::system::{Answer, Server};
use crate::{Said, Workshop, end_of, until};

/// One of the two providers, as a test makes it.
#[derive(Default)]
pub struct Provider {
    pub down: AtomicBool,
    /// Fails every third time it is asked.
    pub flaps: AtomicBool,
    asked: AtomicU64,
    canaries: Mutex<Vec<String>>,
}

impl Provider {
    /// Canaries that reached it.
    pub fn canaries(&self) -> usize {
        self.canaries.lock().unwrap().len()
    }

    fn answers(&self) -> bool {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let flap = self.flaps.load(Ordering::Relaxed) && number.is_multiple_of(3);
        !self.down.load(Ordering::Relaxed) && !flap
    }
}

/// Everything that a drill switches.
pub struct Till {
    pub shop: Workshop,
    pub primary: Arc<Provider>,
    pub backup: Arc<Provider>,
    /// What is written on the primary reaches the backup.
    pub copies: Arc<AtomicBool>,
    pub orders: Arc<AtomicU64>,
    pub lost: Arc<AtomicU64>,
    pub url: String,
    server: Server,
    ways: Ways,
}

/// What a path does that does not answer as it should.
#[derive(Clone, Copy)]
enum Way {
    Closed,
    Silent,
}

type Ways = Arc<Mutex<BTreeMap<String, Way>>>;

const OK: &str = "ok";

fn said(works: bool) -> Answer {
    if works { Answer::Http(200, "", OK.to_owned()) } else { Answer::Http(503, "", "down".to_owned()) }
}

/// What a test changes of the drill.
pub struct Plan {
    pub switch: &'static str,
    pub undo: &'static str,
    pub more_steps: &'static str,
    pub stops: &'static str,
    pub observe: &'static str,
    pub rto: &'static str,
    pub timeout: &'static str,
    pub passes: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            switch: r#"["cp", "b", "active"]"#,
            undo: r#"["cp", "a", "active"]"#,
            more_steps: "",
            stops: "",
            observe: "2s",
            rto: "30m",
            timeout: "20s",
            passes: 2,
        }
    }
}

impl Till {
    pub fn new() -> Self {
        Self::with(&Plan::default())
    }

    pub fn with(plan: &Plan) -> Self {
        Self::set_up(|url| file(url, plan))
    }

    /// A till with a workspace that `written` gives for the address of the providers.
    pub fn set_up(written: impl Fn(&str) -> String) -> Self {
        let shop = Workshop::new();
        for side in ["a", "b"] {
            fs::write(shop.at(side), side).unwrap();
        }
        fs::write(shop.at("active"), "a").unwrap();
        let (primary, backup) = (Arc::<Provider>::default(), Arc::<Provider>::default());
        let copies = Arc::new(AtomicBool::new(true));
        let (orders, lost) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let ways = Ways::default();
        let server = serve(&primary, &backup, &copies, &ways, shop.at("active"));
        let till = Self { shop, primary, backup, copies, orders, lost, url: server.url(), server, ways };
        till.flow();
        till.shop.run(["init", "--name", "Test"]).exits(0);
        till.shop.apply(&written(&till.url));
        till
    }

    /// From now on this path says no.
    pub fn closes(&self, path: &str) {
        self.ways.lock().unwrap().insert(path.to_owned(), Way::Closed);
    }

    /// From now on this path says nothing, for as long as somebody waits.
    pub fn silences(&self, path: &str) {
        self.ways.lock().unwrap().insert(path.to_owned(), Way::Silent);
    }

    /// How often a path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.server.heard().iter().filter(|heard| heard.path == path).count()
    }

    /// From now on every path answers as it should.
    pub fn opens(&self) {
        self.ways.lock().unwrap().clear();
    }

    /// Orders, one after the other, by whichever provider the till uses.
    fn flow(&self) {
        let (active, orders, lost) = (self.shop.at("active"), self.orders.clone(), self.lost.clone());
        let (primary, backup) = (self.primary.clone(), self.backup.clone());
        thread::spawn(move || {
            while let Ok(side) = fs::read_to_string(&active) {
                let provider = if side.trim() == "b" { &backup } else { &primary };
                let taken = !provider.down.load(Ordering::Relaxed);
                if taken { &orders } else { &lost }.fetch_add(1, Ordering::Relaxed);
                thread::sleep(Duration::from_millis(20));
            }
        });
    }

    pub fn active(&self) -> String {
        fs::read_to_string(self.shop.at("active")).unwrap()
    }

    /// Starts the drill with two keys, and carries it in a program of its own.
    pub fn begin(&self, more: &[&str]) -> Child {
        let call = [
            "drill",
            "start",
            "payments-q",
            "--as",
            "Ana",
            "--with",
            "Ben",
            "--yes-run-commands",
            "--accept-shared",
        ];
        self.shop.begin(call.iter().chain(more))
    }

    /// The newest run.
    pub fn run(&self) -> String {
        until("a run of the drill", || self.newest().map(|run| run["run"].as_str().unwrap().to_owned()))
    }

    fn newest(&self) -> Option<Value> {
        let list = self.shop.run(["drill", "list"]).exits(0);
        list["runs"].as_array().unwrap().first().cloned()
    }

    #[track_caller]
    pub fn show(&self, run: &str) -> Value {
        self.shop.run(["drill", "show", run]).exits(0)
    }

    /// Waits until the drill stands there.
    #[track_caller]
    pub fn until_state(&self, run: &str, state: &str) -> Value {
        until(state, || {
            let view = self.show(run);
            (view["state"] == state).then_some(view)
        })
    }

    /// Runs the drill to its end by itself.
    #[track_caller]
    pub fn drill(&self) -> Said {
        end_of(self.begin(&["--auto"]))
    }
}

impl Default for Till {
    fn default() -> Self {
        Self::new()
    }
}

fn serve(
    primary: &Arc<Provider>,
    backup: &Arc<Provider>,
    copies: &Arc<AtomicBool>,
    ways: &Ways,
    active: PathBuf,
) -> Server {
    let (primary, backup, copies, ways) = (primary.clone(), backup.clone(), copies.clone(), ways.clone());
    Server::start(move |heard, _| {
        match ways.lock().unwrap().get(&heard.path).copied() {
            Some(Way::Closed) => return said(false),
            Some(Way::Silent) => return Answer::Silence,
            None => {}
        }
        let of = |side: &str| if side == "b" { &backup } else { &primary };
        let mut parts = heard.path.trim_start_matches('/').split('/');
        match (parts.next().unwrap_or_default(), parts.next().unwrap_or_default()) {
            ("health", side) => said(of(side).answers()),
            // An order by the till, if it uses this provider and the provider works.
            ("order" | "taken", side) => {
                let is_used = fs::read_to_string(&active).is_ok_and(|used| used.trim() == side);
                said(is_used && of(side).answers())
            }
            ("canary", number) => {
                primary.canaries.lock().unwrap().push(number.to_owned());
                if copies.load(Ordering::Relaxed) {
                    backup.canaries.lock().unwrap().push(number.to_owned());
                }
                said(true)
            }
            ("canaries", side) => Answer::Http(200, "", of(side).canaries.lock().unwrap().join("\n")),
            ("settled", _) => said(true),
            _ => Answer::Http(404, "", String::new()),
        }
    })
}

/// The pair behind the till; `rto` is how long it may be away.
pub fn pair(url: &str, rto: &str) -> String {
    format!(
        r#"
[[process]]
id = "orders"
owner = "Ana"
deputy = "Ben"
damage_per_hour = "1200.00"
worst_case_outage = "8h"
needs = ["pay-a"]

[[component]]
id = "pay-a"
kind = "provider"

[[component]]
id = "pay-b"
kind = "provider"

[[provider_pair]]
id = "payments"
protects = ["orders"]
primary = "pay-a"
backup = "pay-b"
rto = "{rto}"
rpo = "10m"
drill = {{ every = "quarter", max_gap = "120d" }}
probes = [
  {{ name = "a answers", on = "primary", http = "{url}/health/a" }},
  {{ name = "b answers", on = "backup", http = "{url}/health/b" }},
]
"#
    )
}

/// The pair, and the drill as a test wants it.
pub fn file(url: &str, plan: &Plan) -> String {
    let Plan { switch, undo, more_steps, stops, observe, rto, timeout, passes } = plan;
    let pair = pair(url, rto);
    format!(
        r#"{pair}
[[drill]]
id = "payments-q"
title = "Switch payments"
pair = "payments"
kind = "partial"
steady = [{{ title = "orders by a", http = "{url}/order/a", passes = {passes} }}]
on_backup = [{{ http = "{url}/order/b" }}]
passes = 2
observe = "{observe}"
maximum_switch = "8s"
maximum_duration = "10m"
canary = {{ every = "1s", write = {{ http = "{url}/canary/{{canary}}" }}, read = {{ http = "{url}/canaries/b", method = "GET" }} }}
stops = [{stops}]
steps = [
  {{ title = "Point the till at b", owner = "Ana", run = {{ command = {switch} }}, verify = {{ http = "{url}/order/b" }}, undo = {{ command = {undo} }}, verify_undo = {{ http = "{url}/order/a" }}, timeout = "{timeout}" }},
{more_steps}
]
"#
    )
}
