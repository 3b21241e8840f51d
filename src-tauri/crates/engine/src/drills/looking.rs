//! Looking at both sides while a drill runs: every second, each look on its own, and kept for the lanes of the screen.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use ballast_core::limits::DRILL_LOOK_EVERY;
use ballast_core::{Result, Verdict};
use ballast_outside::probe::{Local, Target as Place, command, http, tcp};
use ballast_readiness::drill::plan::{Check, Plan};
use ballast_readiness::measure::Moment;
use ballast_readiness::probe::observed::{Observed, Outcome, Seen as Saw};
use ballast_readiness::probe::series::{Look, with_own_line};
use ballast_readiness::probe::{Probe, Side, Target, judge};
use ballast_store::LookRow;
use tokio::runtime::Handle;

use super::acting::{Hands, look_limits};
use super::run::Pen;
use super::script::{Script, ScriptLook};
use crate::config::ProviderPair;
use crate::probing::{Known, Looker, Past, ask_anchors, seen, spend};

/// Looks of one thing that are remembered here.
const KEPT: usize = 900;
/// How often a provider that may be asked only so often a day is looked at.
const SPARING: Duration = Duration::from_secs(10);

/// One look: when it began, and what it said.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub began: Moment,
    pub ended: Moment,
    /// None: not observed.
    pub passed: Option<bool>,
    pub milliseconds: Option<u64>,
}

#[derive(Clone, Debug)]
enum What {
    Probe(Box<Known>),
    Check(Check),
}

/// Something that is looked at.
struct Subject {
    what: What,
    /// Under which its looks are kept.
    key: String,
    always: bool,
    /// Its provider may be asked only so often a day.
    capped: bool,
    every: Duration,
    began: Option<Instant>,
    under_way: bool,
    seen: VecDeque<Seen>,
}

struct Told {
    subject: usize,
    seen: Seen,
    row: LookRow,
    number: Option<i64>,
}

impl Told {
    /// Nobody was asked.
    fn nothing(subject: usize, pen: &Pen) -> Self {
        let now = pen.moment();
        let verdict = Verdict::Inconclusive;
        let row = LookRow { at: now.wall, verdict, milliseconds: None, is_definite: false };
        let seen = Seen { began: now.clone(), ended: now, passed: None, milliseconds: None };
        Self { subject, seen, row, number: None }
    }
}

pub(super) struct Looks {
    looker: Looker,
    hands: Hands,
    anchors: Vec<String>,
    pen: Pen,
    subjects: Vec<Subject>,
    /// The newest number that each subject brought.
    numbers: Vec<Option<i64>>,
    told: (Sender<Told>, Receiver<Told>),
}

/// The key under which the looks of a check of this drill alone are kept.
pub(crate) fn own_key(run: &str, name: &str) -> String {
    format!("{run} {name}")
}

/// Every check of a plan that is looked at by program.
fn checks(plan: &Plan) -> Vec<Check> {
    let of_steps = plan.steps.iter().flat_map(|step| step.verify.iter().chain(&step.verify_undo));
    let all = plan.steady.iter().map(|steady| &steady.check).chain(&plan.on_backup);
    let all = all.chain(plan.stops.iter().map(|stop| &stop.check)).chain(of_steps);
    let mut distinct: Vec<Check> = Vec::new();
    for check in all {
        let plain = matches!(check, Check::Http { .. } | Check::Tcp { .. } | Check::Command { .. });
        if plain && !distinct.contains(check) {
            distinct.push(check.clone());
        }
    }
    distinct
}

impl Looks {
    pub(super) fn new(
        script: &Script,
        known: &[Known],
        anchors: Vec<String>,
        sparing: bool,
        hands: Hands,
        pen: Pen,
    ) -> Self {
        let run = script.plan.id.as_str();
        let probe = |look: &ScriptLook| {
            let remembered = known.iter().find(|one| !look.own && one.key == look.key);
            let what = remembered.cloned().unwrap_or_else(|| Known {
                key: look.key.clone(),
                probe: look.probe.clone(),
                memory: crate::probing::Memory::default(),
                contract: None,
            });
            let passive = matches!(look.probe.target, Target::Heartbeat { .. } | Target::StatusPage(_));
            let spares = !look.own && (sparing || look.probe.per_day.is_some());
            let every = Duration::from_secs(DRILL_LOOK_EVERY.seconds());
            Subject {
                key: if look.own { own_key(run, &look.key) } else { look.key.clone() },
                what: What::Probe(Box::new(what)),
                always: !look.own && !passive && look.probe.on.is_some(),
                capped: spares,
                every: if spares { SPARING } else { every },
                began: None,
                under_way: false,
                seen: VecDeque::new(),
            }
        };
        let mut subjects: Vec<Subject> = script.looks.iter().map(probe).collect();
        subjects.extend(checks(&script.plan).into_iter().map(|check| Subject {
            key: own_key(run, &script.words_of(&check)),
            what: What::Check(check),
            always: false,
            capped: false,
            every: Duration::from_secs(DRILL_LOOK_EVERY.seconds()),
            began: None,
            under_way: false,
            seen: VecDeque::new(),
        }));
        let looker =
            Looker { surroundings: hands.surroundings.clone(), ..Looker::new(hands.folder.as_deref()) };
        let numbers = vec![None; subjects.len()];
        Self { looker, hands, anchors, pen, subjects, numbers, told: channel() }
    }

