### Sentences that only the window says. Words shared with the program stand in core.ftl.

app-name = Ballast
key-palette = Ctrl K
ribbon-demo = Demo company: { $company } runs under a simulated clock. What is proven here says nothing about your own files.
filter = Filter
status-running = Running

## Numbers, dates, durations. The order of day and month belongs to the language.

money-under = under { $amount }
bytes-exact = { $count } bytes
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min
duration-days = { $days } d
duration-days-hours = { $days } d { $hours } h
date-today = today
date-tomorrow = tomorrow
date-today-title = Today
date-day-month = { $day } { $month }
date-day-month-year = { $day } { $month } { $year }
date-long = { $weekday } { $day } { $month } { $year }
date-short = { $weekday } { $date }
date-weekday-day = { $weekday } { $day }
date-weekday-clock = { $weekday } { $clock }
date-day-clock = { $date } { $clock }
date-tonight-clock = Tonight { $clock }
date-full = { $date }, { $clock }, { $zone }

## Navigation

nav-label = Main
nav-today = Today
nav-backups = Backups
nav-evidence = Evidence
nav-settings = Settings
nav-with-badge = { $label }, { $count } { $status }

## Buttons

action-add-backup = Add backup
action-back-up-now = Back up now
action-cancel = Cancel
action-another-place = Keep another copy…
action-cancel-run = Cancel run
action-choose = Choose…
action-choose-for = Choose: { $field }
action-copy-hash = Copy { $hash }
action-later = Later
action-protect = Protect and prove it
action-protect-folder = Protect a folder
action-restore = Restore files
action-restore-files = Restore files…
action-try-again = Try again
action-verify = Verify
action-verify-again = Verify again…
action-verify-now = Verify now
notice-copied = { $what } copied in full.
notice-not-copied = The clipboard refused. Select the text and copy it.

## States

state-reading = Reading
error-still-works = It happened while reading, so nothing was changed. The other screens stay open to you.
error-details = Technical details

## Ladder

ladder-present = Present
ladder-structure = Structure
ladder-content = Content sampled
ladder-restore = Restored
ladder-recovery = Recovery timed
ladder-present-means = Is there a copy, is it fresh, is its size plausible? Takes seconds.
ladder-structure-means = Does it open with the password, are index and folders whole? Takes minutes.
ladder-content-means = Re-reads stored data and compares every byte with its fingerprint.
ladder-restore-means = Restores files drawn at random and compares them with the originals.
ladder-recovery-means = Restores everything into a throw-away folder and takes the time.
ladder-none = Nothing yet
ladder-never = never tested
ladder-stops = { $level }: { $note }
mark-proven = proven
mark-stale = proof expired
mark-failing = failing
mark-unproven = not yet
mark-running = running
rung-failed = failed { $when }
rung-expired = expired { $when }
rung-expires = expires { $when }
rung-proven = proven
rung-stale = proof expired
rung-failing = failed
rung-unproven = not yet
rung-running = running now
rungs-title = How far it is proven
rungs-note = each step counts only until its proof expires

## Today

today-checks-done = Every check that was due has run, last at { $when }
today-checks-none = No check has run yet
today-checks-overdue =
    { $count ->
        [one] One check is overdue
       *[other] { $count } checks are overdue
    }
today-find = Find or run anything
today-empty-title = Nothing is backed up yet, so nothing can be recovered.
today-empty-text = Start with the folder you would miss first. Ballast makes a copy, restores a sample of it and keeps the proof.

verdict-all = You can recover all { $total } processes today.
verdict-some = You can recover { $recoverable } of { $total } processes today.
verdict-none-recoverable =
    { $total ->
        [one] You cannot count on recovering your one process today.
       *[other] You cannot count on recovering any of { $total } processes today.
    }
verdict-no-processes =
    { $count ->
        [one] One backup is set up.
       *[other] { $count } backups are set up.
    }
verdict-no-processes-why = Name the processes that need them, and this page shows what a failure would cost.
verdict-all-why = Every one of them has a measured recovery.
verdict-untested-why =
    { $count ->
        [one] { $names } relies on a fallback nobody has tested.
       *[other] { $names } rely on fallbacks nobody has tested.
    }
verdict-unproven-why =
    { $count ->
        [one] { $names } has no fallback that is proven today.
       *[other] { $names } have no fallback that is proven today.
    }
