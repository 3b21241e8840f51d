//! The distributions behind plans and limits, and their inverses. Those of counted units live in
//! `ballast_core::bound`.

use statrs::function::beta::beta_reg;
use statrs::function::gamma::{gamma_lr, gamma_ur};

/// The smallest x in `low..high` at which a growing function reaches `aim`, to the nearest float.
fn halved(mut low: f64, mut high: f64, aim: f64, grows: impl Fn(f64) -> f64) -> f64 {
    while let middle = f64::midpoint(low, high)
        && low < middle
        && middle < high
    {
        if grows(middle) < aim {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The x with P(X ≤ x) = `chance`, X gamma distributed with this shape and scale 1. With shape k + 1 this is the
/// Poisson limit of k events (Garwood 1936).
#[must_use]
pub fn gamma_inverse(chance: f64, shape: f64) -> f64 {
    let mut high = shape + 1.0;
    while gamma_lr(shape, high) < chance {
        high *= 2.0;
    }
    halved(0.0, high, chance, |x| if x > 0.0 { gamma_lr(shape, x) } else { 0.0 })
}

/// P(X ≤ x) for X Poisson with this mean, x real: Q(x + 1, mean), as AICPA plans with unrounded expectations.
#[must_use]
pub fn poisson_at_most(mean: f64, limit: f64) -> f64 {
    if mean <= 0.0 { 1.0 } else { gamma_ur(limit + 1.0, mean) }
}

/// P(X = k) for X Poisson with this mean.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn poisson_exactly(mean: f64, count: u64) -> f64 {
    if mean <= 0.0 {
        return if count == 0 { 1.0 } else { 0.0 };
    }
    (count as f64 * mean.ln() - mean - statrs::function::factorial::ln_factorial(count)).exp()
}

/// The x with P(X ≤ x) = `chance`, X beta distributed.
#[must_use]
pub fn beta_inverse(chance: f64, a: f64, b: f64) -> f64 {
    halved(0.0, 1.0, chance, |x| beta_reg(a, b, x))
}

/// P(X > x) for X chi-square distributed with this many degrees of freedom.
#[must_use]
pub fn chi_square_above(value: f64, freedom: f64) -> f64 {
    if value <= 0.0 { 1.0 } else { gamma_ur(freedom / 2.0, value / 2.0) }
}

/// The quantile of the normal distribution, for a chance between 0.5 and 1.
#[must_use]
pub fn normal_inverse(chance: f64) -> f64 {
    // The square of a normal variable is gamma distributed: P(Z² ≤ z²) = 2·chance − 1.
    (2.0 * gamma_inverse(2.0 * chance - 1.0, 0.5)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ballast_core::bound::{binomial_at_most, rate_at_most};

    fn is_close(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() < within, "{found} is not {expected}");
    }

    #[test]
    #[allow(clippy::approx_constant)]
    fn poisson_factors_are_those_of_the_tables() {
        let five = [2.9957, 4.7439, 6.2958, 7.7537, 9.1535, 10.5130, 11.8424];
        let ten = [2.3026, 3.8897, 5.3223, 6.6808, 7.9936, 9.2747, 10.5321];
        for (confidence, factors) in [(0.95, five), (0.90, ten)] {
            for (shape, factor) in (1..).zip(factors) {
                is_close(gamma_inverse(confidence, f64::from(shape)), factor, 5e-5);
            }
        }
    }

    #[test]
    fn inverses_are_inverses() {
        is_close(normal_inverse(0.95), 1.644_853_626_951_472_2, 1e-12);
        for (a, b) in [(1.0, 59.0), (3.5, 0.7), (6.0, 95.0)] {
            is_close(beta_reg(a, b, beta_inverse(0.95, a, b)), 0.95, 1e-12);
        }
        is_close(beta_inverse(0.95, 4.0, 57.0), rate_at_most(60, 3, 0.95), 1e-12);
        is_close(1.0 - beta_reg(4.0, 57.0, 0.1), binomial_at_most(60, 3, 0.1), 1e-12);
    }

    #[test]
    fn poisson_sums_up() {
        for mean in [0.0, 0.5, 3.0, 40.0] {
            let sum: f64 = (0..=4).map(|count| poisson_exactly(mean, count)).sum();
            is_close(poisson_at_most(mean, 4.0), sum, 1e-12);
        }
    }
}
