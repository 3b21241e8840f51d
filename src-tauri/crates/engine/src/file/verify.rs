//! One entry of `verify`: a level, how much of it, when, and what to ask a restored database.

use ballast_core::Result;
use ballast_core::backup::Level;

use super::checks::share_of;
use super::parse::schedule;
use super::reader::Reader;
use crate::config::{Probe, Verify};

pub(super) fn verify(reader: &Reader<'_>) -> Result<Verify> {
    let levels: Vec<(&'static str, Level)> =
        Level::ALL.into_iter().map(|level| (level.as_str(), level)).collect();
    let sample = reader.text("sample")?;
    if let (Some(text), Some(value)) = (sample, reader.get("sample"))
        && share_of(text).is_none()
    {
        return Err(reader
            .error(value, "sample", "not_a_percentage")
            .with("found", text)
            .allowed(["\"0.1%\" to \"100%\""]));
    }
    let probes = reader
        .list("probes")?
        .into_iter()
        .map(|value| {
            let outer = reader.inner(value, "probes")?;
            let probe = outer.table("sqlite")?.ok_or_else(|| outer.missing("sqlite"))?;
            let parsed = Probe {
                integrity: probe.flag("integrity")?.unwrap_or(true),
                query: probe.text("query")?.map(str::to_owned),
                at_least: probe.integer("at_least")?,
            };
            probe.finish()?;
            outer.finish()?;
            Ok(parsed)
        })
        .collect::<Result<_>>()?;
    Ok(Verify {
        level: reader.word("level", &levels)?.ok_or_else(|| reader.missing("level"))?,
        sample: sample.map(str::to_owned),
        sample_files: reader
            .whole("sample_files", 1, 10_000_000)?
            .and_then(|count| u64::try_from(count).ok()),
        schedule: schedule(reader)?,
        proof_valid_for: reader.span("proof_valid_for")?,
        probes,
    })
}