verdict-many-why = { $count } have no fallback that is proven today.
outcome-passed = It holds
outcome-anomaly = It holds, but something changed
outcome-inconclusive = Could not tell
outcome-failed = It does not hold

exposure-title = What one failure would cost today
exposure-sub = cost per hour × hours until you are running again
exposure-key-measured = Measured recovery
exposure-key-expired = Proof has expired
exposure-key-untested = Never tested
exposure-as-table = Table
exposure-as-chart = Chart
exposure-sum = { $duration } × { $rate }
exposure-sentence = { $words }.
exposure-word-proven = proven { $when }
exposure-word-due = proof expires { $when }
exposure-word-stale = proof expired { $when }
exposure-word-attention = it holds, but something changed
exposure-word-failing = the fallback is failing
exposure-word-unproven = never tested
exposure-word-paused = the fallback is paused
exposure-word-unknown = the fallback could not be examined
exposure-word-none = nothing protects it
exposure-remedy-see_findings = Putting it right would bring this down to { $amount }
exposure-remedy-run_backup = A fresh copy would bring this down to { $amount }
exposure-remedy-verify_restore = One restore test would bring this down to { $amount }
exposure-remedy-verify_recovery = One timed recovery would bring this down to { $amount }
exposure-remedy-add_backup = A backup would bring this down to { $amount }
exposure-remedy-save_recovery_sheet = The recovery sheet would bring this down to { $amount }
exposure-column-process = Process
exposure-column-status = Status
exposure-column-sum = Sum
exposure-column-exposure = One failure

needs-title = Needs you
needs-order =
    { $count ->
        [one] one thing
       *[other] { $count }, most money first
    }
needs-none = Nothing. Every proof is fresh.
needs-no-money = No money at risk yet
needs-per-failure = if { $process } fails
needs-failing = See what is wrong with { $about }
needs-failing-why =
    { $at ->
        [none] The last check found damage. Its page says what, and what to do.
       *[known] The check of { $when } found damage. Its page says what, and what to do.
    }
needs-too_old = Make a new copy of { $about }
needs-too_old-why = The newest copy is older than its limit. Everything since then would be lost.
needs-never_tested = Prove the backup of { $about }
needs-never_tested-why = Nobody has ever restored anything from it.
needs-expired = Renew the proof of { $about }
needs-expired-why =
    { $at ->
        [none] It was proven once. That proof has expired.
       *[known] It was proven once. That proof expired { $when }.
    }
needs-attention = Look at { $about }
needs-attention-why = It holds, but something changed that a person must look at.
needs-unknown = Find out about { $about }
needs-unknown-why = The last checks could not reach it or examined nothing, so nobody can tell.
needs-no_backup = Add a backup for { $about }
needs-no_backup-why = Nothing is set up that could bring it back.
needs-keep_recovery_sheet = Put the recovery sheet of { $about } away
needs-keep_recovery_sheet-why = If this computer is lost, the sheet is the only way to open the repository.
needs-action-see_findings = See damage
needs-action-run_backup = Back up now
needs-action-verify_restore = Test restore
needs-action-verify_recovery = Time recovery
needs-action-add_backup = Add backup
needs-action-save_recovery_sheet = Save sheet

week-title = Next 7 days
week-none = Nothing is scheduled.
upcoming-backup = Back up { $backup }
upcoming-verify =
    { $level ->
        [present] Look after { $backup }
        [structure] Check the structure of { $backup }
        [content] Re-read { $backup }
        [restore] Restore a sample of { $backup }
        [recovery] Time the recovery of { $backup }
       *[none] Verify { $backup }
    }
upcoming-restore = Restore { $backup }
latest-title = Latest evidence
latest-all = All evidence
latest-none = No evidence yet.

## Backups

backups-proven = { $proven } of { $total } are proven.
backups-summary = { $first } The others: { $others }.
backups-count-failing =
    { $count ->
        [one] one failing
       *[other] { $count } failing
    }
backups-count-stale =
    { $count ->
        [one] one with an expired proof
       *[other] { $count } with an expired proof
    }
backups-count-attention =
    { $count ->
        [one] one to look at
       *[other] { $count } to look at
    }
backups-count-unknown =
    { $count ->
        [one] one unknown
       *[other] { $count } unknown
    }
backups-count-unproven =
    { $count ->
        [one] one never tested
       *[other] { $count } never tested
    }
backups-count-paused =
    { $count ->
        [one] one paused
       *[other] { $count } paused
    }
