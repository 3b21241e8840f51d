//! The risk map.

use std::path::{Path, PathBuf};

use ballast_core::{Code, Error, Result};

use super::invalid;
use crate::contract::*;
use crate::host::Host;
use crate::risk;

pub fn risk(host: &Host, request: RiskRequest) -> Result<RiskReport> {
    let engine = host.engine()?;
    risk::report(&engine, &request)
}

pub fn risk_explain(host: &Host, request: RiskExplain) -> Result<RiskExplained> {
    let engine = host.engine()?;
    risk::explain(&engine, &request)
}

pub fn risk_ranges(host: &Host, request: RiskRangesRequest) -> Result<RiskRangesReport> {
    let engine = host.engine()?;
    risk::ranges(&engine, &request)
}

pub fn risk_templates(_: &Host, _: Nothing) -> Result<RiskTemplates> {
    risk::templates()
}

pub fn risk_import(host: &Host, request: RiskImport) -> Result<RiskImported> {
    let engine = host.engine()?;
    risk::import(&engine, &request)
}

pub fn risk_confirm(host: &Host, request: RiskConfirm) -> Result<MapSaved> {
    if request.ids.is_empty() {
        return Err(invalid("ID", "").allowed(["one process or component, or several"]));
    }
    let engine = host.engine()?;
    risk::confirm(&engine, &request.ids)
}

pub fn map_show(host: &Host, _: Nothing) -> Result<MapSheet> {
    let engine = host.engine()?;
    risk::sheet(&engine)
}

pub fn map_save(host: &Host, request: MapSave) -> Result<MapSaved> {
    let engine = host.engine()?;
    risk::save(&engine, request)
}

/// Writes the failure logic of every process as a fault tree in Open-PSA form.
pub fn risk_export(host: &Host, request: RiskExport) -> Result<FileWritten> {
    let engine = host.engine()?;
    let tree = risk::export(&engine)?;
    let path = Path::new(&request.file);
    if path.exists() && !request.overwrite {
        return Err(Error::new(Code::TargetNotEmpty).with("path", path.display()).with("reason", "file"));
    }
    written(path, tree.as_bytes())
}

/// Writes the map as the window drew it.
pub fn risk_picture(_: &Host, request: RiskPicture) -> Result<FileWritten> {
    let path = Path::new(&request.file);
    if !risk::is_named(path, request.format) {
        let allowed = format!("a name that ends with .{}", risk::ending(request.format));
        return Err(invalid("FILE", &request.file).allowed([allowed]));
    }
    written(path, &risk::picture_bytes(&request)?)
}

pub(super) fn written(path: &Path, bytes: &[u8]) -> Result<FileWritten> {
    let path: PathBuf = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if path.is_dir() {
        return Err(invalid("FILE", path.display()).allowed(["a file, not a folder"]));
    }
    std::fs::write(&path, bytes).map_err(|error| Error::io(&path, &error))?;
    Ok(FileWritten { file: path.display().to_string() })
}
