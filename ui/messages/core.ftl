### Words that the program, its reports and the window share.

## Status

status-proven = Proven
status-due = Due soon
status-attention = Attention
status-stale = Stale
status-failing = Failing
status-unproven = Unproven
status-paused = Paused
status-unknown = Unknown

status-processes = { $recoverable ->
    [0] No process can be recovered today on proof ({ $total } in all).
   *[other] { $recoverable } of { $total } processes can be recovered today on proof.
}
status-controls = { $total ->
    [0] Nothing is set up yet, so nothing is proven.
   *[other] { $kind ->
        [backup] { $proven } of { $total } backups are proven.
        [parallel_run] { $proven } of { $total } parallel runs are proven.
        [spot_check] { $proven } of { $total } spot checks are proven.
       *[several] { $proven } of { $total } controls are proven.
    }
}
status-failing-names = { $count ->
    [one] Failing: { $names }.
   *[other] Failing: { $names }.
}
source-measured = measured
source-declared = declared, not measured
no-backups = No backups yet, so nothing can be proven.

## Stages of a job

stage-waiting = Waiting
stage-scan = Look at the source
stage-copy = Copy
stage-compare = Compare
stage-read_old = Read the old side
stage-read_new = Read the new side
stage-explain = Look for what they have in common
stage-present = Present
stage-structure = Structure
stage-content = Content
stage-restore = Restore
stage-recovery = Recovery
stage-finish = Finish

## Verdicts

verdict-passed = { $control }: holds.
verdict-anomaly = { $control }: holds, but something changed that a person must look at.
verdict-inconclusive = { $control }: could not tell.
verdict-failed = { $control }: does not hold.

figures-packs = { $read } of { $total } packs read to the last byte, { $found } damaged; 95 % sure that at most { $at_most } are damaged.
figures-packs-all = All { $total } packs read to the last byte, { $found } damaged.
figures-archives = { $read } of { $total } archives read to the last byte, { $found } damaged; 95 % sure that at most { $at_most } are damaged.
figures-archives-all = All { $total } archives read to the last byte, { $found } damaged.
figures-read-files = { $read } of { $total } files read to the last byte, { $found } damaged; 95 % sure that at most { $at_most } are damaged.
figures-read-files-all = All { $total } files read to the last byte, { $found } damaged.
figures-files = { $read } of { $total } files given back and compared, { $found } damaged; 95 % sure that at most { $at_most } are damaged.
figures-files-all = All { $total } files given back and compared, { $found } damaged.
confidence = { $read } of { $units } read, { $damaged } damaged: { $sure } % sure that at most { $at_most } of { $units } are damaged.

ledger-passed = All { $records } records are as they were written.
ledger-failed = The ledger is not as it was written.
ledger-inconclusive = The ledger is empty: nothing was examined.

## Evidence

evidence-workspace_made = Workspace made
evidence-applied = Set-up changed: { $created } created, { $changed } changed, { $retired } retired
evidence-backup_taken = Copy taken
evidence-verified = Verified up to { $level }
evidence-restored = Files given back
evidence-paused = Paused: { $reason }
evidence-resumed = Resumed
evidence-given_up_settled = Settled what was given up on: { $reason }
evidence-recovery_sheet_kept = Recovery sheet put away
evidence-compared = Old and new compared
evidence-baseline_taken = Old compared with itself
evidence-criteria_frozen = Criteria for the switch frozen
evidence-difference_accepted = Difference accepted: { $reason }
evidence-difference_withdrawn = Accepted difference withdrawn: { $reason }
evidence-rename_accepted = Rename accepted: { $reason }
evidence-inputs_erased = Old inputs let go: their hashes stay
evidence-cutover_signed = Decision on the switch signed: { $reason }

warning-secret_only_in_environment = The password of { $repository } is only in the environment: a schedule that runs without your terminal will not have it.

## Errors: what was attempted, and what to do

hint-nearest = Did you mean "{ $nearest }"?

error-invalid_call = This call cannot be understood: { $what }.
error-invalid_call-because = { $what } cannot be "{ $found }": { $reason }.
error-invalid_call-beyond_loopback = Others could reach a worker at { $address }. There it needs a token or certificates.
error-invalid_call-beyond_loopback-hint = Give it --token-env, or --cert, --key and --ca, or have it listen on 127.0.0.1.
error-invalid_call-short_token = The token is too short, or has spaces or letters with accents in it.
error-invalid_call-short_token-hint = Take { $characters_min } characters or more. openssl rand -hex 32 makes a good one.
error-invalid_call-no_store = { $what } is no place that several machines see: { $store }
error-invalid_call-no_store-hint = Give a folder by its whole path, or a part of a bucket.
error-invalid_call-endpoint = Nothing is sent to { $address }, which { $what } names.
error-invalid_call-endpoint-hint = Name an address with https://, or allow what is not encrypted with AWS_ALLOW_HTTP=true.
error-invalid_call-too_many_nodes = The map has { $of } entries; at most { $limit } can be worked out.
error-invalid_call-too_many_links = The entries of the map need { $of } others in all; at most { $limit } can be worked out.
error-invalid_call-too_many_options = The map has { $of } options; at most { $limit } can be weighed.
error-invalid_call-hint = ballast --help lists commands, flags and what they take.
error-invalid_file = line { $line }, { $field }: { $problem }
error-invalid_file-whole = { $problem }
error-invalid_file-hint = Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
error-older_revision = This file was exported at revision { $found }; the workspace is at { $current } and was edited since: { $fields }.
error-older_revision-hint = Export again and edit that, or apply with --force to overwrite the newer edits.
error-not_supported = { $what }: not supported by this version.
error-not_supported-cycle = These need each other in a circle, which a fault tree cannot say: { $path }
error-not_supported-cycle-hint = Take one need of the circle away for the export. Nothing has been written.
error-not_supported-hint = Take it out of the file or the call. Everything else works without it.
error-unknown_id = There is no { $what } "{ $id }".
error-unknown_id-hint = Look at the list for what there is.
error-no_workspace = There is no workspace in { $path }.
error-no_workspace-hint = Make one (ballast init --name "Your company"), or choose another folder (--workspace).
error-target_not_empty = { $path } already holds files.
error-target_not_empty-hint = Choose an empty folder, or a new one. Nothing has been written.
error-target_not_empty-file = The file { $path } is there already.
error-target_not_empty-file-hint = Give another name, or write over it with --overwrite. Nothing has been written.
error-workspace_newer = This workspace was written by a newer version of Ballast (schema { $found }; this one knows { $known }).
error-workspace_newer-hint = Install that version. Nothing has been changed.
error-workspace_read_only = The workspace in { $path } cannot be written to.
error-workspace_read_only-hint = Give yourself the right to write there, or choose another folder.
error-workspace_damaged = The database of the workspace in { $path } is damaged.
error-workspace_damaged-hint = Your backups are not touched by this. Put a copy of ballast.db back, then run ballast evidence verify.
error-workspace_on_network = { $path } lies on a network file system ({ $what }), where a workspace would be damaged sooner or later.
error-workspace_on_network-hint = Choose a folder on this computer. Repositories may lie on the network.
error-disk_full = The disk that holds { $path } is full.
error-disk_full-hint = Make room and try again. Copies that were taken before are not touched.
error-busy = Another run of { $control } has not ended yet.
error-busy-agent = An agent runs the schedule of this workspace already: process { $pid }.
error-busy-agent-hint = One agent a workspace is enough. Stop that one first, if this one is to run instead.
error-busy-workspace = Another program is writing to the workspace in { $path } and has not let go.
error-busy-schedule = Another program runs the schedule of this workspace by now.
error-busy-hint = Wait for it, or cancel it.
error-secret_unavailable = The password could not be read from { $what }.
error-secret_unavailable-readable_by_others = The password in { $what } is not used: others can read that file.
error-secret_unavailable-empty = There is no password in { $what }: it is empty.
error-secret_unavailable-no_keyring = The password in the keyring ({ $what }) could not be read: no keyring answers here.
error-secret_unavailable-locked = The password in the keyring ({ $what }) could not be read: the keyring is locked.
error-secret_unavailable-timed_out = The password could not be read from { $what }: it took too long.
error-secret_unavailable-not_in_keyring = There is no password named { $what } in the keyring.
error-secret_unavailable-no_user = The login in { $what } names no user.
error-secret_unavailable-hint = Set it, or put it into a file that only you can read (chmod 600).
error-repository_missing = There is no repository in { $path }.
error-repository_missing-hint = Check that the disk is connected and the folder was not moved.
error-repository_foreign = { $path } exists and was not made by Ballast.
error-repository_foreign-hint = Ballast writes only to repositories it made. Choose another place, or watch this one with adopt = { "{" } restic = … { "}" }.
error-repository_unreadable = The repository in { $path } could not be read.
error-repository_unreadable-hint = Check the disk, then verify: the check names what is damaged.
error-location_absent = { $path } is not there.
error-location_absent-hint = Connect the disk. Until then the age of the newest copy counts on.
error-wrong_password = The repository in { $path } refused the password.
error-wrong_password-hint = Look at the recovery sheet for the right one.
error-source_missing = What is to be backed up is not there: { $path }.
error-source_missing-hint = Check that it was not moved, renamed or unmounted. Earlier copies are not touched.
error-source_unreadable = { $path } could not be read.
error-source_unreadable-hint = Give yourself the right to read it, then try again.
error-no_snapshot = There is no copy to work on in { $repository }.
error-no_snapshot-hint = Take one first.
error-timed_out = It took longer than the { $limit_seconds } seconds allowed and was stopped.
error-timed_out-hint = Raise max_runtime, or try again when the computer is less busy.
error-cancelled = It was cancelled.
error-cancelled-hint = Nothing is lost. Start it again at any time.
error-interrupted = It was interrupted before the end.
error-interrupted-hint = Start it again. What was finished before still counts.
error-worker_failed = The worker stopped unexpectedly.
error-worker_failed-hint = Try again. logs/worker.log in the workspace says more.
error-program_missing = The program { $what } is not there.
error-program_missing-optional = The program { $what } is not there. It is not part of the packages, as few need it.
error-program_missing-optional-hint = Build it with cargo build --release -p ballast-cluster, and put it beside ballast or into the folder that BALLAST_PROGRAMS names.
error-program_missing-hint = Install Ballast again, or name the folder that holds it in BALLAST_PROGRAMS. Everything else works without it.
error-unreachable = { $server } could not be reached.
error-unreachable-no_such_name = { $server } could not be reached: there is no such name.
error-unreachable-broken_off = { $server } broke the conversation off.
error-unreachable-hint = Check the address and the network. An alert is tried again by itself.
error-no_answer = { $server } did not answer within { $limit_seconds } seconds.
error-no_answer-hint = Check that it works. An alert is tried again by itself.
error-refused = { $server } refused it ({ $status }).
error-refused-redirect = { $server } wants it sent to another place ({ $status }), which Ballast does not do.
error-refused-no_starttls = { $server } offers no encryption (STARTTLS), so nothing was sent to it.
error-refused-no_login = { $server } offers no way to log in.
error-refused-hint = Look at the address and the settings on that side.
error-certificate_refused = The certificate of { $server } is not to be trusted, so nothing was sent to it.
error-certificate_refused-hint = Check the name and the certificate. One of your own must be known to this computer, or named in SSL_CERT_FILE.
error-login_refused = { $server } refused the login ({ $status }).
error-login_refused-hint = Check the user and the password. Many mail services want a password made for programs.
error-command_failed = The command { $what } failed ({ $status }).
error-command_failed-not_started = The command { $what } could not be started.
error-command_failed-timed_out = The command { $what } took longer than { $limit_seconds } seconds and was ended.
error-command_failed-hint = Run it by hand to see what it says; the log has the end of its output.
error-no_desktop = There is no desktop here that shows notifications.
error-no_desktop-timed_out = The desktop did not show the notification in time.
error-no_desktop-hint = Alerts by e-mail, webhook or command work without a desktop.
error-io = { $path } could not be read or written: { $cause }.
error-io-hint = Check that it is there and that you may use it.
error-internal = Something went wrong inside Ballast.
error-internal-hint = Your backups are not touched by this. Try again; logs in the workspace say more.

## What is wrong in a workspace file

problem-unknown_key = there is no key "{ $key }" here
problem-no_file = there is no file { $found }
problem-missing = "{ $key }" is missing
problem-wrong_type = this must be { $wanted }; it is of the type { $found }
problem-out_of_range = { $found } is out of range
problem-not_a_duration = "{ $found }" is not a duration
problem-not_a_word = "{ $found }" is not one of the words that are allowed here
problem-not_an_id = "{ $found }" is not an id
problem-not_money = "{ $found }" is not an amount of money
problem-not_a_size = "{ $found }" is not a size that is allowed here
problem-not_a_percentage = "{ $found }" is not a percentage
problem-not_quiet_hours = "{ $found }" are no quiet hours
problem-not_an_ip_address = "{ $found }" is not an address of a computer, such as 127.0.0.1
problem-not_an_address = "{ $found }" is not an e-mail address
problem-not_a_server = "{ $found }" is not a mail server
problem-not_a_url = "{ $found }" is not a web address
problem-login_in_url = a name or password must not stand in an address
problem-not_a_schedule = "{ $found }" is not a schedule: { $reason }
problem-unknown_timezone = there is no time zone "{ $found }"
problem-unknown_currency = there is no currency "{ $found }"
problem-currency_fixed = the currency cannot become { $found }: amounts are recorded already
problem-duplicate_id = the id "{ $found }" is taken since line { $first_line }
problem-dangling = nothing is called "{ $found }"
problem-literal_password = a password must not stand in the file
problem-one_of = exactly one of these must be given
problem-not_a_pattern = "{ $found }" does not name archives in a folder
problem-adopted_has_none = an adopted backup has no repositories of its own
problem-not_supported = { $what }: not supported by this version
problem-too_large = this is too large ({ $found })
problem-not_a_table = this is no table: { $found }
problem-not_a_range = this is no range
problem-empty_choice = there is nothing to choose from
problem-member_twice = "{ $found }" stands here twice, and would count twice
problem-not_text = this is not text: a byte that is not UTF-8
problem-syntax = this is not TOML: { $found }

## Findings: what a check found, and what to do

