//! Draws that are the same on every machine and in every version.

/// `SplitMix64` (Steele, Lea, Flood 2014): one stream for each input, so that a new input changes no other's draws.
pub(crate) struct Random(u64);

impl Random {
    /// The stream of one input under one seed.
    pub fn new(seed: u64, input: &str) -> Self {
        // FNV-1a, 64 bits.
        let name = input.bytes().fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        let mut random = Self(seed ^ name.rotate_left(17));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// Above 0 and up to 1.
    fn unit(&mut self) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let word = (self.next() >> 11) as f64;
        (word + 1.0) / 9_007_199_254_740_992.0
    }

    /// Standard normal (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Gamma with a shape of at least 1 (Marsaglia and Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// PERT: a beta distribution over low to high, its mode the likeliest, its mean (low + 4 likely + high) / 6.
    pub fn pert(&mut self, low: f64, likely: f64, high: f64) -> f64 {
        let width = high - low;
        if width <= 0.0 {
            return likely;
        }
        let first = self.gamma(1.0 + 4.0 * (likely - low) / width);
        let second = self.gamma(1.0 + 4.0 * (high - likely) / width);
        low + width * first / (first + second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pert_has_its_mean_and_stays_in_its_range() {
        let mut random = Random::new(7, "x");
        let draws: Vec<f64> = (0..40_000).map(|_| random.pert(2.0, 3.0, 10.0)).collect();
        assert!(draws.iter().all(|draw| (2.0..=10.0).contains(draw)));
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        assert!((mean - 4.0).abs() < 0.03, "{mean}");
        // The variance of PERT: (mean - low)(high - mean) / 7.
        let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 40_000.0;
        assert!((variance - 12.0 / 7.0).abs() < 0.06, "{variance}");
    }

    #[test]
    fn one_seed_and_one_name_are_one_stream() {
        let draw = |seed, name| Random::new(seed, name).pert(0.0, 0.5, 1.0).to_bits();
        assert_eq!(draw(1, "a"), draw(1, "a"));
        assert_ne!(draw(1, "a"), draw(2, "a"));
        assert_ne!(draw(1, "a"), draw(1, "b"));
    }
}