backups-show = Show
backups-show-all = All { $count }
backups-show-needs-you = Needs you { $count }
backups-show-proven = Proven { $count }
backups-filter = Filter backups
backups-column-backup = Backup
backups-column-newest = Newest copy, age and limit
backups-column-verified = Verified up to
backups-column-size = Size, 90 days
backups-column-next = Next run
backups-from-to = { $source } → { $places }
backups-no-copy = No copy yet
backups-no-limit = no limit set
backups-limit = limit { $duration }
backups-size-unknown = not known
backups-no-schedule = Not planned
backups-none-match = No backup matches.
backups-empty-title = No backups yet, so nothing can be proven.
backups-empty-text = Start with what you would miss first. For most companies that is the order database or the shared folder. Each backup climbs five steps: present, structure, content sampled, restored, recovery timed.
key-proven = Proven
key-expired = Expired
key-not-yet = Not yet
next-backup = backup
next-verify =
    { $level ->
        [restore] restore test
        [recovery] recovery test
        [content] re-read
       *[other] check
    }
next-restore = restore
next-on-request = on request

## One backup

detail-sub-folder = Folder { $source }, to { $places }.
detail-sub-sqlite = SQLite database { $source }, to { $places }.
detail-sub-restic = Repository of restic at { $source }.
detail-sub-archives = Archives of another tool: { $source }.
detail-sub-adopted_folder = Folder of another tool: { $source }.
detail-sub-adopted_sqlite = SQLite file of another tool: { $source }.
details-title = Details
details-needed-by = Needed by
details-nobody = no process yet
details-newest = Newest copy
details-age = { $age } old
details-age-limit = { $age } old, limit { $limit }
details-keeps = Keeps
details-copies = Copies
details-copies-none = none yet
details-copies-oldest = { $count }, oldest { $date }
details-size = Size
details-recovery = Recovery
details-recovery-never = never timed
details-recovery-took = took { $duration }
details-schedule = Schedule
details-next = Next run
schedule-hours =
    { $hours ->
        [one] every hour
       *[other] every { $hours } hours
    }
schedule-daily = every day at { $clock }
schedule-weekly =
    { $weekday ->
        [0] every Sunday at { $clock }
        [1] every Monday at { $clock }
        [2] every Tuesday at { $clock }
        [3] every Wednesday at { $clock }
        [4] every Thursday at { $clock }
        [5] every Friday at { $clock }
       *[6] every Saturday at { $clock }
    }
keep-last = the last { $count }
keep-hourly = { $count } hours
keep-daily = { $count } days
keep-weekly = { $count } weeks
keep-monthly = { $count } months
keep-yearly = { $count } years
last-run-errored = The last { $kind } could not finish.
last-run-cancelled = The last { $kind } was cancelled.
last-run-timed_out = The last { $kind } took longer than allowed and was stopped.
last-run-interrupted = The last { $kind } was interrupted.
last-run-counts = It proved nothing. Earlier proofs still count until they expire.

strip-title = Last { $days } days
strip-note =
    { $failed ->
        [0]
            { $missed ->
                [0] nothing missed, nothing failed
                [one] one run missed, nothing failed
               *[other] { $missed } runs missed, nothing failed
            }
        [one]
            { $missed ->
                [0] nothing missed, one failed
                [one] one run missed, one failed
               *[other] { $missed } runs missed, one failed
            }
       *[other] { $missed } missed, { $failed } failed
    }
strip-lane = { $name }: { $done } days done, { $missed } missed, { $failed } failed
lane-waiting = Waiting
lane-scan = Scanned
lane-copy = Backed up
lane-compare = Compared
lane-present = Present
lane-structure = Structure
lane-content = Content
lane-restore = Restored
lane-recovery = Timed
lane-finish = Finished

coverage-sentence = { $share } of bytes re-read in the last 30 days
coverage-label = { $recent } re-read within 30 days, { $longer } longer ago, { $never } never
coverage-legend = Hatched: more than 30 days ago, { $longer }. Outline: never, { $never }.
confidence-sentence = { $confidence } sure that at most { $upper } of the repository is damaged
confidence-note =
    { $found ->
        [0] { $read } of { $total } packs read, { $when } the last time, all intact. Packs are the pieces a repository is stored in.
       *[other] { $read } of { $total } packs read, { $when } the last time, { $found } damaged. Packs are the pieces a repository is stored in.
    }
