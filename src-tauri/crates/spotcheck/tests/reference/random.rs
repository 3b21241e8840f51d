//! Seeded chance for simulations: the same on every machine.

/// Steele, Lea and Flood, `SplitMix64` (2014).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `below` − 1.
    pub fn below(&mut self, below: u64) -> u64 {
        self.next() % below
    }

    /// From 0 to 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Wrong ones among `drawn` of `units`, of which `wrong` are; without replacement.
    pub fn drawn(&mut self, units: u64, wrong: u64, drawn: u64) -> u64 {
        let (mut left, mut found) = (wrong, 0);
        for done in 0..drawn {
            if self.below(units - done) < left {
                (left, found) = (left - 1, found + 1);
            }
        }
        found
    }
}
