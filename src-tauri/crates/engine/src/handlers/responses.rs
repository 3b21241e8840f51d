//! Live shadow mode: an old and a new system are asked the same, gently, and their answers are compared.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::{Duration, Instant};

use ballast_compare::responses::{
    Asked, Compared, HeaderText, Outcome, Reply, Request, Rules, Side, Tally, Wanted, check_header, compare,
    is_header_text, old_first, order, read,
};
use ballast_core::evidence::to_hex;
use ballast_core::limits::{
    RESPONSE_BASELINE_MAX, RESPONSE_FAILURES_MAX, RESPONSE_FILE_BYTES_MAX, RESPONSE_RATE, RESPONSE_RATE_MAX,
    RESPONSE_RATE_MIN, RESPONSE_RUNTIME, RESPONSE_RUNTIME_MAX, RESPONSE_TOTAL, RESPONSE_TOTAL_MAX,
};
use ballast_core::run::RunState;
use ballast_core::{Code, Error, Result, Span};
use ballast_outside::call::{Ask, Caller};
use ballast_outside::secrets::{Secret, SecretRef, fetch};
use jiff::Timestamp;
use serde_json::json;

use super::invalid;
use crate::contract::*;
use crate::host::Host;

/// How often somebody who waits for his turn looks whether to stop.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Asks both systems and compares; progress and cancel through the callbacks. Needs no workspace and writes
/// nothing.
///
/// Errors: `invalid_call`, `invalid_file`, `secret_unavailable`. What a system does is never an error.
pub fn compare_responses_watched(
    host: &Host,
    request: CompareResponsesRequest,
    report: &mut dyn FnMut(RunProgress),
    stop: &mut dyn FnMut() -> bool,
) -> Result<CheckDocument> {
    let started_at = Timestamp::now();
    let plan = Plan::new(request)?;
    let mut shadow = Shadow {
        turns: [Turns::new(plan.rate), Turns::new(plan.rate)],
        tally: Tally::default(),
        tell: &mut |stage, done, total| report(passing(stage, done, total, started_at)),
        stop,
        ends: Instant::now() + plan.limit_of_all,
        plan: &plan,
    };
    let asked = shadow.run();
    let of = plan.requests.len() as u64;
    let (old, new) = (plan.old.server(), plan.new.server());
    let concluded = shadow.tally.conclude(of, asked, &plan.rules, old, new);
    let mut figures = serde_json::to_value(&concluded.figures)
        .map_err(|error| Error::new(Code::Internal).because(&error))?;
    figures["seed"] = json!(plan.seed);
    figures["rate"] = json!(plan.rate);
    Ok(CheckDocument {
        control: None,
        run: None,
        verdict: concluded.verdict,
        level: None,
        levels: Vec::new(),
        started_at,
        finished_at: Timestamp::now(),
        figures,
        findings: concluded.findings.iter().map(|finding| host.messages.finding(finding)).collect(),
        evidence: None,
    })
}

pub fn compare_responses(host: &Host, request: CompareResponsesRequest) -> Result<CheckDocument> {
    compare_responses_watched(host, request, &mut |_| {}, &mut || false)
}

/// Everything that is asked, and how. Made before the first byte is sent.
struct Plan {
    old: Caller,
    new: Caller,
    requests: Vec<(Request, Vec<(String, Secret)>)>,
    rules: Rules,
    /// Requests per second that a side is sent.
    rate: f64,
    seed: String,
    /// The requests in the order they are asked.
    order: Vec<usize>,
    baseline: u32,
    limit_of_all: Duration,
}

