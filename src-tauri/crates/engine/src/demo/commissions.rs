//! The monthly commission run: what a rep was paid for a month's revenue, less what customers gave back. In February
//! the system forgot the credit notes.

use std::fs;
use std::path::Path;

use ballast_core::{Error, Result};
use jiff::civil::Date;

use super::company::Numbers;

/// Payouts of each run.
const PAYOUTS: u64 = 480;
/// The run that forgets credit notes.
const FORGETS: Date = jiff::civil::date(2026, 3, 2);

const REPS: [&str; 8] = [
    "Jonas Weidel",
    "Mira Solak",
    "Pia Lorenz",
    "Emre Yıldız",
    "Frauke Jansen",
    "Tim Oster",
    "Nele Brandt",
    "Karim Haddad",
];
const REGIONS: [&str; 3] = ["North", "East", "West"];

/// One payout before the system works it out; amounts in cents.
pub(super) struct Commission {
    pub id: String,
    rep: &'static str,
    region: &'static str,
    revenue: u64,
    credit_notes: u64,
    rate_per_mille: u64,
}

impl Commission {
    /// What should be paid: the rate of the revenue, less the credit notes.
    pub fn due(&self) -> u64 {
        ((self.revenue - self.credit_notes) * self.rate_per_mille + 500) / 1000
    }

    fn paid(&self, run: Date) -> u64 {
        if run == FORGETS { (self.revenue * self.rate_per_mille + 500) / 1000 } else { self.due() }
    }
}

pub(super) fn decimal(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The payouts of a run, the same every time.
pub(super) fn commissions(run: Date) -> Vec<Commission> {
    let mut numbers = Numbers::new(&format!("commissions {run}"));
    let one = |number: u64| {
        let revenue = 40_000 + numbers.below(1_960_000);
        // One payout in nine has a credit note.
        let credit_notes = if numbers.below(9) == 0 { revenue / 20 + numbers.below(revenue / 10) } else { 0 };
        let rep = REPS[pick(number, REPS.len())];
        Commission {
            id: format!("C-{}-{number:03}", run.strftime("%y%m")),
            rep,
            region: REGIONS[pick(number / 3, REGIONS.len())],
            revenue,
            credit_notes,
            rate_per_mille: if revenue > 1_000_000 { 60 } else { 40 },
        }
    };
    (1..=PAYOUTS).map(one).collect()
}

fn pick(number: u64, of: usize) -> usize {
    usize::try_from(number).unwrap_or_default() % of
}

/// Writes what the system paid in a run.
pub(super) fn export(folder: &Path, run: Date) -> Result<()> {
    let path = folder.join(format!("run-{}.csv", run.strftime("%Y-%m")));
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    let mut text = "payout_id,rep,region,revenue,credit_notes,rate,amount\n".to_owned();
    for commission in commissions(run) {
        let Commission { id, rep, region, revenue, credit_notes, rate_per_mille } = &commission;
        text.push_str(&format!(
            "{id},{rep},{region},{},{},{}%,{}\n",
            decimal(*revenue),
            decimal(*credit_notes),
            rate_per_mille / 10,
            decimal(commission.paid(run)),
        ));
    }
    fs::write(&path, text).map_err(|error| Error::io(&path, &error))
}
