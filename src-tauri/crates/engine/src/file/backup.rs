//! `[[backup]]`: reading.

use std::collections::BTreeMap;

use ballast_core::{Code, Error, Result};

use super::parse::{File, Namespace, ids, schedule};
use super::reader::Reader;
use super::verify::verify;
use crate::config::{Backup, Source};

impl File {
    fn source(&self, reader: &Reader<'_>) -> Result<Source> {
        let unsupported = |table: &Reader<'_>, keys: &[&'static str]| -> Result<()> {
            for key in keys {
                if let Some(value) = table.get(key) {
                    return Err(Error {
                        code: Code::NotSupported,
                        ..table.error(value, key, "not_supported").with("what", key)
                    });
                }
            }
            Ok(())
        };
        if let Some(adopt) = reader.table("adopt")? {
            unsupported(&adopt, &["postgres_dump"])?;
            let source = super::adopt::source(self, &adopt)?;
            adopt.finish()?;
            if let Some(value) = reader.get("source") {
                return Err(reader.error(value, "source", "one_of").allowed(["source", "adopt"]));
            }
            return Ok(source);
        }
        let source = reader.table("source")?.ok_or_else(|| reader.missing("source"))?;
        unsupported(&source, &["postgres", "command", "http", "filename"])?;
        let folders = source.texts("folder")?;
        let exclude: Vec<String> =
            source.texts("exclude")?.into_iter().map(|(text, _)| text.to_owned()).collect();
        let sqlite = source.text("sqlite")?;
        source.finish()?;
        match (folders.is_empty(), sqlite) {
            (false, None) => Ok(Source::Folder {
                paths: folders.into_iter().map(|(text, _)| self.path(text)).collect(),
                exclude,
            }),
            (true, Some(path)) => Ok(Source::Sqlite(self.path(path))),
            _ => Err(source
                .sheet
                .error(source.span.clone(), &source.path, "one_of")
                .allowed(["folder", "sqlite"])),
        }
    }

    pub(super) fn backup(&mut self, reader: &Reader<'_>) -> Result<Backup> {
        let id = self.id(reader, "backup", Namespace::Controls)?;
        let source = self.source(reader)?;
        let repositories = ids(reader, "repositories")?;
        let adopted = source.is_adopted();
        if adopted == repositories.is_empty() {
        } else if adopted {
            let value = reader.get("repositories").ok_or_else(|| reader.missing("repositories"))?;
            return Err(reader.error(value, "repositories", "adopted_has_none"));
        } else {
            return Err(reader.missing("repositories"));
        }
        let mut keep = BTreeMap::new();
        if let Some(table) = reader.table("keep")? {
            for key in ["last", "hourly", "daily", "weekly", "monthly", "yearly"] {
                if let Some(count) = table.whole(key, 0, 100_000)? {
                    keep.insert(key.to_owned(), u32::try_from(count).unwrap_or_default());
                }
            }
            table.finish()?;
        }
        let verify = reader
            .list("verify")?
            .into_iter()
            .map(|value| {
                let entry = reader.inner(value, "verify")?;
                let verify = verify(&entry)?;
                entry.finish()?;
                Ok(verify)
            })
            .collect::<Result<_>>()?;
        Ok(Backup {
            id,
            title: reader.text("title")?.map(str::to_owned),
            protects: ids(reader, "protects")?,
            source,
            repositories,
            schedule: schedule(reader)?,
            max_age: reader.span("max_age")?,
            keep,
            max_runtime: reader.span("max_runtime")?,
            proof_valid_for: reader.span("proof_valid_for")?,
            verify,
            watch: reader.flag("watch")?.unwrap_or(false),
        })
    }
}
