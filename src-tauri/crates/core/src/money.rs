//! Money in integer minor units. Never a float.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

use crate::span::Span;

/// Active ISO 4217 codes (list one, 2024), without funds, metals and test codes.
const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL \
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD \
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR \
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES \
VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// An ISO 4217 currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

/// Why a text is not a currency.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("currencies are ISO 4217 codes such as EUR, USD, CHF")]
pub struct NotACurrency;

/// Why a text is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("amounts are decimal strings such as \"420.00\"")]
pub struct NotMoney;

impl Currency {
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Digits behind the decimal point.
    #[must_use]
    pub fn exponent(&self) -> usize {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        let bytes: [u8; 3] = text.as_bytes().try_into().map_err(|_| NotACurrency)?;
        if CODES.split_whitespace().any(|code| code == text) { Ok(Self(bytes)) } else { Err(NotACurrency) }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount: minor units of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads `420`, `420.5` or `420.00`; more digits than the currency has are refused, not rounded.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, NotMoney> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
        let part = part.unwrap_or_default();
        let numeric = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        let dangling_point = digits.contains('.') && part.is_empty();
        if whole.is_empty()
            || !numeric(whole)
            || !numeric(part)
            || part.len() > currency.exponent()
            || dangling_point
        {
            return Err(NotMoney);
        }
        let padded = format!("{whole}{part:0<width$}", width = currency.exponent());
        let minor: i64 = padded.parse().map_err(|_| NotMoney)?;
        Ok(Self { minor: if negative { -minor } else { minor }, currency })
    }

    /// What `per_hour` costs over `span`, rounded half up to a minor unit.
    #[must_use]
    pub fn over(self, span: Span) -> Self {
        let product = i128::from(self.minor) * i128::from(span.seconds());
        let minor = i64::try_from((product + 1800).div_euclid(3600)).unwrap_or(i64::MAX);
        Self { minor, currency: self.currency }
    }

    /// `420.00`: the amount alone, with the digits of its currency.
    #[must_use]
    pub fn amount(self) -> String {
        let exponent = self.currency.exponent();
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, part) = digits.split_at(digits.len() - exponent);
        if exponent == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn reads_and_refuses_amounts() {
        assert_eq!(Money::parse("420.5", currency("EUR")).unwrap().minor, 42_050);
        assert_eq!(Money::parse("1200", currency("JPY")).unwrap().minor, 1200);
        assert_eq!(Money::parse("1.234", currency("KWD")).unwrap().minor, 1234);
        for bad in ["", ".", "1.", ".5", "1.234", "1,20", "1e3", "--1", "+1", "99999999999999999999"] {
            assert_eq!(Money::parse(bad, currency("EUR")), Err(NotMoney), "{bad}");
        }
        assert!("EUX".parse::<Currency>().is_err());
    }

    #[test]
    fn damage_per_hour_times_hours() {
        let per_hour = Money::parse("1200.00", currency("EUR")).unwrap();
        assert_eq!(per_hour.over(Span::from_hours(26)).amount(), "31200.00");
        assert_eq!(per_hour.over(Span::from_seconds(1)).amount(), "0.33");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(minor in -1_000_000_000_000i64..1_000_000_000_000, code in prop::sample::select(vec!["EUR", "JPY", "KWD"])) {
            let money = Money { minor, currency: currency(code) };
            prop_assert_eq!(Money::parse(&money.amount(), money.currency), Ok(money));
        }
    }
}
