//! Limits, each with its formula and the numbers in it, so that anyone can work it out again.

use std::collections::BTreeMap;

use ballast_core::Result;
use ballast_core::bound::{Sample, damaged_at_least, damaged_at_most, rate_at_least, rate_at_most};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::distribution::{beta_inverse, gamma_inverse, normal_inverse};
use crate::plan::attribute::as_float;
use crate::plan::{Method, Refusal};
use crate::population::refused;
use crate::rate::Rate;

/// What a sample says, as ratios of the whole; each limit one-sided at the confidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Limit {
    pub method: Method,
    pub confidence: Rate,
    pub most_likely: f64,
    /// None where the method cannot limit that side.
    pub lower: Option<f64>,
    pub upper: f64,
    /// The upper limit, in the letters of `numbers`.
    pub formula: String,
    pub numbers: BTreeMap<String, f64>,
}

fn numbers<const N: usize>(pairs: [(&str, f64); N]) -> BTreeMap<String, f64> {
    pairs.into_iter().map(|(name, number)| (name.to_owned(), number)).collect()
}

/// The limit of a rate of wrong items: `errors` (k) of `sample` (n), drawn from `population` (N). Refused are
/// methods for values.
pub fn count_limit(
    method: Method,
    population: u64,
    sample: u64,
    errors: u64,
    confidence: Rate,
) -> Result<Limit> {
    if errors > sample || sample > population {
        return Err(
            refused("errors", errors).allowed([format!("errors ≤ sample ≤ population ({population})")])
        );
    }
    let (n, k, level, risk) =
        (as_float(sample), as_float(errors), confidence.value(), confidence.rest().value());
    let (lower, upper, formula) = match method {
        Method::Hypergeometric => {
            let known = Sample { units: population, read: sample, damaged: errors, confidence: level };
            let share =
                |units: u64| if population == 0 { 1.0 } else { as_float(units) / as_float(population) };
            (
                share(damaged_at_least(known)),
                share(damaged_at_most(known)),
                "max{K : P(X ≤ k | N, K, n) > β} / N",
            )
        }
        Method::Binomial => (
            rate_at_least(sample, errors, level),
            rate_at_most(sample, errors, level),
            "BetaInv(1 − β; k + 1, n − k)",
        ),
        Method::Poisson => {
            let lower = if errors == 0 { 0.0 } else { gamma_inverse(risk, k) / n };
            let upper = if sample == 0 { 1.0 } else { gamma_inverse(level, k + 1.0) / n };
            (lower, upper, "GammaInv(1 − β; k + 1) / n")
        }
        other => return Err(other_kind(other)),
    };
    let most_likely = if sample == 0 { 0.0 } else { k / n };
    let mut numbers = numbers([("N", as_float(population)), ("n", n), ("k", k), ("β", risk)]);
    if upper > 1.0 {
        // Nothing is cut in silence.
        numbers.insert("uncut".to_owned(), upper);
    }
    let upper = upper.min(1.0);
    Ok(Limit {
        method,
        confidence,
        most_likely,
        lower: Some(lower),
        upper,
        formula: formula.to_owned(),
        numbers,
    })
}

fn other_kind(method: Method) -> ballast_core::Error {
    refused("method", method.as_str()).with("reason", "other_kind").allowed(Method::ALL.map(Method::as_str))
}

