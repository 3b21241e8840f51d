//! Canaries: traces that are written on the way of the primary until the switch begins, and looked for on the backup
//! after it. What is written later says nothing about what was lost.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use ballast_core::limits::DRILL_LOOK_RUNTIME;
use ballast_readiness::drill::plan::Act;
use ballast_readiness::measure::Moment;
use tokio::runtime::Handle;

use super::acting::Hands;
use super::run::Pen;
use crate::config::Canary;

/// Stands for the number of a canary in what is written.
const MARK: &str = "{canary}";

enum Told {
    Wrote { number: u64, at: Option<Moment> },
    Read(Vec<u64>),
}

/// Something that is done again and again, one at a time.
#[derive(Clone, Copy, Default)]
struct Errand {
    under_way: bool,
    /// It came to an end once.
    ended: bool,
}

pub(super) struct Canaries {
    canary: Canary,
    hands: Hands,
    pen: Pen,
    written: BTreeMap<u64, Moment>,
    wrote: Option<Instant>,
    read: Option<Instant>,
    written_to: Errand,
    read_from: Errand,
    newest: Option<u64>,
    reported: Option<u64>,
    told: (Sender<Told>, Receiver<Told>),
}

impl Canaries {
    pub(super) fn new(canary: Canary, hands: Hands, pen: Pen) -> Self {
        Self {
            canary,
            hands,
            pen,
            written: BTreeMap::new(),
            wrote: None,
            read: None,
            written_to: Errand::default(),
            read_from: Errand::default(),
            newest: None,
            reported: None,
            told: channel(),
        }
    }

    pub(super) fn has_written(&self) -> bool {
        self.written_to.ended
    }

    pub(super) fn has_read(&self) -> bool {
        self.read_from.ended
    }

    /// When the newest canary that reached the backup was written, where it is another one than last time.
    pub(super) fn newest_read(&mut self) -> Option<Moment> {
        if self.newest == self.reported {
            return None;
        }
        self.reported = self.newest;
        self.written.get(&self.newest?).cloned()
    }

    /// Takes what ended, and starts what is due.
    pub(super) fn begin(&mut self, handle: &Handle, writes: bool, reads: bool) {
        while let Ok(told) = self.told.1.try_recv() {
            match told {
                Told::Wrote { number, at } => {
                    self.written_to = Errand { under_way: false, ended: true };
                    if let Some(at) = at {
                        self.written.insert(number, at);
                    }
                }
                Told::Read(numbers) => {
                    self.read_from = Errand { under_way: false, ended: true };
                    let known = numbers.into_iter().filter(|number| self.written.contains_key(number));
                    self.newest = self.newest.max(known.max());
                }
            }
        }
        let every = Duration::from_secs(self.canary.every.seconds());
        let is_due = |last: Option<Instant>| last.is_none_or(|last| last.elapsed() >= every);
        if writes && !self.written_to.under_way && is_due(self.wrote) {
            (self.written_to.under_way, self.wrote) = (true, Some(Instant::now()));
            self.write(handle);
        }
        if reads && !self.read_from.under_way && is_due(self.read) {
            (self.read_from.under_way, self.read) = (true, Some(Instant::now()));
            self.look(handle);
        }
    }

    fn write(&self, handle: &Handle) {
        let (hands, told) = (self.hands.clone(), self.told.0.clone());
        let at = self.pen.moment();
        let number = u64::try_from(at.wall.as_millisecond()).unwrap_or(0);
        let (act, agreed) = (marked(&self.canary.write, number), self.canary.write.clone());
        handle.spawn(async move {
            let may = agreed.command().is_none_or(|words| hands.may_run(words));
            // What was agreed to is the command with its mark; the number is ours.
            let hands =
                Hands { consented: act.command().map(<[String]>::to_vec).into_iter().collect(), ..hands };
            let key = format!("{}-canary-{number}", hands.run);
            let wrote = may && hands.act(&act, &key, DRILL_LOOK_RUNTIME).await.is_ok();
            let _ = told.send(Told::Wrote { number, at: wrote.then_some(at) });
        });
    }

    fn look(&self, handle: &Handle) {
        let (hands, told, act) = (self.hands.clone(), self.told.0.clone(), self.canary.read.clone());
        let key = format!("{}-canary", self.hands.run);
        handle.spawn(async move {
            let said = hands.act(&act, &key, DRILL_LOOK_RUNTIME).await.unwrap_or_default();
            let _ = told.send(Told::Read(numbers(&said)));
        });
    }
}

fn marked(act: &Act, number: u64) -> Act {
    let put = |text: &String| text.replace(MARK, &number.to_string());
    match act {
        Act::Manual { instructions } => Act::Manual { instructions: instructions.clone() },
        Act::Command { arguments } => Act::Command { arguments: arguments.iter().map(put).collect() },
        Act::Http { method, url, body, status } => {
            Act::Http { method: method.clone(), url: put(url), body: body.as_ref().map(put), status: *status }
        }
    }
}

/// Every whole number in a text.
fn numbers(text: &[u8]) -> Vec<u64> {
    let runs = text.split(|byte| !byte.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.filter_map(|run| std::str::from_utf8(run).ok()?.parse().ok()).collect()
}
