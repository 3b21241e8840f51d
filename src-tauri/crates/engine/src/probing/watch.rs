//! Looking at probes all the time: each at its own rhythm, a few at a time for each provider.

mod ear;
mod once;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use ballast_core::limits::{PROBE_EVIDENCE_EVERY, PROBE_LOOKS_AT_ONCE_MAX};
use ballast_core::{Code, Error, Result};
use ballast_outside::probe::{Limits, Target as Place, own_line};
use ballast_readiness::probe::observed::{NotObserved, Observed, Outcome, Refusal};
use ballast_readiness::probe::series::OwnLine;
use ballast_readiness::probe::series::rhythm::next_look;
use ballast_readiness::probe::{Probe, Target};
use ballast_store::Watcher;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use super::{Asked, Known, Looked, Looker, known_probes, may_ask};
use crate::config::{Config, ProviderPair};
use crate::engine::Engine;
use crate::runner;
use crate::schedule::Shared;

pub(crate) use ear::EAR;
pub(crate) use once::once;

const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How often what is set up is read again, where anything was written.
const READ_EVERY: Duration = Duration::from_secs(1);
/// How long an answer of the anchors speaks for our own line.
const LINE_LASTS: Duration = Duration::from_secs(20);
/// What a computer trusts changes; so do its resolvers.
const SURROUNDINGS_LAST: Duration = Duration::from_hours(1);
/// Where the newest answer about our own line stands.
pub(crate) const OWN_LINE: &str = "own_line";
/// How often looks are let go of, in looks of one probe.
const TRIM_EVERY: u32 = 50;

/// Looks while this program holds the schedule.
pub(crate) fn go_on(engine: &Arc<Engine>, shared: &Arc<Shared>) {
    let mut failing = false;
    let mut rounds: Option<Rounds> = None;
    while !shared.stops() {
        std::thread::sleep(LOOK_EVERY);
        let Some(epoch) = shared.epoch() else {
            rounds = None;
            continue;
        };
        let outcome = match &mut rounds {
            Some(rounds) => rounds.pass(epoch),
            None => Rounds::new(engine).map(|new| rounds = Some(new)),
        };
        match outcome {
            Ok(()) => failing = false,
            // Another program holds the schedule now; the next look says so.
            Err(error) if error.code == Code::Busy => rounds = None,
            Err(error) => {
                if !std::mem::replace(&mut failing, true) {
                    tracing::error!(%error, "probes could not be looked at");
                }
                rounds = None;
            }
        }
    }
}

/// A probe by its pair and key.
type Name = (String, String);

/// A look that ended.
struct Ended {
    name: Name,
    looked: Looked,
    at: Timestamp,
}

struct Rounds {
    engine: Arc<Engine>,
    runtime: Runtime,
    watcher: Watcher,
    version: i64,
    read: Option<Instant>,
    revision: Option<u64>,
    /// The newest record that was heard of.
    seq: u64,
    config: Option<Config>,
    zone: TimeZone,
    seed: u64,
    looker: Looker,
    looker_made: Instant,
    probes: HashMap<String, Vec<Known>>,
    paused: BTreeSet<String>,
    all_paused: bool,
    soonest: BinaryHeap<Reverse<(Timestamp, Name)>>,
    under_way: BTreeSet<Name>,
    places: HashMap<String, Arc<Semaphore>>,
    line: OwnLine,
    line_asked: Option<Instant>,
    ended: (Sender<Ended>, Receiver<Ended>),
    lines: (Sender<OwnLine>, Receiver<OwnLine>),
    /// What of each pair became evidence last, and when.
    told: HashMap<String, (String, Instant)>,
    looks: u32,
    ear: ear::Listening,
}