finding-missing = There is no copy, and one was due.
finding-missing-listed = The list { $subject } names files that are not there: { $affected }.
finding-missing-hint = Take one now, then see why the schedule did not.
finding-too_old = The newest copy is older than its limit.
finding-too_old-hint = Take one now, then see why the schedule did not run.
finding-schedule_missed = A copy that was due did not arrive.
finding-schedule_missed-hint = Take one now, and keep the computer on at that time.
finding-unreadable = It could not be read.
finding-unreadable-manifest = The manifest of the source does not read: the copy can only be held against itself.
finding-unreadable-sums = The list of checksums { $subject } does not read, so nothing can be held against it.
finding-unreadable-hint = Check the disk, then verify again.
finding-wrong_password = The repository refused the password. Its bytes may be fine, but nobody can open them with what is configured.
finding-wrong_password-hint = Look at the recovery sheet for the right one and correct the configuration.
finding-locked = Another program holds the repository.
finding-locked-hint = Wait until it is done, then verify again.
finding-config_damaged = The configuration of the repository does not read. Nothing in it can be opened.
finding-config_damaged-missing = The configuration of the repository is gone. Nothing in it can be opened.
finding-config_damaged-hint = Put the file config back from another copy of this repository, or start a new repository today.
finding-key_damaged = A key of the repository is damaged. Without it the password opens nothing.
finding-key_damaged-missing = The keys of the repository are gone. Without them the password opens nothing.
finding-key_damaged-hint = Put the file back from another copy of this repository, or start a new repository today.
finding-index_damaged = An index file of the repository is damaged, so that nothing can be found through it.
finding-index_damaged-hint = The data may be whole. Run restic repair index on a copy of the repository, then verify again.
finding-index_missing = A part of the index is gone: stored data can no longer be found.
finding-index_missing-hint = The data may be whole. Run restic repair index on a copy of the repository, then verify again.
finding-snapshot_damaged = A copy's own file is damaged; it can no longer be restored from.
finding-snapshot_damaged-hint = Earlier copies still stand. Take a new one now.
finding-snapshot_missing = A copy that was there is gone.
finding-snapshot_missing-hint = Find out who removed it, and take a new one now.
finding-pack_damaged = Stored data is damaged: the pack is not what was written.
finding-pack_damaged-header = The table at the end of a pack is damaged. The data in it still restores.
finding-pack_damaged-size = A pack does not have the size that it was written with.
finding-pack_damaged-unused = Stored data is damaged, but no kept copy of this backup uses it.
finding-pack_damaged-hint = Restore what you need from another repository. Keep the originals, and check the disk before you write to it again.
finding-pack_missing = A pack is gone, and stored data with it.
finding-pack_missing-hint = Restore what you need from another repository. Find out who or what removed it.
finding-tree_damaged = The list of a folder is damaged; nothing below it can be found.
finding-tree_damaged-hint = Restore what you need from another repository or an earlier copy.
finding-archive_damaged = The archive { $subject } is damaged: what it holds is not what was put in.
finding-archive_damaged-header = The archive { $subject } is damaged: what it says of its files contradicts itself.
finding-archive_damaged-catalogue = The catalogue of the archive { $subject } does not read. Nothing can be found through it.
finding-archive_damaged-overlap = Files of the archive { $subject } lie on top of one another. No honest program writes it so.
finding-archive_damaged-no_archive = { $subject } is no archive of a kind that is known here, whatever its name says.
finding-archive_damaged-no_tar = { $subject } unpacks, but what comes out is no tar.
finding-archive_damaged-hint = An earlier archive may be whole. Let the tool write a new one, and check the disk that this one lies on.
finding-archive_truncated = The archive { $subject } ends before its end: the rest of it is missing.
finding-archive_truncated-empty = The archive { $subject } has no bytes at all.
finding-archive_truncated-hint = See whether the disk was full or the transfer broke off. Let the tool write it again.
finding-checksum_mismatch-first_sight = { $subject } has the size and time that it had, but other bytes: the disk changed it.
finding-checksum_mismatch-sums = { $subject } is not what its list of checksums says.
finding-checksum_mismatch = Data reads differently from how it was written.
finding-checksum_mismatch-hint = Check the disk, then verify again.
finding-restore_mismatch = A restored file is not what the source was.
finding-restore_mismatch-absent = A file of the source is not in the copy.
finding-restore_mismatch-unexpected = The copy holds a file that the source never had.
finding-restore_mismatch-hint = Keep the original, take a new copy and verify it.
finding-database_damaged = The restored database is damaged: { $reason }
finding-database_damaged-hint = Check the database itself, then take a new copy. An earlier copy may be whole.
finding-probe_failed = The restored database does not answer as it should: { $query }
finding-probe_failed-hint = See what changed in the database before you rely on this copy.
finding-size_collapse = The newest copy has less than half of what is usual: { $files } files ({ $bytes } bytes); usual are { $usual_files } ({ $usual_bytes } bytes).
finding-size_collapse-hint = See whether the source was unmounted, emptied or excluded.
finding-mass_change = { $changed } of { $before } files changed or are gone since the copy before.
finding-mass_change-hint = See whether somebody, or something, rewrote them. Earlier copies are not touched.
finding-clock_suspect = The newest copy is dated in the future.
finding-clock_suspect-hint = Set the clock of the computer, then take a new copy.
finding-source_unreadable = Files of the source could not be read and are not in the copy.
finding-source_unreadable-unlisted = Places in the source could not be looked at: { $affected }. What lies there is not in the copy.
finding-source_unreadable-hint = See whether they vanished meanwhile, or give the user that Ballast runs as the right to read them.
finding-source_changing = Files changed while they were read; they are compared by size only.
finding-source_changing-archive = { $subject } was written to while it was looked at. It says nothing, good or bad.
finding-source_changing-database = { $subject } was written to while it was copied, again and again.
finding-source_changing-hint = Take copies when the folder is quiet, or use the sqlite source for databases.
finding-flaky_read = A pack read right only at the second attempt.
finding-flaky_read-hint = The disk or its cable is failing. Copy what matters to another one soon.
finding-stray_file = A file in the repository belongs to no copy, as an interrupted run leaves it.
finding-stray_file-unlisted = The list { $subject } does not name every file: { $affected } have no checksum there.
finding-stray_file-hint = It does no harm.
finding-unsupported = Something here cannot be read by this version.
finding-unsupported-encrypted = { $subject } is encrypted: nobody can see from outside whether its files are whole.
finding-unsupported-packing = { $subject } is packed in a way that this version cannot unpack.
finding-unsupported-split = { $subject } is one part of several, and only whole archives can be read.
finding-unsupported-sparse = { $subject } holds sparse files, which this version cannot unpack.
finding-unsupported-unpacks_to_too_much = { $subject } unpacks to far more than its size: it was not unpacked to the end.
finding-unsupported-too_many_entries = { $subject } holds more files than this version reads.
finding-unsupported-long_header = { $subject } has a header that is too long to be one.
finding-unsupported-does_not_read = { $subject } asks for more memory than this version gives.
finding-unsupported-outside = { $subject } holds names that lead outside of the folder it is unpacked into. They were not written.
finding-unsupported-conflict = { $subject } cannot lie beside another file of the same copy. It was not written.
finding-unsupported-name = { $subject } holds names that are not UTF-8. They are given back as they are.
finding-unsupported-data_before = There are bytes in front of the archive { $subject }.
finding-unsupported-data_after = There are bytes behind the end of the archive { $subject }.
finding-unsupported-unlisted_bytes = { $subject } holds bytes that belong to no file in it.
finding-unsupported-no_checksum = { $subject } was packed without a checksum: damage in it can stay unseen until it was read once before.
finding-unsupported-canary = The machines that compare together do not count as one machine does: { $subject }. Nothing was compared.
finding-unsupported-cluster_unreachable = The worker { $subject } does not answer. Nothing was compared.
finding-unsupported-cluster_refused = The worker { $subject } wants another token. Nothing was compared.
finding-unsupported-cluster_version = The worker { $subject } is of another version than this program. Nothing was compared.
finding-unsupported-cluster_failed = A machine failed or went away while it compared ({ $subject }): { $cause }. What it would have found is not known.
finding-unsupported-cluster_incomplete = The answer of the machines does not account for every row: { $subject }. It was not used.
finding-unsupported-canary-hint = Run it without an engine, on this machine alone, and look at the workers: one may be of another build.
finding-unsupported-cluster_unreachable-hint = Start it with compare worker, and check the address and the network between the machines.
finding-unsupported-cluster_refused-hint = Give both ends the same token.
finding-unsupported-cluster_version-hint = Install the same version on every machine.
finding-unsupported-cluster_failed-hint = Look at what the workers wrote last, and run it again.
finding-unsupported-cluster_incomplete-hint = Run it without an engine, on this machine alone, and look at the workers.
finding-unsupported-not_a_file = { $subject } is no file that can be read: a folder, or something else.
finding-unsupported-not_a_file-hint = Name a file.
finding-unsupported-older_or_encrypted = { $subject } is a workbook of the older kind (.xls), or one with a password.
finding-unsupported-older_or_encrypted-hint = Save it again as .xlsx without a password. Nothing was compared.
finding-unsupported-too_deep = { $subject }, line { $line }: lists and objects nest too deep ({ $limit } levels are allowed).
finding-unsupported-too_deep-hint = Have it written with fewer levels. Nothing was compared.
finding-unsupported-too_many_files = There are too many files beside { $subject } to look for the newest ({ $limit } are looked at).
finding-unsupported-too_many_files-hint = Move older ones away, or name one file.
finding-unsupported-hint = Verify it with the tool that made it.
finding-nothing_examined = Nothing was examined, so nothing is proven.
finding-nothing_examined-disk_full = There was no room to restore into { $path }.
finding-nothing_examined-wrong_password = The password does not open it, so no file could be given back.
finding-nothing_examined-incomplete = Every file there is still being written, so there is no copy to look at yet.
finding-nothing_examined-empty = { $subject } is empty.
finding-nothing_examined-empty-hint = See why its program wrote nothing into it. Nothing was compared.
finding-nothing_examined-header_alone = { $subject } has a header and no rows below it.
finding-nothing_examined-header_alone-hint = See why its program wrote no rows. Nothing was compared.
finding-nothing_examined-nothing_shared = Beside the key there is no column to compare: none stands on both sides, or all are ignored.
finding-nothing_examined-nothing_shared-hint = See whether the columns are called otherwise on one side, and say which is which.
finding-nothing_examined-hint = See that there is something to look at: a copy, or rows under the header. Then try again.
finding-location_absent = The place of the repository is not connected.
finding-location_absent-hint = Connect the disk, then verify again.
finding-secret_unavailable = The password of the repository could not be read.
finding-secret_unavailable-hint = Set it, or put it into a file that only you can read (chmod 600).
finding-row_only_in_old = Rows stand only in the old table.
finding-row_only_in_old-rows = { $rows ->
        [one] One row stands only in the old table.
       *[other] { $rows } rows stand only in the old table.
    }
finding-row_only_in_old-where = { $rows } of { $of } rows that stand only in the old table have { $conditions }.
finding-row_only_in_old-hint = See whether the new system leaves them out, or gets them later.
finding-row_only_in_new = Rows stand only in the new table.
finding-row_only_in_new-rows = { $rows ->
        [one] One row stands only in the new table.
       *[other] { $rows } rows stand only in the new table.
    }
finding-row_only_in_new-where = { $rows } of { $of } rows that stand only in the new table have { $conditions }.
finding-row_only_in_new-hint = See whether the new system makes them up, or the old one lost them.
finding-value_changed = Values in { $subject } differ.
finding-value_changed-rows = { $rows ->
        [one] One row differs in { $subject }, with nothing in common with others.
       *[other] { $rows } rows differ in { $subject }, with nothing in common that chance does not explain.
    }
finding-value_changed-both = { $share ->
        [all] All { $rows } rows that differ in { $subject } have { $conditions } and { $effect_kind ->
            [factor] differ by { $effect }
            [offset] differ by { $effect }
            [sign_flip] have the other sign
            [emptied] have no value in the new table
           *[other] differ in the same way ({ $effect })
        }.
       *[some] { $rows } of the { $of } rows that differ in { $subject } have { $conditions } and { $effect_kind ->
            [factor] differ by { $effect }
            [offset] differ by { $effect }
            [sign_flip] have the other sign
            [emptied] have no value in the new table
           *[other] differ in the same way ({ $effect })
        }.
    } { $equal_rows ->
        [0] No equal row has that.
        [one] One equal row has that too.
       *[other] { $equal_rows } equal rows have that too.
    }
finding-value_changed-where = { $share ->
        [all] All { $rows } rows that differ in { $subject } have { $conditions }.
       *[some] { $rows } of the { $of } rows that differ in { $subject } have { $conditions }.
    } { $equal_rows ->
        [0] No equal row has that.
        [one] One equal row has that too.
       *[other] { $equal_rows } equal rows have that too.
    }
finding-value_changed-effect = { $share ->
        [all] All { $rows } rows that differ in { $subject } differ in the same way: { $effect }.
       *[some] { $rows } of the { $of } rows that differ in { $subject } differ in the same way: { $effect }.
    }
finding-value_changed-hint-files = Look at what the differing rows have in common. --tolerance allows small differences, --ignore leaves the column out.
finding-value_changed-hint = Look at what the differing rows have in common. Mend it, or accept it with a reason.
finding-null_changed = In { $subject }, one side has a value where the other has null.
finding-null_changed-hint-files = See which side should have a value there. --even empty takes null and empty for the same.
finding-null_changed-hint = See which side should have a value there. Mend it, or accept it with a reason.
finding-empty_changed = In { $subject }, one side is empty where the other has a value.
finding-empty_changed-hint-files = See which side should have a value there. --even empty takes null and empty for the same.
finding-empty_changed-hint = See which side should have a value there. Mend it, or accept it with a reason.
finding-column_missing = The column { $subject } is missing in the new table.
finding-column_missing-hint-files = If it has another name in the new file, say so: --rename "{ $subject }=NEW". If nobody needs it there: --ignore "{ $subject }".
finding-column_missing-hint = See whether it was renamed or left out. Nothing in it is compared meanwhile.
finding-column_added = The column { $subject } stands only in the new table.
finding-column_added-hint-files = If nobody needs it: --ignore "{ $subject }".
finding-column_added-hint = See what it holds. Ignore it in the comparison if nobody needs it there.
finding-column_renamed = { $subject } seems to be called { $new } now: { $matched } of { $of } values match.
finding-column_renamed-reversed = { $subject } has its old name again: the accepted rename was reversed.
finding-column_renamed-hint-files = If it is the same column, say so: --rename "{ $old }={ $new }". Until then the two do not pass as the same.
finding-column_renamed-hint = Accept it as a rename, or have the old name put back. Until then the comparison does not hold.
finding-type_changed = { $subject } holds numbers on one side and text on the other.
finding-type_changed-hint = See what stands in it that is no number.
finding-precision_changed = { $subject } has another number of decimals than before.
finding-precision_changed-hint = See whether amounts are rounded on one side.
finding-nullability_changed = { $subject } has null on one side only.
finding-nullability_changed-hint = See whether a value is left out on one side.
finding-order_changed = The columns stand in another order.
finding-order_changed-hint = It does no harm: columns are matched by name.
finding-grain_changed = One row of one table stands for several of the other.
finding-grain_changed-hint-files = Name more columns with --key, until together they name every row once on both sides.
finding-grain_changed-hint = Choose a key that names every row once on both sides.
finding-duplicate_key = Keys stand more than once: their rows are not compared cell by cell.
finding-duplicate_key-rows = { $keys ->
        [one] One key stands more than once
       *[other] { $keys } keys stand more than once
    }: { $rows_new ->
        [0] { $rows_old } rows of the old table have { $keys ->
            [one] it
           *[other] one of them
        }
       *[other] { $rows_old ->
            [0] { $rows_new } rows of the new table have { $keys ->
                [one] it
               *[other] one of them
            }
           *[other] { $rows_old } { $rows_old ->
                [one] row
               *[other] rows
            } of the old table and { $rows_new } of the new have { $keys ->
                [one] it
               *[other] one of them
            }
        }
    }, and are not compared cell by cell.
