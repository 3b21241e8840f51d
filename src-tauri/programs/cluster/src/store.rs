//! The rows of both sides in a folder that all machines see, with their keys: Parquet, so that workers each read
//! their share of it.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use ballast_compare_program::compare::Job;
use ballast_compare_program::progress::Pace;
use ballast_compare_program::session::{from_engine, session};
use ballast_compare_program::table::{Side, SideTable, schema};
use ballast_core::limits::{CLUSTER_ROW_GROUP_BYTES, CLUSTER_STORE_AGE_MAX};
use ballast_core::{Code, Error, Result};
use datafusion::catalog::TableProvider;
use datafusion::error::DataFusionError;
use futures::StreamExt;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::channel::time;

/// Folders of this name in the shared folder are ours.
const NAME: &str = "ballast-run-";

/// A folder of one job, removed with everything in it when it is let go.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Nobody but its owner sees anything of it: workers run as the same user.
    pub fn make(store: &Path) -> Result<Self> {
        sweep(store);
        let mut random = [0; 12];
        getrandom(&mut random)?;
        let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = store.join(format!("{NAME}{name}"));
        DirBuilder::new().mode(0o700).create(&path).map_err(|error| Error::io(&path, &error))?;
        Ok(Self(path))
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn getrandom(bytes: &mut [u8]) -> Result<()> {
    let flags = rustix::rand::GetRandomFlags::empty();
    match rustix::rand::getrandom(&mut *bytes, flags) {
        Ok(read) if read == bytes.len() => Ok(()),
        _ => Err(Error::new(Code::Internal).with("what", "random")),
    }
}

/// Removes what jobs that were killed left behind, as far as it can.
fn sweep(store: &Path) {
    let Ok(entries) = std::fs::read_dir(store) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME));
        let modified = entry.metadata().and_then(|facts| facts.modified());
        let age = modified.ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        if is_ours && age.is_some_and(|age| age > time(CLUSTER_STORE_AGE_MAX)) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// How a side is cut, so that machines can share it.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    pub group_bytes: usize,
    pub group_rows: usize,
}

impl Default for Cut {
    fn default() -> Self {
        Self { group_bytes: CLUSTER_ROW_GROUP_BYTES, group_rows: 1 << 20 }
    }
}

/// Writes a side and gives the size of its file, in bytes.
pub async fn write(job: &Job<'_>, pace: Arc<Pace>, side: Side, path: &Path, cut: Cut) -> Result<u64> {
    let session = session(job.limits, job.work, job.row_bytes(), pace)?;
    let side = Side { sorted: false, parts: 1, ..side };
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap_or_default()))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_max_row_group_row_count(Some(cut.group_rows))
        .build();
    let written = async {
        let scan = SideTable(Arc::new(side)).scan(&session, None, &[], None).await?;
        let mut batches = datafusion::physical_plan::execute_stream(scan, Arc::new((&session).into()))?;
        let file = File::create(path)?;
        let mut writer = ArrowWriter::try_new(file, schema(), Some(properties))?;
        while let Some(batch) = batches.next().await {
            writer.write(&batch?)?;
            if writer.in_progress_size() >= cut.group_bytes {
                writer.flush()?;
            }
        }
        let file = writer.into_inner()?;
        file.sync_all()?;
        Ok(file.metadata()?.len())
    };
    written.await.map_err(|error: DataFusionError| from_engine(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_with_its_job_and_strangers_stay() {
        let store = tempfile::tempdir().unwrap();
        let stranger = store.path().join("orders");
        std::fs::create_dir(&stranger).unwrap();
        let old = store.path().join("ballast-run-00");
        std::fs::create_dir(&old).unwrap();
        let long_ago = SystemTime::now() - 2 * time(CLUSTER_STORE_AGE_MAX);
        for path in [&old, &stranger] {
            File::open(path).unwrap().set_modified(long_ago).unwrap();
        }
        let young = Folder::make(store.path()).unwrap();
        let path = young.path().to_owned();
        assert!(path.is_dir() && !old.exists() && stranger.is_dir());
        let other = Folder::make(store.path()).unwrap();
        assert_ne!(path, other.path());
        drop(young);
        assert!(!path.exists() && other.path().is_dir());
    }
}