/// The limit of the overstated share of value: one taint, (paid − correct) / paid, for each of the n drawn units
/// that fell on a wrong item; the others are clean. Taints below zero are understatements: they count in the most
/// likely error, and make the lower limit.
///
/// Refused: taints above 1, for which none of the methods holds; methods for items; and a moment limit that is no
/// number.
pub fn taint_limit(method: Method, taints: &[f64], sample: u64, confidence: Rate) -> Result<Limit> {
    if taints.len() as u64 > sample || sample == 0 {
        return Err(
            refused("taints", taints.len()).allowed([format!("at most {sample}, one for each drawn unit")])
        );
    }
    if let Some(above) = taints.iter().find(|taint| taint.is_nan() || **taint > 1.0) {
        return Err(refused("taints", above).with("reason", "taint_above_one").allowed(["numbers up to 1"]));
    }
    let n = as_float(sample);
    let (over, under) = parted(taints);
    let offset = under.iter().sum::<f64>() / n;
    let (upper, formula) = match method {
        Method::StringerBinomial | Method::StringerPoisson => {
            (stringer(method, &over, sample, confidence), STRINGER)
        }
        Method::CoxSnell => (cox_snell(&over, n, confidence), COX_SNELL),
        Method::Moment => (moment(taints, n, confidence), MOMENT),
        other => return Err(other_kind(other)),
    };
    if !upper.is_finite() {
        return Err(Refusal::NoNumberWithFewErrors.error(method.as_str()));
    }
    let lower = (under.first().is_none_or(|largest| *largest <= 1.0))
        .then(|| 0.0 - stringer(stringer_kind(method), &under, sample, confidence));
    let gross: f64 = over.iter().sum::<f64>() / n;
    let numbers = numbers([
        ("n", n),
        ("M", as_float(over.len() as u64)),
        ("β", confidence.rest().value()),
        ("gross_over", gross),
        ("gross_under", offset),
        // Leslie, Teitlebaum and Anderson: understatements set off against the limit.
        ("upper_less_understatements", upper - offset),
    ]);
    let formula = formula.to_owned();
    Ok(Limit { method, confidence, most_likely: gross - offset, lower, upper, formula, numbers })
}

const STRINGER: &str = "p₀ + Σ (p_j − p_{j−1}) · t_(j), p_j the limit of j errors in n";
const COX_SNELL: &str = "(M + 1) / (M + 3) · (1 + Σt) / (n + 2) · FInv(1 − β; 2(M + 1), 2(M + 3))";
const MOMENT: &str = "G + A·B·(1 + z / √(9A) − 1 / (9A))³";

fn stringer_kind(method: Method) -> Method {
    if method == Method::StringerPoisson { method } else { Method::StringerBinomial }
}

/// Overstatements and understatements as positive numbers, largest first.
fn parted(taints: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let sorted = |mut list: Vec<f64>| {
        list.sort_by(|a, b| b.total_cmp(a));
        list
    };
    let over = taints.iter().copied().filter(|taint| *taint > 0.0).collect();
    let under = taints.iter().filter(|taint| **taint < 0.0).map(|taint| -taint).collect();
    (sorted(over), sorted(under))
}

/// Stringer's limit from any limits of counts: `p₀ + Σ (p_j − p_{j−1}) · t_(j)`, taints largest first.
///
/// Source: Stringer 1963; as in Bickel, Annals of Statistics 20 (1992).
#[must_use]
pub fn stringer_of(taints: &[f64], limit_of: impl Fn(u64) -> f64) -> f64 {
    let mut before = limit_of(0);
    let mut sum = before;
    for (errors, taint) in (1..).zip(taints) {
        let limit = limit_of(errors);
        sum += (limit - before) * taint;
        before = limit;
    }
    sum
}

fn stringer(method: Method, taints: &[f64], sample: u64, confidence: Rate) -> f64 {
    let level = confidence.value();
    match method {
        Method::StringerPoisson => {
            stringer_of(taints, |errors| gamma_inverse(level, as_float(errors) + 1.0) / as_float(sample))
        }
        _ => stringer_of(taints, |errors| rate_at_most(sample, errors, level)),
    }
}