    fn find(&self, check: &Check) -> Option<usize> {
        let (Check::Probe { probe: name } | Check::Number { probe: name, .. }) = check else {
            let is_it = |subject: &Subject| matches!(&subject.what, What::Check(known) if known == check);
            return self.subjects.iter().position(is_it);
        };
        self.subjects
            .iter()
            .position(|subject| matches!(&subject.what, What::Probe(known) if known.key == *name))
    }

    /// Starts what is due: the pair's own probes always, and what is waited for. `may_ask` counts one request more of
    /// a provider that may be asked only so often a day, or says no: then nothing is observed.
    pub(super) fn begin(&mut self, handle: &Handle, wanted: &[&Check], may_ask: &dyn Fn(&str) -> bool) {
        let wanted: Vec<usize> = wanted.iter().filter_map(|check| self.find(check)).collect();
        for at in 0..self.subjects.len() {
            let subject = &self.subjects[at];
            let is_due = subject.began.is_none_or(|began| began.elapsed() >= subject.every);
            if subject.under_way || !is_due || !(subject.always || wanted.contains(&at)) {
                continue;
            }
            let subject = &mut self.subjects[at];
            subject.under_way = true;
            subject.began = Some(Instant::now());
            if subject.capped && !may_ask(&subject.key) {
                let _ = self.told.0.send(Told::nothing(at, &self.pen));
                continue;
            }
            let look = OneLook {
                subject: at,
                what: subject.what.clone(),
                looker: self.looker.clone(),
                hands: self.hands.clone(),
                anchors: self.anchors.clone(),
                pen: self.pen.clone(),
            };
            let told = self.told.0.clone();
            handle.spawn(async move {
                let _ = told.send(look.look().await);
            });
        }
    }

    /// Takes what ended, and gives it to be kept: under which key, and the look.
    pub(super) fn take(&mut self) -> Vec<(String, LookRow)> {
        let mut rows = Vec::new();
        while let Ok(Told { subject: at, seen, row, number }) = self.told.1.try_recv() {
            let Some(subject) = self.subjects.get_mut(at) else { continue };
            subject.under_way = false;
            subject.seen.push_back(seen);
            if subject.seen.len() > KEPT {
                subject.seen.pop_front();
            }
            self.numbers[at] = number.or(self.numbers[at]);
            rows.push((subject.key.clone(), row));
        }
        rows
    }

    /// What was seen of a check by looks that began at `since` or later, oldest first.
    pub(super) fn seen(&self, check: &Check, since: &Moment) -> Vec<Seen> {
        let Some(at) = self.find(check) else { return Vec::new() };
        let after = |seen: &&Seen| {
            seen.began.boot != since.boot || seen.began.running_milliseconds >= since.running_milliseconds
        };
        let within = |seen: Seen| match check {
            Check::Number { at_least, at_most, .. } => {
                let number = self.numbers[at];
                let holds = |number: i64| {
                    at_least.is_none_or(|least| number >= least) && at_most.is_none_or(|most| number <= most)
                };
                Seen { passed: seen.passed.and(number.map(holds)), ..seen }
            }
            _ => seen,
        };
        self.subjects[at].seen.iter().filter(after).cloned().map(within).collect()
    }

    /// Which sides serve: one that failed at its last looks does not.
    pub(super) fn serves(&self, side: Side) -> bool {
        let of_side = |subject: &&Subject| match &subject.what {
            What::Probe(known) => subject.always && known.probe.on == Some(side) && known.probe.blocking,
            What::Check(_) => false,
        };
        self.subjects.iter().filter(of_side).all(|subject| {
            let told: Vec<bool> = subject.seen.iter().rev().filter_map(|seen| seen.passed).take(3).collect();
            told.len() < 3 || told.contains(&true)
        })
    }
}

struct OneLook {
    subject: usize,
    what: What,
    looker: Looker,
    hands: Hands,
    anchors: Vec<String>,
    pen: Pen,
}

