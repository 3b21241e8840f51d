//! The anytime-valid rule for money: after every item people may look and stop, and the risk still holds.
//!
//! Source: Kaplan and Markov as in Stark, SHANGRLA, `NonnegMean.kaplan_markov` with x = 1 − t, mean 1 − TM and
//! g = 0; valid at any time by Ville's inequality.

use ballast_core::limits::SAMPLE_ITEMS_MAX;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::rate::Rate;

/// Where the rule stands after the items so far, in the order of the draw.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct KaplanMarkov {
    /// The tolerable share of overstated value (TM).
    pub tolerable: Rate,
    pub confidence: Rate,
    #[ts(type = "number")]
    pub items: u64,
    /// The product of (1 − TM) / (1 − t): a P-value at any time. Infinite after an item that was wrong as a whole.
    pub product: f64,
    /// The smallest product so far. Having passed once is enough.
    pub smallest: f64,
}

/// How many further units of value are looked at before the rule is asked again: a fifth of the fewest that it can
/// pass with, rounded up. The rule holds however often one looks; a batch is what people do in one sitting.
#[must_use]
pub fn further_look(least: u64) -> u64 {
    least.div_ceil(5).max(1)
}

impl KaplanMarkov {
    #[must_use]
    pub fn new(tolerable: Rate, confidence: Rate) -> Self {
        Self { tolerable, confidence, items: 0, product: 1.0, smallest: 1.0 }
    }

    /// Takes the taint of the next item: (paid − correct) / paid. Understatements count as none, and a taint
    /// above 1 (a payout that should have been a charge) as 1.
    #[must_use]
    pub fn with(mut self, taint: f64) -> Self {
        let taint = if taint.is_nan() { 1.0 } else { taint.clamp(0.0, 1.0) };
        self.items += 1;
        self.product *= (1.0 - self.tolerable.value()) / (1.0 - taint);
        self.smallest = self.smallest.min(self.product);
        self
    }

    /// The value was shown to be overstated by at most TM.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.smallest <= self.confidence.rest().value()
    }

    /// Clean items that are still needed; none where an item was wrong as a whole, or where it would take more
    /// than [`SAMPLE_ITEMS_MAX`].
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    pub fn still_needed(&self) -> Option<u64> {
        if self.passed() {
            return Some(0);
        }
        let needed = (self.confidence.rest().value() / self.product).ln() / (-self.tolerable.value()).ln_1p();
        (needed.is_finite() && needed <= SAMPLE_ITEMS_MAX as f64).then(|| needed.ceil() as u64)
    }
}

/// The largest share of overstated value that the rule has not refused after any of these taints, in the order of
/// the draw, at the confidence: an upper limit that holds whenever one looks. 1 where nothing is refused.
#[must_use]
pub fn anytime_limit(taints: &[f64], confidence: Rate) -> f64 {
    // ln of the product at a rate r: n · ln(1 − r) − Σ ln(1 − t). It reaches ln β where
    // r = 1 − exp((ln β + Σ ln(1 − t)) / n); the best look is the one that counts.
    let risk = confidence.rest().value().ln();
    let mut sum = 0.0;
    let looks = (1_u32..).zip(taints).map(|(looks, taint)| {
        let taint = if taint.is_nan() { 1.0 } else { taint.clamp(0.0, 1.0) };
        sum += (-taint).ln_1p();
        -((risk + sum) / f64::from(looks)).exp_m1()
    });
    looks.fold(1.0, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(taints: &[f64]) -> KaplanMarkov {
        let start = KaplanMarkov::new(Rate::percent(5), Rate::percent(95));
        taints.iter().fold(start, |rule, taint| rule.with(*taint))
    }

    #[test]
    fn sizes_are_those_of_the_reference() {
        let table: [(&[f64], u64); 6] = [
            (&[], 59),
            (&[0.10], 61),
            (&[0.25], 65),
            (&[0.50], 72),
            (&[0.10, 0.10], 63),
            (&[0.25, 0.25], 70),
        ];
        for (taints, items) in table {
            let needed = after(taints).still_needed().unwrap() + taints.len() as u64;
            assert_eq!(needed, items, "{taints:?}");
            let clean = vec![0.0; usize::try_from(items).unwrap() - taints.len()];
            let all: Vec<f64> = taints.iter().chain(&clean).copied().collect();
            assert!(after(&all).passed());
            assert!(!after(&all[..all.len() - 1]).passed());
        }
    }

    #[test]
    fn the_limit_is_where_the_rule_just_passes() {
        for taints in
            [vec![0.0; 59], [vec![0.25], vec![0.0; 70]].concat(), [vec![0.0; 90], vec![1.0]].concat()]
        {
            let limit = anytime_limit(&taints, Rate::percent(95));
            let passes = |rate: f64| {
                let rule = KaplanMarkov::new(format!("{rate:.9}").parse().unwrap(), Rate::percent(95));
                taints.iter().fold(rule, |rule, taint| rule.with(*taint)).passed()
            };
            assert!(passes(limit + 1e-6) && !passes(limit - 1e-6), "{limit}");
        }
        assert!((anytime_limit(&[1.0, 0.0], Rate::percent(95)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_product_is_the_markov_bound_of_the_source() {
        let rule = KaplanMarkov::new("50%".parse().unwrap(), Rate::percent(95));
        let product = (0..5).fold(rule, |rule, _| rule.with(0.0)).product;
        assert!((product - 2.0_f64.powi(-5)).abs() < 1e-15);
    }

    #[test]
    fn a_wholly_wrong_item_never_passes_and_understatements_do_not_help() {
        let lost = after(&[1.0]);
        assert_eq!((lost.passed(), lost.still_needed()), (false, None));
        assert!(!after(&[vec![1.0], vec![0.0; 5000]].concat()).passed());
        assert_eq!(after(&[-3.0]).product.to_bits(), after(&[0.0]).product.to_bits());
        // Having passed before it, the rule has passed.
        assert!(after(&[vec![0.0; 59], vec![1.0]].concat()).passed());
    }
}
