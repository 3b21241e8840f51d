//! How far two decimals are apart, for people.

use bigdecimal::{BigDecimal, RoundingMode, Zero};

/// A text that is a decimal with no sign but a minus, and no zeros before it.
fn read(text: &str) -> Option<BigDecimal> {
    let plain = text.strip_prefix('-').unwrap_or(text);
    let digits = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|_| digits)
}

/// `new − old`, exactly; none where one of them is no decimal.
#[must_use]
pub fn difference(new: &str, old: &str) -> Option<String> {
    Some((read(new)? - read(old)?).to_plain_string())
}

/// `new ÷ old`, rounded to six decimals; none where one of them is no decimal or the old one is zero.
#[must_use]
pub fn factor(old: &str, new: &str) -> Option<String> {
    let (old, new) = (read(old)?, read(new)?);
    if old.is_zero() {
        return None;
    }
    let factor = (new / old).with_scale_round(6, RoundingMode::HalfEven).normalized();
    Some(factor.to_plain_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_apart_exactly_and_texts_are_not() {
        assert_eq!(difference("443.72", "412.00").as_deref(), Some("31.72"));
        assert_eq!(difference("9007199254740993", "9007199254740992").as_deref(), Some("1"));
        assert_eq!(factor("412.00", "443.72").as_deref(), Some("1.07699"));
        assert_eq!(factor("2", "200").as_deref(), Some("100"));
        assert_eq!((factor("0", "1"), difference("1e3", "1"), difference("CH", "1")), (None, None, None));
    }
}
