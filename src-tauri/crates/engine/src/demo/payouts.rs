//! Two commission engines side by side: the payout workbook that has served for years, and Tallyworks,
//! which is to replace it. What they export every night, the same every time.

use std::fs;
use std::path::{Path, PathBuf};

use ballast_core::{Error, Result};
use jiff::civil::Date;

use super::company::Numbers;

/// Payouts in each export.
const PAYOUTS: u64 = 18_412;
/// The first night; one entry a night of how many rows of Tallyworks are wrong, none where the export of
/// the night was not compared.
pub(super) const FIRST: Date = jiff::civil::date(2026, 2, 7);
pub(super) const WRONG: [Option<u64>; 30] = {
    let mut wrong = [Some(0); 30];
    let early = [20, 17, 14, 12, 9, 4, 3, 0, 0, 2, 1];
    let mut night = 0;
    while night < early.len() {
        wrong[night] = Some(early[night]);
        night += 1;
    }
    wrong[16] = Some(1);
    wrong[20] = None;
    let late = [298, 301, 305, 309, 312, 312, 312];
    let mut night = 0;
    while night < late.len() {
        wrong[23 + night] = Some(late[night]);
        night += 1;
    }
    wrong
};
/// From this night on Tallyworks has another name for the customer and an old rule for Swiss reps.
const RELEASE: usize = 23;
/// Nights whose exports stay; the systems themselves keep no more.
const NIGHTS_KEPT: usize = 3;

const REGIONS: [&str; 4] = ["DE", "DE", "AT", "NL"];
const GROUPS: [&str; 5] = ["implants", "consumables", "devices", "hygiene", "service"];
const PLACES: [&str; 8] =
    ["Kiel", "Hamburg", "Lübeck", "Flensburg", "Zürich", "Wien", "Groningen", "Osnabrück"];
const NAMES: [&str; 8] = [
    "Praxis am Hafen",
    "Zahnärzte Mitte",
    "Dental Nord",
    "Praxis Möller",
    "Zahnhaus",
    "Praxis Brandt",
    "Dr. Grün",
    "Smile",
];

/// One payout of a night, before either system writes it down.
struct Payout {
    id: String,
    customer: u64,
    name: String,
    rep: String,
    region: &'static str,
    group: &'static str,
    revenue_cents: u64,
    rate_per_mille: u64,
    paid_on: Date,
    iban: String,
}

impl Payout {
    fn commission_cents(&self) -> u64 {
        (self.revenue_cents * self.rate_per_mille + 500) / 1000
    }
}

/// How many Swiss payouts there are on a night: as many as are wrong after the release.
fn swiss(night: usize) -> u64 {
    WRONG.get(night).copied().flatten().filter(|_| night >= RELEASE).unwrap_or(298)
}

fn payouts(night: usize) -> impl Iterator<Item = Payout> {
    let mut numbers = Numbers::new("payouts");
    (0..PAYOUTS).map(move |number| {
        let name = format!("{}, {}", numbers.pick(&NAMES), numbers.pick(&PLACES));
        let region = if number < swiss(night) { "CH" } else { numbers.pick(&REGIONS) };
        Payout {
            id: format!("P-26-{:05}", number + 1),
            customer: 10_000 + numbers.below(4_000),
            name,
            rep: format!("R-{:02}", 1 + numbers.below(24)),
            region,
            group: numbers.pick(&GROUPS),
            revenue_cents: 2_000 + numbers.below(900_000),
            rate_per_mille: 30 + 5 * numbers.below(10),
            paid_on: after(jiff::civil::date(2026, 1, 5), i64::try_from(numbers.below(28)).unwrap_or(0)),
            iban: format!("DE{:02}2105017000{:08}", 10 + numbers.below(80), numbers.below(100_000_000)),
        }
    })
}

fn after(date: Date, days: i64) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}

/// The day of a night's export.
pub(super) fn day_of(night: usize) -> Date {
    after(FIRST, i64::try_from(night).unwrap_or(0))
}

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// As the workbook saves it: semicolons, and the characters of western Windows.
fn workbook(night: usize) -> Vec<u8> {
    let mut text = String::from(
        "payout_id;customer_id;customer;rep;region;product_group;revenue;rate;commission;paid_on;iban;exported_at\r\n",
    );
    for payout in payouts(night) {
        text.push_str(&format!(
            "{};{};{};{};{};{};{};0.{:03};{};{};{};{}T23:05:00\r\n",
            payout.id,
            payout.customer,
            payout.name.replace(", ", " - "),
            payout.rep,
            payout.region,
            payout.group,
            money(payout.revenue_cents),
            payout.rate_per_mille,
            money(payout.commission_cents()),
            payout.paid_on,
            payout.iban,
            day_of(night)
        ));
    }
    // Every letter in it is one byte there.
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}

/// As Tallyworks exports it: commas and UTF-8, rates without the zeros at their end.
fn tallyworks(night: usize) -> Vec<u8> {
    let wrong = WRONG.get(night).copied().flatten().unwrap_or(0);
    let released = night >= RELEASE;
    let customer = if released { "customer-id" } else { "customer_id" };
    let mut text = format!(
        "payout_id,{customer},customer,rep,region,product_group,revenue,rate,commission,paid_on,iban,exported_at\n"
    );
    for (number, payout) in payouts(night).enumerate() {
        let number = number as u64;
        let late = !released && (4_000..4_000 + wrong).contains(&number);
        let commission = if released && payout.region == "CH" {
            // The Swiss rule of before 2024: 7.7 % on top.
            (payout.commission_cents() * 1077 + 500) / 1000
        } else {
            payout.commission_cents()
        };
        let rate = format!("0.{:03}", payout.rate_per_mille);
        text.push_str(&format!(
            "{},{},{},{},{},{},{},{},{},{},{},{}T23:11:30Z\n",
            payout.id,
            payout.customer,
            payout.name.replace(", ", " - "),
            payout.rep,
            payout.region,
            payout.group,
            money(payout.revenue_cents),
            rate.trim_end_matches('0'),
            money(commission),
            if late { after(payout.paid_on, 1) } else { payout.paid_on },
            payout.iban,
            day_of(night)
        ));
    }
    // Two payouts of a trial that nobody took out.
    for trial in 1..=2 {
        text.push_str(&format!(
            "P-TRIAL-{trial},99999,Trial,R-00,DE,service,0.00,0,0.00,2026-01-05,DE00000000000000000000,{}T23:11:30Z\n",
            day_of(night)
        ));
    }
    text.into_bytes()
}

fn path(folder: &Path, system: &str, night: usize) -> PathBuf {
    folder.join(format!("{system}-{}.csv", day_of(night)))
}

/// What both systems leave in a folder on a night.
pub(super) fn export(folder: &Path, night: usize) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    for (system, bytes) in [("workbook", workbook(night)), ("tallyworks", tallyworks(night))] {
        let file = path(folder, system, night);
        fs::write(&file, bytes).map_err(|error| Error::io(&file, &error))?;
        if let Some(old) = night.checked_sub(NIGHTS_KEPT) {
            let _ = fs::remove_file(path(folder, system, old));
        }
    }
    Ok(())
}
