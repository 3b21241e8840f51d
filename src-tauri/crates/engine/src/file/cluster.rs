//! `engine = { … }` of a parallel run: the machines that compare it.

use std::path::Path;

use ballast_compare::wire::Tls;
use ballast_core::limits::CLUSTER_WORKERS_MAX;
use ballast_core::{Code, Error, Result};

use super::alerts::is_url;
use super::parse::File;
use super::reader::Reader;
use super::write::{Sheet, quoted};
use crate::cluster::{Cluster, is_bucket};

pub(super) fn engine(file: &File, reader: &Reader<'_>) -> Result<Option<Cluster>> {
    let Some(table) = reader.table("engine")? else { return Ok(None) };
    let mut workers = Vec::new();
    for (text, value) in table.texts("workers")? {
        if !is_url(text) {
            let allowed = ["an address that starts with https:// or http://"];
            return Err(table.error(value, "workers", "not_a_url").with("found", text).allowed(allowed));
        }
        workers.push(text.to_owned());
    }
    if workers.is_empty() || workers.len() > CLUSTER_WORKERS_MAX {
        return Err(table.missing("workers"));
    }
    let store = table.text("store")?.filter(|text| !text.is_empty()).ok_or_else(|| table.missing("store"))?;
    let store = match (store.split_once("://"), table.get("store")) {
        (None, _) => file.path(store).display().to_string(),
        (Some((scheme, _)), Some(value)) if scheme != "s3" => {
            let what = format!("store = \"{scheme}://…\"");
            let error = table
                .error(value, "store", "not_supported")
                .with("what", what)
                .allowed(["s3://BUCKET/PREFIX"]);
            return Err(Error { code: Code::NotSupported, ..error });
        }
        _ => store.to_owned(),
    };
    let token = table.get("token").is_some().then(|| file.secret(&table, "token")).transpose()?;
    let path = |key: &'static str| Ok(table.text(key)?.map(|text| file.path(text)));
    let tls = match (path("cert")?, path("key")?, path("ca")?) {
        (None, None, None) => None,
        (Some(certificate), Some(key), Some(authority)) => Some(Tls { certificate, key, authority }),
        (None, ..) => return Err(table.missing("cert")),
        (_, None, _) => return Err(table.missing("key")),
        (.., None) => return Err(table.missing("ca")),
    };
    table.finish()?;
    Ok(Some(Cluster { workers, store, token, tls }))
}

pub(super) fn write(sheet: &Sheet<'_>, cluster: &Cluster) -> String {
    let Cluster { workers, store, token, tls } = cluster;
    let workers: Vec<String> = workers.iter().map(|worker| quoted(worker)).collect();
    let store = if is_bucket(store) { quoted(store) } else { sheet.path(Path::new(store)) };
    let mut parts = vec![format!("workers = [{}]", workers.join(", ")), format!("store = {store}")];
    parts.extend(token.as_ref().map(|token| format!("token = {}", sheet.secret(token))));
    if let Some(Tls { certificate, key, authority }) = tls {
        for (name, path) in [("cert", certificate), ("key", key), ("ca", authority)] {
            parts.push(format!("{name} = {}", sheet.path(path)));
        }
    }
    format!("{{ {} }}", parts.join(", "))
}
