//! A Parquet file as a table of texts, each value exactly as it is.

use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray, StringArray, StringBuilder};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float16Type, Float32Type, Float64Type};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use ballast_core::evidence::to_hex;
use ballast_core::limits::TABLE_COLUMNS_MAX;
use ballast_core::{Error, Finding, FindingKind};
use ballast_inputs::tables::{Cell, Read, Reading, Sink, Trouble, locate};
use jiff::Timestamp;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use sha2::{Digest, Sha256};

const CHUNK_BYTES: usize = 256 * 1024;
/// Cells of one batch.
const BATCH_CELLS: usize = 1 << 16;

/// What changes when a file is written to or replaced.
fn stamp(path: &Path) -> Option<(u64, i64, i64, u64)> {
    let meta = fs::metadata(path).ok()?;
    Some((meta.len(), meta.mtime(), meta.mtime_nsec(), meta.ino()))
}

/// Reads the file that `path` means on the day. As `ballast_inputs::tables::read`, in errors too.
pub fn read(path: &Path, mut reading: Reading<'_>, sink: &mut dyn Sink) -> Result<Read, Trouble> {
    let path = locate(path, reading.day)?;
    let place = path.display().to_string();
    let finding = |kind, reason: &str| Finding::new(kind, &place).with("reason", reason);
    let fails = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => finding(FindingKind::SideLate, "missing").with("expected", &place),
        std::io::ErrorKind::PermissionDenied => {
            finding(FindingKind::SideIncomplete, "no_permission").with("cause", error)
        }
        _ => finding(FindingKind::SideIncomplete, "does_not_read").with("cause", error),
    };
    let meta = fs::metadata(&path).map_err(|error| fails(&error))?;
    if !meta.is_file() {
        return Err(finding(FindingKind::Unsupported, "not_a_file").into());
    }
    let before = stamp(&path);
    let (sha256, head) = hash(&path, meta.len(), &mut reading, &fails)?;
    if meta.len() == 0 {
        return Err(finding(FindingKind::NothingExamined, "empty").into());
    }
    let rows = rows(&path, sink, &mut |error| {
        // The end of the file says where everything stands: a writer that is not done has not written it.
        let begun = head == *b"PAR1";
        let finding = if begun {
            finding(FindingKind::SideIncomplete, "ends_early")
        } else {
            finding(FindingKind::Unparsable, "no_parquet")
        };
        finding.with("cause", error).into()
    });
    if stamp(&path) != before {
        return Err(finding(FindingKind::SideIncomplete, "changed").into());
    }
    let rows = rows.map_err(|trouble| match trouble {
        Trouble::Finding(mut finding) if finding.subject.is_empty() => {
            finding.subject.clone_from(&place);
            Trouble::Finding(finding)
        }
        trouble => trouble,
    })?;
    if rows == 0 {
        return Err(finding(FindingKind::NothingExamined, "header_alone").into());
    }
    Ok(Read {
        sha256,
        bytes: meta.len(),
        rows,
        modified_at: meta.modified().ok().and_then(|time| Timestamp::try_from(time).ok()),
        encoding: None,
        byte_order_mark: false,
        delimiter: None,
        place,
    })
}

/// The hash of the file, and its first four bytes; kept on the way where that is asked for.
fn hash(
    path: &Path,
    total: u64,
    reading: &mut Reading<'_>,
    fails: &dyn Fn(&std::io::Error) -> Finding,
) -> Result<(String, [u8; 4]), Trouble> {
    let mut file = File::open(path).map_err(|error| fails(&error))?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    let (mut head, mut done) = ([0; 4], 0_u64);
    loop {
        let filled = file.read(&mut chunk).map_err(|error| fails(&error))?;
        if filled == 0 {
            return Ok((to_hex(&hasher.finalize()), head));
        }
        if done == 0 && filled >= 4 {
            head.copy_from_slice(&chunk[..4]);
        }
        hasher.update(&chunk[..filled]);
        done += filled as u64;
        if let Some(keep) = reading.keep.as_mut() {
            keep.write_all(&chunk[..filled]).map_err(|error| Error::io("", &error))?;
        }
        (reading.progress)(done, Some(total));
    }
}