finding-duplicate_key-hint-files = Name more columns with --key, until together they name every row once; or have the doubles removed.
finding-duplicate_key-hint = Choose a key that names every row once, or have the doubles removed.
finding-totals_differ = The sums of { $subject } differ by { $difference }: old { $old }, new { $new }.
finding-totals_differ-hint = A sum that differs means money that differs. See which rows make it up.
finding-unparsable = { $subject } cannot be read as a table.
finding-unparsable-behind_end = { $subject }, line { $line }: something stands behind the end of the JSON document or object.
finding-unparsable-behind_quote = { $subject }, line { $line }: something stands behind the closing quote of a field.
finding-unparsable-behind_quote-hint = A quote within quotes is written twice (""). Or name the right sign between fields with delimiter.
finding-unparsable-binary = { $subject }, line { $line }: this is no text, it holds a zero byte.
finding-unparsable-binary-hint = Name the right kind of file, or its encoding. Nothing was compared.
finding-unparsable-cell_too_large = { $subject }{ $placed ->
    [yes] , line { $line }
   *[no] {""}
}: a cell is larger than a cell may be.
finding-unparsable-cell_too_large-hint = Cells may have up to 16 MiB. Look for a quote that is never closed.
finding-unparsable-column_name = { $subject }: the name of a column is too long ({ $limit } bytes are allowed).
finding-unparsable-column_name-hint = See whether the first line is the header.
finding-unparsable-database = { $subject } is no SQLite database, or it is damaged: { $cause }
finding-unparsable-database-hint = Check the path, and the database itself. Nothing was compared.
finding-unparsable-duplicate_column = { $subject }: two columns are called "{ $column }". Every column needs a name of its own.
finding-unparsable-duplicate_column-hint = Give one of them another name in the export or the query. Nothing was compared.
finding-unparsable-duplicate_name = { $subject }, line { $line }: the name "{ $column }" stands twice in one object.
finding-unparsable-duplicate_name-hint = Nobody can tell which of the two is meant. Let the program that made it write it once.
finding-unparsable-encoding = { $subject }{ $placed ->
    [yes] , line { $line }
   *[no] {""}
}: a sign here is not of the encoding { $encoded ->
    [yes] { $encoding }
   *[no] UTF-8
}.
finding-unparsable-encoding-hint = Name the encoding it was written in (utf-8, utf-16le, utf-16be, windows-1252, iso-8859-15). Nothing was compared.
finding-unparsable-fields = { $subject }, { $placed ->
    [yes] line { $line }
   *[no] row { $row }
}: { $found } fields, but the header names { $expected } columns.
finding-unparsable-fields-hint = Look for a sign between fields that is not in quotes, or name the right one with delimiter. Nothing was compared.
finding-unparsable-json = { $subject }, line { $line }: this is not JSON{ $caused ->
    [yes] {" "}({ $cause })
   *[no] {""}
}.
finding-unparsable-no_parquet = { $subject } is no Parquet file, or it is damaged: { $cause }
finding-unparsable-no_parquet-hint = Name the right kind of file, or have it written again. Nothing was compared.
finding-unparsable-no_such_part = { $subject } has no part "{ $expected }". There are: { $found }.
finding-unparsable-no_such_part-hint = Name a part that is there: a sheet, or the list in a JSON document as a path (data.rows).
finding-unparsable-not_a_list = { $subject }, line { $line }: a list of objects is wanted here; this is of the type { $found }.
finding-unparsable-not_a_list-hint = Name where the list is as the part (data.rows), or the kind jsonl for objects below each other.
finding-unparsable-not_an_object = { $subject }, line { $line }: every row must be an object; this is of the type { $found }.
finding-unparsable-not_an_object-hint = A row is written as {"{"}"column": value, …{"}"}. Nothing was compared.
finding-unparsable-query = { $subject }: the query was refused: { $cause }
finding-unparsable-query-hint = Try the query in the database's own program. Nothing was compared.
finding-unparsable-row_too_large = { $subject }{ $placed ->
    [yes] , line { $line }
   *[no] {""}
}: a row is larger than a row may be.
finding-unparsable-row_too_large-hint = Rows may have up to 64 MiB. Look for a quote or a bracket that is never closed.
finding-unparsable-too_many_columns = { $subject } has too many columns ({ $limit } are allowed).
finding-unparsable-too_many_columns-hint = Leave some out of the export. Nothing was compared.
finding-unparsable-too_many_rows = { $subject } has too many rows ({ $limit } are allowed).
finding-unparsable-too_many_rows-hint = Compare a part of them at a time. Nothing was compared.
finding-unparsable-workbook = { $subject } does not read as a workbook (.xlsx){ $rowed ->
    [yes] {" "}from row { $row } on
   *[no] {""}
}{ $caused ->
    [yes] : { $cause }
   *[no] {""}
}.
finding-unparsable-workbook-hint = Open it in the program that made it, and save it again as .xlsx. Nothing was compared.
finding-unparsable-hint = Open it in the program that made it, and export it again. Nothing was compared.
finding-side_late = { $subject } was not there in time, so nothing was compared.
finding-side_late-unchanged = { $subject } brought the same as for { $day }, so it says nothing about this day.
finding-side_late-old = { $subject } was last written before this day began, so it says nothing about it.
finding-side_late-hint = See why it is late. Compare again once it is there.
finding-side_late-missing = There was no { $expected } in time, so nothing was compared.
finding-side_incomplete-changed = { $subject } was written to while it was read.
finding-side_incomplete-changed-hint = Wait until its program is done with it, then compare again. Nothing was compared.
finding-side_incomplete-does_not_read = { $subject } could not be read to its end: { $cause }
finding-side_incomplete-does_not_read-hint = Check the disk, the database or the network it lies on, then compare again. Nothing was compared.
finding-side_incomplete-ends_early = { $subject } ends in the middle{ $placed ->
    [yes] {" "}(line { $line })
   *[no] {""}
}: it is half-written.
finding-side_incomplete-no_permission = { $subject } may not be read: { $cause }
finding-side_incomplete-no_permission-hint = Give the user that Ballast runs as the right to read it. Nothing was compared.
finding-side_incomplete-open_quote = { $subject }, line { $line }: a quote opens here and is never closed.
finding-side_incomplete-short_row = { $subject }, line { $line }: its last row has { $found } of { $expected } fields, as a half-written file has.
finding-side_incomplete-timed_out = { $subject } took too long to answer.
finding-side_incomplete-timed_out-hint = Make the query ask for less, or run it when the database is less busy. Nothing was compared.
finding-side_incomplete = { $subject } is not complete yet: it ends in the middle, or is still being written.
finding-side_incomplete-hint = Wait until it is whole, then compare again. Nothing was compared.

## Answers of two live systems

finding-value_changed-answers = { $subject } differs in { $count } of { $of } answers. In { $request }, { $at }: { $old } became { $new }.
finding-value_changed-answers-hint = Mend it, or allow a --tolerance, or --ignore the path. --baseline 1 shows what differs by itself.
finding-value_changed-answers_alike = { $subject } differs in { $count } of { $of } answers, always by { $effect }. In { $request }, { $at }: { $old } became { $new }.
finding-value_changed-answers_alike-hint = One rule changed. Mend it where it is wrong, or accept it with a --tolerance.
finding-value_changed-answers_noise = { $subject } differs in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-value_changed-answers_noise-hint = Nothing to do. --ignore it to make the result shorter.
finding-null_changed-answers = { $subject } is null on one side in { $count } of { $of } answers. In { $request }, { $at }: { $old } became { $new }.
finding-null_changed-answers_noise = { $subject } is null on one side in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-empty_changed-answers = { $subject } is empty on one side in { $count } of { $of } answers. In { $request }, { $at }: { $old } became { $new }.
finding-empty_changed-answers_noise = { $subject } is empty on one side in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-type_changed-answers = { $subject } is of another type in { $count } of { $of } answers. In { $request }, { $at }: { $old } became { $new }.
finding-type_changed-answers_noise = { $subject } is of another type in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-column_missing-answers = { $subject } is missing on the new side in { $count } of { $of } answers. In { $request } the old side has { $old }.
finding-column_missing-answers_noise = { $subject } is missing in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-column_added-answers = { $subject } is there only on the new side in { $count } of { $of } answers. In { $request } it is { $new }.
finding-column_added-answers_noise = { $subject } is added in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-column_renamed-answers = { $subject } seems to be called { $to } on the new side, in { $count } of { $of } answers.
finding-column_renamed-answers-hint = Have the old name put back, or accept it: --rename '{ $subject }={ $to }'. Its values are compared already.
finding-column_renamed-answers_noise = { $subject } is called { $to } in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-row_only_in_old-answers = Elements of { $subject } stand only on the old side in { $count } of { $of } answers. In { $request }, { $at }: { $old }.
finding-row_only_in_old-answers_noise = Elements of { $subject } are gone in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-row_only_in_new-answers = Elements of { $subject } stand only on the new side in { $count } of { $of } answers. In { $request }, { $at }: { $new }.
finding-row_only_in_new-answers_noise = Elements of { $subject } are added in { $count } of { $of } answers, and as often when the old system is compared with itself.
finding-duplicate_key-answers = Elements of { $subject } have the same key in { $count } of { $of } answers: they are not compared. In { $request }, { $at }: { $old } on the old side, { $new } on the new.
finding-duplicate_key-answers_noise = Elements of { $subject } have the same key in { $count } of { $of } answers of the old system itself.
answer-why = { $why ->
    [unreachable] it cannot be reached
    [no_answer] no answer in time
    [certificate_refused] its certificate is not trusted
    [too_large] the answer is too large
   *[other] { $why }
}
finding-probe_failed-answers = { $side ->
    [both] Neither side answered { $count } of { $of } requests, { $request } among them ({ answer-why }).
   *[other] { $subject } did not answer { $count } of { $of } requests that the other side answered, { $request } among them ({ answer-why }).
}
finding-probe_failed-answers-hint = See why it did not answer. A new system that answers less often than the old one is no replacement.
finding-side_incomplete-answers = { $subject } did not answer { $count } of { $of } requests, { $request } among them ({ answer-why }): too many to tell whether the two are the same.
finding-side_incomplete-answers-hint = See that it runs and can be reached from here, then compare again. A lower --rate or a longer --timeout may do.
finding-nothing_examined-no_requests = The file holds no request.
finding-nothing_examined-no_requests-hint = Write one request a line: GET /path
finding-nothing_examined-gave_up = A side failed ten times in a row, so nothing more was asked: { $count } of { $of } requests were sent.
finding-nothing_examined-gave_up-hint = See that both run and can be reached from here, then compare again.
finding-nothing_examined-cancelled = It was stopped when { $count } of { $of } requests had gone to both sides.
finding-nothing_examined-cancelled-hint = Compare again and let it come to its end.
finding-nothing_examined-out_of_time = The time was over when { $count } of { $of } requests had gone to both sides.
finding-nothing_examined-out_of_time-hint = Give it more with --max-runtime, ask faster with --rate, or ask less.
finding-nothing_examined-only_refused = Both sides refused every request (401, 403, 407, 429) or failed themselves (500 and above), so nothing was compared that counts.
finding-nothing_examined-only_refused-hint = See whether a login is missing: --header-env authorization=VARIABLE
error-invalid_file-request = line { $line }, { $field }: { $problem }
error-invalid_file-request-hint = Nothing was sent. A line is GET /path, or a JSON object with method, path, headers, body and name.
error-invalid_file-request_acts = line { $line }: { $request } changes something on a live system.
error-invalid_file-request_acts-hint = Nothing was sent. Take the line out, or send it to both systems with --allow-writes.
problem-too_many_requests = there are more than { $found } requests
problem-request_acts = { $found } changes something on a live system
problem-not_json = this is no JSON object, or it has a name twice
problem-not_a_header = "{ $found }" cannot be sent as a header: { $why }
problem-not_a_path = "{ $found }" is no path: it begins with one /, without a host, and has no spaces

## The recovery sheet

recovery-sheet =
    RECOVERY SHEET for { $company }
    written { $date }

    Without this sheet, nobody can open the backup when the computer it was
    made on is gone. Print it or store it away from that computer.

    Repository   { $repository }
    Place        { $location }
    Password     { $password }
    Workspace    { $workspace }

    To get everything back without Ballast, install restic and run, one line
    a backup:

        restic -r "{ $location }" snapshots
        { $commands }

    restic asks for the password above.

## Closing the window while something runs

close-question = A job is still running and ends with the window. What was finished before still counts.
close-keep = Keep working
close-stop = Stop and close

## The schedule

job-backup = copy
job-verify-present = check that a copy is there
job-verify-structure = check of the structure
job-verify-content = check of the content
job-verify-restore = restore check
job-verify-recovery = timed recovery
job-compare = comparison
job-baseline = comparison of the old side with itself

list-and = { $first } and { $last }
words-minutes = { $count ->
    [one] every minute
   *[other] every { $count } minutes
}
words-hours = { $count ->
    [one] every hour at minute { $minute }
   *[other] every { $count } hours at minute { $minute }
}
words-daily = every day at { $times }
words-nightly = every night at { $times }
words-weekdays = on weekdays at { $times }
words-weekly = every { $days } at { $times }
words-monthly-one = on day { $days } of every month at { $times }
words-monthly = on days { $days } of every month at { $times }
words-yearly = on { $day } { $month } at { $times }
words-other = by its own line: { $line }
weekday-0 = Sunday
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

schedule-holder-agent = The agent runs the schedule.
schedule-holder-once = A single round of the agent runs the schedule.
schedule-holder-window = The window runs the schedule: checks stop when it is closed.
schedule-holder-nobody = Nobody runs the schedule: what is due waits, and what passes is counted as missed. Start it with ballast agent.
schedule-stuck = The schedule stands still.
schedule-next = Next: { $title }, { $at }.
schedule-missed = Missed in the last 7 days: { $count }.
schedule-dead = Given up on: { $count }. See ballast dead list.
punctuality-never_due = first time still to come
punctuality-never_ran = never ran
punctuality-on_time = on time
punctuality-waiting = under way
punctuality-late = late
punctuality-overdue = overdue
punctuality-paused = paused
wait-paused = paused
wait-control_busy = another run of it has not ended
wait-repository_busy = its repository is in use
wait-kind_busy = enough is running
wait-retry = tried again later
wait-starting = about to start
agent-running = The agent runs the schedule. Ctrl-C lets its runs end and stops it; twice hands them back at once.
agent-once = { $runs ->
    [0] Nothing was due.
    [one] One job run.
   *[other] { $runs } jobs run.
} { $missed ->
    [0] Nothing was missed.
    [one] One time was missed.
   *[other] { $missed } times were missed.
} { $alerts ->
    [0] No alert was sent.
    [one] One alert was sent.
   *[other] { $alerts } alerts were sent.
}
no-dead-letters = Nothing was given up on.
no-pauses = Nothing is paused.
no-alerts = No alert was ever sent.

## Alerts

alert-subject-one = { $company }: { $line }
alert-subject-changed = { $company }: { $count ->
    [one] something needs you
   *[other] { $count } things need you
}
alert-subject-missed = { $company }: checks were missed
alert-subject-given_up = { $company }: { $count ->
    [one] a job was given up on
   *[other] { $count } jobs were given up on
}
alert-subject-resolved = { $company }: { $count ->
    [one] something holds again
   *[other] { $count } things hold again
}
alert-subject-reminder = { $company }: drills come near
alert-subject-digest = { $company }: the week
alert-subject-test = { $company }: a test, all is as it was
alert-line-changed = { $title }: { $status }
alert-line-resolved = { $title } is { $status } again
alert-line-missed = { $title }: { $count ->
    [one] one { $what } was missed
   *[other] { $what } was missed { $count } times
}
alert-line-given_up = { $title }: given up after { $attempts ->
    [one] one try
   *[other] { $attempts } tries
}
alert-line-drill-missed = { $title }: nobody ran the drill of { $day }
alert-line-drill-missed-hint = Run it with `ballast drill start { $drill }`, or set another day with `ballast drill reschedule { $drill }`.
alert-line-drill-due = { $title }: a drill is due by { $day }, { $days ->
    [0] which is today
    [one] in one day
   *[other] in { $days } days
}
alert-line-drill-due-hint = `ballast drill list` shows the drills that are written, and which of them counts.
alert-line-drill-booked = { $title }: a drill is set for { $day }, { $days ->
    [0] which is today
    [one] in one day
   *[other] in { $days } days
}
alert-line-drill-booked-hint = { $operator ->
    [none] Nobody is named who runs it.
   *[other] Run by { $operator }.
}
alert-line-digest = { $title }: { $status }
alert-more = and { $count } more
alert-head = Ledger head { $head }
alert-test-text = This is a test of Ballast. If you read this, alerts of { $company } reach you here.
alert-way-desktop = desktop
alert-way-email = e-mail
alert-way-webhook = webhook
alert-way-command = command
no-ways = No way to tell anybody is set up. Add [alerts] to the workspace file, or set it up in the window.

## The tray

