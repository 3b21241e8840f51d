//! `adopt = { … }`: a backup that another tool makes.

use std::path::Path;

use ballast_core::Result;

use super::parse::File;
use super::reader::Reader;
use crate::config::Source;

/// Exactly one of the kinds; `manifest` goes with `folder`, `password` with `restic`.
pub(super) fn source(file: &File, adopt: &Reader<'_>) -> Result<Source> {
    let (archives, folder, sqlite) = (adopt.text("archives")?, adopt.text("folder")?, adopt.text("sqlite")?);
    let restic = adopt.text("restic")?;
    let given = [archives, folder, sqlite, restic].into_iter().flatten().count();
    if given > 1 {
        let allowed = ["restic", "archives", "folder", "sqlite"];
        return Err(adopt.sheet.error(adopt.span.clone(), &adopt.path, "one_of").allowed(allowed));
    }
    if let (Some(text), Some(value)) = (archives, adopt.get("archives")) {
        let pattern = file.path(text);
        if is_pattern(&pattern) {
            return Ok(Source::Archives(pattern));
        }
        return Err(adopt
            .error(value, "archives", "not_a_pattern")
            .with("found", text)
            .allowed(["a folder and names in it, such as \"nas/*.zip\""]));
    }
    if let Some(text) = folder {
        let manifest = adopt.text("manifest")?;
        if let (Some(name), Some(value)) = (manifest, adopt.get("manifest"))
            && (name.is_empty() || name.contains('/'))
        {
            return Err(adopt
                .error(value, "manifest", "not_a_word")
                .with("found", name)
                .allowed(["the name of a file in the folder, such as SHA256SUMS"]));
        }
        return Ok(Source::AdoptedFolder { path: file.path(text), manifest: manifest.map(str::to_owned) });
    }
    if let Some(text) = sqlite {
        return Ok(Source::AdoptedSqlite(file.path(text)));
    }
    Ok(Source::Restic {
        location: file.location(adopt, "restic")?,
        password: file.secret(adopt, "password")?,
    })
}

/// A folder, then a name in which `*` and `?` may stand; nowhere else.
pub(crate) fn is_pattern(pattern: &Path) -> bool {
    let has_star = |path: &Path| path.to_string_lossy().contains(['*', '?']);
    pattern.file_name().is_some() && pattern.parent().is_some_and(|folder| !has_star(folder))
}
