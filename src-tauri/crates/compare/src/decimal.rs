//! Exact decimals of any length as they are written in tables. Nothing is rounded, nothing is a float.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use ballast_core::limits::COMPARE_DECIMAL_CHARACTERS_MAX;
use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, Signed, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Digits that surely fit an `i128`.
const SMALL_DIGITS: usize = 38;

/// Whether a cell is a decimal: `-?(0|[1-9]\d*)(\.\d+)?`, not longer than
/// [`COMPARE_DECIMAL_CHARACTERS_MAX`]. `+1`, `01`, `1.`, `.5`, `1e3` and `NaN` are texts.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    point(text.as_bytes()).is_some()
}

/// Digits after the point of a decimal; none for a text.
#[must_use]
pub fn decimals(text: &str) -> Option<u32> {
    let point = point(text.as_bytes())?;
    Some(decimals_after(text.len(), point))
}

fn decimals_after(length: usize, point: usize) -> u32 {
    u32::try_from(length.saturating_sub(point + 1)).unwrap_or(u32::MAX)
}

/// Where the point stands (the length where there is none), if this is a decimal.
fn point(text: &[u8]) -> Option<usize> {
    if text.len() > COMPARE_DECIMAL_CHARACTERS_MAX {
        return None;
    }
    let sign = usize::from(text.first() == Some(&b'-'));
    let whole = text[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if whole == 0 || (whole > 1 && text[sign] == b'0') {
        return None;
    }
    let point = sign + whole;
    match text.get(point) {
        None => Some(point),
        Some(b'.') => {
            let rest = &text[point + 1..];
            (!rest.is_empty() && rest.iter().all(u8::is_ascii_digit)).then_some(point)
        }
        Some(_) => None,
    }
}

/// A decimal: units ÷ 10^scale. Equality and order are those of the number: 1.5 = 1.50, −0 = 0.
#[derive(Clone, Debug)]
pub enum Decimal {
    Small { units: i128, scale: u32 },
    Big(Box<BigDecimal>),
}

impl Decimal {
    pub const ZERO: Self = Self::Small { units: 0, scale: 0 };

    /// None where the text is no decimal, as [`is_decimal`] says.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let point = point(bytes)?;
        let scale = decimals_after(bytes.len(), point);
        if bytes.len() > SMALL_DIGITS {
            return BigDecimal::from_str(text).ok().map(Self::big);
        }
        let digits = bytes.iter().filter(|byte| byte.is_ascii_digit());
        let units = if bytes.len() <= 18 {
            i128::from(digits.fold(0_i64, |units, byte| units * 10 + i64::from(byte - b'0')))
        } else {
            digits.fold(0_i128, |units, byte| units * 10 + i128::from(byte - b'0'))
        };
        Some(Self::Small { units: if bytes[0] == b'-' { -units } else { units }, scale })
    }

    /// A sum, which may be longer than any cell that is taken for a number.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| BigDecimal::from_str(text).ok().map(Self::big))
    }

    /// Back to small where it fits, so that equal numbers of one scale are held alike.
    fn big(value: BigDecimal) -> Self {
        let (units, scale) = value.as_bigint_and_scale();
        match (i128::try_from(units.as_ref()), u32::try_from(scale)) {
            (Ok(units), Ok(scale)) => Self::Small { units, scale },
            _ => Self::Big(Box::new(value)),
        }
    }

    pub(crate) fn to_big(&self) -> Cow<'_, BigDecimal> {
        match self {
            Self::Small { units, scale } => {
                Cow::Owned(BigDecimal::from_bigint(BigInt::from(*units), i64::from(*scale)))
            }
            Self::Big(value) => Cow::Borrowed(value),
        }
    }

    /// Digits after the point, as written.
    #[must_use]
    pub fn scale(&self) -> u32 {
        match self {
            Self::Small { scale, .. } => *scale,
            Self::Big(value) => u32::try_from(value.fractional_digit_count()).unwrap_or(0),
        }
    }

    #[must_use]
    pub fn is_zero(&self) -> bool {
        match self {
            Self::Small { units, .. } => *units == 0,
            Self::Big(value) => value.is_zero(),
        }
    }

    #[must_use]
    pub fn is_negative(&self) -> bool {
        match self {
            Self::Small { units, .. } => *units < 0,
            Self::Big(value) => value.is_negative(),
        }
    }

    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { self.negated() } else { self.clone() }
    }

    #[must_use]
    pub fn negated(&self) -> Self {
        match self {
            Self::Small { units, scale } if *units != i128::MIN => {
                Self::Small { units: -units, scale: *scale }
            }
            other => Self::big(-other.to_big().into_owned()),
        }
    }

    /// Both in units of the finer of the two scales, where that fits.
    fn aligned(&self, other: &Self) -> Option<(i128, i128, u32)> {
        let (Self::Small { units: a, scale: p }, Self::Small { units: b, scale: q }) = (self, other) else {
            return None;
        };
        let scale = *p.max(q);
        Some((raised(*a, scale - p)?, raised(*b, scale - q)?, scale))
    }

    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        if let Some((a, b, scale)) = self.aligned(other)
            && let Some(units) = a.checked_add(b)
        {
            return Self::Small { units, scale };
        }
        Self::big(self.to_big().as_ref() + other.to_big().as_ref())
    }

    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        if let (Self::Small { units: a, scale: p }, Self::Small { units: b, scale: q }) = (self, other)
            && let Some(units) = a.checked_mul(*b)
        {
            return Self::Small { units, scale: p + q };
        }
        Self::big(self.to_big().as_ref() * other.to_big().as_ref())
    }

    /// Half a unit of the last place of a number written with this many decimals.
    #[must_use]
    pub fn half_of_last_place(decimals: u32) -> Self {
        Self::Small { units: 5, scale: decimals.saturating_add(1) }
    }

    /// Without zeros at its end: 1.50 becomes 1.5, and −0 becomes 0.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        match self {
            Self::Small { units, scale } => {
                let (mut units, mut scale) = (*units, *scale);
                while scale > 0 && units % 10 == 0 {
                    (units, scale) = (units / 10, scale - 1);
                }
                Self::Small { units, scale }
            }
            Self::Big(value) => {
                let value = value.normalized();
                let whole = value.fractional_digit_count().max(0);
                Self::big(value.with_scale(whole))
            }
        }
    }

    /// With at least this many digits after the point.
    #[must_use]
    pub fn widened(&self, scale: u32) -> Self {
        let Some(more) = scale.checked_sub(self.scale()) else { return self.clone() };
        match self {
            Self::Small { units, .. } => raised(*units, more).map_or_else(
                || Self::big(self.to_big().with_scale(i64::from(scale))),
                |units| Self::Small { units, scale },
            ),
            Self::Big(value) => Self::big(value.with_scale(i64::from(scale))),
        }
    }

    /// Near enough for a search; what is found is checked exactly.
    pub(crate) fn about(&self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Whether one of the two is the other rounded to its own, coarser scale: half away from zero, half to
    /// even, or cut.
    #[must_use]
    pub fn is_rounding_of(&self, other: &Self) -> bool {
        match self.scale().cmp(&other.scale()) {
            Ordering::Equal => false,
            Ordering::Less => other.rounds_to(self, self.scale()),
            Ordering::Greater => self.rounds_to(other, other.scale()),
        }
    }

    /// Whether this number with only so many decimals is `rounded`: half away from zero, half to even, or cut.
    /// All three are within one unit: cut, or the next one away from zero where at least half was cut off.
    #[must_use]
    pub fn rounds_to(&self, rounded: &Self, decimals: u32) -> bool {
        let Some(lost) = self.scale().checked_sub(decimals) else { return self == rounded };
        if let Self::Small { units, .. } = self
            && let Some(power) = power_of_ten(lost)
        {
            let (cut, rest) = (units / power, units % power);
            let is = |units| Self::Small { units, scale: decimals } == *rounded;
            return is(cut)
                || (rest.unsigned_abs() >= power.unsigned_abs().div_ceil(2) && is(cut + rest.signum()));
        }
        let value = self.to_big();
        let unit = BigDecimal::from_bigint(BigInt::from(1), i64::from(decimals));
        let cut = value.with_scale(i64::from(decimals));
        let rest = (value.as_ref() - &cut).abs();
        let rounded = rounded.to_big();
        *rounded == cut
            || (&rest + &rest >= unit && (rounded.as_ref() - &cut).abs() == unit && {
                rounded.is_negative() == value.is_negative() || rounded.is_zero()
            })
    }
}

fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

fn raised(units: i128, places: u32) -> Option<i128> {
    if places == 0 { Some(units) } else { units.checked_mul(power_of_ten(places)?) }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.aligned(other) {
            Some((a, b, _)) => a.cmp(&b),
            None => self.to_big().cmp(&other.to_big()),
        }
    }
}

/// Plain, with all its digits after the point; never with an exponent and never `-0`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Small { units, scale: 0 } => write!(f, "{units}"),
            Self::Small { units, scale } => {
                let sign = if *units < 0 { "-" } else { "" };
                let digits = units.unsigned_abs().to_string();
                let places = *scale as usize;
                let digits = format!("{digits:0>width$}", width = places + 1);
                let (whole, rest) = digits.split_at(digits.len() - places);
                write!(f, "{sign}{whole}.{rest}")
            }
            Self::Big(value) => f.write_str(&value.to_plain_string()),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("no decimal"))
    }
}

/// An exact sum; it is written with the decimals of its finest number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sum(Decimal);

impl Default for Sum {
    fn default() -> Self {
        Self(Decimal::ZERO)
    }
}

impl Sum {
    pub fn add(&mut self, value: &Decimal) {
        if let (Decimal::Small { units: sum, scale: p }, Decimal::Small { units, scale: q }) =
            (&mut self.0, value)
            && p == q
            && let Some(total) = sum.checked_add(*units)
        {
            *sum = total;
            return;
        }
        self.0 = self.0.plus(value);
    }

    pub fn merge(&mut self, other: &Self) {
        self.add(&other.0);
    }

    #[must_use]
    pub fn value(&self) -> &Decimal {
        &self.0
    }
}
