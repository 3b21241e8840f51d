//! Numbers and dates in the form that was declared, read as `1234.50` and `2026-11-21`.

use ballast_core::table::Format;
use ballast_core::{Code, Error};
use jiff::Timestamp;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use super::Trouble;

/// No date is longer.
const DATE_BYTES_MAX: usize = 64;

#[derive(Debug)]
pub(super) struct Declared {
    decimal: Option<char>,
    thousands: Option<char>,
    date: Option<String>,
}

fn wrong(what: &str, value: impl ToString) -> Error {
    Error::new(Code::InvalidCall).with("what", what).with("value", value)
}

impl Declared {
    /// None where nothing is declared.
    pub(super) fn new(format: &Format) -> Result<Option<Self>, Trouble> {
        for (what, sign) in [("decimal", format.decimal), ("thousands", format.thousands)] {
            if let Some(sign) = sign
                && (sign.is_alphanumeric() || matches!(sign, '-' | '+'))
            {
                return Err(wrong(what, sign).into());
            }
        }
        if let Some(sign) = format.decimal
            && Some(sign) == format.thousands
        {
            return Err(wrong("thousands", sign).into());
        }
        if let Some(form) = &format.date {
            let some = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
            strtime::format(form, &some).map_err(|error| wrong("date", form).because(&error))?;
        }
        let is_plain = matches!(format.decimal, None | Some('.')) && format.thousands.is_none();
        let declared = Self {
            decimal: if is_plain { None } else { Some(format.decimal.unwrap_or('.')) },
            thousands: format.thousands,
            date: format.date.clone(),
        };
        Ok((declared.decimal.is_some() || declared.date.is_some()).then_some(declared))
    }

    /// Adds what a cell means to `to`; whether it is of a declared form.
    pub(super) fn apply(&self, cell: &str, to: &mut String) -> bool {
        if cell.is_empty() {
            return false;
        }
        self.number(cell, to).or_else(|| self.date(cell, to)).is_some()
    }

    fn number(&self, cell: &str, to: &mut String) -> Option<()> {
        let decimal = self.decimal?;
        let unsigned = cell.strip_prefix('-').unwrap_or(cell);
        if !unsigned.starts_with(|sign: char| sign.is_ascii_digit()) {
            return None;
        }
        let (whole, decimals) = match unsigned.split_once(decimal) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (unsigned, None),
        };
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !decimals.is_none_or(is_digits) {
            return None;
        }
        let grouped = self.thousands.filter(|sign| whole.contains(*sign));
        if let Some(sign) = grouped {
            // In groups of three but for the first one; a zero is no group in front of others.
            let mut groups = whole.split(sign);
            let first = groups.next()?;
            let is_form = is_digits(first)
                && first.len() <= 3
                && !first.starts_with('0')
                && groups.all(|group| group.len() == 3 && is_digits(group));
            if !is_form {
                return None;
            }
        } else if !is_digits(whole) {
            return None;
        }
        if unsigned.len() < cell.len() {
            to.push('-');
        }
        to.extend(whole.chars().filter(|sign| Some(*sign) != grouped));
        if let Some(decimals) = decimals {
            to.push('.');
            to.push_str(decimals);
        }
        Some(())
    }

    fn date(&self, cell: &str, to: &mut String) -> Option<()> {
        let form = self.date.as_ref().filter(|_| cell.len() <= DATE_BYTES_MAX)?;
        let parsed = strtime::parse(form, cell).ok()?;
        let text = match (parsed.offset(), parsed.hour()) {
            (Some(_), _) => parsed.to_timestamp().ok()?.to_string(),
            (None, Some(_)) => parsed.to_datetime().ok()?.to_string(),
            (None, None) => parsed.to_date().ok()?.to_string(),
        };
        to.push_str(&text);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &Format, cell: &str) -> Option<String> {
        let mut text = String::new();
        Declared::new(format).unwrap()?.apply(cell, &mut text).then_some(text)
    }

    #[test]
    fn a_number_counts_only_where_it_is_of_the_declared_form_from_end_to_end() {
        let german = Format { decimal: Some(','), thousands: Some('.'), ..Format::default() };
        for (cell, meant) in [
            ("1.234,50", "1234.50"),
            ("-1.234.567,8", "-1234567.8"),
            ("1234,5", "1234.5"),
            ("1.234", "1234"),
            ("0,10", "0.10"),
            ("12", "12"),
        ] {
            assert_eq!(read(&german, cell).as_deref(), Some(meant), "{cell}");
        }
        for cell in [
            "",
            "-",
            ",5",
            "5,",
            "1.23",
            "1.2345",
            "0.123",
            "1.234,5 EUR",
            "1,2,3",
            "1.234.56",
            "1..234",
            "a",
        ] {
            assert_eq!(read(&german, cell), None, "{cell}");
        }
        let swiss = Format { thousands: Some('’'), ..Format::default() };
        assert_eq!(read(&swiss, "1’234.50").as_deref(), Some("1234.50"));
        assert_eq!(read(&Format { decimal: Some('.'), ..Format::default() }, "1.5"), None, "nothing to do");
    }

    #[test]
    fn a_date_is_written_as_the_standard_has_it() {
        let german = Format { date: Some("%d.%m.%Y".into()), ..Format::default() };
        assert_eq!(read(&german, "21.11.2026").as_deref(), Some("2026-11-21"));
        assert_eq!(read(&german, "1.2.2026").as_deref(), Some("2026-02-01"));
        for cell in ["31.02.2026", "21.11.2026 ", "x", "2026-11-21"] {
            assert_eq!(read(&german, cell), None, "{cell}");
        }
        let with_time = Format { date: Some("%d.%m.%Y %H:%M".into()), ..Format::default() };
        assert_eq!(read(&with_time, "21.11.2026 07:05").as_deref(), Some("2026-11-21T07:05:00"));
    }

    #[test]
    fn what_cannot_be_a_form_is_an_error() {
        for format in [
            Format { decimal: Some(','), thousands: Some(','), ..Format::default() },
            Format { decimal: Some('1'), ..Format::default() },
            Format { date: Some("%d.%Ö".into()), ..Format::default() },
        ] {
            assert!(matches!(Declared::new(&format), Err(Trouble::Error(_))), "{format:?}");
        }
    }
}
