//! Every limit in one place. Units stand last in the names.

use crate::span::Span;

pub const ID_LENGTH_MAX: usize = 64;
/// A workspace file larger than this is refused before it is parsed.
pub const WORKSPACE_FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Entries of one kind in a workspace file.
pub const WORKSPACE_ENTRIES_MAX: usize = 10_000;
/// Findings kept for one run; the rest is counted.
pub const FINDINGS_PER_RUN_MAX: usize = 500;
/// Names of files listed with one damaged pack.
pub const FILES_NAMED_PER_FINDING_MAX: usize = 40;
/// How long a worker may take when the workspace file names no `max_runtime`.
pub const MAX_RUNTIME: Span = Span::from_hours(12);
/// How long opening a repository for a listing may take.
pub const LISTING_RUNTIME: Span = Span::from_minutes(2);
/// How long a `command = [...]` that prints a secret may take.
pub const SECRET_COMMAND_RUNTIME: Span = Span::from_seconds(30);
pub const SECRET_BYTES_MAX: u64 = 4096;
/// How long a scheduled copy may be late before the schedule counts as missed.
pub const SCHEDULE_GRACE: Span = Span::from_hours(1);
/// A snapshot dated further in the future than this makes the clock suspect.
pub const CLOCK_SKEW: Span = Span::from_minutes(10);
/// Validity of a proof when neither the control nor its `verify` entry names one.
pub const PROOF_VALID_FOR: Span = Span::from_days(31);
/// Below this share of the median of earlier copies a copy has collapsed.
pub const SIZE_COLLAPSE_SHARE: f64 = 0.5;
/// Above this share of changed or removed files between two copies a person must look.
pub const MASS_CHANGE_SHARE: f64 = 0.6;
/// Too few files make every change look like a mass change.
pub const MASS_CHANGE_FILES_MIN: u64 = 20;
/// Files drawn for a restore check when no number is given: 59 clean ones of many say with 95 %
/// certainty that at most 5 % are damaged.
pub const RESTORE_SAMPLE_FILES: u64 = 59;
/// Rows that one page of the ledger shows.
pub const EVIDENCE_PAGE_MAX: u32 = 500;
/// How deep folders may nest before a walk gives up on a branch.
pub const FOLDER_DEPTH_MAX: usize = 512;

// Archives of other programs.
/// Entries of one archive, those of archives in it counted too.
pub const ARCHIVE_ENTRIES_MAX: u64 = 2_000_000;
pub const ARCHIVE_NAME_BYTES_MAX: usize = 4096;
/// Archives in an archive are opened this deep; deeper ones are files like any other.
pub const ARCHIVE_NESTING_MAX: usize = 2;
/// What one archive may unpack to, with those in it.
pub const ARCHIVE_UNPACKED_BYTES_MAX: u64 = 4 << 40;
/// How many times larger than its file an archive may unpack to, once it is beyond the free bytes.
pub const ARCHIVE_RATIO_MAX: u64 = 200;
/// Up to here every ratio is fine: small files of zeros are no bomb.
pub const ARCHIVE_RATIO_FREE_BYTES: u64 = 256 << 20;
/// Files that a drop folder or an adopted folder may hold.
pub const ADOPTED_FILES_MAX: usize = 1_000_000;
/// A list of checksums larger than this is not read.
pub const SUMS_BYTES_MAX: u64 = 256 << 20;
/// How long `adopt_look` may look around.
pub const ADOPT_LOOK_RUNTIME: Span = Span::from_seconds(5);
