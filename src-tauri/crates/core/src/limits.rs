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
/// The schedule lease is renewed this often, and lapses this long after.
pub const LEASE_RENEWAL: Span = Span::from_seconds(15);
pub const LEASE_LAPSE: Span = Span::from_seconds(60);
/// Jobs that run at the same time, in all and of one kind of control.
pub const RUNS_AT_ONCE_MAX: usize = 6;
pub const RUNS_OF_A_KIND_MAX: usize = 4;
/// Lines that one pass of the scheduler settles; the rest comes with the next.
pub const DUE_PER_PASS_MAX: usize = 100;
/// Slots that one pass looks at to start.
pub const SLOTS_PER_PASS_MAX: u32 = 500;
/// How often a job is tried for one slot.
pub const RUN_ATTEMPTS_MAX: u32 = 3;
/// No retry waits longer.
pub const RETRY_WAIT_MAX: Span = Span::from_hours(4);
/// Missed slots of one line that are counted one by one after a long absence.
pub const SLOTS_COUNTED_MAX: u32 = 10_000;
/// How often an alert is tried on one way before it is given up.
pub const ALERT_ATTEMPTS_MAX: u32 = 14;
/// Changes within this time become one alert.
pub const ALERT_GROUPING: Span = Span::from_seconds(30);
/// Changes named in one alert; the rest is counted.
pub const ALERT_LINES_MAX: usize = 30;
/// A schedule that has not moved for this long stands still: no heartbeat goes out.
pub const SCHEDULE_STUCK: Span = Span::from_minutes(2);
/// How long an agent that is stopped lets its runs go on before it hands them back.
pub const STOP_GRACE: Span = Span::from_seconds(25);
/// A file that did not change for this long is taken as complete.
pub const WATCH_SETTLED: Span = Span::from_seconds(5);
/// How often a watched place is looked at where its file system tells nothing.
pub const WATCH_POLL: Span = Span::from_seconds(60);
/// Days that one calendar answer covers.
pub const CALENDAR_DAYS_MAX: u32 = 62;
/// Slots of one line that one day of the calendar names; more are one entry with a count.
pub const CALENDAR_SLOTS_MAX: usize = 4;
/// How often a heartbeat may go out.
pub const HEARTBEAT_EVERY_MIN: Span = Span::from_seconds(10);
pub const HEARTBEAT_EVERY_MAX: Span = Span::from_days(1);
/// Entries of the outbox that are kept after they arrived.
pub const OUTBOX_KEPT_MAX: u64 = 2_000;
/// No pause lasts longer: what is paused for good is better taken out.
pub const PAUSE_MAX: Span = Span::from_days(366);
/// How long a heartbeat may take to be taken.
pub const HEARTBEAT_RUNTIME: Span = Span::from_seconds(10);
/// Entries of a watched folder that are looked at.
pub const WATCH_ENTRIES_MAX: usize = 100_000;
/// A log file is rotated beyond this size, and this many older ones are kept.
pub const LOG_FILE_BYTES_MAX: usize = 2 * 1024 * 1024;
pub const LOG_FILES_KEPT: usize = 4;
/// Next times that one answer names.
pub const NEXT_TIMES_MAX: u32 = 1_000;
/// Entries of the outbox that one answer shows.
pub const ALERTS_PAGE_MAX: u32 = 1_000;