tray-next = Next: { $title }, { $at }
tray-next-none = Nothing is scheduled
tray-paused = Checks are paused until { $until }
tray-pause = Pause checks for an hour
tray-resume = Go on with checks
tray-pause-reason = Paused from the tray
tray-open = Open Ballast
tray-quit = Quit
tray-quit-stops = Quit: checks stop
tray-hidden = Ballast goes on in the tray. Checks go on running; quit from its menu there.
quit-question = Checks stop when Ballast quits, until it is opened again or an agent runs them.
quit-keep = Keep running
quit-stop = Quit, checks stop
error-not_yet = Not yet: { $what }.
error-not_yet-earliest = Not yet: { $what }. The earliest day is { $date }, if every run until then is clean.
error-not_yet-signed_no_go = Somebody signed a no-go, and a no-go outweighs.
error-not_yet-signed_no_go-hint = Talk to who signed it. That person can sign a go in its place.
error-not_yet-no_process = There is no process in the map yet.
error-not_yet-no_process-hint = Add one first. Nothing has been written.
error-not_yet-hint = See what is missing, and sign when all of it holds.
compare-none = No parallel run is set up. Set one up in the window, or as [[parallel_run]] in the workspace file.
compared-passed = The same.
compared-anomaly = The same, but something changed that a person must look at.
compared-failed = They differ.
compared-inconclusive = Could not tell.
cutover-go = Go: everything that was laid down holds.
cutover-no_go = No go: switching now would change results.
cutover-not_enough_evidence = Not enough evidence yet.
problem-ignored_key = "{ $found }" is part of the key, by which rows are matched: it cannot be ignored
problem-not_a_number = "{ $found }" is not a number that is allowed here
problem-not_a_date = "{ $found }" is not a date
error-nothing_yet = There is nothing to show of { $control } yet.
error-nothing_yet-hint = Compare it first; or its list of differences was let go, and only its figures stay.
export-column = column
export-outcome = outcome
export-shape = kind
export-old = old
export-new = new
export-mismatch = differs
export-known = known
export-tolerated = tolerated
export-not_comparable = not comparable
export-only_old = only in old
export-only_new = only in new
export-duplicate_old = key more than once in old
export-duplicate_new = key more than once in new
export-value = value
export-rounding = rounding
export-null = null on one side
export-empty = empty on one side

## Comparisons and the switch, as the terminal and the window say them

parallel-criterion-is-met = Met
parallel-criterion-is-failed = Failed
parallel-criterion-is-open = Open
parallel-criterion-clean_runs = { $want } clean runs in a row
parallel-criterion-clean_runs-note = { $have } of { $want }. Longest so far: { $longest }
parallel-criterion-unexplained = No unexplained difference
parallel-criterion-unexplained-note =
    { $have ->
        [0]
            { $named ->
                [yes] None open in { $column }
               *[no] None open
            }
       *[other]
            { $named ->
                [yes] { $have } open in { $column }
               *[no] { $have } open
            }
    }
parallel-criterion-drift = Columns agreed
parallel-criterion-drift-note =
    { $named ->
        [yes]
            { $have ->
                [one] { $column } waits for your answer
               *[other] { $column } wait for your answer
            }
       *[no]
            { $have ->
                [0] Nothing waits for an answer
                [one] One change waits for your answer
               *[other] { $have } changes wait for your answer
            }
    }
parallel-criterion-missed_runs = No run missed
parallel-criterion-missed_runs-note =
    { $have ->
        [0] None so far
        [one] One missed
       *[other] { $have } missed
    }
parallel-criterion-month_end = A month end included
parallel-criterion-month_end-note =
    { $state ->
        [met] { $date }
       *[other]
            { $dated ->
                [yes] Next: { $date }
               *[no] None yet
            }
    }
parallel-criterion-complete = Both sides complete
parallel-criterion-complete-note =
    { $want ->
        [0] Not seen yet
       *[other]
            { $state ->
                [failed] Not whole: { $want } rows in the old table, { $have } in the new one
               *[other] { $want } rows in the old table, { $have } in the new one
            }
    }
parallel-criterion-control_totals = Sums equal
parallel-criterion-control_totals-note =
    { $state ->
        [met] To the last digit
        [failed]
            { $named ->
                [yes] The sums of { $column } differ
               *[no] Sums differ
            }
       *[other] Not shown yet
    }
parallel-criterion-upper_bound = Unexplained rows are rare
parallel-criterion-upper_bound-note =
    { $known ->
        [yes] 95% sure that at most { $upper } of the rows differ; { $limit } is allowed
       *[no] Not enough clean runs to tell
    }
parallel-criterion-way_back = Way back rehearsed
parallel-criterion-way_back-note =
    { $dated ->
        [yes] { $date }
       *[no] Never tested. Advice: it does not hold the decision up
    }
parallel-criterion-criteria_frozen = Criteria fixed before the first day
parallel-criterion-criteria_frozen-note =
    { $dated ->
        [yes] On { $date }
       *[no]
            { $state ->
                [met] Kept in the ledger
                [changed] Changed since: { $changed }. The days so far do not count
               *[other] Not fixed yet
            }
    }
cutover-sign = Two people sign: ballast compare sign { $control } --as WHO --result go
cutover-earliest = Earliest day for a switch: { $date }, if every run until then is clean.
cutover-no_earliest = No day can be named for a switch: too few runs are planned. Set a schedule, or compare by hand every day.
compare-days = Days since { $date }: { $list }
compare-day-clean = { $count } clean
compare-day-over = { $count } with more differences than agreed
compare-day-inconclusive = { $count } that could not tell
compare-day-missed = { $count } missed
compare-day-running = { $count } under way
compared-known = { $known ->
    [one] Nothing new: one known difference.
   *[other] Nothing new: { $known } known differences.
}
compared-tolerated = { $tolerated ->
    [one] Within what is tolerated: one value differs by no more than was allowed.
   *[other] Within what is tolerated: { $tolerated } values differ by no more than was allowed.
}
compared-agreed = Within what was agreed: { $unexplained } of { $rows } rows differ.
compared-accept = Accept a difference as known: ballast compare accept { $control } --finding ID --reason "why"
compared-rename = Accept a new name: ballast compare accept-rename { $control } { $old } { $new } --reason "why"
compared-differences = Every differing cell: ballast compare differences { $control }
baseline-taken = The old system compared with itself ({ $rows } rows).
baseline-quiet = No column differs by nature: the old system says the same twice.
baseline-columns = { $columns ->
    [one] One column differs by nature; its differences count as noise from now on:
   *[other] { $columns } columns differ by nature; their differences count as noise from now on:
}
baseline-rows = { $rows ->
    [one] One row stands in one of the two looks only.
   *[other] { $rows } rows stand in one of the two looks only.
}
compared-rows = { $matched ->
    [one] One row stands
   *[other] { $matched } rows stand
} on both sides ({ $changed } differ), { $only_old } only in the old table, { $only_new } only in the new{ $duplicates ->
    [0] {""}
   *[other] , { $duplicates } have a key that stands more than once
}.
differences-shown = { $shown } shown of { $matching } that match; { $listed } differences in all. --offset and --limit show others.
differences-exported = { $rows } differences written to { $path }

## Spot checks

stage-read_list = Read the list
stage-sort = Sort and freeze it
stage-draw = Draw
stage-judge = Work out the result
stage-probe = Look at probes
job-freeze = new round
job-draw = draw
job-verify_sample = check of the draw
job-judge = result of a spot check
job-probe = probes
evidence-population_frozen = List frozen and plan laid down
evidence-sample_drawn = Sample drawn
evidence-sample_verified = Sample drawn again and compared
evidence-item_answered = Payout worked out again
evidence-item_remarked = More said about a payout
evidence-item_resolved = Disagreement resolved: { $reason }
evidence-spot_checked = Spot check worked out
evidence-cause_checked = Everything a cause may have reached was checked: { $reason }
evidence-spot_check_signed = Spot check signed: { $reason }
evidence-passphrase_set = Passphrase chosen by { $person }
evidence-probed = Probes looked at
evidence-login_shown = Login to the backup shown by { $person }
evidence-shared_fate_answered = { $person } said whether both providers share something
evidence-contract_accepted = New shape of answers accepted: { $reason }
evidence-drilled = Drill ended
evidence-drill_signed = Drill signed by { $person }
draw-reason-always = rule
draw-reason-certain = large
draw-reason-drawn = drawn
draw-reason-unreachable = no value
finding-amount_wrong = { $subject } was paid { $paid }, and { $correct } is right: a difference of { $difference }.
finding-amount_wrong-hint = Correct the payout, and find out whether the cause touched others.
finding-not_supported = Nobody could work { $subject } out from what is there.
finding-not_supported-hint = Find the papers, or count it as wrong.
finding-missing_item = { $subject } is not in the list of payouts.
finding-missing_item-sale = { $path }, row { $row }: nothing was paid for { $subject }.
finding-missing_item-sale-hint = Find out whether it was to be paid. A sample of payouts cannot find what is not among them.
finding-missing_item-hint = Find out whether it was paid at all.
finding-population_changed = { $subject } is not as it was frozen.
finding-population_changed-plan_changed = The plan is not the one that was laid down before the seed: { $commitment }.
finding-population_changed-frozen_list_changed = The frozen list of { $subject } is not as it was kept, or is gone.
finding-population_changed-plan = The plan was changed after it was laid down: { $field } was { $before }, and is { $after } now.
finding-population_changed-seed = The seed was { $before }, and is { $after } now.
finding-population_changed-not_drawn = { $subject } is recorded as drawn, but the seed does not draw it.
finding-population_changed-left_out = The seed draws { $subject }, which is not recorded as drawn.
finding-population_changed-item = The record of { $subject } is not as it was drawn: { $field }.
finding-population_changed-live_list_changed = The list of { $subject } is not the one that was frozen any more.
finding-population_changed-draw_changed = The recorded draw of { $subject } is not as it was kept, or is gone.
finding-population_changed-amount = What was paid for { $subject } is not what was frozen. As long as the round is open, the amounts are not told.
finding-population_changed-cell = Payout { $subject }: { $column } was "{ $before }" when the list was frozen, and is "{ $after }" now.
finding-population_changed-removed = Payout { $subject } stood in the list when it was frozen, and does no more.
finding-population_changed-added = Payout { $subject } came into the list after it was frozen.
finding-population_changed-more = { $count } more payouts are not as they were frozen.
finding-population_changed-hint = Find out who changed it and why. What was frozen still holds; begin a new round for the new list.
finding-duplicate_key-duplicate_ids = Payouts stand more than once in { $subject }: { $ids }. A draw could not say which one it means.
finding-unparsable-not_an_amount = { $subject }, row { $row }, payout { $id }: "{ $found }" is not an amount with at most { $decimals } decimals.
finding-unparsable-empty_id = { $subject }, row { $row }: the payout has no id.
finding-unparsable-long_id = { $subject }, row { $row }: the id of the payout is too long.
finding-unparsable-unprintable_id = { $subject }, row { $row }: the id "{ $found }" has a space at an end, or a sign that cannot be printed.
finding-unparsable-strata = { $subject } has too many strata: is "{ $found }" the column that was meant?
problem-shows_the_amount = "{ $found }" is what the system paid: a checker must not see it
problem-cannot_be_drawn = "{ $found }" is nothing that a sample could be drawn by
problem-same_column = "{ $found }" cannot be the id and the amount at once
problem-same_person = "{ $found }" is named twice, or is no name
problem-not_a_condition = "{ $found }" is no rule
error-not_yet-round_open = Round { $round } was drawn and is not finished.
error-not_yet-round_open-hint = Finish it first: what was drawn cannot be thrown away for another sample.
error-not_yet-round_drawn = The sample of round { $round } is drawn.
error-not_yet-round_drawn-hint = A second seed for the same list would be a choice. Begin a new round when this one is finished.
round-stage-frozen = List frozen, seed to come
round-stage-answering = Being checked
round-stage-second_review = Second look
round-stage-deciding = Answers differ
round-stage-evaluating = All answered
round-stage-judged = Worked out, to be signed
round-stage-signed = Signed
judged-right = Right
judged-over = Paid too much
judged-under = Paid too little
judged-not_supported = Nothing supports it
judged-missing = Missing
judged-unknown = Could not be determined
cause-rate_table = Wrong rate
cause-split = Wrongly shared between people
cause-clawback = Something left out, such as a credit note
cause-cut_off_date = Wrong period
cause-currency_or_rounding = Currency or rounding
cause-duplicate = Paid twice
cause-data_entry = Wrongly entered
cause-checkers_mistake = Slip of the checker
cause-other = Another cause
spotcheck-decision-accept = The payouts can be accepted.
spotcheck-decision-extend = It is not shown yet; more items may show it.
spotcheck-decision-escalate = The payouts cannot be accepted as they are.
spotcheck-why-limit_within_tolerable = What may be wrong is within what you tolerate.
spotcheck-why-limit_above_tolerable = More may be wrong than you tolerate.
spotcheck-why-most_likely_above_tolerable = More is most likely wrong than you tolerate: more items would not help.
spotcheck-why-no_limit = No method gives a limit for what was found.
spotcheck-why-nothing_wrong = Nothing was wrong.
spotcheck-why-errors_without_tolerable = Something was wrong, and nobody said how much is tolerable.
spotcheck-why-stage_accepts = The plan accepts after this stage.
spotcheck-why-stage_goes_on = The plan goes on with the next stage.
spotcheck-why-stage_fails = The plan does not accept so many errors.
spotcheck-why-rule_passed = The rule that may stop at any time has been met.
spotcheck-why-rule_not_passed = The rule that may stop at any time has not been met yet.
spotcheck-why-systematic_cause = A cause reaches further than the sample: all that it may have reached is checked.
spotcheck-why-cannot_extend = More items cannot follow from this draw.
spotcheck-plan = { $sample } items ({ $method }). With at most { $allowed } wrong: { $confidence } sure that less than { $tolerable } are wrong.
spotcheck-bound = Most likely { $likely }; { $confidence } sure that at most { $upper } ({ $method }).
spotcheck-bound-lower = As sure that at least { $lower }.
spotcheck-frozen = Round { $round }: { $count } payouts, { $total } in all, frozen as { $sha256 }
spotcheck-read = Read from { $place }, sha256 { $sha256 }
spotcheck-commitment = List and plan are committed as { $commitment }
spotcheck-missing = { $missing ->
    [one] One number is missing in the numbering of the payouts.
   *[other] { $missing } numbers are missing in the numbering of the payouts.
}
spotcheck-proves = { $sample } of { $count } are drawn. With none of them wrong: { $confidence } sure that at most { $at_most } ({ $upper }) are wrong.
spotcheck-waits = Now throw dice, two people, ten digits each. Then: ballast spotcheck draw { $id } --seed DIGITS --as WHO --as WHO
spotcheck-seed = { $count ->
    [0] Drawn with the seed { $seed }
    [one] Drawn with the seed { $seed }, entered by { $people } alone
   *[other] Drawn with the seed { $seed }, entered by { $people }
}
reason-by_value = values are drawn over the whole list
reason-column_twice = a column with that name is there already
reason-duplicate_ids = payouts stand in it more than once
reason-expected_not_below_tolerable = what is expected must be less than what is tolerable
reason-interval_changes_with_size = another size means another interval, and other items
reason-no_value = nothing in it was paid
reason-plan_changed = it does not fit its own hash
reason-population_changed = it is not the list that was frozen
reason-risk_too_high = it would accept what is not acceptable too often
reason-same_person = it takes two people
reason-sample_too_large = no sample that can be drawn would be large enough
reason-strata = there are too many of them
reason-unknown_column = the list has no such column
reason-other_kind = it is for the other kind of sample: items or values
reason-taint_above_one = more was paid wrongly than was paid, and no method holds for that
reason-zero_without_errors = it gives zero where nothing wrong was found, which would prove that nothing is wrong
reason-no_number_with_few_errors = it gives no number with so few errors
reason-too_few_errors = it needs more errors than were found
reason-disputed = its published program disagrees with its source
reason-stages = there are too few or too many of them
reason-stage_sizes = their sizes do not fit the population
reason-stage_limits = their limits fall
reason-empty_id = it is empty
reason-long_id = it is too long
reason-unprintable_id = it has a space at an end, or a sign that cannot be printed
finding-column_missing-list = { $path } has no column "{ $subject }". It has { $columns }.
finding-column_missing-list-hint = Name the columns of the list in population. Nothing was frozen.
finding-duplicate_key-duplicate_ids-hint = Name the column that tells every payout from every other, or have the doubles removed. Nothing was frozen.
finding-unparsable-not_an_amount-hint = Name the column with the amounts, or say in format how they are written. Nothing was frozen.
finding-unparsable-empty_id-hint = Every payout needs an id of its own. Nothing was frozen.
finding-unparsable-long_id-hint = Name the column with the ids. Nothing was frozen.
finding-unparsable-unprintable_id-hint = Have the ids exported without it. Nothing was frozen.
finding-unparsable-strata-hint = Name a column with few different values. Nothing was frozen.
error-nothing_yet-round = No round of { $control } has begun.
error-nothing_yet-round-hint = ballast spotcheck draw { $control } freezes the list and begins one.
error-workspace_damaged-frozen_list = The frozen list of round { $round } is not as it was kept, or is gone: nothing can be drawn from it.
error-workspace_damaged-frozen_list-hint = Find out who touched it. Then begin a new round: ballast spotcheck draw without a seed.

