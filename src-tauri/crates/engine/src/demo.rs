//! The demo company: Harbor Dental Supply. Real files, a real database, real repositories and real
//! runs at simulated instants; then one pack is damaged, and the checks find it.

mod commissions;
mod company;
mod payouts;
pub(crate) mod services;

use std::fs;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

use ballast_core::backup::Level;
use ballast_core::{Code, Error, Result};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::clock::Clock;
use crate::compared::{self, Given};
use crate::contract::AnswerKind;
use crate::engine::{CLOCK_OFFSET, Engine};
use crate::protect::{new_password, save};
use crate::runner::{self, Job};
use crate::schedule::lines;
use crate::views::spotcheck as view;
use crate::{file, people, spotcheck};

/// Monday 9 March 2026, 09:00 in Berlin: the owner opens the window.
const NOW: &str = "2026-03-09T08:00:00Z";
/// When the provider of the phones wrote its export.
const EXPORTED: &str = "2026-03-07T21:30:00Z";
/// When everything was set up.
const SET_UP: &str = "2026-02-06T09:00:00Z";

/// Who checks commissions, and who does so again.
const LENA: &str = "Lena Hartwig";
const BEN: &str = "Ben Adler";
const TOMAS: &str = "Tomas Berg";
const COMMISSIONS: &str = "commissions";

