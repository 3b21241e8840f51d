//! Amounts as people type them, and as they are shown.

use ballast_core::limits::ANSWER_TERMS_MAX;
use ballast_core::{Code, Currency, Error, Money, Result};

/// A decimal, or a sum of decimals such as `400 + 270 - 12.50`, in minor units. A comma stands for a point.
///
/// Errors: `invalid_call` for anything else, for more decimals than the currency has, and for a sum that is too large.
pub(super) fn sum_of(text: &str, currency: Currency) -> Result<i64> {
    let refused = || {
        Error::new(Code::InvalidCall)
            .with("what", "--amount")
            .with("found", text.chars().take(64).collect::<String>())
            .allowed([
                format!("a number with at most {} decimals and no thousands separators", currency.exponent()),
                "a sum such as 400 + 270".to_owned(),
            ])
    };
    let text = text.trim().replace('\u{2212}', "-");
    let mut total: i64 = 0;
    let mut rest = text.as_str();
    for term in 0.. {
        let signed = match rest.strip_prefix('-') {
            Some(after) => (true, after),
            None => (false, rest.strip_prefix('+').filter(|_| term > 0).unwrap_or(rest)),
        };
        let (negative, after) = (signed.0, signed.1.trim_start());
        let end = after.find(['+', '-']).unwrap_or(after.len());
        let (number, next) = after.split_at(end);
        let number = number.trim_end().replace(',', ".");
        // A sign of its own would make two of them.
        if number.is_empty() || term >= ANSWER_TERMS_MAX {
            return Err(refused());
        }
        let minor = Money::parse(&number, currency).map_err(|_| refused())?.minor;
        let minor = if negative { -minor } else { minor };
        total = total.checked_add(minor).ok_or_else(refused)?;
        if next.is_empty() {
            return Ok(total);
        }
        rest = next;
    }
    Err(refused())
}

/// A sum in minor units as a decimal; sums of a whole list may be larger than one amount can be.
pub(crate) fn decimal_of_minor(minor: i128, currency: Currency) -> String {
    if let Ok(minor) = i64::try_from(minor) {
        return Money { minor, currency }.amount();
    }
    let width = currency.exponent();
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = width + 1);
    let (whole, part) = digits.split_at(digits.len() - width);
    let sign = if minor < 0 { "-" } else { "" };
    if width == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro() -> Currency {
        "EUR".parse().unwrap()
    }

    #[test]
    fn sums_are_exact_and_everything_else_is_refused() {
        let good = [
            ("670", 67_000),
            ("400 + 270", 67_000),
            ("400+270-12.5", 65_750),
            ("0,10 + 0,20", 30),
            ("-3.07", -307),
            ("10 \u{2212} 3", 700),
            ("- 5 + 5", 0),
        ];
        for (text, minor) in good {
            assert_eq!(sum_of(text, euro()).ok(), Some(minor), "{text}");
        }
        let bad = [
            "",
            " ",
            "+",
            "4 +",
            "+ 4",
            "4 ++ 5",
            "4 -- 5",
            "1.234,50",
            "1,234.50",
            "12.345",
            "4 * 5",
            "€4",
            "1e3",
            "99999999999999999999",
            "٣",
            "0x10",
            "92233720368547758.07 + 0.01",
        ];
        for text in bad {
            assert!(sum_of(text, euro()).is_err(), "{text}");
        }
        assert_eq!(sum_of("12", "JPY".parse().unwrap()).ok(), Some(12));
        assert!(sum_of("12.5", "JPY".parse().unwrap()).is_err());
        assert!(sum_of(&vec!["1"; ANSWER_TERMS_MAX + 1].join("+"), euro()).is_err());
    }

    #[test]
    fn sums_of_whole_lists_are_shown_with_all_their_digits() {
        assert_eq!(decimal_of_minor(-5, euro()), "-0.05");
        assert_eq!(decimal_of_minor(i128::from(i64::MAX) + 1, euro()), "92233720368547758.08");
        assert_eq!(decimal_of_minor(-(1 << 70), euro()), "-11805916207174113034.24");
    }
}