answer-figure = a figure
answer-not_supported = not supported
answer-missing = missing
answer-cannot_determine = cannot tell
proved-passphrase = by passphrase
proved-os_user = as the user of the computer
proved-asserted = as they said
spotcheck-stands = { $title }: { $status }{ $round ->
    [0] {""}
   *[other] ; round { $round } { $stage }
}
spotcheck-work = { $person }: { $done } of { $given } done{ $second_given ->
    [0] {""}
   *[other] , second look { $second_done } of { $second_given }
}
spotcheck-told-nobody = Nobody may look at { $items }: name another person in checkers.
spotcheck-counted = { $looked_at } of { $count } checked, { $errors } wrong.
spotcheck-told-at-most = { $confidence } sure that at most { $at_most } of { $count } ({ $upper }) are wrong.
spotcheck-told-money = Paid { $side ->
    [over] too much
   *[under] too little
}: { $found } { $currency } found, most likely { $likely } in all; { $confidence } sure that at most { $at_most }.
spotcheck-told-money-no-limit = Paid { $side ->
    [over] too much
   *[under] too little
}: { $found } { $currency } found, most likely { $likely } in all. No method gives a limit.
spotcheck-signed = Signed by { $person }, { $how }, { $at }
spotcheck-item = { $title }, item { $number } of { $of }: { $item }
spotcheck-item-answer = What should have been paid? ballast spotcheck answer { $id } { $item } --as WHO --amount AMOUNT
spotcheck-no-item = Nothing is yours to do now ({ $stage }).
spotcheck-answered = { $item }: yours { $yours }, the system paid { $paid }, a difference of { $difference }: { $judged }
spotcheck-remarked = Kept beside the answer, which stays as it was.
spotcheck-told-next-frozen = Next: ballast spotcheck draw { $id } --seed DIGITS --as WHO --as WHO
spotcheck-told-next-answering = Next: ballast spotcheck next { $id } --as WHO
spotcheck-told-next-second_review = Next: ballast spotcheck next { $id } --as WHO
spotcheck-told-next-deciding = Next: ballast spotcheck resolve { $id } ITEM --as WHO --amount AMOUNT --reason WHY
spotcheck-told-next-evaluating = Next: ballast spotcheck evaluate { $id }
spotcheck-told-next-judged = Next: ballast spotcheck sign { $id } --as WHO, by somebody who did not check
spotcheck-told-next-signed = Nothing is left to do in this round.
passphrase-held = Passphrase of { $person }:{" "}
passphrase-new = New passphrase:{" "}
passphrase-again = The same again:{" "}
passphrase-has = has one
passphrase-none = none
person-you = you
error-not_allowed = { $person } may not do this.
error-not_allowed-hint = Somebody else does it.
error-not_allowed-own_payout = { $item } is { $person }'s own payout: nobody checks the own payouts.
error-not_allowed-not_yours = { $item } is another person's item.
error-not_allowed-not_yours-hint = ballast spotcheck next shows your own.
error-not_allowed-same_person = { $person } looked at { $item } first, and whoever looked first does not look again.
error-not_allowed-answered_already = { $person } has answered { $item }, and an answer cannot change.
error-not_allowed-answered_already-hint = Say more about it with ballast spotcheck remark: the answer stays, and so does the remark.
error-not_allowed-not_answered = { $person } has not answered { $item }.
error-not_allowed-needs_second_review = { $item } is looked at by a second person first.
error-not_allowed-no_reason = A decision says why.
error-not_allowed-no_cause = A systematic cause is named: --cause.
error-not_allowed-answers_open = Not everybody has answered, and a decision now would tell the others what to find.
error-not_allowed-answers_open-hint = ballast spotcheck status says who has something to do.
error-not_allowed-not_a_checker = { $person } is not among those who check.
error-not_allowed-not_a_checker-hint = Name checkers and the reviewer in the workspace file.
error-not_allowed-checked_it = { $person } answered items of this round, and signs for nobody else.
error-not_allowed-checked_it-hint = Somebody who answered none signs.
error-not_allowed-signed_already = { $person } has signed this result.
error-not_allowed-passphrase_needed = { $person } has a passphrase.
error-not_allowed-passphrase_needed-hint = Type it in a terminal, or set BALLAST_PASSPHRASE.
error-not_allowed-passphrase_wrong = That is not the passphrase of { $person }.
error-not_allowed-passphrase_wrong-hint = Nothing was done.
error-not_allowed-passphrases_differ = The two passphrases differ.
error-not_allowed-passphrases_differ-hint = Nothing was changed. Try again.
error-not_yet-not_drawn = The sample of round { $round } is not drawn.
error-not_yet-not_drawn-hint = Throw dice, two people, ten digits each: ballast spotcheck draw { $control } --seed DIGITS --as WHO --as WHO
error-not_yet-answers = { $open ->
    [one] One item is not answered.
   *[other] { $open } items are not answered.
}
error-not_yet-answers-hint = Nothing is counted before the last: ballast spotcheck next { $control } --as WHO
error-not_yet-second_answers = { $open ->
    [one] One item waits for a second look.
   *[other] { $open } items wait for a second look.
}
error-not_yet-second_answers-hint = ballast spotcheck next { $control } --as WHO
error-not_yet-disputes = { $open ->
    [one] About one item two people disagree.
   *[other] About { $open } items two people disagree.
}
error-not_yet-disputes-hint = ballast spotcheck resolve { $control } ITEM --as WHO --amount AMOUNT --reason WHY
error-not_yet-not_judged = Nothing was worked out that could be signed.
error-not_yet-not_judged-hint = ballast spotcheck evaluate { $control }
error-workspace_damaged-sealed = A sealed file of record { $record } is not as it was kept, or is gone.
error-workspace_damaged-sealed-hint = ballast evidence verify names every record that was touched.
reason-not_a_file = it is no file
reason-too_large = it is too large
reason-empty = it is empty
reason-kind = its kind is no evidence
reason-content = its content is not what its name says
spotcheck-told-exported = Written to { $folder }
spotcheck-second-signature = second signature
error-not_allowed-judged_already = The result stands: what { $item } is can be changed by a decision alone.
error-not_allowed-judged_already-hint = Somebody who did not answer it decides: ballast spotcheck resolve.
error-not_allowed-answered_it = { $person } answered { $item }, and decides about other people's answers only.
error-not_allowed-answered_it-hint = Somebody who did not answer it decides.
error-not_allowed-paid_by_it = { $person } was paid by { $item }, which is in the sample.
error-not_allowed-paid_by_it-hint = Somebody whose payouts are not in it signs.
spotcheck-work-exported = { $items ->
    [one] One item
   *[other] { $items } items
} for another computer in { $file }, without what the system paid. There: ballast spotcheck open-work FILE
spotcheck-work-answer = What should have been paid? ballast spotcheck answer-work { $file } { $item } --amount AMOUNT
spotcheck-work-done-all = Every item is answered. Bring { $file } back: ballast spotcheck import-work ID FILE
spotcheck-work-imported = { $accepted ->
    [one] One answer is locked
   *[other] { $accepted } answers are locked
}{ $already ->
    [0] {""}
   *[other] ; { $already } were there before
}.
problem-no_work_package = { $found } is no file of items for a checker
problem-work_package_changed = the answers in { $found } were changed after they were locked
problem-work_package_foreign = { $found } was not given out by this workspace, or was changed since
problem-work_package_other_round = { $found } is about another round
error-nothing_yet-work = Nothing is { $person }'s to do in { $control } now.
error-nothing_yet-work-hint = ballast spotcheck status { $control } says where the round stands.
spotcheck-sales = { $count ->
    [0] Everything in the second list was paid for.
    [one] For one row of the second list nothing was paid.
   *[other] For { $count } rows of the second list nothing was paid.
}
spotcheck-reached = { $count ->
    [one] One payout, { $total }
   *[other] { $count } payouts, { $total } in all
}
spotcheck-open-cause = To be checked in full: { $cause }. All it may have reached: ballast spotcheck reach { $id } --where RULE. When it is done: ballast spotcheck close-cause { $id }

## The report of a spot check

report-language = en
report-made = Made { $at }
report-decision = Decision
report-decision-accept = Accepted
report-decision-extend = Not shown yet: more payouts are to be looked at
report-decision-escalate = Not accepted: to be raised
report-more = { $n } more without an error would show it.
report-stage-is = Decided after stage { $n } of { $stages }.
report-why-limit_within_tolerable = What may be wrong at most is within what is tolerable.
report-why-limit_above_tolerable = What may be wrong at most is above what is tolerable.
report-why-most_likely_above_tolerable = What is most likely wrong is above what is tolerable: more items would not help.
report-why-no_limit = No method gives a limit for what was found.
report-why-nothing_wrong = Nothing that was looked at is wrong.
report-why-errors_without_tolerable = Something is wrong, and no rate was said to be tolerable.
report-why-stage_accepts = The stage has no more errors than it accepts.
report-why-stage_goes_on = The stage has more errors than it accepts, and no more than the next one allows.
report-why-stage_fails = The stage has more errors than it allows.
report-why-rule_passed = The rule of Kaplan and Markov passed, for what was overpaid and underpaid.
report-why-rule_not_passed = The rule of Kaplan and Markov did not pass.
report-why-systematic_cause = A cause works elsewhere too: all that it may have reached is to be looked at.
report-why-cannot_extend = No more items can follow from this draw.
report-list = The list
report-place = Read from
report-list-sha256 = SHA-256 of what was read
report-list-size = Size
report-list-size-is = { $rows } rows, { $bytes } bytes, { $encoding }
report-list-modified = Last changed
report-frozen-sha256 = SHA-256 of the frozen list
report-count = Payouts (N)
report-total = Control total
report-positive = Sum of those above zero (B)
report-completeness = Completeness
report-completeness-is = { $zero } of zero, { $negative } below zero, { $duplicates } ids twice.
report-numbering-none = The ids are not numbered one after the other: missing ones would not show.
report-numbering-whole = No number is missing in the numbering of the ids.
report-numbering-missing = { $n } numbers are missing in the numbering of the ids: { $gaps }
report-plan = The plan
report-sampling-percent = { $percent } of the payouts, rounded up, at least { $least }; each as likely as any other.
report-sampling-attribute = As many payouts as the aim takes ({ $distribution }), with { $expected } of them expected wrong; each as likely as any other.
report-sampling-monetary_unit = Payouts by their value ({ $selection }), as many as the aim takes with { $expected } of the value expected wrong. Those of an interval or more are certain.
report-sampling-stop_or_go = Payouts in stages ({ $distribution }): { $stages }.
report-stage = { $sample } more, accept with at most { $accept } wrong, go on with at most { $go_on }
report-sampling-anytime = Payouts by their value, one after the other, until the rule of Kaplan and Markov passes; at most { $most } places.
report-fixed_interval = fixed interval
report-cell = cells
report-sieve = sieve
report-hypergeometric = hypergeometric
report-binomial = binomial
report-poisson = Poisson
report-stringer-binomial = Stringer over binomial limits
report-stringer-poisson = Stringer over Poisson limits
report-cox-snell = Cox and Snell
report-moment = moments
report-kaplan-markov = Kaplan and Markov
report-aim = Aim
report-aim-is = { $confidence } confidence, one-sided, that at most { $tolerable } is wrong.
report-aim-none = { $confidence } confidence, one-sided. No rate was said to be tolerable: one error is too many.
report-sampling = Sampling
report-per-stratum = Strata
report-per-stratum-yes = Each stratum has a sample of its own.
report-per-stratum-no = One sample over all strata.
report-always = Always looked at
report-nothing = none
report-tolerance = Right within
report-sizes = Sizes
report-sizes-is = { $sample } of { $population }
report-sizes-stages = { $sample } of { $population } in the first stage, { $most } in all
report-unreachable-share = Of zero or less
report-unreachable-is = { $share } of them, drawn apart: no value leads to them.
report-second-share = Looked at twice
report-second-is = All findings, and { $share } of the right ones.
report-commitment = Commitment
report-committed-at = Committed
report-seed = The seed
report-seed-text = Seed
report-seed-by = Entered by
report-seed-at = Entered
report-seed-short = The seed is short: somebody could have tried seeds until one pleased.
report-seed-alone = One person entered it alone.
report-counts = Wrong payouts
report-whole = The whole
report-part = Part
report-population = Payouts
report-looked-at = Looked at
report-sample = Sample (n)
report-errors = Wrong (k)
report-known = Wrong beside it
report-over = Overpaid
report-under = Underpaid
report-unknown = Unknown
report-likely = Most likely
report-at-most = At most
report-at-least = At least
report-at-most-is = { $count } ({ $rate })
report-limit-is = { $method }, { $confidence } one-sided: { $formula }, with { $numbers }, gives { $upper }.
report-no-count-limit = Values were drawn, and large payouts are likelier then: no share of payouts follows.
report-money = Money
report-direction = Direction
report-found = Found
report-tolerable = Tolerable
report-money-of = Sum of the payouts above zero: { $value }.
report-refused-below_its_confidence = No limit: payouts drawn alike, whatever their size, give none that holds what it says.
report-refused-nothing_drawn = No limit: nothing was drawn there.
report-refused-taint_above_one = No limit: more was paid wrongly than was paid, and no method holds for that.
report-refused-no_number_with_few_errors = No limit: it gives no number with so few errors.
report-refused-zero_without_errors = No limit: it would be zero where nothing wrong was found.
report-refused-other = No limit: { $reason }.
report-unknown-is = What nobody could determine counts as paid for nothing.
report-seen-whole = All of it was looked at: the sum is known.
report-anytime = After { $items } places the product is { $product } for { $side }; it passes at { $risk } or less.
report-strata = Strata
report-causes = Causes
report-cause = Cause
report-findings = Findings
report-no-findings = Nothing was found wrong.
report-cause-none = not named
report-cause-rate_table = rate table
report-cause-split = split
report-cause-clawback = clawback
report-cause-cut_off_date = cut-off date
report-cause-currency_or_rounding = currency or rounding
report-cause-duplicate = paid twice
report-cause-data_entry = data entry
report-cause-checkers_mistake = checker's mistake
report-cause-other = other
report-targeted = To be looked at in full
report-targeted-is = All payouts that the cause "{ $cause }" may have reached, apart from any projection. It was found in { $items }.
report-plot-objectives = What is wrong against what is tolerable
report-plot-objectives-note = Solid: most likely. Outlined: at most. Dashed: what is tolerable.
report-plot-strata = Wrong payouts in each stratum
report-plot-strata-note = The dot is most likely; the line ends at the limits, each one-sided at the confidence.
report-plot-scatter = What was paid against what was due
report-plot-scatter-note = On the line: right. Triangles point up for overpaid and down for underpaid; a cross was not supported or is missing. Unknown ones are not drawn.
report-plot-causes = Findings by cause
report-plot-months = Month over month
report-plot-months-note = Lines end at the limits, each one-sided at the confidence of its month.
report-plot-digits = First digits, a look from the side
report-plot-digits-note = Bars: how often amounts of the list begin with a digit. Marks: as often as Benford's law expects. χ² = { $chi }, p = { $p }, { $n } amounts. It may say where to look, and is never a verdict: fees with fixed amounts break the law without any fault.
report-plot-curve = What would a sample of n prove
report-plot-curve-note = The largest share of wrong payouts that { $confidence } confidence leaves open if none of n is wrong. This sample: { $n } prove { $rate } at best.
report-axis-paid = paid, up to { $most }
report-axis-due = due, up to { $most }
report-axis-n = n
report-items = All items
report-item = Payout
report-person = Person
report-stratum = Stratum
report-reason = Why
report-reason-always = rule
report-reason-certain = certain by its size
report-reason-drawn = drawn
report-reason-unreachable = drawn, of zero or less
report-places = { $reason }, place { $places }, stage { $stage }
report-paid = Paid
report-first = First answer
report-second = Second answer
report-decided = Decisions
report-counts-as = Counts as
report-difference = Difference
report-evidence = Evidence
report-not-answered = not answered
report-by-at = { $by }, { $at }
report-unnamed-file = file without a name
report-answer-not_supported = not supported
report-answer-missing = missing
report-answer-cannot_determine = cannot be determined
report-judged-right = right
report-judged-over = overpaid
report-judged-under = underpaid
report-judged-not_supported = not supported
report-judged-missing = missing
report-judged-unknown = unknown, counts as wrong
report-judged-open = open
report-systematic = works elsewhere too
report-signatures = Signatures
report-no-signatures = Nobody has signed yet.
report-signed-by = Signed by
report-role = As
report-at = When
report-proved = Identity
report-verify = How to check this
report-verify-files = Beside this report lie population.csv (the frozen list), plan.json (the plan), draw.json (what was drawn), items.csv and corrections.csv, and two programs that need no Ballast: verify.html for a browser, and verify.sh for a shell. verify.html draws the sample again from list, plan and seed and names what differs; verify.sh does so too where tickets alone order it, and says what it leaves.
report-verify-list = sha256sum population.csv gives { $sha256 }
report-verify-plan = sha256sum plan.json gives { $sha256 }
report-verify-ticket = The ticket of a payout is SHA-256 of the hash of the seed in hexadecimal and then the id. For { $id }: printf '%s%s' "$(printf '%s' SEED | sha256sum | cut -c1-64)" ID | sha256sum gives { $ticket }
report-verify-minutes = Compare the commitment with what was written down before the seed was thrown: no file can say that.
report-csv-stage = Stage
report-csv-places = Places
report-csv-ticket = Ticket
report-csv-correct = Correct
report-csv-by = by
report-csv-at = at
report-csv-steps = steps
report-csv-note = note
report-csv-why = Reason
report-csv-currency = Currency

