//! In what way the numbers of one path differ, where all of them do in the same way.

use crate::decimal::Decimal;
use crate::figures::Effect;

/// So few pairs have something in common by chance.
const PAIRS_MIN: usize = 3;
/// Factors are sought with so many decimals: a tax, a currency, a unit.
const FACTOR_DECIMALS_MAX: usize = 6;

/// Decimals of a number near 1 that a float surely holds.
const FLOAT_DECIMALS: u32 = 14;

/// What all pairs (old, new) have in common; none where the old values are all one, as any rule would do then.
#[must_use]
pub fn effect(pairs: &[(Decimal, Decimal)]) -> Option<Effect> {
    let (first_old, first_new) = pairs.first()?;
    if pairs.len() < PAIRS_MIN || pairs.iter().all(|(old, _)| old == first_old) {
        return None;
    }
    if pairs.iter().all(|(old, new)| old.negated() == *new) {
        return Some(Effect::SignFlip);
    }
    let offset = first_new.minus(first_old);
    if pairs.iter().all(|(old, new)| new.minus(old) == offset) {
        return Some(Effect::Offset(offset.trimmed().to_string()));
    }
    factor(pairs).map(|factor| Effect::Factor(factor.trimmed().to_string()))
}

/// The shortest factor that leads from every old number to the new one, up to the rounding of what is written.
fn factor(pairs: &[(Decimal, Decimal)]) -> Option<Decimal> {
    // The largest number says most about it; what is found is checked exactly.
    let (old, new) = pairs.iter().max_by(|(a, _), (b, _)| a.abs().cmp(&b.abs()))?;
    let ratio = new.about() / old.about();
    if !ratio.is_finite() {
        return None;
    }
    (0..=FACTOR_DECIMALS_MAX).find_map(|decimals| {
        let factor = Decimal::parse(&format!("{ratio:.decimals$}"))?;
        pairs.iter().all(|(old, new)| fits(&factor, old, new)).then_some(factor)
    })
}

/// Half a unit of the last place may have been rounded off on either side; whole old numbers are exact. A
/// system that computes in floats writes 1163.1599999999999 where it means 1163.16, which is no other factor.
fn fits(factor: &Decimal, old: &Decimal, new: &Decimal) -> bool {
    let of_old = match old.scale() {
        0 => Decimal::ZERO,
        decimals => Decimal::half_of_last_place(decimals),
    };
    let off = new.minus(&factor.times(old)).abs();
    let of_floats = new.abs().times(&Decimal::Small { units: 1, scale: FLOAT_DECIMALS });
    let rounded_off = Decimal::half_of_last_place(new.scale()).plus(&factor.abs().times(&of_old));
    !old.is_zero() && off <= rounded_off.plus(&of_floats)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(texts: &[(&str, &str)]) -> Vec<(Decimal, Decimal)> {
        texts.iter().map(|(old, new)| (Decimal::read(old).unwrap(), Decimal::read(new).unwrap())).collect()
    }

    #[test]
    fn what_numbers_have_in_common() {
        let alike = |texts: &[(&str, &str)]| effect(&pairs(texts));
        assert_eq!(
            alike(&[("100.00", "107.70"), ("412.00", "443.72"), ("33.10", "35.65")]),
            Some(Effect::Factor("1.077".to_owned()))
        );
        assert_eq!(
            alike(&[("1.5", "150"), ("2.25", "225"), ("-3", "-300")]),
            Some(Effect::Factor("100".to_owned()))
        );
        assert_eq!(
            alike(&[("1", "0.95"), ("2", "1.95"), ("7.5", "7.45")]),
            Some(Effect::Offset("-0.05".to_owned()))
        );
        assert_eq!(alike(&[("1", "-1"), ("2.50", "-2.5"), ("0", "0")]), Some(Effect::SignFlip));
        let by_floats = [("1080", "1163.1599999999999"), ("1000", "1077.0"), ("1040", "1120.08")];
        assert_eq!(alike(&by_floats), Some(Effect::Factor("1.077".to_owned())));
        assert_eq!(alike(&[("1", "2"), ("2", "4")]), None, "two may do so by chance");
        assert_eq!(alike(&[("1", "2"), ("1", "2"), ("1", "2")]), None, "that is one observation");
        assert_eq!(alike(&[("10", "11"), ("20", "22"), ("30", "36")]), None);
        assert_eq!(alike(&[("0", "1"), ("20", "22"), ("30", "33")]), None);
    }

    proptest! {
        #[test]
        fn a_planted_factor_is_found(
            cents in prop::collection::btree_set(10_000_i64..9_999_999, 5..40),
            thousandths in 1001_i64..3000,
        ) {
            let factor = Decimal::read(&format!("{}.{:03}", thousandths / 1000, thousandths % 1000)).unwrap();
            let planted: Vec<_> = cents.iter().map(|cents| {
                // Half away from zero, in integers.
                let new = (cents * thousandths + 500) / 1000;
                let text = |cents: i64| Decimal::read(&format!("{}.{:02}", cents / 100, cents % 100)).unwrap();
                (text(*cents), text(new))
            }).collect();
            let found = effect(&planted);
            let Some(Effect::Factor(found)) = found else { panic!("{found:?}") };
            // A shorter one may do as well; what is said must hold for every pair.
            let found = Decimal::read(&found).unwrap();
            prop_assert!(found == factor || planted.iter().all(|(old, new)| fits(&found, old, new)));
        }
    }
}
