//! Exact decimals.

use std::str::FromStr;

use ballast_compare::Tolerance;
use ballast_compare::comparer::Tolerated;
use ballast_compare::decimal::{Decimal, Sum, is_decimal};
use bigdecimal::BigDecimal;
use proptest::prelude::*;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap_or_else(|| panic!("{text} is no decimal"))
}

#[test]
fn only_plain_numbers_are_decimals() {
    for text in ["0", "-0", "7", "-7.50", "0.001", "9007199254740993", &"9".repeat(300), "-0.0"] {
        assert!(is_decimal(text), "{text}");
        assert!(Decimal::parse(text).is_some(), "{text}");
    }
    for text in
        ["", "-", "01", "-01", "1.", ".5", "+1", "1e3", "NaN", "inf", " 1", "1 ", "1,5", "1_0", "٣", "1.5.2"]
    {
        assert!(!is_decimal(text), "{text}");
        assert!(Decimal::parse(text).is_none(), "{text}");
    }
    assert!(!is_decimal(&"9".repeat(5000)), "longer than anybody writes a number");
}

#[test]
fn numbers_are_equal_however_they_are_written() {
    for (one, other) in [("1.5", "1.50"), ("-0", "0"), ("0.00", "-0.0"), ("100", "100.000")] {
        assert_eq!(decimal(one), decimal(other), "{one} {other}");
    }
    assert_ne!(decimal("9007199254740993"), decimal("9007199254740992"));
    let long = "7".repeat(60);
    assert_eq!(decimal(&long), decimal(&format!("{long}.000")));
    assert_ne!(decimal(&long), decimal(&format!("{long}.001")));
}

#[test]
fn a_number_is_the_rounding_of_another_at_its_coarser_scale_alone() {
    for (coarse, fine) in [
        ("12.35", "12.345"),
        ("12.34", "12.345"),
        ("12.34", "12.349"),
        ("-12.35", "-12.345"),
        ("0", "0.5"),
        ("1", "0.5"),
        ("-1", "-0.5"),
        ("2", "2.5"),
        ("3", "2.5"),
        ("12.30", "12.304"),
    ] {
        assert!(decimal(coarse).is_rounding_of(&decimal(fine)), "{coarse} {fine}");
        assert!(decimal(fine).is_rounding_of(&decimal(coarse)), "{fine} {coarse}");
    }
    for (one, other) in
        [("12.36", "12.345"), ("12.34", "12.35"), ("13", "12.4"), ("1", "-0.5"), ("12.33", "12.345")]
    {
        assert!(!decimal(one).is_rounding_of(&decimal(other)), "{one} {other}");
    }
    let long = format!("{}.345", "7".repeat(60));
    assert!(decimal(&format!("{}.35", "7".repeat(60))).is_rounding_of(&decimal(&long)));
    assert!(!decimal(&format!("{}.36", "7".repeat(60))).is_rounding_of(&decimal(&long)));
}

fn tolerated(abs: Option<&str>, rel: Option<&str>) -> Tolerated {
    Tolerated::new(&Tolerance { abs: abs.map(str::to_owned), rel: rel.map(str::to_owned) }).unwrap()
}

#[test]
fn a_tolerance_holds_up_to_its_last_digit() {
    let cent = tolerated(Some("0.01"), None);
    assert!(cent.allows(&decimal("10.00"), &decimal("10.01")));
    assert!(!cent.allows(&decimal("10.00"), &decimal("10.0100000000000000001")));
    let share = tolerated(None, Some("0.095"));
    // numpy.isclose answers these two differently.
    assert!(share.allows(&decimal("110"), &decimal("100")));
    assert!(share.allows(&decimal("100"), &decimal("110")));
    assert!(!share.allows(&decimal("-100"), &decimal("100")));
    assert!(Tolerated::new(&Tolerance { abs: Some("-1".into()), rel: None }).is_err());
    assert!(Tolerated::new(&Tolerance { abs: None, rel: Some("0.1%".into()) }).is_err());
}

#[test]
fn a_sum_is_written_with_the_decimals_of_its_finest_number() {
    let mut sum = Sum::default();
    for text in ["0.1", "0.2", "10", "-0.30"] {
        sum.add(&decimal(text));
    }
    assert_eq!(sum.value().to_string(), "10.00");
}

/// Any decimal text, short or long.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,5})(\\.[0-9]{1,4})?",
        "-?(0|[1-9][0-9]{0,50})(\\.[0-9]{1,50})?",
        Just("-170141183460469231731687303715884105728".to_owned()),
        Just("170141183460469231731687303715884105727.9".to_owned()),
    ]
}

fn big(text: &str) -> BigDecimal {
    BigDecimal::from_str(text).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn arithmetic_agrees_with_that_of_any_length(a in texts(), b in texts()) {
        let (one, other) = (decimal(&a), decimal(&b));
        prop_assert_eq!(one.cmp(&other), big(&a).cmp(&big(&b)));
        prop_assert_eq!(big(&one.plus(&other).to_string()), big(&a) + big(&b));
        prop_assert_eq!(big(&one.minus(&other).to_string()), big(&a) - big(&b));
        prop_assert_eq!(big(&one.times(&other).to_string()), big(&a) * big(&b));
        prop_assert_eq!(&one.trimmed(), &one);
        prop_assert_eq!(big(&one.widened(60).to_string()), big(&a));
        let sent: Decimal = serde_json::from_str(&serde_json::to_string(&one).unwrap()).unwrap();
        prop_assert_eq!((sent.scale(), &sent), (one.scale(), &one));
    }

    #[test]
    fn a_sum_does_not_depend_on_the_order(mut texts in proptest::collection::vec(texts(), 0..20), cut in 0usize..20) {
        let sum = |texts: &[String]| {
            let mut sum = Sum::default();
            for text in texts {
                sum.add(&decimal(text));
            }
            sum
        };
        let whole = sum(&texts).value().to_string();
        let (left, right) = texts.split_at(cut.min(texts.len()));
        let mut merged = sum(left);
        merged.merge(&sum(right));
        prop_assert_eq!(&merged.value().to_string(), &whole);
        texts.reverse();
        prop_assert_eq!(&sum(&texts).value().to_string(), &whole);
    }

    #[test]
    fn a_tolerance_is_symmetric(a in texts(), b in texts(), abs in "0\\.[0-9]{1,3}", rel in "0\\.[0-9]{1,3}") {
        let tolerated = tolerated(Some(&abs), Some(&rel));
        let (one, other) = (big(&a), big(&b));
        let bound = big(&abs).max(big(&rel) * one.abs().max(other.abs()));
        let expected = (one - other).abs() <= bound;
        prop_assert_eq!(tolerated.allows(&decimal(&a), &decimal(&b)), expected);
        prop_assert_eq!(tolerated.allows(&decimal(&b), &decimal(&a)), expected);
    }

    #[test]
    fn a_rounded_number_is_recognised(text in "-?(0|[1-9][0-9]{0,40})\\.[0-9]{5,20}", decimals in 0u32..5) {
        use bigdecimal::RoundingMode::{Down, HalfEven, HalfUp};
        let fine = decimal(&text);
        for mode in [HalfUp, HalfEven, Down] {
            let rounded = big(&text).with_scale_round(i64::from(decimals), mode).to_plain_string();
            prop_assert!(decimal(&rounded).is_rounding_of(&fine), "{} {}", rounded, text);
        }
        let off = decimal(&big(&text).with_scale(i64::from(decimals)).to_plain_string())
            .plus(&Decimal::Small { units: 2, scale: decimals });
        prop_assert!(!off.is_rounding_of(&fine), "{} {}", off, text);
    }
}