## Probes of providers

probe-hint = Open it by hand from this computer and from another line. If it fails there too, ask the provider.
probe-hint-certificate = Tell who runs it. Do not switch the check off: a stranger could answer in its place.
not-observed-hint = This says nothing about the provider. See why nobody could look, then probe again.

finding-probe_failed-name_not_found = { $subject }: this name does not exist (NXDOMAIN).
finding-probe_failed-name_not_found-hint = { probe-hint }
finding-probe_failed-name_not_resolved = { $subject }: the name could not be looked up; its name servers do not answer as they should.
finding-probe_failed-name_not_resolved-hint = { probe-hint }
finding-probe_failed-name_server_failed = { $subject }: the name servers fail (SERVFAIL).
finding-probe_failed-name_server_failed-hint = { probe-hint }
finding-probe_failed-name_without_address = { $subject }: the name exists, but has no address.
finding-probe_failed-name_without_address-hint = { probe-hint }
finding-probe_failed-connection_refused = { $subject } refuses the connection.
finding-probe_failed-connection_refused-hint = { probe-hint }
finding-probe_failed-address_unreachable = { $subject } cannot be reached: there is no way to its address.
finding-probe_failed-address_unreachable-hint = { probe-hint }
finding-probe_failed-connection_closed = { $subject } closed the connection in the middle of its answer.
finding-probe_failed-connection_closed-hint = { probe-hint }
finding-probe_failed-timed_out = { $subject } did not answer in time ({ $phase }, { $milliseconds } ms).
finding-probe_failed-timed_out-hint = { probe-hint }
finding-probe_failed-tls_refused = { $subject } refuses an encrypted connection.
finding-probe_failed-tls_refused-hint = { probe-hint }
finding-probe_failed-protocol_broken = { $subject } does not answer in the form that it should.
finding-probe_failed-protocol_broken-hint = { probe-hint }
finding-probe_failed-redirect_loop = { $subject } leads in a circle.
finding-probe_failed-redirect_loop-hint = { probe-hint }
finding-probe_failed-redirect_refused = { $subject } leads to another host, { $host }, which the probe does not follow.
finding-probe_failed-redirect_refused-hint = { probe-hint }
finding-probe_failed-status = { $subject } answers with status { $found }; expected is { $expected }.
finding-probe_failed-status-hint = { probe-hint }
finding-probe_failed-header = { $subject }: the header { $at } is { $found }; expected is { $test } { $expected }.
finding-probe_failed-header-hint = { probe-hint }
finding-probe_failed-body = { $subject }: the answer is not the expected one: { $found }; expected is { $test } { $expected }.
finding-probe_failed-body-hint = { probe-hint }
finding-probe_failed-json = { $subject }: { $at } is { $found }; expected is { $test } { $expected }.
finding-probe_failed-json-hint = { probe-hint }
finding-probe_failed-not_json = { $subject }: the answer is not JSON: { $found }
finding-probe_failed-not_json-hint = { probe-hint }
finding-probe_failed-too_slow = { $subject } took { $milliseconds } ms; at most { $limit } ms are allowed.
finding-probe_failed-too_slow-hint = { probe-hint }
finding-probe_failed-slow = { $subject } took { $milliseconds } ms, longer than the { $limit } ms that are usual.
finding-probe_failed-slow-hint = It holds. Watch whether it goes on.
finding-probe_failed-address = { $subject }: the answer came from { $found }; expected is { $test } { $expected }.
finding-probe_failed-address-hint = { probe-hint }
finding-probe_failed-exit_code = { $subject } ended with { $found }; expected is { $expected }.
finding-probe_failed-exit_code-hint = { probe-hint }
finding-probe_failed-killed = { $subject } was ended by a signal.
finding-probe_failed-killed-hint = { probe-hint }
finding-probe_failed-certificate_refused = { $subject }: its certificate is not accepted.
finding-probe_failed-certificate_refused-hint = { probe-hint-certificate }
finding-probe_failed-certificate_expired = { $subject }: its certificate expired on { $not_after }.
finding-probe_failed-certificate_expired-hint = { probe-hint-certificate }
finding-probe_failed-certificate_not_yet_valid = { $subject }: its certificate is not valid yet.
finding-probe_failed-certificate_not_yet_valid-hint = { probe-hint-certificate }
finding-probe_failed-certificate_wrong_name = { $subject }: its certificate is for { $names }.
finding-probe_failed-certificate_wrong_name-hint = { probe-hint-certificate }
finding-probe_failed-certificate_self_signed = { $subject }: its certificate is signed by itself.
finding-probe_failed-certificate_self_signed-hint = { probe-hint-certificate }
finding-probe_failed-certificate_unknown_issuer = { $subject }: nobody that this computer trusts has signed its certificate; the issuer is { $issuer }.
finding-probe_failed-certificate_unknown_issuer-hint = { probe-hint-certificate }
finding-probe_failed-certificate_chain_expired = { $subject }: a certificate in the chain behind its own has expired; the issuer is { $issuer }.
finding-probe_failed-certificate_chain_expired-hint = { probe-hint-certificate }
finding-probe_failed-certificate_bad_signature = { $subject }: the signature of its certificate is wrong.
finding-probe_failed-certificate_bad_signature-hint = { probe-hint-certificate }
finding-probe_failed-certificate_revoked = { $subject }: its certificate was revoked.
finding-probe_failed-certificate_revoked-hint = { probe-hint-certificate }
finding-probe_failed-certificate_not_for_servers = { $subject }: its certificate is not one for servers.
finding-probe_failed-certificate_not_for_servers-hint = { probe-hint-certificate }
finding-probe_failed-certificate_other = { $subject }: its certificate is not accepted; the issuer is { $issuer }.
finding-probe_failed-certificate_other-hint = { probe-hint-certificate }
finding-probe_failed-issuer = { $subject }: its certificate is from { $found }; expected is { $test } { $expected }.
finding-probe_failed-issuer-hint = { probe-hint }
finding-probe_failed-name_exists = { $subject }: this name should not exist, but { $resolver } knows it.
finding-probe_failed-name_exists-hint = { probe-hint }
finding-probe_failed-resolvers_differ = { $subject }: the resolvers do not agree on { $type }: { $found }
finding-probe_failed-resolvers_differ-hint = Answers may differ by place, and for a while after a change. If nobody changed anything, see who did.
finding-probe_failed-record = { $subject }: the { $type } record { $expected } is missing; found: { $found }
finding-probe_failed-record-hint = { probe-hint }
finding-probe_failed-no_record = { $subject }: there is no { $type } record.
finding-probe_failed-no_record-hint = { probe-hint }
finding-probe_failed-sender_policy_missing = { $subject } has no sender policy (SPF): its mail may be taken for forged.
finding-probe_failed-sender_policy_missing-hint = Add one TXT record that begins with v=spf1, at the provider of the domain.
finding-probe_failed-sender_policies_many = { $subject } has { $found } sender policies (SPF); receivers ignore them all.
finding-probe_failed-sender_policies_many-hint = Merge them into one TXT record.
finding-probe_failed-takes_no_mail = { $subject } says that it takes no mail.
finding-probe_failed-takes_no_mail-hint = { probe-hint }
finding-probe_failed-not_encrypted = { $subject } does not encrypt the connection.
finding-probe_failed-not_encrypted-hint = { probe-hint }
finding-probe_failed-login_refused = { $subject } refuses the login ({ $code }).
finding-probe_failed-login_refused-hint = Log in by hand with the same login. If that fails too, get a new password before you need it.
finding-probe_failed-login_not_offered = { $subject } offers no way to log in.
finding-probe_failed-login_not_offered-hint = { probe-hint }
finding-probe_failed-not_arrived = A message sent through { $subject } did not arrive within { $milliseconds } ms.
finding-probe_failed-not_arrived-hint = { probe-hint }
finding-probe_failed-silent = { $subject } gave no signal for longer than { $every } and { $grace } of grace; the last one: { $last_at }.
finding-probe_failed-silent-hint = See whether the job still runs, and whether it can reach this computer.
finding-probe_failed-vendor_reports = { $subject } reports trouble of its own ({ $indicator }): { $incidents }
finding-probe_failed-vendor_reports-hint = It is their word and no proof. See what your own probes say.

finding-not_observed = { $subject } could not be looked at.
finding-not_observed-hint = { not-observed-hint }
finding-not_observed-own_line_down = { $subject } could not be looked at: this computer's own line was down.
finding-not_observed-asleep = { $subject } could not be looked at: this computer was asleep.
finding-not_observed-no_slot = { $subject } could not be looked at: earlier probes of the same provider still hang.
finding-not_observed-secret_unavailable = { $subject } could not be looked at: its password could not be read.
finding-not_observed-program_missing = { $subject } could not be looked at: the program cannot be started.
finding-not_observed-not_listening = { $subject } could not be looked at: nobody listened for signals.
finding-not_observed-cancelled = The look at { $subject } was cancelled.
finding-not_observed-internal = { $subject } could not be looked at: something on this computer failed.
finding-not_observed-daily_cap = { $subject } was not asked: the requests of this day are used up.
finding-not_observed-private_address = { $subject } was not asked: its public name leads to an address in a private network.
finding-not_observed-headers_too_large = { $subject } sent more headers than are read.
finding-not_observed-body_too_large = { $subject } sent more than the { $limit } bytes that are read, so that its content could not be judged.
finding-not_observed-not_allowed = { $subject } was not run: nobody has agreed to it yet.
finding-not_observed-sample_too_large = The answer of { $subject } has more values than are compared with what was learned.
finding-not_observed-no_resolver = { $subject } could not be looked up: no resolver answered.
finding-not_observed-login_not_tried = The login at { $subject } was not tried.
finding-not_observed-waiting_for_signal = { $subject } was not heard yet; listening began a short while ago.
finding-not_observed-status_page_unreadable = { $subject } could not be read as a status page.

finding-contract_changed = { $subject } answers in another shape than before.
finding-contract_changed-hint = Change what reads it, or ask the provider. If the change is meant, accept it: the new shape is the contract then.
finding-contract_changed-renamed = { $subject }: the field { $old } is now called { $new } ({ $path } became { $new_path }).
finding-contract_changed-missing = { $subject }: the field { $path } is gone; it stood in each of { $samples } samples.
finding-contract_changed-kind_changed = { $subject }: { $path } was { $was } and is { $found } now.
finding-contract_changed-became_null = { $subject }: { $path } is empty (null) for the first time; it was always { $was }.
finding-contract_changed-not_json = { $subject }: the answer is not JSON any more: { $found }

finding-expiring = { $subject } expires on { $expires_at }.
finding-expiring-certificate = The certificate of { $subject } ends { $days_left ->
    [0] today or tomorrow
    [one] in one day
   *[other] in { $days_left } days
}, on { $expires_at }.
finding-expiring-hint = Renew it now, or ask who runs it. On that day every connection fails.

finding-shared_fate = Both providers of { $subject } depend on the same thing.
finding-shared_fate-hint = If that fails, both fail. Confirm it or say that it is not so; then move one of them.
finding-shared_fate-declared = Both providers of { $subject } have the same { $what }: { $value }.
finding-shared_fate-only_person = Only { $value } can log in to both providers of { $subject }.
finding-shared_fate-same_address = Both providers of { $subject } answer from the same address, { $value }.
finding-shared_fate-same_network = Both providers of { $subject } likely stand in the same network, { $value }: { $primary } and { $backup }.
finding-shared_fate-same_operator = Both providers of { $subject } likely depend on { $value } ({ $what }): { $primary } and { $backup }.
finding-shared_fate-same_servers = Both providers of { $subject } likely share their { $what } servers, { $value }: { $primary } and { $backup }.
finding-shared_fate-same_registrar = The domains of both providers of { $subject } are likely with the same registrar, { $primary }.
finding-shared_fate-same_issuer = The certificates of both providers of { $subject } are from the same issuer, { $primary }.
finding-shared_fate-same_host = Both providers of { $subject } are the same host, { $value }.
finding-shared_fate-declared_and_seen = Both providers of { $subject } likely have the same { $what }, { $value }: { $primary } and { $backup }.
finding-shared_fate-behind_content_network = Whether the providers of { $subject } share a cloud cannot be told: a content network hides where they stand.
finding-shared_fate-not_resolved = Whether the providers of { $subject } share a cloud cannot be told: not all of their names could be looked up.
finding-shared_fate-behind_content_network-hint = Ask both where they stand, and write it under shares of the component.
finding-shared_fate-not_resolved-hint = Ask both where they stand, and write it under shares of the component.

problem-too_many = there are more here than are allowed ({ $found })
problem-not_a_line = this must be one line of text
problem-not_a_command = this is not a program with its arguments
problem-not_a_server_port = "{ $found }" is not a host and a port
problem-not_a_host = "{ $found }" is not the name of a host
problem-not_a_resolver = "{ $found }" is not a resolver
problem-not_a_header_name = "{ $found }" is not the name of a header
problem-not_a_status = { $found } is not a status
problem-not_a_json_path = "{ $found }" is not a place in JSON
problem-not_for_this_target = { $found } means nothing for this kind of probe
problem-status_page_is_a_hint = a vendor's status page is a hint and cannot block
problem-writes_without_canary = { $found } may leave something behind: say by which mark it can be found (canary), or read only
problem-canary_not_sent = the mark "{ $found }" stands in nothing that is sent
problem-login_without_encryption = a password must not be sent without encryption
problem-type_not_asked = { $found } is expected, but not asked for
problem-contradiction = this contradicts what else is expected
problem-not_yaml = this is not YAML: { $found }
problem-too_many_values = there are too many values here ({ $found })
problem-too_deep = this is nested too deep
problem-duplicate_key = the key "{ $found }" stands here twice
problem-not_a_key = a key must be a text
problem-several_documents = there is more than one document in this file
problem-empty = there is nothing in this file
problem-not_a_backup = this is not a backup of Uptime Kuma 1