/// Source: Cox and Snell, Biometrika 66 (1979), with a = 1, b = 3, μ₀ = 0.5, π₀ = 0.5.
fn cox_snell(taints: &[f64], n: f64, confidence: Rate) -> f64 {
    let errors = as_float(taints.len() as u64);
    let sum: f64 = taints.iter().sum();
    let beta = beta_inverse(confidence.value(), errors + 1.0, errors + 3.0);
    // FInv(·; 2a, 2b) is (b / a) · x / (1 − x) of the beta quantile x, so that a / b falls out.
    (1.0 + sum) / (n + 2.0) * beta / (1.0 - beta)
}

/// Source: Dworin and Grimlund, The Accounting Review 59 (1984): three moments of a hypothetical error beside those
/// found, and a gamma distribution by Wilson and Hilferty.
fn moment(taints: &[f64], n: f64, confidence: Rate) -> f64 {
    let m = as_float(taints.len() as u64);
    let mean = if taints.is_empty() { 0.0 } else { taints.iter().sum::<f64>() / m };
    let supposed = 0.81 * (1.0 - 0.667 * (10.0 * mean).tanh()) * (1.0 + 0.667 * (m / 10.0).tanh());
    let of = |power: i32| {
        (supposed.powi(power) + taints.iter().map(|taint| taint.powi(power)).sum::<f64>()) / (m + 1.0)
    };
    let (t1, t2, t3) = (of(1), of(2), of(3));
    let r1 = (m + 1.0) / (n + 2.0);
    let r2 = (m + 2.0) / (n + 3.0) * r1;
    let r3 = (m + 3.0) / (n + 4.0) * r2;
    let u1 = r1 * t1;
    let u2 = (r1 * t2 + (n - 1.0) * r2 * t1 * t1) / n;
    let u3 = (r1 * t3 + 3.0 * (n - 1.0) * r2 * t1 * t2 + (n - 1.0) * (n - 2.0) * r3 * t1.powi(3)) / (n * n);
    let c2 = u2 - u1 * u1;
    let c3 = u3 - 3.0 * u1 * u2 + 2.0 * u1.powi(3);
    let shape = 4.0 * c2.powi(3) / (c3 * c3);
    let scale = c3 / (2.0 * c2);
    let start = u1 - 2.0 * c2 * c2 / c3;
    let z = normal_inverse(confidence.value());
    start + shape * scale * (1.0 + z / (9.0 * shape).sqrt() - 1.0 / (9.0 * shape)).powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DG84: [f64; 4] = [-0.16, 0.04, 0.18, 0.47];
    const SIX: [f64; 6] = [0.04, 0.18, 0.47, 1.0, 0.10, 0.25];

    fn limit(method: Method, taints: &[f64]) -> Limit {
        taint_limit(method, taints, 100, Rate::percent(95)).unwrap()
    }

    fn is(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-11, "{found} is not {expected}");
    }

    /// Section 3.3 of the reference; Dworin and Grimlund 1984 for the first set.
    #[test]
    fn taints_have_the_limits_of_the_reference() {
        is(limit(Method::StringerBinomial, &DG84).most_likely, 0.0053);
        is(limit(Method::StringerBinomial, &DG84).upper, 0.040_799_381_42);
        is(limit(Method::StringerPoisson, &DG84).upper, 0.041_550_161_83);
        is(limit(Method::StringerBinomial, &DG84).numbers["upper_less_understatements"], 0.039_199_381_42);
        is(limit(Method::CoxSnell, &DG84).upper, 0.031_464_543_07);
        is(limit(Method::Moment, &DG84).upper, 0.023_933_931_05);
        is(limit(Method::StringerBinomial, &SIX).most_likely, 0.0204);
        is(limit(Method::StringerBinomial, &SIX).upper, 0.061_402_992_62);
        is(limit(Method::StringerBinomial, &SIX).numbers["upper_less_understatements"], 0.061_402_992_62);
        is(limit(Method::StringerPoisson, &SIX).upper, 0.062_788_381_91);
        is(limit(Method::CoxSnell, &SIX).upper, 0.053_084_858_33);
        is(limit(Method::Moment, &SIX).upper, 0.050_468_091_98);
        // A binomial limit for a count that is no whole number: the sum of taints.
        let on_sum = |taints: &[f64]| {
            let sum: f64 = taints.iter().sum();
            beta_inverse(0.95, sum + 1.0, 100.0 - sum)
        };
        is(on_sum(&DG84), 0.038_920_557_13);
        is(on_sum(&SIX), 0.062_198_022_28);
    }

    #[test]
    fn the_textbook_example_adds_up() {
        // Interval 12,300; one certain item off by 2,500; taints of 60 % and a third; factors of printed tables.
        let printed = [3.0, 4.75, 6.30];
        let interval: f64 = 12_300.0;
        let projected = interval * (0.6 + 1.0 / 3.0);
        assert!((2500.0 + projected - 13_980.0).abs() < 1e-9);
        let upper =
            stringer_of(&[0.6, 1.0 / 3.0], |errors| printed[usize::try_from(errors).unwrap()]) * interval;
        assert!((2500.0 + upper - 58_670.0).abs() < 1e-9, "{upper}");
        assert!((printed[0] * interval - 36_900.0).abs() < 1e-9);
    }

    /// Section 3.2: two-sided at 95 % (each side 97.5 %), and one-sided at 95 %.
    #[test]
    fn counts_have_the_limits_of_clopper_and_pearson() {
        for (errors, sample, low, high, one_sided) in [
            (0, 59, 0.0, 0.060_608_901, 0.049_507_609_9),
            (1, 93, 0.000_272_197_4, 0.058_458_164_5, 0.049_993_978_4),
            (3, 60, 0.010_432_329_6, 0.139_243_246_7, 0.124_187_210_5),
            (5, 100, 0.016_431_879_2, 0.112_834_911_1, 0.102_253_377_6),
        ] {
            let limit = |percent: &str| {
                count_limit(Method::Binomial, 100_000, sample, errors, percent.parse().unwrap()).unwrap()
            };
            let (two, one) = (limit("97.5%"), limit("95%"));
            assert!((two.lower.unwrap() - low).abs() < 1e-9 && (two.upper - high).abs() < 1e-9, "{two:?}");
            assert!((one.upper - one_sided).abs() < 1e-9, "{one:?}");
        }
    }

    #[test]
    fn a_limit_is_never_a_zero_without_errors_and_never_cut_in_silence() {
        for method in [Method::Hypergeometric, Method::Binomial, Method::Poisson] {
            assert!(count_limit(method, 1000, 60, 0, Rate::percent(95)).unwrap().upper > 0.03);
        }
        for method in [Method::StringerBinomial, Method::StringerPoisson, Method::CoxSnell, Method::Moment] {
            assert!(limit(method, &[]).upper > 0.005, "{method:?} {:?}", limit(method, &[]).upper);
        }
        let cut = count_limit(Method::Poisson, 10, 2, 0, Rate::percent(95)).unwrap();
        assert!((cut.upper - 1.0).abs() < 1e-12 && cut.numbers["uncut"] > 1.4);
    }

    #[test]
    fn what_no_method_covers_is_refused_with_the_reason() {
        let reason = |found: Result<Limit>| found.unwrap_err().params["reason"].clone();
        assert_eq!(reason(taint_limit(Method::Moment, &[1.2], 60, Rate::percent(95))), "taint_above_one");
        assert_eq!(reason(taint_limit(Method::Binomial, &[], 60, Rate::percent(95))), "other_kind");
        assert_eq!(reason(count_limit(Method::Moment, 100, 60, 0, Rate::percent(95))), "other_kind");
        assert!(taint_limit(Method::StringerBinomial, &[0.1; 5], 4, Rate::percent(95)).is_err());
        let lower = taint_limit(Method::StringerBinomial, &[-4.0], 60, Rate::percent(95)).unwrap().lower;
        assert_eq!(lower, None);
    }
}
