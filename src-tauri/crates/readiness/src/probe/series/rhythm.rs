//! When a probe looks: regularly, but not all at the same second.
//!
//! Each probe has its own offset in its interval, and each look is shifted by up to a tenth of it. Both come
//! from a seed, so that a simulation repeats, and no wait depends on when the program started.

use ballast_core::Span;
use jiff::{SignedDuration, Timestamp};

/// The share of the interval by which a look may be late: a tenth.
const SHIFT_DIVISOR: u64 = 10;

/// The first look after `after` of a probe with this key.
#[must_use]
pub fn next_look(seed: u64, probe: &str, every: Span, after: Timestamp) -> Timestamp {
    let interval = every.seconds().max(1).saturating_mul(1000);
    let offset = drawn(seed, probe, u64::MAX) % interval;
    let milliseconds = after.as_millisecond();
    let whole = i64::try_from(interval).unwrap_or(i64::MAX);
    let elapsed = milliseconds.saturating_sub(i64::try_from(offset).unwrap_or(0));
    let slot = elapsed.div_euclid(whole);
    // The shift is less than an interval: the next look stands in this slot or the one behind it.
    let look = |slot: i64| {
        let shift = drawn(seed, probe, slot.cast_unsigned()) % (interval / SHIFT_DIVISOR).max(1);
        let late = offset.saturating_add(shift);
        slot.saturating_mul(whole).saturating_add(i64::try_from(late).unwrap_or(0))
    };
    let next = [slot, slot.saturating_add(1)].into_iter().map(look).find(|look| *look > milliseconds);
    let fallback = || after.saturating_add(SignedDuration::from_secs(1)).unwrap_or(Timestamp::MAX);
    next.and_then(|look| Timestamp::from_millisecond(look).ok()).unwrap_or_else(fallback)
}

/// A number drawn from seed, key and slot: FNV-1a over the bytes, then the finaliser of `SplitMix64`
/// (Steele, Lea and Flood 2014), so that neighbours differ in all bits.
fn drawn(seed: u64, probe: &str, slot: u64) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(slot.to_le_bytes()).chain(probe.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn looks_come_once_an_interval_and_repeat_from_their_seed(
            seed: u64, every in 1..100_000_u64, start in -1_000_000_000..4_000_000_000_i64,
        ) {
            let start = Timestamp::from_second(start).unwrap();
            let every = Span::from_seconds(every);
            let mut at = start;
            let mut looks = Vec::new();
            for _ in 0..20 {
                at = next_look(seed, "payments/0", every, at);
                looks.push(at);
            }
            let interval = every.seconds() * 1000;
            for pair in looks.windows(2) {
                let wait = u64::try_from(pair[1].duration_since(pair[0]).as_millis()).unwrap();
                prop_assert!(wait * 10 > interval * 9 && wait * 10 < interval * 11, "{} of {}", wait, interval);
            }
            // From anywhere between two looks the next one is the same.
            let between = looks[3].saturating_sub(SignedDuration::from_millis(1)).unwrap();
            prop_assert_eq!(next_look(seed, "payments/0", every, between.max(looks[2])), looks[3]);
        }
    }

    #[test]
    fn five_hundred_probes_do_not_look_at_once() {
        let start = Timestamp::UNIX_EPOCH;
        let mut seconds = [0_u32; 120];
        for probe in 0..500 {
            let look = next_look(7, &format!("probe-{probe}"), Span::from_minutes(1), start);
            seconds[usize::try_from(look.as_second()).unwrap()] += 1;
        }
        // 500 over 60 seconds are 8.3 each; a second with 30 would be a crowd (Poisson: 1 in 10^8).
        assert!(seconds.iter().all(|count| *count < 30), "{seconds:?}");
    }
}