import-left-disabled = it is switched off there
import-left-kind_not_supported = { $what } is not a kind of probe here
import-left-unknown_condition = the condition is not known: { $what }
import-left-not_expressible = there is no way to say this here: { $what }
import-left-two_of_a_kind = one test of a kind for each place; this one is left out: { $what }
import-left-needs_variable = it needs a value for { $what }
import-left-needs_login = it logs in; passwords are never taken over
import-left-secret_in_file = what it sends may hold a password: { $what }
import-left-not_about_probes = this is not about what is looked at: { $what }
import-left-unknown_key = { $what } is not known
import-left-no_heartbeat = it says nothing about how often a signal should come
import-left-no_such_setting = there is no such setting here: { $what }
import-left-upside_down = it is up while the other side is down
import-left-domain_expiry = when a domain ends is not looked up: { $what }
import-left-invalid = this cannot be used: { $what }

## Provider pairs

heartbeat-in-open = Signs of life come in on { $at }.
heartbeat-in-closed = No signs of life come in on { $at }: { $reason }
provider-none = No provider pairs are set up. Add [[provider_pair]] to the workspace file, or see: ballast provider import
provider-stands = { $title }: { $status }
provider-imported = { $probes ->
    [one] 1 probe
   *[other] { $probes } probes
} taken over, { $pairs ->
    [0] no pair found
    [one] 1 pair proposed
   *[other] { $pairs } pairs proposed
}. Nothing is applied: look it over and put it into the workspace file.
provider-import-asks = Needs a value first: { $name }
readiness-not-ready = Not ready: { $probes } fails.
readiness-unknown = Not known: nobody could look at { $probes }.
readiness-untested = Not proven: never tried.
readiness-failed = { $worked } of { $tried } drills worked; the last one, { $last } ago, failed. We would expect about { $in_ten } in 10 to work.
readiness-worked = { $worked } of { $tried } drills worked; last { $last } ago. We would expect about { $in_ten } in 10 to work.
probe-state-up = works
probe-state-attention = works, look at it
probe-state-down = down
probe-state-unknown = not known
pair-side-primary = primary
pair-side-backup = backup
fate-certainty-confirmed = confirmed
fate-certainty-declared = declared
fate-certainty-likely = likely
fate-certainty-cannot_tell = cannot be told
fate-certainty-denied = denied
login-worked = it worked
login-failed = it did not work
contract-change-missing = { $probe }: { $from } is gone
contract-change-renamed = { $probe }: { $from } is now called { $to }
contract-change-kind_changed = { $probe }: { $from } is of the kind { $to } now
problem-same_provider = a backup must be another provider than the primary
problem-no_such_probe = there is no probe { $found } in this pair
problem-not_a_time = "{ $found }" is not a time of day
error-not_yet-no_contract_change = There is nothing to accept: the newest answer of { $control } is shaped as before.
error-not_yet-no_contract_change-hint = Probe it again if it has changed since.
finding-probe_failed-down = { $subject } is down; the newest look could not tell.
finding-probe_failed-down-hint = { probe-hint }
finding-not_observed-never = { $subject } was not looked at lately.

## Readiness, drills, fault trees

estimate-history = { $has ->
    [none] Never tried.
    [today] { $worked } of { $tried } drills worked; last today.
   *[some] { $worked } of { $tried } drills worked; last { $last } ago.
}
estimate-chance = We would expect about { $in_ten } in 10 to work.
estimate-unproven = Not proven: nothing says that it would work.
cadence-done = { $quarter }: done. The next drill is due by { $due }.
cadence-due = { $quarter }: a drill is due by { $due }, in { $days } days.
cadence-due_soon = { $quarter }: a drill is due soon, by { $due }: { $days ->
    [0] today
    [1] 1 day left
   *[other] { $days } days left
}.
cadence-overdue = { $quarter }: a drill is overdue since { $due }.
cadence-missed = Missed: { $quarters }.
model-cut-sets = { $count } minimal cut sets
model-cut-off = Too large to solve whole: { $count } minimal cut sets of at most { $order } events
model-order = of { $order ->
    [one] 1 event
   *[other] { $order } events
}: { $count }
model-probability = Probability { $probability }
model-at-least = Probability at least { $probability }
model-no-probability = No probability: none is given for { $names }.
error-invalid_file-fault_tree-hint = Ballast reads the part of Open-PSA that fault trees need: define-gate, and, or, atleast, not, xor, basic-event, house-event, float.
error-invalid_file-not_utf8 = { $file } is not written in UTF-8.
error-invalid_file-not_xml = line { $line }: this is no XML.
error-invalid_file-doctype = line { $line }: a document type that defines things of its own is not read.
error-invalid_file-entity = line { $line }: an entity that is not known.
error-invalid_file-too_deep = line { $line }: more than { $limit } elements within each other.
error-invalid_file-too_large = { $file } is larger than { $limit } bytes.
error-invalid_file-too_many_gates = line { $line }: more than { $limit } gates.
error-invalid_file-too_many_events = line { $line }: more than { $limit } events.
error-invalid_file-too_many_links = line { $line }: more than { $limit } inputs of gates.
error-invalid_file-unsupported_element = line { $line }: "{ $found }" is not read.
error-invalid_file-misplaced_element = line { $line }: "{ $found }" does not belong here.
error-invalid_file-stray_text = line { $line }: text where an element was expected.
error-invalid_file-missing_attribute = line { $line }: "{ $found }" has no { $attribute }.
error-invalid_file-bad_name = line { $line }: "{ $found }" is no name.
error-invalid_file-bad_number = line { $line }: "{ $found }" is no number.
error-invalid_file-not_a_probability = line { $line }: { $found } is no probability.
error-invalid_file-bad_constant = line { $line }: "{ $found }" is neither true nor false.
error-invalid_file-need_too_many = line { $line }: at least { $need } of { $members } can never be.
error-invalid_file-need_zero = line { $line }: at least 0 always is.
error-invalid_file-wrong_inputs = line { $line }: a gate of this kind does not take { $found } inputs.
error-invalid_file-duplicate_name = line { $line }: "{ $found }" is defined twice.
error-invalid_file-too_many_tops = line { $line }: more than { $limit } gates that no other gate looks at.
error-invalid_file-missing_gate = line { $line }: the gate "{ $found }" is nowhere defined.
error-invalid_file-missing_house_event = line { $line }: the house event "{ $found }" is nowhere defined.
error-invalid_file-cycle = line { $line }: gates go in a circle: { $path }.
error-invalid_file-empty = { $file } holds no fault tree.
error-invalid_file-ends_early = { $file } ends in the middle of an element.

## Failover drills

finding-rto_missed = { $subject }: it took { $seconds } s until it worked over the backup; the target is { $target_seconds } s.
finding-rto_missed-hint = See where the time went (ballast drill show), and change the runbook there. Or say openly that it takes longer.
finding-rpo_missed = { $subject }: the newest work that had reached the backup was { $seconds } s old; the target is { $target_seconds } s.
finding-rpo_missed-hint = Copy to the backup more often, or say openly that more may be lost.
finding-undo_failed = The way back failed: { $subject }
finding-undo_failed-hint = Undo it by hand as ballast drill show says, then mend the way back before the next drill.
finding-stuck = { $subject }: it did not go back by itself, and people had to act.
finding-stuck-hint = Follow the instructions of ballast drill show, one after the other.
finding-preflight_failed = { $subject }: something did not hold before the start.
finding-preflight_failed-hint = ballast drill show says what. It would have been in the way of a real switch too.
finding-probe_failed-drill = { $subject }: it was ended before its time and undone.
finding-probe_failed-drill-hint = ballast drill show says which step, stop or person ended it.
finding-not_observed-drill_not_measured = { $subject }: the time until it worked over the backup was not measured.
finding-not_observed-drill_not_measured-hint = Drill again on a computer that stays awake, and let it come as far as the backup.

error-not_allowed-drill_state = Not now: { $event } has no place where the drill stands ({ $state }).
error-not_allowed-drill_state-hint = ballast drill show says where it stands and what may be done.
error-not_allowed-preflight_differs = The list before the start says otherwise.
error-not_allowed-not_consented = This command was not agreed to: { $command }
error-not_allowed-not_consented-hint = ballast drill plan shows every command. Agree on the terminal, or with --yes-run-commands.
error-not_allowed-out_of_order = Steps go one after the other, and back in reverse. The next one is step { $next }.
error-not_allowed-out_of_order-hint = ballast drill show says where it stands.
error-not_allowed-steps_missing = Steps were not carried out, or not seen to work.
error-not_allowed-steps_missing-hint = Go back instead: ballast drill decide --roll-back.
error-not_allowed-not_undone = Step { $step } is not undone.
error-not_allowed-not_undone-hint = Undo it first.
error-not_allowed-backup_not_working = The backup was looked at just now and does not work.
error-not_allowed-backup_not_working-hint = Go back instead: ballast drill decide --roll-back.
error-not_allowed-text_missing = Say it in a few words: --reason.
error-not_allowed-text_missing-hint = Whoever reads the journal wants to know why.
error-not_allowed-outside_window = No drill may run at { $at }.
error-not_allowed-outside_window-hint = Take the time that is named, or change windows in the workspace file.
error-not_allowed-key_no_name = A key has no name.
error-not_allowed-key_no_name-hint = Name both people: --as WHO --with WHO.
error-not_allowed-key_same_person = Both keys are in one hand.
error-not_allowed-key_same_person-hint = Somebody else turns the second key. Who is alone types: --alone "{ $phrase }"
error-not_allowed-key_wrong_phrase = That is not the phrase.
error-not_allowed-key_wrong_phrase-hint = Type exactly: { $phrase }
error-not_allowed-sign_no_name = Nobody signs.
error-not_allowed-sign_no_name-hint = { sign-obstacle-no_name }
error-not_allowed-sign_signer_is_operator = { sign-obstacle-signer_is_operator }
error-not_allowed-sign_signer_is_operator-hint = Somebody who did not run it signs.
error-not_allowed-sign_not_steady_after = { sign-obstacle-not_steady_after }
error-not_allowed-sign_not_steady_after-hint = Sign it as fail or inconclusive.
error-not_allowed-sign_rto_not_measured = { sign-obstacle-rto_not_measured }
error-not_allowed-sign_rto_not_measured-hint = Sign it as fail or inconclusive.
error-not_allowed-sign_slept = { sign-obstacle-slept }
error-not_allowed-sign_slept-hint = Sign it as inconclusive, and drill again.
error-not_allowed-sign_ended_early = { sign-obstacle-ended_early }
error-not_allowed-sign_ended_early-hint = Sign it as fail or inconclusive.
error-not_allowed-sign_undo_failed = { sign-obstacle-undo_failed }
error-not_allowed-sign_undo_failed-hint = Sign it as fail.
error-not_allowed-sign_stuck = { sign-obstacle-stuck }
error-not_allowed-sign_stuck-hint = Sign it as fail.
error-not_allowed-sign_stayed_on_backup = { sign-obstacle-stayed_on_backup }
error-not_allowed-sign_stayed_on_backup-hint = Sign it as fail or inconclusive.
error-not_allowed-sign_backup_did_not_kick_in = { sign-obstacle-backup_did_not_kick_in }
error-not_allowed-sign_backup_did_not_kick_in-hint = Sign it as fail.
error-not_allowed-sign_questions_missing = { sign-obstacle-questions_missing }
error-not_allowed-sign_questions_missing-hint = Say whom it reached (--reach) and which assumption was wrong (--teaches).
sign-obstacle-no_name = A signature has a name.
sign-obstacle-signer_is_operator = Who ran the drill does not sign it.
sign-obstacle-not_steady_after = Healthy was not measured after the way back, or it was not healthy: this is no pass.
sign-obstacle-rto_not_measured = It never worked over the backup while the drill ran: this is no pass.
sign-obstacle-slept = The computer slept or was started again: nobody can tell.
sign-obstacle-ended_early = It was ended before its time and undone: this is no pass.
sign-obstacle-undo_failed = The way back failed: this is no pass.
sign-obstacle-stuck = People had to act by hand: this is no pass.
sign-obstacle-stayed_on_backup = It stayed on the backup: this is no pass.
sign-obstacle-backup_did_not_kick_in = The debrief says that the backup did not take over: this is no pass.
sign-obstacle-questions_missing = A failure answers its questions.

error-not_allowed-plan_no_steps = { plan-fault-no_steps }
error-not_allowed-plan_no_steady_state = { plan-fault-no_steady_state }
error-not_allowed-plan_steady_without_number = The plan says how healthy looks as a feeling, not as a number.
error-not_allowed-plan_no_backup_check = { plan-fault-no_backup_check }
error-not_allowed-plan_no_owner = { plan-fault-no_owner }
error-not_allowed-plan_no_deputy = { plan-fault-no_deputy }
error-not_allowed-plan_deputy_is_owner = { plan-fault-deputy_is_owner }
error-not_allowed-plan_no_rto = { plan-fault-no_rto }
error-not_allowed-plan_no_rpo = { plan-fault-no_rpo }
error-not_allowed-plan_no_maximum_duration = { plan-fault-no_maximum_duration }
error-not_allowed-plan_longer_than_maximum = { plan-fault-longer_than_maximum }
error-not_allowed-plan_step_without_owner = A step has no owner.
error-not_allowed-plan_step_without_verification = Nothing looks at the effect of a step.
error-not_allowed-plan_step_without_undo = Nothing takes back a step.
error-not_allowed-plan_step_without_time_limit = A step has no time limit.
error-not_allowed-plan_empty_act = A step does nothing.
plan-fault-no_steps = The plan has no steps.
plan-fault-no_steady_state = Nothing says how healthy looks: steady.
plan-fault-steady_without_number = { $subject }: how healthy looks is a feeling, not a number.
plan-fault-no_backup_check = Nothing says when the backup works: on_backup.
plan-fault-no_owner = Nobody answers for the drill: owner.
plan-fault-no_deputy = Nobody stands in for its owner: deputy.
plan-fault-deputy_is_owner = Owner and deputy are one person.
plan-fault-no_rto = The pair has no target for how long until it works again: rto.
plan-fault-no_rpo = The pair has no target for how much work may be lost: rpo.
plan-fault-no_maximum_duration = The drill may take forever: maximum_duration.
plan-fault-longer_than_maximum = The steps, their way back and the watch may take longer than the whole drill: maximum_duration.
plan-fault-step_without_owner = Step { $step }, { $subject }: it has no owner.
plan-fault-step_without_verification = Step { $step }, { $subject }: nothing looks at its effect (verify).
plan-fault-step_without_undo = Step { $step }, { $subject }: nothing takes it back (undo; "none" where it leaves nothing).
plan-fault-step_without_time_limit = Step { $step }, { $subject }: it has no time limit (timeout).
plan-fault-empty_act = Step { $step }, { $subject }: it does nothing.
plan-fault-seen_by_person_only = Step { $step }, { $subject }: only a person sees whether it worked.
plan-fault-undone_by_hand = Step { $step }, { $subject }: a person undoes it, and the way back waits for one.
plan-fault-undo_not_verified = Step { $step }, { $subject }: nothing looks at whether its undo worked.
plan-fault-rpo_not_measured = Lost work has a target, and no canary measures it.
plan-fault-no_stop_condition = Nothing ends the drill on the backup but its time: stops.

error-busy-pair_drilled = Another drill holds this pair: { $run }.
error-busy-pair_drilled-hint = Let it end first: ballast drill show { $run }
error-busy-drill_taken = Another program carries this drill: { $run }.
error-busy-drill_taken-hint = Its words work from here too: ballast drill next, confirm, abort.
error-not_yet-watching = The backup is still being watched.
error-not_yet-watching-hint = It goes back by itself when the time is over. To end it now: ballast drill abort.

