//! What screens and commands show, derived from evidence at the moment of asking.

pub mod backups;
pub(crate) mod compare;
pub(crate) mod drills;
pub mod evidence;
pub(crate) mod providers;
pub mod runs;
pub(crate) mod schedule;
pub(crate) mod spotcheck;
pub mod standing;
pub mod status;
pub mod today;

use ballast_core::Money;

use crate::contract::WireMoney;

pub(crate) fn wire_money(money: Money) -> WireMoney {
    WireMoney { amount: money.amount(), currency: money.currency.to_string() }
}
