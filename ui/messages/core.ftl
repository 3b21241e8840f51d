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
   *[other] { $proven } of { $total } backups are proven.
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
error-invalid_call-hint = ballast --help lists commands, flags and what they take.
error-invalid_file = line { $line }, { $field }: { $problem }
error-invalid_file-whole = { $problem }
error-invalid_file-hint = Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
error-older_revision = This file was exported at revision { $found }; the workspace is at { $current } and was edited since: { $fields }.
error-older_revision-hint = Export again and edit that, or apply with --force to overwrite the newer edits.
error-not_supported = { $what }: not supported by this version.
error-not_supported-hint = Take it out of the file or the call. Everything else works without it.
error-unknown_id = There is no { $what } "{ $id }".
error-unknown_id-hint = Look at the list for what there is.
error-no_workspace = There is no workspace in { $path }.
error-no_workspace-hint = Make one (ballast init --name "Your company"), or choose another folder (--workspace).
error-target_not_empty = { $path } already holds files.
error-target_not_empty-hint = Choose an empty folder, or a new one. Nothing has been written.
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
finding-unsupported-hint = Verify it with the tool that made it.
finding-nothing_examined = Nothing was examined, so nothing is proven.
finding-nothing_examined-disk_full = There was no room to restore into { $path }.
finding-nothing_examined-wrong_password = The password does not open it, so no file could be given back.
finding-nothing_examined-incomplete = Every file there is still being written, so there is no copy to look at yet.
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
finding-value_changed-hint = Look at what the differing rows have in common. Mend it, or accept it with a reason.
finding-null_changed = In { $subject }, one side has a value where the other has null.
finding-null_changed-hint = See which side should have a value there. Mend it, or accept it with a reason.
finding-empty_changed = In { $subject }, one side is empty where the other has a value.
finding-empty_changed-hint = See which side should have a value there. Mend it, or accept it with a reason.
finding-column_missing = The column { $subject } is missing in the new table.
finding-column_missing-hint = See whether it was renamed or left out. Nothing in it is compared meanwhile.
finding-column_added = The column { $subject } stands only in the new table.
finding-column_added-hint = See what it holds. Ignore it in the comparison if nobody needs it there.
finding-column_renamed = { $subject } seems to be called { $new } now: { $matched } of { $of } values match.
finding-column_renamed-reversed = { $subject } has its old name again: the accepted rename was reversed.
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
finding-grain_changed-hint = Choose a key that names every row once on both sides.
finding-duplicate_key = Keys stand more than once: their rows are not compared cell by cell.
finding-duplicate_key-hint = Choose a key that names every row once, or have the doubles removed.
finding-totals_differ = The sums of { $subject } differ by { $difference }: old { $old }, new { $new }.
finding-totals_differ-hint = A sum that differs means money that differs. See which rows make it up.
finding-unparsable = { $subject } cannot be read as a table.
finding-unparsable-hint = Open it in the program that made it, and export it again. Nothing was compared.
finding-side_late = { $subject } was not there in time, so nothing was compared.
finding-side_late-unchanged = { $subject } brought the same as for { $day }, so it says nothing about this day.
finding-side_late-old = { $subject } was last written before this day began, so it says nothing about it.
finding-side_late-hint = See why it is late. Compare again once it is there.
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
    [one] a backup needs you
   *[other] { $count } backups need you
}
alert-subject-missed = { $company }: checks were missed
alert-subject-given_up = { $company }: { $count ->
    [one] a job was given up on
   *[other] { $count } jobs were given up on
}
alert-subject-resolved = { $company }: { $count ->
    [one] a backup holds again
   *[other] { $count } backups hold again
}
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
error-not_yet-hint = See what is missing, and sign when all of it holds.
compare-none = No parallel run is set up.
compared-passed = The same.
compared-anomaly = The same, but something changed that a person must look at.
compared-failed = They differ.
compared-inconclusive = Could not tell.
cutover-go = Go: everything that was laid down holds.
cutover-no_go = No go: switching now would change results.
cutover-not_enough_evidence = Not enough evidence yet.
cutover-criteria_changed = Changed since the criteria were frozen: { $changed }. The days so far do not count; the next run freezes the criteria anew.
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