confidence-all-intact = Every stored byte has been re-read, and all is intact
confidence-all-damaged =
    { $found ->
        [one] Every stored byte has been re-read: one pack is damaged
       *[other] Every stored byte has been re-read: { $found } packs are damaged
    }
confidence-all-note = { $total } of { $total } packs, { $when } the last time. No sampling, so no doubt is left over.

rule-title = 3-2-1-1-0
rule-met = { $met } of { $all } met
rule-is-met = Met
rule-not-met = Not met
rule-copies = copies
rule-copies-have =
    { $count ->
        [one] Only the original so far
       *[other] { $count } with the original
    }
rule-media = kinds of storage
rule-media-have =
    { $count ->
        [one] All on one kind so far
       *[other] { $count } kinds in use
    }
rule-offsite = off site
rule-offsite-have =
    { $count ->
        [0] Every copy is in the same place
       *[other] { $count } in another place
    }
rule-immutable = cannot be deleted
rule-immutable-have =
    { $count ->
        [0] No copy is locked yet
       *[other] { $count } locked
    }
rule-errors = errors
rule-errors-have =
    { $count ->
        [0] No fresh restore proves it
       *[other] Proven by a fresh restore
    }

repositories-title = Where the copies are
repositories-place = Place
repositories-size = Size
repositories-newest = Newest
repositories-state = State
repositories-sheet = Recovery sheet
repositories-offsite = off site
repositories-immutable = cannot be deleted
repositories-is-proven = Holds
repositories-is-failing = Damaged
repositories-is-unproven = No copy yet
repositories-sheet-foreign = with its owner
repositories-sheet-kept = put away { $date }
repositories-save-sheet = Save sheet

failure-files-lost =
    { $count ->
        [one] One file cannot be restored from it.
       *[other] { $count } files cannot be restored from it.
    }
failure-others-hold =
    { $count ->
        [one] The copy in { $names } still holds.
       *[other] The copies in { $names } still hold.
    }
failure-only-copy = There is no other copy, so keep the originals safe.
failure-where = Where the damage is
failure-what-changed = What changed
failure-found = found { $when } at { $clock }
bytes-label = Of { $all } bytes, bytes { $from } to { $to } are damaged
bytes-start = byte 0
bytes-range = { $from } to { $to }
finding-subject = Where
finding-range = Damaged range
finding-range-of = { $length } of { $all } ({ $share })
finding-expected = Fingerprint expected
finding-found = Fingerprint found
finding-repository = Repository
losses-title = What you could lose
losses-count =
    { $count ->
        [one] one file
       *[other] { $count } files
    }
losses-more = Show { $count } more
losses-fewer = Show fewer
todo-title = What to do
todo-copy = Make a new copy
todo-elsewhere = Make sure of a good copy
todo-check = Put it right, then verify
todo-verify = Verify again
todo-verify-why = Re-reads what is stored and shows whether the damage grows.
todo-restore = Restore from what holds
todo-restore-why = If you need these files now, restore them: Ballast reads from { $names }.
todo-keep-originals = Keep the originals
todo-keep-originals-why = Do not move or delete the files listed here until a new copy is proven.

## Runs

run-kind-backup = backup
run-kind-verify = check
run-kind-restore = restore
run-doing-backup = Backing up { $backup }
run-doing-verify = Verifying { $backup }
run-doing-restore = Restoring { $backup }
run-now-backup = Backup running
run-now-verify = Check running
run-now-restore = Restore running
run-now = now
run-step = step { $step } of { $steps }
run-repository = in { $repository }
run-stopping = Stopping…
run-in-progress = In progress
run-left = { $duration } left
run-left-unknown = Time not known yet
run-since = since { $clock }
run-of = { $done } of { $total }
run-per-second = { $amount }/s
run-stage-share = { $stage } { $share }
run-did-waiting = waiting for another run
run-did-scan = looked at
run-did-copy = copied
run-did-compare = compared
run-did-present = looked at
run-did-structure = checked
run-did-content = re-read and checked
run-did-restore = restored and checked
run-did-recovery = restored and checked
run-did-finish = put down
step-waiting = Wait
step-scan = Scan
step-copy = Copy
step-compare = Compare
step-present = Present
step-structure = Structure
step-content = Content
step-restore = Restore
step-recovery = Recovery
step-finish = Finish
unit-files =
    { $count ->
        [one] one file
       *[other] { $count } files
    }
unit-packs =
    { $count ->
        [one] one pack
       *[other] { $count } packs
    }