// Probes of providers.
/// How often a probe may look, and what one look may take.
pub const PROBE_EVERY_MIN: Span = Span::from_seconds(1);
pub const PROBE_EVERY_MAX: Span = Span::from_days(31);
pub const PROBE_TIMEOUT_MILLISECONDS: u64 = 10_000;
pub const PROBE_TIMEOUT_MILLISECONDS_MAX: u64 = 300_000;
/// What a probe reads of a body or an output when it names no limit, and the largest limit it may name.
pub const PROBE_BODY_BYTES: u64 = 1024 * 1024;
pub const PROBE_BODY_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Requests that one probe may be allowed a day: one a second.
pub const PROBE_REQUESTS_PER_DAY_MAX: u32 = 86_400;
/// Entries of one list or table in a probe: headers, expectations, hosts, resolvers.
pub const PROBE_ENTRIES_MAX: usize = 64;
/// Paths that one contract remembers, how deep they go, and how long a name in one may be.
pub const CONTRACT_PATHS_MAX: usize = 1_000;
pub const CONTRACT_DEPTH_MAX: usize = 12;
pub const CONTRACT_NAME_BYTES_MAX: usize = 128;
/// Values of one sample that are looked at; a larger sample is refused.
pub const CONTRACT_SAMPLE_VALUES_MAX: usize = 100_000;
/// Samples after which a field that was always there counts as required.
pub const CONTRACT_SAMPLES_MIN: u64 = 20;
/// Samples that a contract learns from; later ones are held against it alone.
pub const CONTRACT_SAMPLES_KEPT: u64 = 200;
/// A monitoring configuration to import, what it may hold, and how deep.
pub const IMPORT_BYTES_MAX: usize = 4 * 1024 * 1024;
pub const IMPORT_VALUES_MAX: usize = 200_000;
pub const IMPORT_DEPTH_MAX: usize = 32;
pub const IMPORT_PROBES_MAX: usize = 2_000;
/// How long what the probes of a pair said counts at least; slower probes count for three of their intervals.
pub const PROBE_PROOF_VALID_FOR: Span = Span::from_hours(3);
/// What the probes of a pair say becomes evidence when it changes, and this often while it does not.
pub const PROBE_EVIDENCE_EVERY: Span = Span::from_hours(1);
/// A round of a program that does not stay: shorter than its lease of the schedule lasts.
pub const PROBE_ROUND_RUNTIME: Span = Span::from_seconds(30);
/// Looks that are kept of one probe, and for how long: two weeks of one a minute.
pub const PROBE_LOOKS_KEPT: u64 = 20_160;
pub const PROBE_LOOKS_KEPT_FOR: Span = Span::from_days(90);
/// Probes of a workspace, and looks at one provider at the same time.
pub const PROBES_MAX: usize = 2_000;
pub const PROBE_LOOKS_AT_ONCE_MAX: usize = 4;
/// How often somebody shows that the login to a backup provider works, where nothing else is said.
pub const LOGIN_EVERY: Span = Span::from_days(90);

// Drills.
/// The longest time between two drills, in days, where nothing else is said.
pub const DRILL_GAP_DAYS: u32 = 120;
/// How long a drill may take, how long the backup is watched, and passes in a row that count as working, where
/// nothing else is said.
pub const DRILL_DURATION: Span = Span::from_hours(2);
pub const DRILL_OBSERVE: Span = Span::from_minutes(1);
pub const DRILL_PASSES: u32 = 3;
/// How often the sides are looked at while a drill runs.
pub const DRILL_LOOK_EVERY: Span = Span::from_seconds(1);
/// How long the primary may take to be back once everything is undone, and how long one look or canary may take.
pub const DRILL_BACK_WITHIN: Span = Span::from_minutes(1);
pub const DRILL_LOOK_RUNTIME: Span = Span::from_seconds(10);
/// Steps of one drill.
pub const DRILL_STEPS_MAX: usize = 200;
/// Gaps of one uptime that are named; the rest is counted.
pub const UPTIME_GAPS_MAX: usize = 500;
/// Pieces of one history strip.
pub const STRIP_PIECES_MAX: usize = 1_000;

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
/// What the schedule has settled is kept this long.
pub const SCHEDULE_KEPT: Span = Span::from_days(400);
/// How long a program that stops waits for threads that may hang.
pub const STOP_THREADS: Span = Span::from_seconds(5);

