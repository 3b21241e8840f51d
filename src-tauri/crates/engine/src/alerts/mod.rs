//! Alerts: what changed is written down, told once on every way, and told again only until it arrived.
//!
//! A change becomes news in the change that wrote it, news become entries of the outbox in one change,
//! and an entry leaves the outbox when its way has taken it. A crash between any two of them tells
//! nobody twice but on the way that was being tried; its receiver knows the entry by its id.

mod compose;
pub(crate) mod deliver;
mod drills;
pub(crate) mod heartbeat;
mod standings;

use std::sync::Arc;
use std::time::Duration;

use ballast_core::Result;
use ballast_core::alert::QuietHours;
use ballast_core::limits::{ALERT_GROUPING, OUTBOX_KEPT_MAX};
use ballast_store::Watcher;
use jiff::Timestamp;

use crate::config::Config;
use crate::engine::Engine;
use crate::messages::Messages;
use crate::schedule::Shared;
use deliver::Deliveries;
use drills::DrillDays;
use standings::Standings;

const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Looks every second until the schedule stops, under its lease.
pub(crate) fn go_on(engine: &Arc<Engine>, shared: &Arc<Shared>) {
    let mut teller: Option<Teller> = None;
    let mut failing = false;
    while !shared.stops() {
        std::thread::sleep(LOOK_EVERY);
        let Some(epoch) = shared.epoch() else { continue };
        let looked = match &mut teller {
            Some(teller) => teller.look(epoch, false),
            None => Teller::new(engine, shared).and_then(|new| teller.insert(new).look(epoch, false)),
        };
        match looked {
            Ok(_) => failing = false,
            Err(error) => {
                if let Some(teller) = &mut teller {
                    teller.forget();
                }
                if !std::mem::replace(&mut failing, true) {
                    tracing::error!(%error, "alerts could not be looked at");
                }
            }
        }
    }
}

/// What is kept in memory between two looks.
pub(crate) struct Teller {
    engine: Arc<Engine>,
    watcher: Watcher,
    version: i64,
    config: Option<(u64, Config)>,
    standings: Standings,
    drills: DrillDays,
    messages: Messages,
    pub(crate) deliveries: Deliveries,
    told: u32,
}

impl Teller {
    pub(crate) fn new(engine: &Arc<Engine>, shared: &Arc<Shared>) -> Result<Self> {
        Ok(Self {
            engine: Arc::clone(engine),
            watcher: engine.store.watcher()?,
            version: -1,
            config: None,
            standings: Standings::default(),
            drills: DrillDays::default(),
            messages: Messages::default(),
            deliveries: Deliveries::new(engine, shared),
            told: 0,
        })
    }

    fn forget(&mut self) {
        self.version = -1;
        self.config = None;
        self.standings = Standings::default();
        self.drills = DrillDays::default();
    }

    /// One look: which controls changed, what is to be told, what waits in the outbox. `at_once` does
    /// not wait for more changes to tell them together. True while there may be more to examine.
    pub(crate) fn look(&mut self, epoch: u64, at_once: bool) -> Result<bool> {
        let now = self.engine.now();
        let version = self.engine.store.data_version(&self.watcher)?;
        let changed = version != self.version;
        self.version = version;
        if changed {
            self.read_config()?;
        }
        let Some((_, config)) = &self.config else { return Ok(false) };
        self.standings.look(&self.engine, changed, epoch, now)?;
        self.drills.look(&self.engine, config, epoch, now)?;
        if changed || at_once || self.told.is_multiple_of(5) {
            tell(&self.engine, config, &self.messages, epoch, now, at_once)?;
            self.deliveries.look(config, now)?;
        }
        self.told = self.told.wrapping_add(1);
        Ok(changed || self.standings.is_waiting())
    }

    fn read_config(&mut self) -> Result<()> {
        let revision =
            self.engine.store.read(|view| Ok(view.workspace()?.map_or(0, |workspace| workspace.revision)))?;
        if self.config.as_ref().is_none_or(|(known, _)| *known != revision) {
            self.config = Some((revision, self.engine.config()?));
            self.standings = Standings::default();
            self.drills = DrillDays::default();
        }
        Ok(())
    }
}

/// Puts news into the outbox, together, outside quiet hours.
fn tell(
    engine: &Engine,
    config: &Config,
    messages: &Messages,
    epoch: u64,
    now: Timestamp,
    at_once: bool,
) -> Result<()> {
    let news = engine.store.read(|view| view.news())?;
    let (Some(first), Some(last)) = (news.first(), news.last()) else { return Ok(()) };
    let alerts = config.alerts();
    let quiet: Option<QuietHours> = alerts.quiet_hours.as_deref().and_then(|text| text.parse().ok());
    let waits = now.duration_since(first.at) < ALERT_GROUPING.duration() && now >= first.at;
    if quiet.is_some_and(|hours| hours.hold(now, &config.zone())) || (waits && !at_once) {
        return Ok(());
    }
    let rows = compose::entries(engine, config, messages, &news, now)?;
    let upto = last.id;
    engine.store.write(move |change| {
        change.require_lease(epoch)?;
        rows.iter().try_for_each(|row| change.put_outbox(row))?;
        change.news_told(upto)?;
        change.trim_outbox(OUTBOX_KEPT_MAX)
    })
}