unit-trees =
    { $count ->
        [one] one folder
       *[other] { $count } folders
    }
unit-none = { $count }

## Verify

verify-title = Verify { $backup }
verify-text = Every step below the one you choose is checked on the way. Nothing in the repository is changed.
verify-level = How far

## Restore

restore-title = Restore files from { $backup }
restore-text = Files are written into a folder of your choice and compared with their fingerprints. The originals are not touched.
restore-copy = Which copy
restore-newest = The newest that holds
restore-newest-means = Ballast takes the first place whose copy is intact.
restore-copy-of = { $day }, { $clock }
restore-copy-size =
    { $known ->
        [yes] { $files } files, { $size }, in { $repository }
       *[no] in { $repository }
    }
restore-paths = Only these files or folders
restore-paths-hint = One path a line. Leave it empty to restore everything.
restore-to = Into this folder
restore-to-pick = Choose an empty folder
restore-to-hint = It is made if it is missing, and refused if it holds anything.
restore-overwrite = Write into it even if it holds files
restore-needs = Choose a folder first.

## Protect a folder

protect-title = Protect a folder
protect-text = Ballast copies the folder, encrypted, and then restores a sample to prove that it can.
protect-company = Your company
protect-company-hint = It stands on every screen and report.
protect-folder = Folder to protect
protect-folder-pick = Choose the folder to protect
protect-place = Place to keep it
protect-place-pick = Choose the place to keep it
protect-place-hint = Best on another disk: a USB disk, a network drive.
protect-name = Name
protect-name-hint = Left empty, it is named after the folder.
protect-needs = Choose both folders first.
protect-needs-company = Name the company and choose both folders first.

## Recovery sheet

sheet-title = Recovery sheet
sheet-text = If this computer is lost, one page opens the repository again: its place, its password and the restic commands. It is for { $place }.
sheet-offer = Put the recovery sheet away
sheet-offer-why = If this computer is lost, the sheet is the only way to open the repository.
sheet-save = Save sheet
sheet-saved = The sheet is written to this file:
sheet-then = Print it, put it where a fire would not reach it, and delete the file. Who holds the sheet can read the backup.
sheet-put-away = I have put it away
sheet-kept-notice = Noted as evidence, with today's date.

## Evidence

evidence-sub =
    { $count ->
        [0] No records yet.
        [one] One record. Each carries the fingerprint of the one before.
       *[other] { $count } records. Each carries the fingerprint of the one before.
    }
evidence-all = All { $count }
evidence-check = Check the ledger
evidence-checking = Checking…
evidence-whole = All { $records } records are whole and in order.
evidence-broken =
    { $count ->
        [one] One record is not as it was written.
       *[other] { $count } records are not as they were written.
    }
evidence-head = The newest is number { $seq }, { $hash }. Compare it with a printed report to know that none is missing.
evidence-problem-changed = Record { $seq } was changed.
evidence-problem-removed = Record { $seq } was removed.
evidence-problem-reordered = Record { $seq } is not in its place.
evidence-problem-inserted = Record { $seq } was inserted.
evidence-problem-artefact_missing = A file that record { $seq } names is missing.
evidence-problem-artefact_changed = A file that record { $seq } names was changed.
evidence-filter = Filter by backup
evidence-filter-all = All backups
evidence-range = { $first } to { $last } of { $total }
evidence-newer = Newer
evidence-older = Older
evidence-column-number = No.
evidence-column-record = What it says
evidence-column-when = When
evidence-column-hash = Fingerprint
evidence-when = { $day }, { $clock }
evidence-none-here = No record of this backup yet.
evidence-empty-title = No evidence yet.
evidence-empty-text = Every copy and every check leaves a record here that cannot be changed afterwards without it being seen.

record-title = Record { $seq }
# The rest of the sentence stands alone on the page of its backup, and after its name elsewhere.
record-of = { $control }: { $sentence }
record-workspace_made =
    { $named ->
        [yes] workspace { $name } made
       *[no] workspace made
    }
record-applied = settings of the workspace changed
record-backup_taken =
    { $sized ->
        [yes]
            { $files ->
                [one] one file backed up, { $size }
               *[other] { $files } files backed up, { $size }
            }
       *[no]
            { $files ->
                [one] one file backed up
               *[other] { $files } files backed up
            }
    }