impl Plan {
    fn new(request: CompareResponsesRequest) -> Result<Self> {
        let rate = request.rate.unwrap_or(RESPONSE_RATE);
        if !(RESPONSE_RATE_MIN..=RESPONSE_RATE_MAX).contains(&rate) {
            return Err(out_of_range("--rate", rate, &format!("{RESPONSE_RATE_MIN} to {RESPONSE_RATE_MAX}")));
        }
        let limit = span("--timeout", request.timeout_seconds, RESPONSE_RUNTIME, RESPONSE_RUNTIME_MAX)?;
        let of_all = span("--max-runtime", request.max_runtime_seconds, RESPONSE_TOTAL, RESPONSE_TOTAL_MAX)?;
        let baseline = request.baseline.unwrap_or(0);
        if baseline > RESPONSE_BASELINE_MAX {
            return Err(out_of_range("--baseline", baseline, &format!("0 to {RESPONSE_BASELINE_MAX}")));
        }
        let any = request.tolerance != Tolerance::default();
        let rules = Rules::new(&Wanted {
            ignore: request.ignore,
            tolerance: request.tolerances,
            tolerance_of_all: any.then_some(request.tolerance),
            rename: request.rename,
            array_key: request.array_key,
            headers: request.compare_header,
        })?;
        let old = Caller::new("OLD_URL", &request.old_url, limit)?;
        let new = Caller::new("NEW_URL", &request.new_url, limit)?;
        let of_file = |mut error: Error| {
            if let Some(place) = error.place.as_mut() {
                place.file = Some(request.requests.clone());
            }
            error
        };
        let text = requests_text(&request.requests)?;
        let requests = read(&text, request.allow_writes.unwrap_or(false)).map_err(of_file)?;
        let mut secrets = Secrets::default();
        let general = secrets.of_call(&request.header, &request.header_env)?;
        let mut with_headers = Vec::with_capacity(requests.len());
        for request in requests {
            let headers = secrets.of_request(&general, &request)?;
            for caller in [&old, &new] {
                caller.check(&asking(&request, &headers))?;
            }
            with_headers.push((request, headers));
        }
        let seed = request.seed.map_or_else(random_seed, Ok)?;
        let order = in_order(&seed, &with_headers);
        let limit_of_all = Duration::from_secs(of_all.seconds());
        Ok(Self { old, new, requests: with_headers, rules, rate, seed, order, baseline, limit_of_all })
    }
}

/// As the seed draws it; as the file has it where one of them acts, since others may build on that.
fn in_order(seed: &str, requests: &[(Request, Vec<(String, Secret)>)]) -> Vec<usize> {
    let all_ask = requests.iter().all(|(request, _)| request.method.only_asks());
    if all_ask { order(seed, requests.len()) } else { (0..requests.len()).collect() }
}

fn span(what: &str, seconds: Option<u64>, usual: Span, most: Span) -> Result<Span> {
    let span = seconds.map_or(usual, Span::from_seconds);
    if span < Span::from_seconds(1) || span > most {
        return Err(out_of_range(what, span, &format!("1s to {most}")));
    }
    Ok(span)
}

fn out_of_range(what: &str, found: impl ToString, allowed: &str) -> Error {
    invalid(what, found).with("reason", "it is out of range").allowed([allowed])
}

fn asking<'a>(request: &'a Request, headers: &'a [(String, Secret)]) -> Ask<'a> {
    Ask { method: request.method.as_str(), path: &request.path, headers, body: request.body.as_deref() }
}

fn random_seed() -> Result<String> {
    let mut random = [0_u8; 8];
    rustix::rand::getrandom(&mut random, rustix::rand::GetRandomFlags::empty())
        .map_err(|error| Error::new(Code::Internal).because(&error))?;
    Ok(to_hex(&random))
}