// Comparisons.
/// Runs of one parallel run whose inputs are kept as they were read; of older ones hash and counts stay.
pub const INPUTS_KEPT: usize = 3;
/// Runs of one parallel run whose list of differences is kept.
pub const LISTS_KEPT: usize = 62;
/// How long a look at two tables may take before anything is set up.
pub const LOOK_RUNTIME: Span = Span::from_minutes(5);
/// Matched rows that such a look shows.
pub const LOOK_ROWS: u32 = 20;
/// How long a list of differences may take to be written out.
pub const EXPORT_RUNTIME: Span = Span::from_minutes(30);
/// Differences that one list names; the rest is counted.
pub const DIFFERENCES_LISTED_MAX: u64 = 5_000_000;
/// Of a longer cell in a list of differences only the beginning is kept.
pub const DIFFERENCE_TEXT_BYTES_MAX: usize = 16 * 1024;
/// Differences that one answer shows.
pub const DIFFERENCES_PAGE_MAX: u32 = 1_000;
/// What a comparison may use beside the pool of its engine; beyond it, it gives up.
pub const COMPARE_OVERHEAD_BYTES_MAX: u64 = 512 << 20;
/// A comparison that brings nothing for this long, and does not compute either, stands still.
pub const COMPARE_STUCK: Span = Span::from_seconds(30);
/// With less room than this on the disk of its scratch files, that is why.
pub const COMPARE_FREE_BYTES_MIN: u64 = 4 << 20;
/// Rows of one scratch batch, and the bytes beyond which it ends early.
pub const COMPARE_BATCH_ROWS_MAX: usize = 8192;
pub const COMPARE_BATCH_BYTES_MAX: usize = 2 << 20;
/// A column with more different values is no category.
pub const CATEGORY_VALUES_MAX: usize = 64;
/// A longer cell is no category.
pub const CATEGORY_BYTES_MAX: usize = 64;
/// Columns whose values stand beside each difference.
pub const CONTEXT_COLUMNS_MAX: usize = 6;
/// Values of one side that are remembered to see which columns have no value twice.
pub const UNIQUE_VALUES_MAX: usize = 4_000_000;
/// How long a table may take to come from the web, and what it may weigh.
pub const TABLE_FETCH_RUNTIME: Span = Span::from_minutes(30);
pub const TABLE_FETCH_BYTES_MAX: u64 = 16 << 30;
/// Rows of the old table among which the first look seeks partners in the new one.
pub const LOOK_ROWS_MAX: usize = 2_000;
/// A table of more columns is refused.
pub const TABLE_COLUMNS_MAX: usize = 10_000;
pub const TABLE_ROWS_MAX: u64 = 1_000_000_000;
pub const TABLE_COLUMN_NAME_BYTES_MAX: usize = 4096;
pub const TABLE_CELL_BYTES_MAX: usize = 16 << 20;
/// One row as it is written, its quotes and separators counted.
pub const TABLE_RECORD_BYTES_MAX: usize = 64 << 20;
/// What a workbook may unpack to.
pub const TABLE_WORKBOOK_BYTES_MAX: u64 = 512 << 20;
/// Lists and objects in a JSON document nest no deeper.
pub const TABLE_JSON_DEPTH_MAX: usize = 128;
/// Entries of a folder that are looked at to find the newest match of a pattern.
pub const TABLE_FOLDER_ENTRIES_MAX: usize = 100_000;
/// Entries of the folder for temporary files among which those of killed programs are sought.
pub const SCRATCH_ENTRIES_MAX: usize = 100_000;
/// How long a query for a table may take, on either kind of database.
pub const TABLE_QUERY_RUNTIME: Span = Span::from_hours(2);
/// How long connecting to a database server may take.
pub const TABLE_CONNECT_RUNTIME: Span = Span::from_seconds(30);
/// Differences that a page for people names; browsers take no more.
pub const EXPORT_HTML_ROWS_MAX: u64 = 100_000;
/// A number written with more characters is a text: arithmetic on it would take too long.
pub const COMPARE_DECIMAL_CHARACTERS_MAX: usize = 4096;
/// Columns of each side that are looked at for a rename by their values.
pub const COMPARE_CANDIDATES_MAX: usize = 16;
/// Columns whose values are looked at for what differing rows have in common.
pub const COMPARE_CATEGORIES_MAX: usize = 64;
/// Beyond these a column is none of categories.
pub const COMPARE_CATEGORY_VALUES_MAX: usize = 64;
pub const COMPARE_CATEGORY_BYTES_MAX: usize = 64;
/// Of these columns every two are also looked at together.
pub const COMPARE_CATEGORIES_TOGETHER_MAX: usize = 8;
/// Slices with control totals of their own; the rest is one.
pub const COMPARE_SLICES_MAX: usize = 200;
/// Columns that are summed for each slice, and the longest value that is a slice.
pub const COMPARE_SLICED_TOTALS_MAX: usize = 32;
pub const COMPARE_SLICE_BYTES_MAX: usize = 256;
/// Columns of which explanations are sought, and differing rows of each that they are sought in at a time.
pub const COMPARE_EXPLAINED_COLUMNS_MAX: usize = 64;
pub const COMPARE_EXPLAINED_ROWS_MAX: usize = 1024;
/// Ways to differ that are told apart in one column.
pub const COMPARE_EFFECTS_MAX: usize = 8;
/// Explanations of one column and of one comparison.
pub const COMPARE_EXPLANATIONS_OF_COLUMN_MAX: usize = 10;
pub const COMPARE_EXPLANATIONS_MAX: usize = 50;
/// How long connecting to a machine of a cluster may take, and hearing which version it runs.
pub const CLUSTER_CONNECT_RUNTIME: Span = Span::from_seconds(10);
/// A machine of a cluster that is silent for longer has gone: it is asked for a sign of life in between.
pub const CLUSTER_SILENCE: Span = Span::from_seconds(20);
pub const CLUSTER_WORKERS_MAX: usize = 64;
/// Into how many shares each machine cuts what it is given: so many threads of it can work at the same time.
pub const CLUSTER_SHARES: usize = 4;
pub const CLUSTER_TOKEN_CHARACTERS_MIN: usize = 32;
pub const CLUSTER_TOKEN_BYTES_MAX: usize = 4096;
/// How long one request to a bucket may take, with what is tried again.
pub const CLUSTER_STORE_RUNTIME: Span = Span::from_minutes(2);
/// What is read at a time from the store.
pub const CLUSTER_ROW_GROUP_BYTES: usize = 8 << 20;
/// What one machine holds of what another one sends, before it asks for a pause.
pub const CLUSTER_SENT_BYTES_MAX: usize = 8 << 20;
/// How long the fixed rows may take that a cluster answers before every job.
pub const CLUSTER_CANARY_RUNTIME: Span = Span::from_minutes(2);
/// What a comparison that was killed left in the store is removed after this.
pub const CLUSTER_STORE_AGE_MAX: Span = Span::from_days(7);