drill-state-draft = being written
drill-state-scheduled = scheduled
drill-state-missed = missed
drill-state-preflight = looking over what must hold
drill-state-blocked = blocked: something does not hold before the start
drill-state-armed = waits for its keys
drill-state-baseline = measuring how healthy looks
drill-state-switching = switching
drill-state-on_backup = on the backup
drill-state-switching_back = going back
drill-state-aborting = undoing what was started
drill-state-interrupted = interrupted: its program is gone, and somebody decides
drill-state-stuck = stuck: people act by hand
drill-state-stay = on the backup for now: there is no backup
drill-state-verify = measuring whether all is healthy again
drill-state-review = over, and waits for a signature
drill-state-signed_pass = signed: it worked
drill-state-signed_fail = signed: it did not work
drill-state-signed_inconclusive = signed: nobody could tell
drill-state-cancelled = called off
drill-kind-tabletop = talked through
drill-kind-probe = login and one harmless transaction
drill-kind-partial = part of the traffic
drill-kind-full = all of the traffic
drill-outcome-pass = it worked
drill-outcome-fail = it did not work
drill-outcome-inconclusive = nobody could tell
drill-against-met = within the target
drill-against-missed = target missed
drill-against-not_measured = not measured
drill-against-no_target = no target
answered-yes = yes
answered-no = no
answered-not_tried = not tried

drill-event-scheduled = scheduled
drill-event-window_opened = begun
drill-event-window_missed = its time passed
drill-event-rescheduled = another day
drill-event-cancelled = called off
drill-event-preflight_passed = everything holds before the start
drill-event-preflight_failed = something does not hold before the start
drill-event-cleared = looked at again
drill-event-recorded_as_failed = what was in the way is the result
drill-event-started = started
drill-event-armed_too_long = waited too long for its keys
drill-event-was_steady = healthy
drill-event-was_not_steady = not healthy
drill-event-step_started = step begun
drill-event-step_done = step done
drill-event-step_verified = step seen to work
drill-event-step_failed = step failed
drill-event-works_on_backup = works over the backup
drill-event-switch_took_too_long = the switch took too long
drill-event-observed_enough = watched for long enough
drill-event-stop_tripped = ended by a stop condition
drill-event-real_incident = no drill any more
drill-event-undo_started = undo begun
drill-event-undo_done = undo done
drill-event-undo_verified = undo seen to work
drill-event-undo_failed = undo failed
drill-event-works_on_primary = works over the primary
drill-event-primary_not_back = the primary is not back
drill-event-aborted = aborted
drill-event-program_crashed = the program that carried it is gone
drill-event-resumed_forward = goes on over the backup
drill-event-rolled_back = goes back
drill-event-declared_stuck = people act by hand from now on
drill-event-primary_restored = the primary is restored
drill-event-stayed_on_backup = stays on the backup for now
drill-event-backup_accepted = the backup is the primary from now on
drill-event-switched_back_later = goes back now
drill-event-signed = signed
drill-event-marked = marked
drill-event-canary_read = a canary reached the backup
drill-event-handed_over = handed over
drill-event-noted = note
drill-found-preflight_failed = Found: something did not hold before the start.
drill-found-probe_failed = Found: it was ended before its time and undone.
drill-found-undo_failed = Found: the way back failed: { $subject }
drill-found-stuck = Found: people had to act by hand.
drill-found-rto_missed = Found: it took longer than the target.
drill-found-rpo_missed = Found: more work was lost than the target allows.
drill-found-not_observed = Found: nobody could tell how long it took.

step-kind-manual = by hand
step-kind-command = command
step-kind-http = request
step-state-untouched = not begun
step-state-started = under way
step-state-done = done, not seen yet
step-state-verified = seen to work
step-state-undoing = being undone
step-state-undo_done = undone, not seen yet
step-state-undone = seen to be undone
step-state-undo_failed = undo failed
step-act = does
step-verify = seen by
step-undo = undone by
step-verify-undo = undo seen by
step-limit = at most
step-leaves-nothing = leaves nothing behind
preflight-own_line = our own line works
preflight-probes = every probe passed within 15 minutes
preflight-credential = the login to the backup works
preflight-data_fresh = the backup's data is fresh
preflight-capacity = the backup bears the peak
preflight-operator_present = who runs it is there
preflight-no_open_incident = no incident is open
preflight-shared_fate = what both share is known and accepted
preflight-window = it may run now
incident-control_failing = { $title } ({ $id }) fails now: see what it says and mend it first.
incident-dead_letter = A job of { $title } was given up on: `ballast dead retry { $id }` or `ballast dead settle { $id } --reason TEXT`.
incident-drill_running = { $title } is drilled already: `ballast drill show { $id }`, and end it first.
preflight-holds-yes = yes
preflight-holds-no = no
preflight-holds-unknown = not known
operator-because-never_ran_it = never ran it
operator-because-longest_ago = ran it longest ago
operator-because-only_one = nobody else can yet
instruction-no_backup_now = You are running without a backup.
instruction-call_owner = Call { $subject }, who answers for it.
instruction-call_deputy = If nobody answers, call { $subject }.
instruction-undo_by_hand = Undo by hand: { $subject }
instruction-take_back = Take back what this did: { $subject }
instruction-look_at_undo = See whether the undo worked: { $subject }
instruction-look_at_steady = See whether this is as before: { $subject }
instruction-report = Then say so: ballast drill decide RUN --restored, or --stay on the backup for now.

drill-board = { $quarter }: { $done } of { $of } pairs drilled, { $overdue } overdue.
drill-board-row = { $pair }: { $state }, due by { $due }
cadence-state-done = done
cadence-state-due = due
cadence-state-due_soon = due soon
cadence-state-overdue = overdue
drill-plan-head = { $title }: a drill of { $pair } ({ $kind })
drill-plan-steady = Healthy is
drill-plan-on-backup = The backup works when
drill-plan-stops = It is ended and undone when this fails
drill-plan-proposal = Proposed to run it: { $operator } ({ $because })
drill-plan-window = It may run from { $at }
drill-plan-phrase = Who is alone types: { $phrase }
drill-shows-commands = This drill runs these commands:
drill-asks-consent = Run them when their step comes? yes or no
drill-offers-step = Next: { $step }. { $act } Press Enter, or: ballast drill next { $run }
drill-waits-for-confirm = Waits for you: { $step }. { $act } Press Enter when it is done, or: ballast drill confirm { $run }
drill-stands = { $title }, run { $run }: { $state }
drill-measured = RTO { $rto } ({ $rto_against }), RPO { $rpo } ({ $rpo_against })
drill-signed = Signed by { $by }, { $at }: { $result }
drill-waits-for-signature = Somebody else signs: ballast drill sign { $run } --as WHO --result pass
drill-exported = Run it with: chaos run --rollback-strategy=always experiment.json
drill-experiment = A failover drill: { $title }
drill-left-out-check_has_no_provider = Left out, as the other program cannot look at it: { $subject }
drill-left-out-manual_step_is_printed = A step by hand is printed there, and nobody is waited for: { $subject }
drill-left-out-undo_is_by_hand = Nothing undoes it there: { $subject }
drill-left-out-steady_before_undo = Healthy is looked at there before anything is undone: { $subject }
drill-import-python_became_manual = A call of Python became a step for a person: { $subject }
drill-import-command_needs_consent = It runs a command, which is shown before it runs: { $subject }
drill-import-runs_in_shell = It runs in a shell: { $subject }
drill-import-rollback_unmatched = It is not clear which step this takes back: { $subject }
drill-import-background_ignored = It does not run in the background here: { $subject }
drill-import-pauses_ignored = It does not pause here: { $subject }
drill-import-tolerance_not_understood = How its answer is judged is not known, so a person judges it: { $subject }
drill-import-needs_value = A value is missing in it: { $subject }
drill-import-reference_unknown = It refers to something that is not there: { $subject }
drill-import-controls_ignored = Its controls are left out: { $subject }
drill-import-secrets_not_read = Its secrets are not read: { $subject }
drill-import-extension_differs = What Ballast wrote in it no longer fits the rest, which counts: { $subject }
drill-due-summary = Failover drill due: { $pair }
drill-due-description = { $quarter }: a drill of { $pair } that counts is due by this day.
drill-booked-summary = Failover drill: { $pair }
drill-booked-description = Run by { $operator }.
drill-report-title = Failover drill: { $title }
drill-report-pair = Pair
drill-report-primary = Primary
drill-report-backup = Backup
drill-report-kind = Kind
drill-report-run = Run
drill-report-operators = Run by
drill-report-second = Second key
drill-report-alone = none: started alone, with a typed phrase
drill-report-started = Started
drill-report-ended = Ended
drill-report-measured = What was measured
drill-report-figure = Figure
drill-report-value = Measured
drill-report-target = Target
drill-report-against = Against the target
drill-report-detect = until it was noticed
drill-report-decide = until it was decided
drill-report-switch = until it worked over the backup
drill-report-found = What was found
drill-report-nothing-found = Nothing was found.
drill-report-severity = Severity
drill-report-finding = Finding
drill-report-do = What to do
drill-report-steps = Steps
drill-report-step = Step
drill-report-owner = Owner
drill-report-act = Does
drill-report-state = State
drill-report-signed = Signature and debrief
drill-report-not-signed = Nobody has signed it.
drill-report-by = Signed by
drill-report-at = At
drill-report-result = Result
drill-report-kicked-in = The backup took over
drill-report-team-knew = The team knew the procedure
drill-report-degraded = The degraded mode worked
drill-report-reach = Whom and what it reached
drill-report-teaches = Which assumption was wrong
drill-report-actions = What is done about it
drill-report-hashes = Files of evidence (SHA-256)
drill-report-journal = Journal
drill-report-evidence = Record in the ledger
drill-report-journal-hash = SHA-256 of the journal
drill-report-number = No.
drill-report-event = What happened
drill-report-about = About

# The risk map.
map-none = There is no process to protect yet. Add one to the workspace file, or begin with: ballast risk templates
map-what-if = Without { $without }: { $count ->
    [0] every process keeps running.
    [one] { $down } stops, { $per_hour } an hour.
   *[other] { $count } processes stop, { $per_hour } an hour together: { $down }.
}
map-no-single-point = No single thing stops a process by itself.
map-worst = Most damage would be done by { $title }: { $count ->
    [one] one process stops
   *[other] { $count } processes stop
}, { $per_hour } an hour, { $once } for one failure.
map-single-points = Enough alone to stop a process:
map-single-point = { $title }: { $stops }; { $once } for one failure
map-more = and { $count } more; --json has all
map-switch = switch-over of { $title }
map-common-cause = likely shared { $title }
map-not-estimated = Nobody said how often or how long these fail; they count as never failing: { $titles }
map-together = { $members } fail together with { $cause }: none of them stands in for another then.
map-together-likely = { $members } likely fail together: they share { $cause }. Say whether that is so.
map-next-proofs = Cheapest next proof:
map-next-proof = { $title } removes { $removed } for { $work } of work, and { $saves } of loss a year.
map-next-proof-at-most = { $title } removes up to { $removed } for { $work } of work, and up to { $saves } of loss a year.
map-uncounted-pair = { $title } is not counted: another pair has the same two the other way round.
map-idle-options = Options that would change nothing as the map stands: { $titles }
map-bundles-incomplete = There are more bundles than could be weighed: a better one may exist.
map-contradiction-rto-beyond-max-outage = { $process } can be missed for { $promised }, but promises to be back only after { $takes }.
map-contradiction-recovery-beyond-rto = { $process } promises to be back after { $promised }, but { $thing } takes { $takes }.
map-contradiction-switch-beyond-rto = { $process } promises to be back after { $promised }, but the fastest way through its choice takes { $takes } ({ $thing }).
map-contradiction-data-beyond-rpo = { $process } accepts the loss of { $promised } of data, but the newest copy of { $thing } may be { $takes } old.
map-locked-out = If everything were gone at once, nobody would get back into: { $titles }.
map-unclear = Whether one gets back into these depends on things of which nobody said what they need: { $titles }
map-not-asked = Nobody said what it takes to get back into: { $titles }
map-key = A way into { $into } that needs nothing, such as a recovery code on paper, would free: { $frees }.
map-confirmed = { $count ->
    [one] One entry is
   *[other] { $count } entries are
} confirmed as of today.
map-imported = Added { $processes ->
    [one] one process
   *[other] { $processes } processes
} and { $components ->
    [one] one component
   *[other] { $components } components
}; { $known } were there already.
map-import-plan = Would add { $processes ->
    [one] one process
   *[other] { $processes } processes
} and { $components ->
    [one] one component
   *[other] { $components } components
}; { $known } are there already. Nothing was changed.
map-left-unknown-kind = { $what } was left out: the map has no place for this kind
map-left-no-id = an entry without an id was left out: { $what }
map-left-missing-target = { $what } was left out: what it needs is neither in the file nor in the map
map-left-no-damage = nobody said what an hour of { $what } costs: it counts as nothing until somebody does
map-ranges-total = All processes together lose { $p10 } to { $p90 } a year in eight of ten draws, { $p50 } in the middle ({ $draws } draws, seed { $seed }).
map-hours = { $hours } h
map-rule-sum = the sum of
map-rule-product = the product of
map-rule-difference = the first less the others
map-rule-longest = the longest of
map-rule-enough = when the last one that is needed is back, of
map-rule-joint = exactly, from all combinations, which overlap
map-rule-formula = from
map-line-exposure = Exposure
map-line-recovery = Until everything that it needs is back
map-line-group-recovery = Until enough of this is back
map-line-unavailability = Share of the time that it is down
map-line-unavailability-without = Share of the time that it would be down
map-line-cut-set = All of these at once
map-line-cut-sets-left-out = Further combinations, not shown
map-line-annual-loss = Expected loss a year
map-line-annual-loss-without = Expected loss a year if the other never failed
map-line-hours-down = Hours of a year that it is down
map-line-beyond-grace = Share of them that lies beyond the grace: e^(-grace / mean outage)
map-line-mean-outage = Mean outage of the process
map-line-data-outages = Outages a year that begin with lost data
map-line-probability = Share of the time that it is down by itself: outages × hours / (8760 + outages × hours)
map-line-with-its-causes = Share of the time that it is down, whatever the cause: outages × hours / (8760 + outages × hours)
map-line-blast = Lost in an hour by all processes that stop with it
map-line-damage-once = Lost in one failure by all processes that stop with it
map-line-loss-of-process = Lost by this process
map-line-from-damage = From the damage per hour
map-line-from-loss-per-hour = From the further loss per hour
map-line-from-loss-after-grace = From the loss after a grace
map-line-from-deadlines = From missed deadlines
map-line-from-records = From lost records
map-line-hours-beyond-grace = Hours beyond the grace
map-line-deadlines = Deadlines that can fall into them, at most
map-line-expected-per-hour = Lost on average in an hour of its failure
map-line-expected-of-process = Of this process
map-line-removed-if-perfect = Less loss a year if it never failed
map-line-removed-of-process = Of this process
map-line-importance = How much it raises the chance that the process is down
map-line-rate = An hour of this process, once every grace is over
map-line-hourly-loss = The same if nothing were kept
map-line-not-kept = Share that the degraded mode does not keep
map-line-damage-per-hour = Damage per hour, as entered
map-line-kept = Share that the degraded mode keeps, as entered
map-line-loss-per-hour = Further loss per hour, as entered
map-line-loss-after-grace = Further loss per hour after a grace, as entered
map-line-loss-at-deadline = Penalty at a deadline, as entered
map-line-loss-per-record = Loss per record, as entered
map-line-records-per-hour = Records per hour, as entered
map-line-lost-work = Work that is lost with the data, as entered
map-line-grace = Grace, as entered
map-line-per-year = Times a year
map-line-outages-per-year = Outages a year, as entered
map-line-outage-measured = Length of an outage, measured
map-line-outage-declared = Length of an outage, as entered and never measured
map-line-not-estimated = Nobody said how often or for how long: it counts as never failing
map-line-worst-case = Worst case, as entered and never measured
map-line-on-demand-drilled = Chance that it does not take over, from its drills
map-line-on-demand-declared = Chance that it does not take over, as entered and never drilled
map-line-on-demand-blocked = It cannot take over now: a probe that it depends on fails
map-line-on-demand-assumed = Chance that it does not take over, assumed: never drilled, and nobody said
map-line-common-share = Share of failures that take all of them
map-line-common-share-assumed = Share of failures that take all of them, assumed
map-line-hours-per-year = Hours of a year
map-line-whole = The whole
