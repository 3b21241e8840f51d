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
/// How long a keyring may take. A locked one waits for a person who may not be there.
pub const KEYRING_RUNTIME: Span = Span::from_seconds(5);
/// How long a desktop may take to show a notification.
pub const NOTIFICATION_RUNTIME: Span = Span::from_seconds(3);
/// Calls of the desktop that may hang at the same time; further ones fail at once.
pub const DESKTOP_CALLS_HANGING_MAX: usize = 8;
/// Notifications of which it is remembered how to withdraw them.
pub const NOTIFICATIONS_REMEMBERED_MAX: usize = 1000;
/// How long one delivery of an e-mail may take, from the name to the server's last word.
pub const MAIL_RUNTIME: Span = Span::from_seconds(60);
/// What a mail server may say in one delivery, its certificates included.
pub const MAIL_ANSWER_BYTES_MAX: usize = 256 * 1024;
/// A longer subject is cut.
pub const MAIL_SUBJECT_CHARACTERS_MAX: usize = 200;
/// How long one webhook may take, from the name to the end of the answer.
pub const WEBHOOK_RUNTIME: Span = Span::from_seconds(30);
/// What is read of the answer to a webhook; the rest is left.
pub const WEBHOOK_ANSWER_BYTES_MAX: usize = 64 * 1024;
pub const WEBHOOK_REDIRECTS_MAX: usize = 3;
/// How long an alert's `command = [...]` may take.
pub const ALERT_COMMAND_RUNTIME: Span = Span::from_seconds(60);
/// What is kept of the end of a command's output.
pub const COMMAND_TAIL_BYTES_MAX: usize = 4096;
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
