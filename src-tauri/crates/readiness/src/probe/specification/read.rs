//! From an entry of `probes` to a checked probe.

use ballast_core::limits::{
    PROBE_BODY_BYTES, PROBE_BODY_BYTES_MAX, PROBE_EVERY_MAX, PROBE_EVERY_MIN, PROBE_REQUESTS_PER_DAY_MAX,
    PROBE_TIMEOUT_MILLISECONDS, PROBE_TIMEOUT_MILLISECONDS_MAX,
};
use ballast_core::{Result, Span};
use serde_json::Value;

use super::super::fields::{Fields, wrong};
use super::super::milliseconds::Milliseconds;
use super::{Limits, Probe, Side, Target, expectations, targets};

const MILLISECONDS: &str = "a whole number with ms, s or m: 800ms, 2s, 1m";
const NAME_BYTES_MAX: usize = 120;

pub(super) fn probe(entry: &Value, field: &str) -> Result<Probe> {
    let fields = Fields::of(entry, field)?;
    let target = targets::read(&fields)?;
    let expect = expectations::read(&fields, &target)?;
    let every = fields.span("every", PROBE_EVERY_MIN, PROBE_EVERY_MAX)?.unwrap_or(every_of(&target));
    let limits = limits(&fields)?;
    let contract = fields.flag("contract")?.unwrap_or(false);
    if contract && !matches!(target, Target::Http(_) | Target::Command(_)) {
        return Err(fields.wrong("contract", "not_for_this_target", "contract").allowed(["http", "command"]));
    }
    let hint = matches!(target, Target::StatusPage(_));
    let blocking = fields.flag("blocking")?.unwrap_or(!hint);
    if hint && blocking {
        return Err(fields.wrong("blocking", "status_page_is_a_hint", "true").allowed(["false"]));
    }
    let per_day = fields.whole("per_day", 1, PROBE_REQUESTS_PER_DAY_MAX.into())?;
    let probe = Probe {
        name: fields.line("name", NAME_BYTES_MAX)?,
        on: fields.word("on", &[("primary", Side::Primary), ("backup", Side::Backup)])?,
        target,
        expect,
        contract,
        every,
        limits,
        per_day: per_day.and_then(|most| u32::try_from(most).ok()),
        blocking,
    };
    fields.finish()?;
    Ok(probe)
}

/// How often a probe looks that does not say so: what changes slowly or costs more is asked less.
pub(super) fn every_of(target: &Target) -> Span {
    match target {
        Target::Tls { .. } => Span::from_hours(12),
        Target::Smtp(_) => Span::from_hours(1),
        Target::StatusPage(_) => Span::from_minutes(15),
        Target::Heartbeat { .. } => Span::from_minutes(1),
        _ => Span::from_minutes(5),
    }
}

pub(super) const TOTAL: Milliseconds = Milliseconds(PROBE_TIMEOUT_MILLISECONDS);

fn limits(fields: &Fields<'_>) -> Result<Limits> {
    let total = milliseconds(fields, "timeout")?.unwrap_or(TOTAL);
    if !(1..=PROBE_TIMEOUT_MILLISECONDS_MAX).contains(&total.0) {
        let most = Milliseconds(PROBE_TIMEOUT_MILLISECONDS_MAX);
        return Err(fields.wrong("timeout", "out_of_range", total).allowed([format!("1ms to {most}")]));
    }
    let plain = Limits {
        name: None,
        connect: None,
        tls: None,
        answer: None,
        body: None,
        total,
        body_bytes: PROBE_BODY_BYTES,
    };
    let Some(table) = fields.table("limits")? else { return Ok(plain) };
    let phase = |key: &'static str| -> Result<Option<Milliseconds>> {
        let Some(limit) = milliseconds(&table, key)? else { return Ok(None) };
        if !(1..=total.0).contains(&limit.0) {
            return Err(table.wrong(key, "out_of_range", limit).allowed([format!("1ms to {total}")]));
        }
        Ok(Some(limit))
    };
    let limits = Limits {
        name: phase("name")?,
        connect: phase("connect")?,
        tls: phase("tls")?,
        answer: phase("answer")?,
        body: phase("body")?,
        total,
        body_bytes: size(&table)?.unwrap_or(PROBE_BODY_BYTES),
    };
    table.finish()?;
    Ok(limits)
}

pub(super) fn milliseconds(fields: &Fields<'_>, key: &'static str) -> Result<Option<Milliseconds>> {
    fields.parsed(key, "not_a_duration", MILLISECONDS)
}

const SIZES: [(&str, u64); 5] =
    [("KiB", 1024), ("MiB", 1024 * 1024), ("kB", 1000), ("MB", 1_000_000), ("B", 1)];

/// `body_bytes = "4MiB"`.
fn size(fields: &Fields<'_>) -> Result<Option<u64>> {
    let Some(text) = fields.text("body_bytes")? else { return Ok(None) };
    let read = SIZES.iter().find_map(|(unit, factor)| {
        text.strip_suffix(unit)?.trim_end().parse::<u64>().ok()?.checked_mul(*factor)
    });
    match read.filter(|bytes| (1..=PROBE_BODY_BYTES_MAX).contains(bytes)) {
        Some(bytes) => Ok(Some(bytes)),
        None => Err(wrong(&fields.field("body_bytes"), "not_a_size", text).allowed(["1B to 16MiB"])),
    }
}