enum Act {
    Back(&'static str),
    Verify(&'static str, Level, Option<&'static str>),
    /// A week of work in the files.
    Work(u32),
    /// Two systems export the payouts of a night.
    Export(usize),
    Compare(&'static str),
    /// A person accepts a difference as known.
    Accept(&'static str, &'static str, &'static str),
    /// The system pays the commissions of a month.
    Pay(Date),
    /// The list of a run is frozen, or its sample drawn with this seed.
    Freeze,
    Draw(&'static str),
    /// Somebody works items off, so many at most.
    Check(&'static str, Date, usize),
    Judge,
    Sign(&'static str, &'static str),
    /// The probes of a pair are looked at.
    Probe(&'static str),
    /// Part of a pack in the off-site copy of the shared files turns to zeros.
    Damage,
}

/// What happened, in order.
fn story() -> Vec<(String, Act)> {
    use Level::{Content, Recovery, Restore};
    let mut story: Vec<(String, Act)> = Vec::new();
    let mut at = |when: &str, act: Act| story.push((when.to_owned(), act));
    for id in ["shop-db", "shared-files", "accounting", "product-photos", "website"] {
        at("2026-02-23T10:00:00Z", Act::Back(id));
    }
    at("2026-02-23T11:00:00Z", Act::Verify("product-photos", Recovery, None));
    at("2026-02-23T12:00:00Z", Act::Verify("website", Recovery, None));
    for day in 24..=28 {
        at(&format!("2026-02-{day}T01:30:00Z"), Act::Back("shop-db"));
    }
    at("2026-02-25T08:00:00Z", Act::Verify("accounting", Recovery, None));
    at("2026-02-27T16:00:00Z", Act::Work(1));
    for id in ["shared-files", "accounting", "product-photos", "website"] {
        at("2026-03-01T02:00:00Z", Act::Back(id));
    }
    at("2026-03-01T03:00:00Z", Act::Verify("shared-files", Recovery, None));
    for day in 1..=8 {
        at(&format!("2026-03-0{day}T01:30:00Z"), Act::Back("shop-db"));
    }
    at("2026-03-03T07:00:00Z", Act::Verify("shop-db", Recovery, None));
    at("2026-03-06T16:00:00Z", Act::Work(2));
    for id in ["shared-files", "accounting", "product-photos", "website"] {
        at("2026-03-08T02:00:00Z", Act::Back(id));
    }
    at("2026-03-08T02:05:00Z", Act::Damage);
    at("2026-03-08T02:12:00Z", Act::Verify("shared-files", Content, None));
    at("2026-03-08T03:00:00Z", Act::Verify("accounting", Restore, None));
    at("2026-03-08T03:30:00Z", Act::Verify("phone-system", Restore, None));
    at("2026-03-09T01:30:00Z", Act::Back("shop-db"));
    at("2026-03-09T07:55:00Z", Act::Probe("payout-standby"));
    at("2026-03-09T07:52:00Z", Act::Verify("shop-db", Restore, Some("40%")));
    for (night, wrong) in payouts::WRONG.iter().enumerate() {
        let day = payouts::day_of(night);
        at(&format!("{day}T22:15:00Z"), Act::Export(night));
        // One night nobody compared: the computer was off.
        if wrong.is_some() {
            at(&format!("{day}T22:30:00Z"), Act::Compare("payout-engine"));
        }
    }
    at(
        "2026-02-08T08:20:00Z",
        Act::Accept(
            "payout-engine",
            "row_only_in_new",
            "Two payouts of a trial; Tallyworks takes them out at the switch.",
        ),
    );
    for (when, act) in spot_checks() {
        at(when, act);
    }
    story.sort_by(|a, b| a.0.cmp(&b.0));
    story
}

/// January's payouts are checked and signed. February's are being checked, and somebody is about to see what the
/// system forgot.
fn spot_checks() -> [(&'static str, Act); 13] {
    let (january, february) = (date(2026, 2, 2), date(2026, 3, 2));
    [
        ("2026-02-06T09:30:00Z", Act::Pay(january)),
        ("2026-02-06T09:40:00Z", Act::Freeze),
        ("2026-02-06T09:55:00Z", Act::Draw("70392816445081937262")),
        ("2026-02-09T13:00:00Z", Act::Check(LENA, january, usize::MAX)),
        ("2026-02-10T08:10:00Z", Act::Check(BEN, january, usize::MAX)),
        ("2026-02-11T09:20:00Z", Act::Check(TOMAS, january, usize::MAX)),
        ("2026-02-11T10:00:00Z", Act::Judge),
        ("2026-02-12T15:42:00Z", Act::Sign("Marta", "Seen, with the papers of three.")),
        ("2026-03-02T07:50:00Z", Act::Pay(february)),
        ("2026-03-02T07:55:00Z", Act::Freeze),
        ("2026-03-02T08:00:00Z", Act::Draw("51840293376612084759")),
        ("2026-03-04T13:30:00Z", Act::Check(BEN, february, usize::MAX)),
        ("2026-03-06T14:10:00Z", Act::Check(LENA, february, 8)),
    ]
}

/// How many steps `make` reports.
#[must_use]
pub fn steps() -> u32 {
    u32::try_from(story().len() + 1).unwrap_or(u32::MAX)
}

/// Makes the demo company in `folder`, which must be empty or missing. `told` hears each step.
pub fn make(folder: &Path, program: &Path, told: &mut dyn FnMut(u32)) -> Result<()> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::new(Code::TargetNotEmpty).with("path", folder.display()));
    }
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
        .map_err(|error| Error::io(folder, &error))?;
    company::write(&folder.join("company"))?;
    company::export_of_the_provider(&folder.join("exports/phone-system"), instant(EXPORTED)?)?;
    for repository in ["office", "storage-box", "vault"] {
        write_secret(&folder.join("secrets"), repository)?;
    }
    let sheet = folder.join("workspace.toml");
    let ports = services::Ports::find()?;
    fs::write(&sheet, ports.fill(company::WORKSPACE)).map_err(|error| Error::io(&sheet, &error))?;
    let parsed = file::parse(&sheet, None)?;
    let set_up = Clock::starting_at(instant(SET_UP)?);
    let (engine, _) = Engine::init(folder, program, &parsed.config.settings, set_up)?;
    save(&engine, parsed.config, Vec::new())?;
    services::prepare(folder, &engine, ports)?;
    services::run_for(&engine);
    drop(engine);
    told(1);
    for (number, (when, act)) in story().into_iter().enumerate() {
        let clock = Clock::starting_at(instant(&when)?);
        let engine = Engine::at(folder, program, clock)?;
        perform(&engine, folder, &act)?;
        told(u32::try_from(number + 2).unwrap_or(u32::MAX));
    }
    let end = Clock::starting_at(instant(NOW)?);
    let offset = end.offset_seconds().unwrap_or_default().to_string();
    let now = end.now();
    Engine::at(folder, program, end)?.store().write(move |change| {
        change.put_setting(CLOCK_OFFSET, &offset)?;
        // Until now somebody ran everything by hand; from here on the schedule counts.
        lines::begin_at(change, now)
    })
}

fn instant(text: &str) -> Result<Timestamp> {
    text.parse().map_err(|error: jiff::Error| Error::new(Code::Internal).because(&error))
}

fn write_secret(folder: &Path, name: &str) -> Result<()> {
    use std::io::Write;
    let path = folder.join(name);
    let io = |error: std::io::Error| Error::io(&path, &error);
    fs::create_dir_all(folder).map_err(io)?;
    let mut file = fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path).map_err(io)?;
    writeln!(file, "{}", new_password()?).map_err(io)
}

fn perform(engine: &Arc<Engine>, folder: &Path, act: &Act) -> Result<()> {
    let run = match act {
        Act::Work(week) => return company::work(&folder.join("company"), *week),
        Act::Damage => return damage(engine, &folder.join("repositories/vault")),
        Act::Export(night) => return payouts::export(&folder.join("exports/payouts"), *night),
        Act::Accept(id, finding, reason) => return accept(engine, id, finding, reason),
        Act::Pay(run) => return commissions::export(&folder.join("exports/commissions"), *run),
        Act::Check(person, run, most) => return check(engine, person, *run, *most),
        Act::Sign(person, note) => {
            return spotcheck::sign(engine, COMMISSIONS, &people::identify(engine, person, None)?, note);
        }
        Act::Freeze => runner::start(engine, COMMISSIONS, Job::Freeze { day: None }, None)?,
        Act::Draw(seed) => {
            let people = vec![LENA.to_owned(), "Marta".to_owned()];
            runner::start(engine, COMMISSIONS, Job::Draw { seed: (*seed).to_owned(), people }, None)?
        }
        Act::Judge => runner::start(engine, COMMISSIONS, Job::Judge, None)?,
        Act::Compare(id) => runner::start(engine, id, Job::Compare { day: None }, None)?,
        Act::Probe(id) => runner::start(engine, id, Job::Probe { looks: true }, None)?,
        Act::Back(id) => runner::start(engine, id, Job::Backup, None)?,
        Act::Verify(id, level, sample) => {
            let job = Job::Verify {
                level: *level,
                sample: sample.map(str::to_owned),
                seed: Some(format!("demo {id}")),
            };
            runner::start(engine, id, job, None)?
        }
    };
    let row = runner::follow(engine, &run, &mut |_| {})?;
    match row.error.and_then(|error| serde_json::from_value::<Error>(error).ok()) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// Somebody works items off as they should be.
fn check(engine: &Engine, person: &str, run: Date, most: usize) -> Result<()> {
    let who = people::identify(engine, person, None)?;
    let all = commissions::commissions(run);
    for _ in 0..most {
        let Some(item) = view::next(engine, COMMISSIONS, &who)?.item else { return Ok(()) };
        let due = all.iter().find(|one| one.id == item.id).map(commissions::Commission::due);
        let given = spotcheck::Given {
            answer: AnswerKind::Figure,
            amount: due.map(commissions::decimal),
            steps: "rate × (revenue − credit notes)".to_owned(),
            note: String::new(),
            evidence: Vec::new(),
        };
        spotcheck::answer(engine, COMMISSIONS, &item.id, &who, given)?;
    }
    Ok(())
}

/// Marta accepts a difference until the end of April.
fn accept(engine: &Engine, id: &str, finding: &str, reason: &str) -> Result<()> {
    let given = Given {
        reason: reason.to_owned(),
        person: "Marta".to_owned(),
        owner: "Marta".to_owned(),
        until: Some(date(2026, 4, 30)),
    };
    compared::accept(engine, id, finding, given)
}

/// Zeros in the middle of the largest pack, as a bad block leaves them.
fn damage(engine: &Engine, repository: &Path) -> Result<()> {
    use std::io::{Seek, SeekFrom, Write};
    const ZEROS: usize = 64 * 1024;
    let packs = engine.store().read(|view| view.packs("vault"))?;
    let largest = packs
        .iter()
        .max_by_key(|pack| pack.bytes)
        .ok_or_else(|| Error::new(Code::Internal).with("what", "no pack"))?;
    let path = repository.join("data").join(&largest.id[..2]).join(&largest.id);
    let io = |error: std::io::Error| Error::io(&path, &error);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map_err(io)?;
    let mut file = fs::OpenOptions::new().write(true).open(&path).map_err(io)?;
    file.seek(SeekFrom::Start(largest.bytes / 2)).map_err(io)?;
    file.write_all(&vec![0; ZEROS]).and_then(|()| file.sync_all()).map_err(io)
}