// Answers of two live systems.
/// A file of requests, one line of it, and how many it may hold.
pub const RESPONSE_FILE_BYTES_MAX: u64 = 64 << 20;
pub const RESPONSE_LINE_BYTES_MAX: usize = 1 << 20;
pub const RESPONSE_REQUESTS_MAX: usize = 100_000;
/// A larger answer counts as failed.
pub const RESPONSE_BYTES_MAX: usize = 16 << 20;
/// How long connecting may take, how long a server may be silent, and the whole call unless said otherwise.
pub const RESPONSE_CONNECT: Span = Span::from_seconds(10);
pub const RESPONSE_SILENCE: Span = Span::from_seconds(30);
pub const RESPONSE_RUNTIME: Span = Span::from_seconds(30);
pub const RESPONSE_RUNTIME_MAX: Span = Span::from_minutes(10);
/// How long all calls together may take, waiting for their turn included: unless said otherwise, and at most.
pub const RESPONSE_TOTAL: Span = Span::from_hours(12);
pub const RESPONSE_TOTAL_MAX: Span = Span::from_days(7);
/// Failures of one side in a row after which nothing more is asked.
pub const RESPONSE_FAILURES_MAX: u32 = 10;
/// Requests per second that a side is sent: unless said otherwise, at least and at most.
pub const RESPONSE_RATE: f64 = 5.0;
pub const RESPONSE_RATE_MIN: f64 = 0.001;
pub const RESPONSE_RATE_MAX: f64 = 1_000.0;
/// How often the old system is compared with itself at most.
pub const RESPONSE_BASELINE_MAX: u32 = 20;
/// Values in one JSON document, and how deep they nest.
pub const RESPONSE_VALUES_MAX: usize = 1_000_000;
pub const RESPONSE_DEPTH_MAX: usize = 128;
/// A number with more characters, or a larger exponent, is compared as text.
pub const RESPONSE_NUMBER_CHARACTERS_MAX: usize = 1_000;
/// Differences of one pair of answers, and different paths of all, that are told apart; the rest is one.
pub const RESPONSE_DIFFERENCES_MAX: usize = 10_000;
pub const RESPONSE_PATHS_MAX: usize = 5_000;
/// Pairs of numbers of one path that are kept to see what they have in common.
pub const RESPONSE_NUMBERS_MAX: usize = 2_000;
/// Examples of one path, and characters shown of a value.
pub const RESPONSE_EXAMPLES_MAX: usize = 3;
pub const RESPONSE_EXAMPLE_CHARACTERS_MAX: usize = 200;
/// Rules of one kind, and steps of a path in a rule.
pub const RESPONSE_RULES_MAX: usize = 1_000;
pub const RESPONSE_PATH_STEPS_MAX: usize = 128;

