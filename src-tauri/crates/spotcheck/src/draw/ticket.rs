//! Tickets: numbers that everybody can work out, and nobody before the seed.

use std::cmp::Ordering;

use ballast_core::Result;
use ballast_core::limits::SEED_BYTES_MAX;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::hex;
use crate::population::refused;

/// A number that nobody could know when the plan was committed: dice, or a public number of a later day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Seed {
    /// Printable ASCII, no space at an end: so that it is the same bytes on every keyboard.
    pub text: String,
    /// Who threw or entered it, in this order.
    pub by: Vec<String>,
}

/// Decimal digits that make guessing a seed as hard as it should be.
pub const SEED_DIGITS: usize = 20;

impl Seed {
    /// A seed that these people entered, or saw.
    pub fn new(text: &str, by: &[&str]) -> Result<Self> {
        let printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && text.trim() == text;
        if text.is_empty() || text.len() > SEED_BYTES_MAX || !printable {
            return Err(refused("seed", text.chars().take(64).collect::<String>()).allowed([format!(
                "1 to {SEED_BYTES_MAX} letters, digits and signs, such as 20 thrown digits"
            )]));
        }
        Ok(Self { text: text.to_owned(), by: by.iter().map(|name| (*name).to_owned()).collect() })
    }

    /// The seeds of two people, one after the other: as long as one of them threw honestly, nobody chose it.
    pub fn of_two(first: (&str, &str), second: (&str, &str)) -> Result<Self> {
        let (one, other) = (Self::new(first.1, &[])?, Self::new(second.1, &[])?);
        if first.0 == second.0 {
            return Err(refused("seed", first.0).with("reason", "same_person").allowed(["two people"]));
        }
        Self::new(&format!("{}{}", one.text, other.text), &[first.0, second.0])
    }

    /// Shorter than [`SEED_DIGITS`]: somebody could have tried seeds until one pleased.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.text.len() < SEED_DIGITS
    }
}

/// Makes the tickets of one seed.
#[derive(Clone)]
pub struct Tickets(Sha256);

impl Tickets {
    #[must_use]
    pub fn new(seed: &Seed) -> Self {
        Self(Sha256::new_with_prefix(hex(&Sha256::digest(&seed.text))))
    }

    /// SHA-256(hex(SHA-256(seed)) ‖ id), read as a number of 256 bits, first byte first.
    ///
    /// Source: Rivest, consistent sampling; there the number is read in reversed decimal.
    #[must_use]
    pub fn of(&self, id: &str) -> Ticket {
        let mut hasher = self.0.clone();
        hasher.update(id);
        Ticket(hasher.finalize().into())
    }
}

/// A ticket. The smaller, the sooner it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket([u8; 32]);

impl Ticket {
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// The ticket modulo `whole`, from 0; `whole` below 2^120. Its bias is below 2^−136.
    #[must_use]
    pub fn modulo(&self, whole: u128) -> u128 {
        self.0.iter().fold(0, |rest, byte| (rest * 256 + u128::from(*byte)) % whole)
    }

    /// The four limbs, least first.
    fn limbs(&self) -> [u64; 4] {
        let mut limbs = [0; 4];
        for (limb, bytes) in limbs.iter_mut().zip(self.0.rchunks_exact(8)) {
            *limb = bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
        }
        limbs
    }

    /// This ticket times a value: 320 bits, least limb first.
    fn times(&self, value: u64) -> [u64; 5] {
        let mut product = [0; 5];
        let mut carry = 0_u128;
        for (place, limb) in self.limbs().into_iter().enumerate() {
            let sum = u128::from(limb) * u128::from(value) + carry;
            #[allow(clippy::cast_possible_truncation)]
            {
                product[place] = sum as u64;
            }
            carry = sum >> 64;
        }
        #[allow(clippy::cast_possible_truncation)]
        {
            product[4] = carry as u64;
        }
        product
    }
}

/// The place of an item in a sieve: the largest book value / ticket comes first. Exact: a / u is before b / v
/// where a·v > b·u.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SieveKey {
    pub value: u64,
    pub ticket: Ticket,
}

impl Ord for SieveKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let (own, others) = (other.ticket.times(self.value), self.ticket.times(other.value));
        others.iter().rev().cmp(own.iter().rev()).then_with(|| self.ticket.cmp(&other.ticket))
    }
}

impl PartialOrd for SieveKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seed(text: &str) -> Seed {
        Seed::new(text, &["Ana"]).unwrap()
    }

    #[test]
    fn tickets_are_those_of_the_reference() {
        let seed = seed("01382438112797316654");
        assert!(hex(&Sha256::digest(&seed.text)).starts_with("a9c6a8879a42dc07"));
        let tickets = Tickets::new(&seed);
        for (id, ticket) in [
            ("AB-130", "654b3e71876e34e6"),
            ("PAY-000001", "e176be3db705f35a"),
            ("PAY-000002", "08f977a9ea679ae9"),
            ("PAY-000003", "e3fcfbbcdaa54996"),
        ] {
            assert!(tickets.of(id).hex().starts_with(ticket), "{id}");
        }
    }

    #[test]
    fn two_people_make_one_seed_and_neither_twice() {
        let two = Seed::of_two(("Ana", "0138243811"), ("Ben", "2797316654")).unwrap();
        assert_eq!(two.text, "01382438112797316654");
        assert_eq!(two.by, ["Ana", "Ben"]);
        assert!(!two.is_short());
        assert!(seed("314159").is_short());
        assert_eq!(Seed::of_two(("Ana", "1"), ("Ana", "2")).unwrap_err().params["reason"], "same_person");
        for bad in ["", " 1", "1\n", "ü"] {
            assert!(Seed::new(bad, &[]).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_ticket_modulo_is_that_of_long_division() {
        let ticket = Ticket([0xff; 32]);
        // 2^256 − 1 is divisible by 3, 5 and 17, and leaves 1 for 7 (2^256 = 2^(3·85 + 1) = 2).
        assert_eq!([3, 5, 17, 7].map(|whole| ticket.modulo(whole)), [0, 0, 0, 1]);
    }

    proptest! {
        #[test]
        fn the_sieve_orders_as_the_quotients_do(a in 1u64..1_000_000, b in 1u64..1_000_000, n in 0u32..9999) {
            let tickets = Tickets::new(&seed("17"));
            let key = |value, id: String| SieveKey { value, ticket: tickets.of(&id) };
            let (one, other) = (key(a, n.to_string()), key(b, format!("x{n}")));
            #[allow(clippy::cast_precision_loss)]
            let quotient = |key: SieveKey| {
                key.value as f64 / key.ticket.0.iter().rev().fold(0.0, |sum, byte| (sum + f64::from(*byte)) / 256.0)
            };
            prop_assume!((quotient(one) / quotient(other) - 1.0).abs() > 1e-9);
            prop_assert_eq!(one < other, quotient(one) > quotient(other));
            prop_assert_eq!(one.cmp(&other), other.cmp(&one).reverse());
        }
    }
}