/// The text of a file of requests. Errors: `invalid_call` where there is none to read, `io`.
fn requests_text(path: &str) -> Result<String> {
    let refused = |reason: &str| invalid("--requests", path).with("reason", reason);
    // A pipe without a writer would hold the opening for ever.
    if !std::fs::metadata(path).is_ok_and(|meta| meta.is_file()) {
        return Err(refused("there is no such file"));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| Error::io(path, &error))?;
    file.take(RESPONSE_FILE_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::io(path, &error))?;
    if bytes.len() as u64 > RESPONSE_FILE_BYTES_MAX {
        return Err(refused(&format!("it is larger than {RESPONSE_FILE_BYTES_MAX} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| refused("it is not text in UTF-8"))
}

/// Secrets from the environment, each looked up once and before anything is sent.
#[derive(Default)]
struct Secrets(BTreeMap<String, Secret>);

impl Secrets {
    fn text(&mut self, header: &str, text: &HeaderText) -> Result<Secret> {
        let variable = match text {
            HeaderText::Plain(text) => return Ok(Secret::new(text.clone())),
            HeaderText::Env(variable) => variable,
        };
        if let Some(known) = self.0.get(variable) {
            return Ok(known.clone());
        }
        let secret = fetch(&SecretRef::Env(variable.clone()))?;
        if !is_header_text(secret.expose()) {
            return Err(
                invalid(header, format!("${variable}")).with("reason", "its text cannot stand in a header")
            );
        }
        self.0.insert(variable.clone(), secret.clone());
        Ok(secret)
    }

    fn of_call(
        &mut self,
        plain: &BTreeMap<String, String>,
        env: &BTreeMap<String, String>,
    ) -> Result<Vec<(String, Secret)>> {
        let plain = plain.iter().map(|(name, text)| ("--header", name, HeaderText::Plain(text.clone())));
        let env = env.iter().map(|(name, text)| ("--header-env", name, HeaderText::Env(text.clone())));
        let mut headers = Vec::new();
        for (flag, name, text) in plain.chain(env) {
            check_header(flag, name, &text)?;
            headers.push((name.clone(), self.text(name, &text)?));
        }
        Ok(headers)
    }

    /// A request's own headers stand instead of those of the call.
    fn of_request(
        &mut self,
        general: &[(String, Secret)],
        request: &Request,
    ) -> Result<Vec<(String, Secret)>> {
        let has = |name: &str| request.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let mut headers: Vec<_> = general.iter().filter(|(name, _)| !has(name)).cloned().collect();
        for (name, text) in &request.headers {
            headers.push((name.clone(), self.text(name, text)?));
        }
        Ok(headers)
    }
}

/// When a side may be asked next.
struct Turns {
    apart: Duration,
    next: Instant,
}

impl Turns {
    fn new(rate: f64) -> Self {
        Self { apart: Duration::from_secs_f64(1.0 / rate), next: Instant::now() }
    }

    /// Waits for the turn; false where it was stopped meanwhile.
    fn wait(&mut self, stop: &mut dyn FnMut() -> bool) -> bool {
        loop {
            if stop() {
                return false;
            }
            let now = Instant::now();
            if now >= self.next {
                // From now, not from when it could have been: what was late is not made up for by a burst.
                self.next = now + self.apart;
                return true;
            }
            std::thread::sleep((self.next - now).min(LOOK_EVERY));
        }
    }
}

/// One side's answer to one request, or the word for why there is none.
type Answer = std::result::Result<Reply, &'static str>;

fn told(answer: &Answer) -> Outcome<'static> {
    answer.as_ref().map(|reply| reply.status).map_err(|reason| *reason)
}

/// A person asked to stop, or the time is over.
struct Stopped;

struct Shadow<'a> {
    plan: &'a Plan,
    turns: [Turns; 2],
    tally: Tally,
    tell: &'a mut dyn FnMut(Stage, u64, u64),
    stop: &'a mut dyn FnMut() -> bool,
    /// When the time for all of it is over.
    ends: Instant,
}

impl Shadow<'_> {
    fn run(&mut self) -> Asked {
        let asked = self.baseline().and_then(|gave_up| gave_up.map_or_else(|| self.compare(), Ok));
        asked.unwrap_or_else(|Stopped| if (self.stop)() { Asked::Cancelled } else { Asked::OutOfTime })
    }

    /// The old system against itself: what differs there differs by itself. Only what changes nothing. Where it
    /// fails again and again, nothing more is asked.
    fn baseline(&mut self) -> std::result::Result<Option<Asked>, Stopped> {
        let asks: Vec<usize> = (0..self.plan.baseline)
            .flat_map(|_| self.plan.order.iter().copied())
            .filter(|index| self.plan.requests[*index].0.method.only_asks())
            .collect();
        let mut failures = 0;
        for (done, index) in asks.iter().enumerate() {
            (self.tell)(Stage::ReadOld, done as u64, asks.len() as u64);
            let (first, second) = (self.ask(Side::Old, *index, false)?, self.ask(Side::Old, *index, false)?);
            if let (Ok(first), Ok(second)) = (first, second) {
                failures = 0;
                self.tally.baseline(&compare(&first, &second, &self.plan.rules));
                continue;
            }
            self.tally.baseline_failed();
            failures += 1;
            if failures >= RESPONSE_FAILURES_MAX {
                return Ok(Some(Asked::GaveUp));
            }
        }
        Ok(None)
    }

    fn compare(&mut self) -> std::result::Result<Asked, Stopped> {
        let of = self.plan.requests.len();
        let mut failures = [0, 0];
        for (done, index) in self.plan.order.iter().copied().enumerate() {
            (self.tell)(Stage::Compare, done as u64, of as u64);
            let (old, new) = if old_first(&self.plan.seed, index) {
                let old = self.ask(Side::Old, index, true)?;
                (old, self.ask(Side::New, index, true)?)
            } else {
                let new = self.ask(Side::New, index, true)?;
                (self.ask(Side::Old, index, true)?, new)
            };
            let compared: Option<Compared> = match (&old, &new) {
                (Ok(old), Ok(new)) => Some(compare(old, new, &self.plan.rules)),
                _ => None,
            };
            let name = &self.plan.requests[index].0.name;
            self.tally.request(name, told(&old), told(&new), compared.as_ref());
            for (failures, answer) in failures.iter_mut().zip([&old, &new]) {
                *failures = if answer.is_ok() { 0 } else { *failures + 1 };
            }
            let is_last = done + 1 == of;
            if !is_last && failures.into_iter().any(|failures| failures >= RESPONSE_FAILURES_MAX) {
                return Ok(Asked::GaveUp);
            }
        }
        Ok(Asked::All)
    }

    /// Asks one side once, when its turn has come.
    fn ask(&mut self, side: Side, index: usize, timed: bool) -> std::result::Result<Answer, Stopped> {
        let ends = self.ends;
        let mut stop = || Instant::now() >= ends || (self.stop)();
        if !self.turns[side as usize].wait(&mut stop) {
            return Err(Stopped);
        }
        let (request, headers) = &self.plan.requests[index];
        let caller = if side == Side::Old { &self.plan.old } else { &self.plan.new };
        let reply = match caller.call(&asking(request, headers), &mut stop) {
            Ok(reply) => reply,
            Err(error) if error.code == Code::Cancelled => return Err(Stopped),
            Err(error) => {
                let is_large = error.params.get("reason").is_some_and(|reason| reason == "too_large");
                return Ok(Err(if is_large { "too_large" } else { error.code.as_str() }));
            }
        };
        if timed {
            let microseconds = u64::try_from(reply.took.as_micros()).unwrap_or(u64::MAX);
            self.tally.answered(side, microseconds);
        }
        let mut answer = Reply { status: reply.status, headers: BTreeMap::new(), body: reply.body };
        for (name, text) in reply.headers {
            let text = if name == "location" { caller.without_own(&text).to_owned() } else { text };
            let known = answer.headers.entry(name).or_default();
            *known = if known.is_empty() { text } else { format!("{known}, {text}") };
        }
        Ok(Ok(answer))
    }
}

/// The progress of a check that has no run.
fn passing(stage: Stage, done: u64, total: u64, started_at: Timestamp) -> RunProgress {
    RunProgress {
        run: String::new(),
        control: Named { id: String::new(), title: String::new() },
        kind: RunKind::Compare,
        level: None,
        repository: None,
        state: RunState::Running,
        stage,
        stages: Vec::new(),
        done,
        total: Some(total),
        unit: Unit::Rows,
        per_second: None,
        seconds_left: None,
        started_at,
        cancel_requested: false,
    }
}
