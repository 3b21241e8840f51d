//! Verifiable draws of section 3.4: our ticket is the hash of Rivest's consistent sampler, which reads it in
//! reversed decimal. That reading is made here again, so that the published vectors speak for the hash.

use ballast_spotcheck::Seed;
use ballast_spotcheck::draw::Tickets;
use sha2::{Digest, Sha256};

/// Decimal digits of a number of 256 bits, the last first.
fn reversed_decimal(hex: &str) -> String {
    let mut bytes: Vec<u32> =
        (0..32).map(|at| u32::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
    let mut digits = String::new();
    while bytes.iter().any(|byte| *byte > 0) {
        let mut rest = 0;
        for byte in &mut bytes {
            let value = rest * 256 + *byte;
            (*byte, rest) = (value / 10, value % 10);
        }
        digits.push(char::from_digit(rest, 10).unwrap());
    }
    // The padding of the source: 64 digits, for a number of 78.
    format!("{digits:0<64}")
}

fn uniform(text: &str) -> String {
    format!("0.{}", reversed_decimal(&ballast_spotcheck::hex(&Sha256::digest(text))))
}

fn first_fraction(tickets: &Tickets, id: &str) -> String {
    format!("0.{}", reversed_decimal(&tickets.of(id).hex()))
}

/// The next ticket of an item that is put back.
fn next_fraction(fraction: &str) -> String {
    let nines = fraction[2..].bytes().take_while(|byte| *byte == b'9').count();
    let next = (1..)
        .map(|count| format!("{}{}", &fraction[..2 + nines], &uniform(&format!("{fraction}:{count}"))[2..]));
    next.into_iter().find(|next| next.as_str() > fraction).unwrap()
}

fn tickets(seed: &str) -> Tickets {
    Tickets::new(&Seed::new(seed, &[]).unwrap())
}

fn in_order<'a>(seed: &str, ids: &[&'a str]) -> Vec<(String, &'a str)> {
    let tickets = tickets(seed);
    let mut all: Vec<(String, &str)> = ids.iter().map(|id| (first_fraction(&tickets, id), *id)).collect();
    all.sort();
    all
}

#[test]
fn fractions_are_those_of_the_consistent_sampler() {
    assert_eq!(
        uniform("abc"),
        "0.56998071861792858926477341561059638840106636224182943832566300809078486324348"
    );
    let first = first_fraction(&tickets("01382438112797316654"), "AB-130");
    assert_eq!(first, "0.26299714122838008416507544297546663599715395525154425586041245287750224561854");
    assert_eq!(
        next_fraction(&first),
        "0.8232357229934205790595761924514048157652891124687533667363938813600770093316"
    );
    assert_eq!(
        next_fraction("0.25471"),
        "0.642853261655004694691182528114375607701032283189922170593838029306715548381901"
    );
}

#[test]
fn orders_are_those_of_the_consistent_sampler() {
    let four = in_order("314159", &["ab-1", "ab-2", "cd-1", "ef-3"]);
    let short: Vec<(&str, &str)> = four.iter().map(|(fraction, id)| (&fraction[..11], *id)).collect();
    assert_eq!(
        short,
        [("0.317685817", "cd-1"), ("0.832984519", "ef-3"), ("0.909803926", "ab-1"), ("0.923154904", "ab-2")]
    );
    let six = in_order("314159", &["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"]);
    assert_eq!(six.iter().take(4).map(|(_, id)| *id).collect::<Vec<_>>(), ["B-2", "B-3", "A-3", "A-2"]);
    let hundred: Vec<String> = (0..100).map(|id| id.to_string()).collect();
    let hundred: Vec<&str> = hundred.iter().map(String::as_str).collect();
    let ten: Vec<&str> = in_order("41", &hundred).into_iter().take(10).map(|(_, id)| id).collect();
    assert_eq!(ten, ["73", "51", "17", "58", "38", "42", "39", "20", "11", "67"]);
    let many: Vec<String> = (0..2000).map(|id| format!("AB-{id}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let below: Vec<(String, &str)> =
        in_order("314159", &many).into_iter().filter(|(fraction, _)| fraction.as_str() < "0.01").collect();
    assert_eq!(below.len(), 24);
    assert!(below[0].0.starts_with("0.000599853"), "{}", below[0].0);
    assert_eq!(below[..3].iter().map(|(_, id)| *id).collect::<Vec<_>>(), ["AB-135", "AB-684", "AB-1980"]);
}
