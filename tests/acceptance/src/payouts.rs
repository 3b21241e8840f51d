//! Lists of payouts, their frozen form and their tickets, worked out from the description alone.

use std::collections::BTreeMap;

use crate::files::sha256;

/// The seed of the reference's vectors.
pub const SEED: &str = "01382438112797316654";
pub const HEADER: &str = "payout_id,rep,region,revenue,amount\n";

/// A payout, as a list has it.
#[derive(Clone)]
pub struct Payout {
    pub id: String,
    pub cents: i64,
    pub person: String,
    pub stratum: &'static str,
    pub revenue: i64,
}

impl Payout {
    pub fn amount(&self) -> String {
        let sign = if self.cents < 0 { "-" } else { "" };
        let cents = self.cents.unsigned_abs();
        format!("{sign}{}.{:02}", cents / 100, cents % 100)
    }

    fn line(&self) -> String {
        let Self { id, person, stratum, revenue, .. } = self;
        format!("{id},{person},{stratum},{revenue},{}\n", self.amount())
    }
}

/// Payouts of 1.00 to 500.00, in an order of their own.
pub fn payouts(count: i64) -> Vec<Payout> {
    let one = |number: i64| Payout {
        id: format!("PAY-{number:04}"),
        cents: 100 + number * 7919 % 49_901,
        person: format!("Zoë {}", number % 7),
        stratum: ["DE", "DE", "AT", "DE", "CH"][usize::try_from(number % 5).unwrap()],
        revenue: 1000 + number,
    };
    (0..count).map(|place| one((place * 17 + 5) % count)).collect()
}

pub fn csv(list: &[Payout]) -> String {
    list.iter().fold(HEADER.to_owned(), |text, payout| text + &payout.line())
}

/// The frozen list, as the reference describes it.
pub fn canonical(list: &[Payout]) -> String {
    let line = |payout: &Payout| {
        let Payout { id, cents, person, stratum, revenue } = payout;
        format!("{id},{cents},{person},{stratum},{revenue}\n")
    };
    let mut lines: Vec<String> = list.iter().map(line).collect();
    lines.sort();
    format!("id,amount,person,stratum,revenue\n{}", lines.concat())
}

pub fn ticket(seed: &str, id: &str) -> String {
    sha256(format!("{}{id}", sha256(seed.as_bytes())).as_bytes())
}

/// The ids with the smallest tickets, in the order of the tickets.
pub fn smallest<'a>(seed: &str, list: impl IntoIterator<Item = &'a Payout>, count: usize) -> Vec<String> {
    let ids = list.into_iter().map(|payout| (ticket(seed, &payout.id), payout.id.clone()));
    let by_ticket: BTreeMap<String, String> = ids.collect();
    by_ticket.into_values().take(count).collect()
}
