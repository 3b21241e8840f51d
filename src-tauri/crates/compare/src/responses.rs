//! Two live systems that are asked the same, and what their answers have in common. Pure: requests as text,
//! answers as bytes, and what was found. Who asks, how fast and over which line is not known here.

mod alike;
mod answers;
mod conclude;
mod json;
mod path;
mod requests;
mod rules;
mod tally;

use ballast_core::limits::RESPONSE_EXAMPLE_CHARACTERS_MAX;
use sha2::{Digest, Sha256};

pub use answers::{Compared, Difference, Reply, compare};
pub use conclude::{Asked, Concluded, Example, Explained, Figures, Latency, PathFigures};
pub use json::{Flaw, Json};
pub use requests::{HeaderText, Method, Request, check_header, is_header_text, read};
pub use rules::{Rules, Wanted};
pub use tally::{Outcome, Side, Tally};

/// The start of a text that somebody else wrote, as it may be shown: nothing in it steers a terminal or turns
/// the direction of what follows.
fn excerpt(text: &str) -> String {
    let mut signs = text.chars();
    let mut start = String::new();
    signs.by_ref().take(RESPONSE_EXAMPLE_CHARACTERS_MAX).for_each(|sign| push_harmless(&mut start, sign));
    if signs.next().is_some() { start + "…" } else { start }
}

fn push_harmless(text: &mut String, sign: char) {
    let steers = sign.is_control() || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if steers { text.extend(sign.escape_unicode()) } else { text.push(sign) }
}

/// Whether the old system is asked first: a coin that the seed tosses for each request, so that neither side
/// always finds the caches of the other one warm. The same seed tosses the same. Requests count from 0, in the
/// order of their file.
#[must_use]
pub fn old_first(seed: &str, request: usize) -> bool {
    drawn(seed, 0, request)[0] & 1 == 0
}

/// The order in which `count` requests are asked: drawn, so that what comes first in the file is not always
/// what finds a system cold. The same seed draws the same.
#[must_use]
pub fn order(seed: &str, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_cached_key(|request| drawn(seed, 1, *request));
    order
}

/// SHA-256 over the seed, what is drawn, and the number of the request.
fn drawn(seed: &str, what: u8, request: usize) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.as_bytes());
    hash.update([what]);
    hash.update((request as u64).to_be_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coin_is_fair_and_falls_the_same_again() {
        let toss = |seed: &str| (0..1000).map(|request| old_first(seed, request)).collect::<Vec<bool>>();
        let heads = toss("a").into_iter().filter(|old| *old).count();
        assert!((430..570).contains(&heads), "{heads}");
        assert_eq!(toss("a"), toss("a"));
        assert_ne!(toss("a"), toss("b"));
        // Computed with Python: hashlib.sha256(b"a\0" + (0).to_bytes(8, "big")).digest()[0] & 1
        let known = [false, false, false, false, true, false, true, true];
        assert_eq!(toss("a")[..8], known);
    }

    #[test]
    fn what_others_wrote_is_shown_without_its_tricks() {
        assert_eq!(excerpt("a\u{1b}[31m\r\u{202e}ü"), "a\\u{1b}[31m\\u{d}\\u{202e}ü");
        let long = excerpt(&"x".repeat(RESPONSE_EXAMPLE_CHARACTERS_MAX + 1));
        assert_eq!(long.chars().count(), RESPONSE_EXAMPLE_CHARACTERS_MAX + 1);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn the_order_has_every_request_once_and_is_drawn_the_same_again() {
        let mut all = order("a", 1000);
        assert_eq!(all, order("a", 1000));
        assert_ne!(all, order("b", 1000));
        // Computed with Python: sorted(range(8), key=lambda n: hashlib.sha256(b"a\1" + n.to_bytes(8, "big")).digest())
        assert_eq!(order("a", 8), [2, 6, 5, 4, 3, 0, 7, 1]);
        all.sort_unstable();
        assert!(all.into_iter().eq(0..1000));
    }
}