// Spot checks.
/// How long a spot check counts: a monthly one, and two weeks for people to do it.
pub const SPOT_CHECK_VALID_FOR: Span = Span::from_days(45);
/// Payouts of one population.
pub const POPULATION_ROWS_MAX: u64 = 1_000_000_000;
/// The id of a payout, as it is written.
pub const POPULATION_ID_BYTES_MAX: usize = 256;
/// Any other cell of a frozen row.
pub const POPULATION_CELL_BYTES_MAX: usize = 16 * 1024;
/// Columns of a frozen population beside id, amount, person and stratum.
pub const POPULATION_COLUMNS_MAX: usize = 64;
pub const STRATA_MAX: usize = 1_000;
/// Items that one draw may name.
pub const SAMPLE_ITEMS_MAX: u64 = 1_000_000;
/// Stages of a stop-or-go plan.
pub const SAMPLE_STAGES_MAX: usize = 12;
/// Rules by which payouts are always looked at.
pub const ALWAYS_RULES_MAX: usize = 32;
/// A seed, as it is written.
pub const SEED_BYTES_MAX: usize = 256;
/// Payouts named in one hint about a population, and changes named by one verification; the rest is counted.
pub const POPULATION_NAMED_MAX: usize = 500;
/// First rows of a list that are looked at for columns taken for each other.
pub const POPULATION_HINT_ROWS: usize = 200;
/// Numberings (what stands before the number of an id) that are followed for gaps.
pub const NUMBERINGS_MAX: usize = 1_000;
/// Runs of numbers of all numberings; with more of them the numbers have no order to be checked.
pub const NUMBER_RUNS_MAX: usize = 10_000;
/// People who work on one spot check.
pub const CHECKERS_MAX: usize = 1_000;
/// Letters of one text that a checker writes.
pub const ANSWER_CHARACTERS_MAX: usize = 10_000;
/// Files of evidence of one answer, and bytes of one of them.
pub const ANSWER_FILES_MAX: usize = 20;
pub const ANSWER_FILE_BYTES_MAX: u64 = 25 * 1024 * 1024;
/// A checker's items as a file, with the answers and their evidence.
pub const WORK_PACKAGE_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Terms of a sum that stands for a figure.
pub const ANSWER_TERMS_MAX: usize = 1_000;
/// Letters of a passphrase, at least and at most.
pub const PASSPHRASE_CHARACTERS_MIN: usize = 8;
pub const PASSPHRASE_CHARACTERS_MAX: usize = 1_024;

// The risk map.
/// Processes, components, standbys and common causes of one map.
pub const RISK_NODES_MAX: usize = 20_000;
/// Members of all its groups together.
pub const RISK_LINKS_MAX: usize = 200_000;
pub const RISK_OPTIONS_MAX: usize = 1_000;
/// Nodes of one decision diagram before the answer becomes a bound.
pub const RISK_DIAGRAM_NODES_MAX: usize = 4_000_000;
/// Cut sets of one process that are named; the rest is counted.
pub const RISK_CUT_SETS_LISTED_MAX: usize = 500;
/// Cut sets that an explanation opens, the likeliest first, and lines of one list that a terminal shows.
pub const RISK_CUT_SETS_SHOWN: usize = 20;
pub const RISK_LINES_SHOWN: usize = 12;
/// Options of one cluster whose bundles are all tried; above it, branches that cannot win are left out.
pub const RISK_OPTIONS_EXHAUSTIVE_MAX: usize = 12;
/// Bundles that a search for the best one looks at.
pub const RISK_BUNDLES_MAX: usize = 20_000;
/// Bundles that one answer names.
pub const RISK_BUNDLES_LISTED_MAX: usize = 200;
/// Draws of one simulation: where nobody says how many, and at most.
pub const RISK_DRAWS: u32 = 2_000;
pub const RISK_DRAWS_MAX: u32 = 100_000;
/// Time that one question may take before its answer becomes a bound.
pub const RISK_RUNTIME: Span = Span::from_seconds(10);
/// Proofs that one answer offers.
pub const RISK_PROOFS_MAX: usize = 20;
/// Of these, what Today shows.
pub const RISK_PROOFS_ON_TODAY: usize = 3;
/// Names that an error offers in the place of one that is not there.
pub const NAMES_OFFERED_MAX: usize = 50;
/// The worst case of an imported process of which nobody said one.
pub const IMPORTED_WORST_CASE: Span = Span::from_hours(24);
/// What an import lists of what it left out; the rest is counted.
pub const IMPORT_LEFT_OUT_MAX: usize = 1_000;
/// The share of failures that takes all of several things that share something nobody modelled (the beta factor; the
/// usual values lie between 0.05 and 0.1).
pub const ASSUMED_COMMON_SHARE: f64 = 0.1;
/// Slots of a deadline that are counted one by one; the rest of the year has as many.
pub const DEADLINES_COUNTED_MAX: u32 = 10_000;
/// Outages of one component in a year, and records that one process writes in an hour.
pub const OUTAGES_PER_YEAR_MAX: f64 = 100_000.0;
pub const RECORDS_PER_HOUR_MAX: f64 = 1e9;
/// After this long a person is asked whether an entry of the map is still true.
pub const CONFIRM_EVERY: Span = Span::from_days(180);
/// The work of a person that a timed restore takes, and a drill: around it, and for each step.
pub const PROOF_WORK: Span = Span::from_minutes(10);
pub const DRILL_WORK: Span = Span::from_minutes(15);
pub const DRILL_WORK_PER_STEP: Span = Span::from_minutes(5);
/// Bytes of a picture of the map.
pub const RISK_PICTURE_BYTES_MAX: usize = 32 << 20;
/// Bytes of all files of one fault tree, its gates, its events and the depth of its elements.
pub const FAULT_TREE_BYTES_MAX: usize = 64 << 20;
pub const FAULT_TREE_GATES_MAX: usize = 200_000;
pub const FAULT_TREE_EVENTS_MAX: usize = 100_000;
pub const FAULT_TREE_LINKS_MAX: usize = 2_000_000;
/// Gates that no other gate looks at: each is solved by itself.
pub const FAULT_TREE_TOPS_MAX: usize = 1_000;
pub const FAULT_TREE_DEPTH_MAX: usize = 64;
pub const FAULT_TREE_NAME_BYTES_MAX: usize = 512;
pub const FAULT_TREE_FILES_MAX: usize = 64;
/// Nodes of one decision diagram, about 40 bytes each.
pub const FAULT_TREE_NODES_MAX: usize = 20_000_000;
pub const FAULT_TREE_RUNTIME: Span = Span::from_minutes(1);
/// Cut sets that are named.
pub const FAULT_TREE_LISTED_MAX: usize = 100;