impl OneLook {
    async fn look(self) -> Told {
        let began = self.pen.moment();
        let started = Instant::now();
        let milliseconds = |started: Instant| u64::try_from(started.elapsed().as_millis()).ok();
        let (verdict, took, is_definite, number) = match &self.what {
            What::Probe(known) => self.probe(known).await,
            What::Check(check) => {
                let verdict = match self.check(check).await {
                    Some(true) => Verdict::Passed,
                    Some(false) => Verdict::Failed,
                    None => Verdict::Inconclusive,
                };
                (verdict, milliseconds(started), false, None)
            }
        };
        let passed = match verdict {
            Verdict::Passed | Verdict::Anomaly => Some(true),
            Verdict::Failed => Some(false),
            Verdict::Inconclusive => None,
        };
        let ended = self.pen.moment();
        let row = LookRow { at: ended.wall, verdict, milliseconds: took, is_definite };
        Told { subject: self.subject, seen: Seen { began, ended, passed, milliseconds: took }, row, number }
    }

    async fn probe(&self, known: &Known) -> (Verdict, Option<u64>, bool, Option<i64>) {
        let now = self.pen.clock.now();
        let observed = look_once(&self.looker, &known.probe, known.past(), &self.anchors, now).await;
        let judged = judge(&known.probe, &observed, known.contract.as_ref(), now);
        let Look { verdict, milliseconds, is_definite, .. } = Look::of(now, &judged);
        (verdict, milliseconds, is_definite, number_of(&observed))
    }

    /// It did not say what it should: a failure, unless our own line is down.
    async fn failed(&self, observed: Observed) -> Option<bool> {
        let observed = unless_line_is_down(&self.looker, observed, &self.anchors).await;
        (!matches!(observed.outcome, Outcome::NotObserved(_))).then_some(false)
    }

    async fn check(&self, check: &Check) -> Option<bool> {
        let limits = look_limits();
        match check {
            Check::Http { method, url, status } => {
                let ask = http::Ask { method: method.clone(), local: Local::Written, ..http::Ask::get(url) };
                let probed = http::probe(&self.looker.surroundings, &ask, &limits).await;
                if probed.seen.status == Some(*status) {
                    return Some(true);
                }
                self.failed(seen::http(&probed, self.pen.clock.now())).await
            }
            Check::Tcp { address } => {
                let target = Place::parse(address).ok()?;
                let ask = tcp::Ask { local: Local::Written, target, hears: false };
                let probed = tcp::probe(&self.looker.surroundings, &ask, &limits).await;
                if probed.failure.is_none() {
                    return Some(true);
                }
                self.failed(seen::tcp(&probed, self.pen.clock.now())).await
            }
            Check::Command { arguments, exit } => {
                if !self.hands.may_run(arguments) {
                    return None;
                }
                let (words, folder) = (arguments.clone(), self.hands.folder.clone());
                let ask = command::Ask { words, folder, environment: Vec::new() };
                let probed = command::probe(&ask, &limits).await;
                Some(probed.seen.exit == Some(command::Exit::Code(*exit)))
            }
            Check::Probe { .. } | Check::Number { .. } | Check::Person { .. } => None,
        }
    }
}

/// A failure while our own line is down is none of the other side; the anchors are asked after a failure only.
async fn look_once(
    looker: &Looker,
    probe: &Probe,
    past: Past,
    anchors: &[String],
    now: jiff::Timestamp,
) -> Observed {
    let observed = looker.look(probe, past, now).await.observed;
    unless_line_is_down(looker, observed, anchors).await
}

async fn unless_line_is_down(looker: &Looker, observed: Observed, anchors: &[String]) -> Observed {
    if anchors.is_empty() || !matches!(observed.outcome, Outcome::Failed { .. }) {
        return observed;
    }
    let line = ask_anchors(&looker.surroundings, anchors).await;
    with_own_line(observed, line)
}

/// The number that a look brings: all that it says, as a whole number.
fn number_of(observed: &Observed) -> Option<i64> {
    let said = match &observed.outcome {
        Outcome::Seen(Saw::Http(seen)) => &seen.body,
        Outcome::Seen(Saw::Command(seen)) => &seen.output,
        _ => return None,
    };
    std::str::from_utf8(said).ok()?.trim().parse().ok()
}

/// Counts one request more of a drill, if the limits of this day leave one.
pub(super) fn spends(engine: &crate::engine::Engine, pair: Option<&ProviderPair>, key: &str) -> bool {
    let Some(pair) = pair.cloned() else { return true };
    let key = key.to_owned();
    let today = engine.config().map(|config| config.zone()).map(|zone| engine.now().to_zoned(zone).date());
    let spent = today.and_then(|today| engine.store.write(move |change| spend(change, &pair, &key, today)));
    spent.unwrap_or_else(|error| {
        tracing::warn!(%error, "what was asked of a provider could not be counted");
        false
    })
}

/// Keeps looks for the lanes.
pub(super) fn keep(engine: &crate::engine::Engine, pair: &str, rows: Vec<(String, LookRow)>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let pair = pair.to_owned();
    engine
        .store
        .write(move |change| rows.iter().try_for_each(|(key, look)| change.put_look(&pair, key, look)))
}