impl Rounds {
    fn new(engine: &Arc<Engine>) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("ballast-probe")
            .enable_all()
            .build()
            .map_err(|error| Error::io("thread", &error))?;
        let seed =
            engine.workspace_id.bytes().fold(0_u64, |seed, byte| seed.wrapping_mul(31) + u64::from(byte));
        Ok(Self {
            watcher: engine.store.watcher()?,
            engine: Arc::clone(engine),
            runtime,
            version: -1,
            read: None,
            revision: None,
            seq: 0,
            config: None,
            zone: TimeZone::UTC,
            seed,
            looker: Looker::new(None),
            looker_made: Instant::now(),
            probes: HashMap::new(),
            paused: BTreeSet::new(),
            all_paused: false,
            soonest: BinaryHeap::new(),
            under_way: BTreeSet::new(),
            places: HashMap::new(),
            line: OwnLine::Unknown,
            line_asked: None,
            ended: channel(),
            lines: channel(),
            told: HashMap::new(),
            looks: 0,
            ear: ear::Listening::default(),
        })
    }

    fn pass(&mut self, epoch: u64) -> Result<()> {
        self.read_again()?;
        self.listen()?;
        let now = self.engine.now();
        while let Ok(line) = self.lines.1.try_recv() {
            self.hear_of_line(line, now)?;
        }
        self.write_down(epoch, now)?;
        self.begin(now);
        self.tell(epoch, now)
    }

    /// Reads what is set up and what was learned elsewhere, where any program has written since.
    fn read_again(&mut self) -> Result<()> {
        if self.read.is_some_and(|at| at.elapsed() < READ_EVERY) {
            return Ok(());
        }
        self.read = Some(Instant::now());
        let version = self.engine.store.data_version(&self.watcher)?;
        if version == self.version {
            return Ok(());
        }
        self.version = version;
        let now = self.engine.now();
        let (revision, pauses) = self
            .engine
            .store
            .read(|view| Ok((view.workspace()?.map_or(0, |one| one.revision), view.pauses(now)?)))?;
        self.all_paused = pauses.iter().any(|pause| pause.control.is_none());
        self.paused = pauses.into_iter().filter_map(|pause| pause.control).collect();
        if self.revision == Some(revision) {
            return self.hear_of_others();
        }
        self.set_up(now)?;
        self.revision = Some(revision);
        Ok(())
    }

    fn set_up(&mut self, now: Timestamp) -> Result<()> {
        let config = self.engine.config()?;
        self.seq = self.engine.store.read(|view| view.head())?.map_or(0, |head| head.seq);
        self.zone = config.zone();
        self.looker = Looker::new(config.settings.base.as_deref());
        self.looker_made = Instant::now();
        self.soonest.clear();
        self.probes.clear();
        for pair in &config.provider_pairs {
            let known = self.engine.store.read(|view| known_probes(view, pair))?;
            for probe in &known {
                let name = (pair.id.to_string(), probe.key.clone());
                let at = self.first_look(&name, probe, now);
                self.soonest.push(Reverse((at, name)));
            }
            self.probes.insert(pair.id.to_string(), known);
        }
        self.told.retain(|pair, _| self.probes.contains_key(pair));
        self.config = Some(config);
        self.fetch_tokens();
        Ok(())
    }

    /// A probe that is overdue is looked at within its first seconds, in some order; another one at its own time.
    fn first_look(&self, name: &Name, known: &Known, now: Timestamp) -> Timestamp {
        let key = format!("{}/{}", name.0, name.1);
        let spread = known.probe.every.seconds().clamp(1, 5);
        let soon = next_look(self.seed, &key, ballast_core::Span::from_seconds(spread), now);
        let last = known.memory.newest.as_ref().map(|newest| newest.at).filter(|last| *last <= now);
        match last {
            Some(last) => next_look(self.seed, &key, known.probe.every, last).max(soon),
            None => soon,
        }
    }

    /// What people wrote meanwhile: a signal that came in, a contract that was accepted, a probe by hand.
    ///
    /// All of it but a signal leaves a record, so that the looks of this program do not have all probes read again.
    fn hear_of_others(&mut self) -> Result<()> {
        let Some(config) = &self.config else { return Ok(()) };
        let since = self.seq;
        let (named, head) = self.engine.store.read(|view| Ok((view.controls_since(since)?, view.head()?)))?;
        self.seq = head.map_or(since, |head| head.seq);
        let is_heartbeat = |probe: &Probe| matches!(probe.target, Target::Heartbeat { .. });
        let concerns = |pair: &&ProviderPair| {
            named.iter().any(|control| control == pair.id.as_str()) || pair.probes.iter().any(is_heartbeat)
        };
        for pair in config.provider_pairs.iter().filter(concerns) {
            let known = self.engine.store.read(|view| known_probes(view, pair))?;
            let newer = |one: &Known, other: &Known| {
                let at = |known: &Known| known.memory.newest.as_ref().map(|newest| newest.at);
                at(one) >= at(other)
            };
            let Some(own) = self.probes.get_mut(pair.id.as_str()) else { continue };
            for (mine, theirs) in own.iter_mut().zip(known) {
                if newer(&theirs, mine) {
                    *mine = theirs;
                }
            }
        }
        Ok(())
    }

    fn hear_of_line(&mut self, line: OwnLine, now: Timestamp) -> Result<()> {
        let text = json!({ "line": line, "at": now }).to_string();
        if self.line != line {
            tracing::info!(?line, "own line");
        }
        self.line = line;
        self.engine.store.write(move |change| change.put_setting(OWN_LINE, &text))
    }

    /// Asks the anchors again where what they said is too old.
    fn ask_for_line(&mut self) {
        let anchors = self.config.as_ref().map(|config| config.settings.anchors.clone()).unwrap_or_default();
        let is_fresh = self.line_asked.is_some_and(|at| at.elapsed() < LINE_LASTS);
        if anchors.is_empty() || is_fresh {
            return;
        }
        self.line_asked = Some(Instant::now());
        let (surroundings, tell) = (self.looker.surroundings.clone(), self.lines.0.clone());
        self.runtime.spawn(async move {
            let _ = tell.send(ask_anchors(&surroundings, &anchors).await);
        });
    }

    fn is_paused(&self, pair: &str) -> bool {
        self.all_paused || self.paused.contains(pair)
    }

    /// Begins every look whose time has come.
    fn begin(&mut self, now: Timestamp) {
        if self.soonest.peek().is_none_or(|Reverse((at, _))| *at > now) {
            return;
        }
        if self.looker_made.elapsed() > SURROUNDINGS_LAST {
            self.looker = Looker::new(self.looker.folder.as_deref());
            self.looker_made = Instant::now();
        }
        self.ask_for_line();
        while let Some(Reverse((at, name))) = self.soonest.peek().cloned() {
            if at > now {
                break;
            }
            self.soonest.pop();
            let Some(known) = self.find(&name) else { continue };
            let every = known.probe.every;
            let key = format!("{}/{}", name.0, name.1);
            self.soonest.push(Reverse((next_look(self.seed, &key, every, now), name.clone())));
            if let Err(outcome) = self.look_at(&name, now) {
                self.under_way.insert(name.clone());
                let looked = Looked { observed: Observed::of(now, outcome), aliases: Vec::new() };
                let _ = self.ended.0.send(Ended { name, looked, at: now });
            }
        }
    }

    /// Begins one look, unless it is paused or under way; the error is what is seen where it may not begin.
    fn look_at(&mut self, name: &Name, now: Timestamp) -> Result<(), Outcome> {
        let Some(known) = self.find(name) else { return Ok(()) };
        let (probe, past) = (known.probe.clone(), known.past());
        if self.is_paused(&name.0) || self.under_way.contains(name) {
            return Ok(());
        }
        let place = self.place_of(name, &probe, now)?;
        self.under_way.insert(name.clone());
        let (looker, tell, name) = (self.looker.clone(), self.ended.0.clone(), name.clone());
        self.runtime.spawn(async move {
            let looked = looker.look(&probe, past, now).await;
            drop(place);
            let _ = tell.send(Ended { name, looked, at: now });
        });
        Ok(())
    }

    /// A place among the few looks at one provider, within what it may be asked on a day.
    fn place_of(
        &mut self,
        name: &Name,
        probe: &Probe,
        now: Timestamp,
    ) -> Result<tokio::sync::OwnedSemaphorePermit, Outcome> {
        let pair = self.pair(&name.0);
        let component = match (pair, probe.on) {
            (Some(pair), Some(side)) => pair.component(side).to_string(),
            _ => name.0.clone(),
        };
        if !self.is_left(name, probe, now) {
            return Err(Outcome::Refused(Refusal::DailyCap));
        }
        let places = self.places.entry(component);
        let places = places.or_insert_with(|| Arc::new(Semaphore::new(PROBE_LOOKS_AT_ONCE_MAX)));
        let place = Arc::clone(places).try_acquire_owned();
        place.map_err(|_| Outcome::NotObserved(NotObserved::NoSlot))
    }

    /// The limits of this day leave one more request.
    fn is_left(&self, name: &Name, probe: &Probe, now: Timestamp) -> bool {
        let Some(pair) = self.pair(&name.0) else { return true };
        let most = pair.requests_per_day;
        if most.is_none() && probe.per_day.is_none() {
            return true;
        }
        let today = now.to_zoned(self.zone.clone()).date();
        let all = self.probes.get(&name.0).map(Vec::as_slice).unwrap_or_default();
        let asked = self.engine.store.read(|view| Asked::on(view, pair, today)).unwrap_or_default();
        all.iter().all(|known| known.key != name.1 || may_ask(known, all, &asked, most, today))
    }

    fn pair(&self, id: &str) -> Option<&ProviderPair> {
        self.config.as_ref()?.provider_pair(id).ok()
    }

    fn find(&self, name: &Name) -> Option<&Known> {
        self.probes.get(&name.0)?.iter().find(|known| known.key == name.1)
    }

    /// Writes down every look that ended, in one change.
    fn write_down(&mut self, epoch: u64, now: Timestamp) -> Result<()> {
        let ended: Vec<Ended> = self.ended.1.try_iter().collect();
        if ended.is_empty() {
            return Ok(());
        }
        let (line, today) = (self.line, now.to_zoned(self.zone.clone()).date());
        let mut changed = Vec::new();
        for Ended { name, looked, at } in ended {
            self.under_way.remove(&name);
            let known =
                self.probes.get_mut(&name.0).and_then(|all| all.iter_mut().find(|one| one.key == name.1));
            let Some(known) = known else { continue };
            let (look, learned) = known.take(looked, line, today, at);
            self.looks = self.looks.wrapping_add(1);
            changed.push((name.0, known.clone(), look, learned, self.looks.is_multiple_of(TRIM_EVERY)));
        }
        self.engine.store.write(move |change| {
            change.require_lease(epoch)?;
            for (pair, known, look, learned, trim) in &changed {
                known.write(change, pair, *learned)?;
                change.put_look(pair, &known.key, look)?;
                if *trim {
                    change.trim_looks(pair, &known.key, look.at)?;
                }
            }
            Ok(())
        })
    }

    /// Makes evidence of a pair whose probes say something else than last time, or that were not told of for long.
    fn tell(&mut self, epoch: u64, now: Timestamp) -> Result<()> {
        let long = Duration::from_secs(PROBE_EVIDENCE_EVERY.seconds());
        let mut due: BTreeMap<String, String> = BTreeMap::new();
        for (pair, known) in &self.probes {
            let is_new = |known: &Known| known.memory.newest.is_none();
            if known.is_empty() || known.iter().any(is_new) || self.is_paused(pair) {
                continue;
            }
            let said = said(known, now);
            let told = self.told.get(pair);
            if told.is_none_or(|(before, at)| *before != said || at.elapsed() > long) {
                due.insert(pair.clone(), said);
            }
        }
        for (pair, said) in due {
            // Somebody probes by hand: that is told, and this look comes again.
            if runner::start_probe(&self.engine, epoch, &pair)?.is_some() {
                self.told.insert(pair, (said, Instant::now()));
            }
        }
        Ok(())
    }
}

/// What the probes of a pair say, without what changes all the time.
fn said(known: &[Known], now: Timestamp) -> String {
    let lines = known.iter().map(|known| {
        let findings = known.findings(now);
        let codes = findings.iter().map(|finding| {
            // Not how long it took or what was found in place of what: that may differ with every look.
            let told = ["reason", "path", "new_path"]
                .map(|name| finding.params.get(name).cloned().unwrap_or_default());
            format!("{}:{}:{}", finding.kind.as_str(), finding.severity as u8, told.join(":"))
        });
        format!("{:?} {}", known.state(now), codes.collect::<Vec<_>>().join(","))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether our own line works, by these anchors.
pub(crate) async fn ask_anchors(
    surroundings: &ballast_outside::probe::Surroundings,
    anchors: &[String],
) -> OwnLine {
    let places: Vec<Place> = anchors.iter().filter_map(|anchor| Place::parse(anchor).ok()).collect();
    match own_line::look(surroundings, &places, &Limits::default()).await.line {
        own_line::Line::Up => OwnLine::Up,
        own_line::Line::Down => OwnLine::Down,
        own_line::Line::Unknown => OwnLine::Unknown,
    }
}