record-verified =
    { $verdict ->
        [failed]
            { $findings ->
                [0] damage found
                [one] damage found in one place
               *[other] damage found in { $findings } places
            }
        [anomaly] it holds, but something changed
        [inconclusive] could not tell
       *[passed]
            { $level ->
                [present] present and fresh
                [structure] structure whole
                [content]
                    { $units_read ->
                        [one] one pack re-read, intact
                       *[other] { $units_read } packs re-read, all intact
                    }
                [restore]
                    { $files_restored ->
                        [one] one file restored, identical
                       *[other] { $files_restored } files restored, all identical
                    }
                [recovery] recovered whole in { $duration }
               *[none] verified
            }
    }
record-restored =
    { $verdict ->
        [failed] restored, but not everything matched
        [anomaly] restored, with something to look at
        [inconclusive] the restore did not finish
       *[passed]
            { $files_restored ->
                [one] one file restored
               *[other] { $files_restored } files restored
            }
    }
record-recovery_sheet_kept =
    { $named ->
        [yes] recovery sheet of { $name } put away
       *[no] recovery sheet put away
    }
record-facts = Record
record-when = When
record-clock = Clock
record-clock-real = the clock of this computer
record-clock-simulated = simulated: it proves nothing outside the demo company
record-control = Backup
record-run = Run
record-hash = Fingerprint
record-previous = Of the one before
record-findings = What was found
record-artefacts = Kept with it
record-artefacts-note = named by their fingerprints
record-canonical = As it was hashed
record-canonical-note = the exact bytes behind the fingerprint

## Palette and keys

palette-title = Find or run
palette-placeholder = Find or run anything
palette-do = Do
palette-go = Go to
palette-none = Nothing matches.
palette-choose = choose
palette-open = open
palette-close = close
palette-verify = Verify { $backup }…
palette-back-up = Back up { $backup }
palette-restore = Restore files from { $backup }…
palette-add = Add backup…
palette-check-ledger = Check the ledger
palette-keys = Show all keys
palette-next = next: { $when }
palette-saves = { $before } → { $after }
palette-screen = screen
palette-backup = backup, { $status }
palette-process = process, { $amount } per failure
palette-record = evidence, { $when }
keys-title = All keys
keys-palette = Find or run anything
keys-today = Today
keys-backups = Backups
keys-evidence = Evidence
keys-settings = Settings
keys-filter = Filter the list
keys-rows = Next row, row before
keys-open = Open
keys-back = Back, or close
keys-help = This list
keys-note = Single keys are off while you type. Settings can turn them off for good.

## Settings

settings-look = Look
settings-theme = Theme
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-keyboard = Keyboard
settings-single-keys = Single keys
settings-single-keys-hint = 1 to 3, J, K, / and ? act without Ctrl.
settings-workspace = Workspace
settings-name = Name
settings-folder = Folder
settings-zone = Time zone
settings-currency = Currency
settings-clock = Clock
settings-open = Open another workspace
settings-open-note = the folder that holds ballast.db
settings-open-folder = Workspace folder
settings-open-pick = Choose a workspace folder
settings-open-action = Open workspace
settings-open-needs = Choose a folder first.
settings-about = This program
settings-version = Version
settings-person = Person

## First run

welcome-title = A backup nobody has restored is only a hope.
welcome-lead = Ballast tries your backups for you, keeps the proof, and shows in money what is still a hope.
welcome-example-before = Payouts, fallback never tested
welcome-example-before-time = 26 h
welcome-example-after = Payouts, after one restore test
welcome-example-after-time = 24 min
welcome-question = Where would you like to start?
welcome-protect = Protect a folder
welcome-protect-text = Pick a folder and a place to keep it. Ballast backs it up, then restores a sample to prove it.
welcome-protect-note = First proof in about 10 min
welcome-adopt = Adopt an existing backup
welcome-adopt-text = Already backing up with restic? Ballast will read and test it and change nothing.
welcome-adopt-note = Comes to this window with a later version; the workspace file already takes adopt = {"{"} restic = … {"}"}
welcome-demo = Explore a demo company
welcome-demo-text = Harbor Dental Supply: real files, a shop database, and one backup damaged on purpose. Delete it any time.
welcome-demo-note = Ready in under two minutes, nothing leaves this computer
welcome-foot = No account needed. Your files and proofs stay on this computer.
demo-making = Making the demo company
demo-making-text = Real files, real backups, real checks at simulated times. You can close the window; it goes on.
demo-step =
    { $steps ->
        [0] Starting
       *[other] Step { $step } of { $steps }
    }
