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

use sha2::{Digest, Sha256};

pub use answers::{Compared, Difference, Reply, compare};
pub use conclude::{Asked, Concluded, Example, Explained, Figures, Latency, PathFigures};
pub use json::{Flaw, Json};
pub use requests::{HeaderText, Method, Request, check_header, is_header_text, read};
pub use rules::{Rules, Wanted};
pub use tally::{Outcome, Side, Tally};

/// Whether the old system is asked first: a coin that the seed tosses for each request, so that neither side
/// always finds the caches of the other one warm. The same seed tosses the same.
#[must_use]
pub fn old_first(seed: &str, request: u64) -> bool {
    let mut hash = Sha256::new();
    hash.update(seed.as_bytes());
    hash.update([0]);
    hash.update(request.to_be_bytes());
    hash.finalize()[0] & 1 == 0
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
}