// Probes.
/// How long a whole probe may take where nothing is said, and at most.
pub const PROBE_RUNTIME: Span = Span::from_seconds(10);
pub const PROBE_RUNTIME_MAX: Span = Span::from_minutes(5);
/// How long looking up a name, connecting and agreeing on the encryption may take, each.
pub const PROBE_RESOLVE: Span = Span::from_seconds(5);
pub const PROBE_CONNECT: Span = Span::from_seconds(5);
pub const PROBE_TLS: Span = Span::from_seconds(5);
/// The head of an answer to a probe, and what is read of its body.
pub const PROBE_HEAD_BYTES_MAX: usize = 32 * 1024;
/// Headers of one answer.
pub const PROBE_HEADERS_MAX: usize = 100;
pub const PROBE_REDIRECTS_MAX: u8 = 10;
/// Addresses of one name that are tried, one after the other.
pub const PROBE_ADDRESSES_MAX: usize = 4;
/// Names that are looked up at the same time.
pub const PROBE_NAMES_AT_ONCE_MAX: usize = 32;
/// Letters of a text that the other side made up, in a certificate or a record.
pub const PROBE_TEXT_CHARACTERS_MAX: usize = 300;
/// Certificates of one chain, and names of one certificate, that are named.
pub const PROBE_CERTIFICATES_MAX: usize = 10;
pub const PROBE_CERTIFICATE_NAMES_MAX: usize = 100;
/// Records of one answer of a name server that are kept.
pub const PROBE_RECORDS_MAX: usize = 100;
/// Letters of one record: a signing key for mail takes several hundred.
pub const PROBE_RECORD_CHARACTERS_MAX: usize = 4096;
/// Components and incidents of a vendor's status page that are kept, of each.
pub const STATUS_PAGE_ENTRIES_MAX: usize = 200;
/// Places that one look at the own line asks.
pub const ANCHORS_MAX: usize = 8;
/// What a sender of heartbeats may send, how long it may take, and how many may be heard at the same time.
pub const HEARTBEAT_REQUEST_BYTES_MAX: usize = 4096;
pub const HEARTBEAT_REQUEST_RUNTIME: Span = Span::from_seconds(5);
pub const HEARTBEAT_CONNECTIONS_MAX: usize = 32;
/// A token of a heartbeat that is shorter could be guessed.
pub const HEARTBEAT_TOKEN_CHARACTERS_MIN: usize = 16;