fn rows(
    path: &Path,
    sink: &mut dyn Sink,
    damaged: &mut dyn FnMut(String) -> Trouble,
) -> Result<u64, Trouble> {
    let file = File::open(path).map_err(|error| damaged(error.to_string()))?;
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(error.to_string()))?;
    let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    if names.len() > TABLE_COLUMNS_MAX {
        let finding = Finding::new(FindingKind::Unparsable, "").with("reason", "too_many_columns");
        return Err(finding.with("limit", TABLE_COLUMNS_MAX).into());
    }
    sink.columns(&names)?;
    let batch_rows = (BATCH_CELLS / names.len().max(1)).clamp(16, 8192);
    let reader = builder.with_batch_size(batch_rows).build().map_err(|error| damaged(error.to_string()))?;
    let mut rows = 0;
    for batch in reader {
        let batch = batch.map_err(|error| damaged(error.to_string()))?;
        let columns: Vec<StringArray> = batch
            .columns()
            .iter()
            .map(texts)
            .collect::<Result<_, _>>()
            .map_err(|error| damaged(error.to_string()))?;
        for row in 0..batch.num_rows() {
            let cell = |column| {
                if StringArray::is_null(column, row) { Cell::Null } else { Cell::Text(column.value(row)) }
            };
            let cells: Vec<Cell<'_>> = columns.iter().map(cell).collect();
            sink.row(&cells)?;
            rows += 1;
        }
    }
    Ok(rows)
}

/// Every value as text: decimals exactly, floats as short as they can be without an exponent, times as ISO 8601,
/// bytes in hexadecimal digits. Null stays null.
fn texts(column: &ArrayRef) -> Result<StringArray, ArrowError> {
    match column.data_type() {
        DataType::Utf8 => Ok(column.as_string::<i32>().clone()),
        DataType::LargeUtf8 | DataType::Utf8View => {
            Ok(cast(column, &DataType::Utf8)?.as_string::<i32>().clone())
        }
        DataType::Dictionary(_, value) => texts(&cast(column, value)?),
        DataType::Float16 => Ok(floats(column.as_primitive::<Float16Type>().iter())),
        DataType::Float32 => Ok(floats(column.as_primitive::<Float32Type>().iter())),
        DataType::Float64 => Ok(floats(column.as_primitive::<Float64Type>().iter())),
        _ => {
            let options = FormatOptions::default().with_display_error(false);
            let formatter = ArrayFormatter::try_new(column.as_ref(), &options)?;
            let mut builder = StringBuilder::new();
            for row in 0..column.len() {
                if column.is_null(row) {
                    builder.append_null();
                } else {
                    builder.append_value(formatter.value(row).try_to_string()?);
                }
            }
            Ok(builder.finish())
        }
    }
}

fn floats<T: std::fmt::Display>(values: impl Iterator<Item = Option<T>>) -> StringArray {
    values.map(|value| value.map(|value| value.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::*;

    use super::*;

    fn shown(column: impl Array + 'static) -> Vec<Option<String>> {
        let column: ArrayRef = Arc::new(column);
        texts(&column).unwrap().iter().map(|text| text.map(str::to_owned)).collect()
    }

    #[test]
    fn values_are_written_exactly() {
        let some = |texts: &[&str]| texts.iter().map(|text| Some((*text).to_owned())).collect::<Vec<_>>();
        let decimals = Decimal128Array::from(vec![Some(123_450), None]).with_precision_and_scale(10, 3);
        assert_eq!(shown(decimals.unwrap()), [Some("123.450".to_owned()), None]);
        let floats = Float64Array::from(vec![0.1, 1e21, -0.0, f64::NAN, 1e-7]);
        assert_eq!(shown(floats), some(&["0.1", "1000000000000000000000", "-0", "NaN", "0.0000001"]));
        assert_eq!(shown(Float32Array::from(vec![0.1])), some(&["0.1"]));
        assert_eq!(shown(Int64Array::from(vec![9_007_199_254_740_993])), some(&["9007199254740993"]));
        assert_eq!(shown(Date32Array::from(vec![20_413])), some(&["2025-11-21"]));
        let naive = TimestampMillisecondArray::from(vec![1_763_683_200_123]);
        assert_eq!(shown(naive.clone()), some(&["2025-11-21T00:00:00.123"]));
        assert_eq!(shown(naive.with_timezone("UTC")), some(&["2025-11-21T00:00:00.123Z"]));
        assert_eq!(shown(BinaryArray::from(vec![&b"\x00\xff"[..]])), some(&["00ff"]));
        assert_eq!(shown(BooleanArray::from(vec![true])), some(&["true"]));
        assert_eq!(shown(StringViewArray::from(vec!["ü"])), some(&["ü"]));
        let words: DictionaryArray<arrow::datatypes::Int8Type> = vec!["a", "b", "a"].into_iter().collect();
        assert_eq!(shown(words), some(&["a", "b", "a"]));
    }
}
