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
date-tonight-clock-inside = tonight { $clock }
date-month = { $month } { $year }
date-title = { $weekday } { $day } { $month }
date-full = { $date }, { $clock }, { $zone }

## Navigation

nav-label = Main
nav-today = Today
nav-backups = Backups
nav-parallel = Parallel runs
nav-spotchecks = Spot checks
nav-providers = Providers
nav-drills = Drills
nav-map = Risk map
nav-evidence = Evidence
nav-schedule = Schedule
nav-settings = Settings
nav-with-badge = { $label }, { $count } { $status }

## Buttons

action-add-backup = Add backup
action-add-line = Add a time…
action-add-line-of = Add a time to { $backup }…
action-adopt = Adopt an existing backup
action-close = Close
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
    { $backups ->
        [0]
            { $runs ->
                [one] One parallel run is set up.
               *[other] { $runs } parallel runs are set up.
            }
        [one]
            { $runs ->
                [0] One backup is set up.
                [one] One backup and one parallel run are set up.
               *[other] One backup and { $runs } parallel runs are set up.
            }
       *[other]
            { $runs ->
                [0] { $backups } backups are set up.
                [one] { $backups } backups and one parallel run are set up.
               *[other] { $backups } backups and { $runs } parallel runs are set up.
            }
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
exposure-remedy-see_spot_check = A spot check that holds would bring this down to { $amount }
exposure-remedy-see_map = See the map
exposure-remedy-see_provider = A drill that works would bring this down to { $amount }
exposure-remedy-see_comparison = A comparison that holds would bring this down to { $amount }
exposure-remedy-run_comparison = A first comparison would bring this down to { $amount }
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
needs-never_timed = Time the recovery of { $about }
needs-never_timed-why = Files were restored from it, but nobody has timed how long bringing all of it back takes.
needs-expired =
    { $kind ->
        [run] Compare { $about } again
        [check] Check { $about } again
        [pair] Try the backup of { $about } again
       *[backup] Renew the proof of { $about }
    }
needs-expired-why =
    { $kind ->
        [run]
            { $at ->
                [none] Old and new agreed once. That proof has expired.
               *[known] Old and new agreed once. That proof expired { $when }.
            }
        [check] The last round that was signed is too old to count.
        [pair] The last drill that worked is too old to count.
       *[backup]
            { $at ->
                [none] It was proven once. That proof has expired.
               *[known] It was proven once. That proof expired { $when }.
            }
    }
needs-attention = Look at { $about }
needs-attention-why =
    { $kind ->
        [run] Old and new agree, but something changed that a person must look at.
        [check] The list can be accepted; some payouts in it are to be put right.
        [pair] Both providers answer, but something changed that a person must look at.
       *[backup] It holds, but something changed that a person must look at.
    }
needs-unknown = Find out about { $about }
needs-unknown-why =
    { $kind ->
        [run] The last run could not compare the two sides, so nobody can tell. That is no zero.
        [check] The last round could not begin, or did not show enough, so nobody can tell.
        [pair] Nobody could look at both providers lately, so nobody can tell.
       *[backup] The last checks could not reach it or examined nothing, so nobody can tell.
    }
needs-no_backup = Add a backup for { $about }
needs-no_backup-why = Nothing is set up that could bring it back.
needs-keep_recovery_sheet = Put the recovery sheet of { $about } away
needs-keep_recovery_sheet-why = If this computer is lost, the sheet is the only way to open the repository.
needs-differs = See why { $about } differs
needs-differs-why =
    { $at ->
        [none] Old and new do not agree, and nobody has accepted why.
       *[known] Old and new have not agreed since { $when }, and nobody has accepted why.
    }
needs-rename_waits = Decide on a renamed column of { $about }
needs-rename_waits-why = A column seems to have another name now. The comparison does not hold until a person decides.
needs-never_compared = Compare { $about } for the first time
needs-never_compared-why = Old and new stand side by side, but nobody has ever compared them.
needs-payouts_wrong = Look at the wrong payouts of { $about }
needs-payouts_wrong-why = What people worked out says that the list cannot be accepted as it is.
needs-never_checked = Check { $about } for the first time
needs-never_checked-why = It is set up, but nobody has ever worked a payout out again.
needs-round_waits = { $stage ->
    [frozen] Draw the sample of { $about }
    [deciding] Decide between two answers in { $about }
    [evaluating] Work out the result of { $about }
    [judged] Sign the result of { $about }
   *[other] Work payouts of { $about } out
}
needs-round_waits-why = { $stage ->
    [frozen] The list is frozen. Two people throw dice now.
    [second_review] A second person does some of them again.
    [deciding] Two people found different figures.
    [evaluating] Every answer is in.
    [judged] Somebody signs who answered none.
   *[other] Not every drawn payout is answered.
}
needs-not_ready = Look at { $about }: it would not take over now
needs-not_ready-why = { $finding ->
    [contract_changed] { $subject } answers in another shape than before.
   *[other] { $subject } fails.
}
needs-never_drilled = Try the backup of { $about }
needs-never_drilled-why = It is configured, but nobody has ever switched to it. That is a hope.
needs-drill_missed = Nobody ran the drill of { $about }
needs-drill_missed-why = { $at ->
    [known] It was set for { $when }. Run it, or set another day.
   *[none] Its day passed. Run it, or set another day.
}
needs-login_due = { $person } shows that the login to the backup of { $about } works
needs-login_due-why = Who cannot log in cannot switch.
needs-map_old = Say whether the map is still true: { $about } { $count ->
    [one] was confirmed
   *[other] and others were confirmed
} long ago
needs-map_old-why = A map that nobody looks at describes the company of then.
needs-action-see_provider = See providers
needs-action-see_map = See the map
needs-sign_cutover = Decide on the switch of { $about }
needs-sign_cutover-why = Everything that was asked for is met. Two different people sign.
needs-action-see_findings = See damage
needs-action-run_backup = Back up now
needs-action-verify_restore = Test restore
needs-action-verify_recovery = Time recovery
needs-action-add_backup = Add backup
needs-action-save_recovery_sheet = Save sheet
needs-action-see_comparison = See comparison
needs-action-see_spot_check = See spot check
needs-action-run_comparison = Compare now

week-title = Next 7 days
week-calendar = Calendar
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
upcoming-compare = Compare { $backup }
upcoming-baseline = Compare the old side of { $backup } with itself
upcoming-freeze = New round of { $backup }
upcoming-draw = Draw the sample of { $backup }
upcoming-verify_sample = Draw the sample of { $backup } again
upcoming-judge = Work out the result of { $backup }
upcoming-probe = Probe { $backup }
upcoming-drill = Drill { $backup }
proofs-title = Cheapest next proof
proofs-note = per hour of work
proofs-none = No check or drill that is set up would take anything off.
proofs-gain = { $most ->
    [yes] takes off at most { $amount }
   *[no] takes off { $amount }
}, { $work } of work
proofs-do = { $action }: { $control }
proofs-see_findings = See the damage of { $what }
proofs-run_backup = Back up { $what }
proofs-verify_restore = Test restore of { $what }
proofs-verify_recovery = Time recovery of { $what }
proofs-add_backup = Add a backup of { $what }
proofs-save_recovery_sheet = Save the recovery sheet of { $what }
proofs-see_comparison = See the comparison of { $what }
proofs-run_comparison = Compare { $what }
proofs-see_spot_check = Spot check of { $what }
proofs-see_provider = Drill of { $what }
proofs-see_map = See the map

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
backups-paused-until = paused until { $when }
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
next-compare = comparison
next-baseline = comparison of old with itself
next-freeze = new round
next-draw = draw
next-verify_sample = check of the draw
next-judge = result of a spot check
next-probe = probes
next-drill = failover drill
next-on-request = on request

## Parallel runs

parallel-set-up = Set up a comparison
parallel-empty-title = Nothing is compared yet, so no switch can be told to be safe.
parallel-empty-text = Let the old and the new system run side by side. Ballast compares what they put out, day by day, says what the differences have in common, and tells you when enough has been proven to switch.
parallel-summary =
    { $total ->
        [one] One comparison. { $go ->
            [0] It is not ready for a switch.
           *[other] It is ready for a switch.
        }
       *[other] { $total } comparisons. { $go ->
            [0] None is ready for a switch, { $stopped } say no.
           *[other] Ready for a switch: { $go }. No go: { $stopped }.
        }
    }
parallel-column-title = Comparison
parallel-column-unexplained = Unexplained rows, last run
parallel-column-clean = Clean runs in a row
parallel-column-decision = Decision
parallel-column-last = Last run
parallel-old-to-new = { $old } → { $new }
parallel-never = Never compared
parallel-could-not-tell = Could not tell
parallel-rows-of = { $count } of { $rows }
parallel-clean-of = { $have } of { $want }
parallel-next = next { $when }
parallel-verdict-passed = old and new agree
parallel-verdict-anomaly = they agree, but something changed
parallel-verdict-inconclusive = nothing was compared
parallel-verdict-failed = they do not agree
parallel-decision-go = Go
parallel-decision-no_go = No go
parallel-decision-not_enough_evidence = Not enough evidence

parallel-sub = Old: { $old }. New: { $new }.
parallel-sub-when = Compared { $words }.
parallel-sub-never = Compared only when somebody asks.
parallel-sub-rows =
    { $rows ->
        [one] One row in the old table.
       *[other] { $rows } rows in the old table.
    }
parallel-compare-now = Compare now
parallel-compare-again = Compare again
parallel-more = More actions
parallel-export = Export differences…
parallel-export-means = Every difference of this run, as CSV, Parquet or HTML.
parallel-schedule-means = When it is compared by itself.
parallel-pause-means = Nothing is compared by itself until then.
parallel-resume-means = It is compared by itself again.
parallel-paused = paused
parallel-baseline-means = Shows which columns differ by nature.
parallel-never-title = Never compared
parallel-never-text = Compare now, and this page shows what differs and what the differences have in common.
parallel-run-of = Run of { $date }
parallel-run-older = This is the run of { $date }. The newest one is the last day of the calendar.

parallel-rename = { $from } became { $to }
parallel-rename-match =
    { $key ->
        [yes] It is part of the key. { $share } of { $of } values match. Treat as a rename?
       *[no] { $share } of { $of } values match. Treat as a rename?
    }
parallel-rename-pairs = Show pairs
parallel-rename-later = Decide later
parallel-rename-now = Decide now
parallel-rename-waits = { $from } and { $to } wait for a decision. Nothing is written down, and the comparison does not hold until somebody decides.
parallel-rename-accept = Treat as rename
parallel-rename-means = From the next run on, { $from } of the old side is compared with { $to } of the new side. The decision and its reason go into the ledger.
parallel-rename-accepted = { $from } is now compared with { $to }.
parallel-pairs-title = Pairs of the renamed column
parallel-pairs-text = { $matched } of { $of } rows have the same value under both names.
parallel-pairs-none = No row has different values under the two names.
parallel-pairs-differ = Rows that differ
parallel-pairs-match = Rows that match
parallel-pairs-first =
    { $count ->
        [one] The first one, read from the files just now.
       *[other] The first { $count }, read from the files just now.
    }
parallel-pairs-changed = A file has changed since the run.
parallel-pairs-no-file = They can be shown for files only. This comparison reads from a query or a web address.
parallel-pairs-no-match = The files as they are now show no row with the same value under both names.

parallel-days =
    { $count ->
        [one] One day
       *[other] { $count } days
    }
parallel-days-note = rows that differ
parallel-days-label = Rows that differ, day by day
parallel-day-clean =
    { $count ->
        [one] { $date }: one row differs, within the tolerance
       *[other] { $date }: { $count } rows differ, within the tolerance
    }
parallel-day-over =
    { $count ->
        [one] { $date }: one row differs, over the tolerance
       *[other] { $date }: { $count } rows differ, over the tolerance
    }
parallel-day-inconclusive = { $date }: could not tell
parallel-day-missed = { $date }: not compared
parallel-day-running = { $date }: being compared now
parallel-day-planned = { $date }: still to come
parallel-state-clean = within tolerance
parallel-state-over = over
parallel-state-inconclusive = could not tell
parallel-state-missed = not compared
parallel-state-running = running
parallel-state-planned = to come
parallel-trend = Trend
parallel-trend-note = rows that differ per run
parallel-trend-means = Rows that nobody has accepted. The same value written in another way is not counted.
parallel-trend-label = Rows that differ per run over { $days } days, at most { $highest }; tolerated are { $tolerated }. { $changed ->
        [yes] On { $date } they went from { $from } to { $to }.
       *[no] { "" }
    }
parallel-trend-turn = { $date }: from { $from } to { $to }
parallel-trend-drift = on the same day a column changed
parallel-trend-day = Day
parallel-trend-state = State
parallel-trend-differ = Rows that differ
parallel-tolerance =
    { $rows ->
        [one] tolerance, one row
       *[other] tolerance, { $rows } rows
    }

parallel-cells = Every cell
parallel-cells-all = { $count } in all
parallel-cells-equal = { $count } equal
parallel-cells-tolerated = { $count } within tolerance
parallel-cells-known = { $count } known
parallel-cells-mismatch = { $count } different
parallel-cells-not_comparable = { $count } without a partner
parallel-moved = since the run before: { $new } rows new, { $resolved } gone, { $persisting } still there

parallel-common = What the differing rows have in common
parallel-common-none = Nothing differs. { $rows } rows were compared.
parallel-common-unknown =
    { $rows ->
        [one] One row differs. With a single row nothing can be said about what is common.
       *[other] { $rows } rows differ, and no value or pattern stands out among them.
    }
parallel-common-both =
    { $rows ->
        [one] The row has { $conditions }; its values { $effect }
       *[other]
            { $all ->
                [yes] All { $rows } have { $conditions } and { $effect }
               *[no] { $rows } of { $of } have { $conditions } and { $effect }
            }
    }
parallel-common-slice =
    { $rows ->
        [one] The row has { $conditions }
       *[other]
            { $all ->
                [yes] All { $rows } have { $conditions }
               *[no] { $rows } of { $of } have { $conditions }
            }
    }
parallel-common-effect =
    { $rows ->
        [one] The values { $effect }
       *[other]
            { $all ->
                [yes] All { $rows } { $effect }
               *[no] { $rows } of { $of } { $effect }
            }
    }
parallel-common-nothing =
    { $all ->
        [yes] All { $rows } differ, each in its own way
       *[no] { $rows } of { $of } differ, each in its own way
    }
parallel-common-alone-slice =
    { $side ->
        [only_old]
            { $all ->
                [yes] All { $rows } rows that stand only in the old table have { $conditions }
               *[no] { $rows } of { $of } rows that stand only in the old table have { $conditions }
            }
       *[other]
            { $all ->
                [yes] All { $rows } rows that stand only in the new table have { $conditions }
               *[no] { $rows } of { $of } rows that stand only in the new table have { $conditions }
            }
    }
parallel-common-alone =
    { $side ->
        [only_old] { $rows } rows stand only in the old table
       *[other] { $rows } rows stand only in the new table
    }
parallel-common-column = Column { $column }.
parallel-common-only = No row without this difference has that.
parallel-common-equal =
    { $rows ->
        [one] One row with { $conditions } does not differ.
       *[other] { $rows } rows with { $conditions } do not differ.
    }
parallel-condition = { $column } = { $value }
parallel-condition-null = { $column } is null
parallel-condition-empty = { $column } is empty
parallel-effect-factor = differ by { $value }
parallel-effect-offset = differ by { $value }
parallel-effect-sign_flip = have the opposite sign
parallel-effect-rounding =
    { $value ->
        [0] are rounded to whole numbers
       *[other] are rounded to { $value } decimals
    }
parallel-effect-time_shift =
    { $later ->
        [yes] are later by { $value }
       *[no] are earlier by { $value }
    }
parallel-effect-truncation = are cut to { $value } characters
parallel-effect-swapped = hold the value of { $value }
parallel-effect-emptied = have no value in the new table
parallel-copy = Copy as text
parallel-copied = Copied: the sentence and its first rows.
parallel-accept = Accept as known…
parallel-accept-of = Accept as known: { $what }
parallel-more-rows =
    { $count ->
        [one] Show one more
       *[other] Show { $count } more
    }
parallel-all-rows = Show all { $count } differences
parallel-no-list = The list of single differences is kept for the newest runs only. The figures stay.
parallel-null = null
parallel-empty = empty
parallel-of-column = Column
parallel-of-old = Old
parallel-of-new = New
parallel-of-difference = Difference
parallel-of-factor = Factor
parallel-of-context = Other columns

parallel-where = Where it differs
parallel-where-note = rows by column and kind
parallel-kind-only_old = Only in old
parallel-kind-only_new = Only in new
parallel-kind-value = Value
parallel-kind-rounding = Rounding
parallel-kind-empty = Empty or null
parallel-kind-format = Format
parallel-kind-name = Name
parallel-whole-alone = whole rows
parallel-whole-duplicate = rows with a double key
parallel-equal-columns =
    { $count ->
        [one] one more column
       *[other] { $count } more columns
    }
parallel-see-rows = { $count }: { $column }, { $kind }. Show these differences
parallel-name-waits = The name waits for a decision

parallel-totals = Sums
parallel-totals-note = { $equal } of { $all } equal
parallel-totals-equal = Every sum is the same to the last digit.
parallel-totals-of = Sum of
parallel-totals-all = over all rows
parallel-totals-rows = Rows
parallel-totals-rows-differ = { $old } and { $new }
parallel-totals-more =
    { $count ->
        [one] One more sum differs.
       *[other] { $count } more sums differ.
    }
parallel-else = What else was found
parallel-untold = Why nothing can be told
parallel-untold-note = this is no zero: nothing was compared

parallel-known = Known differences
parallel-known-note = accepted by a person; they do not count
parallel-known-what = What
parallel-known-owner = { $owner }, accepted { $when }
parallel-known-no-end = without an end
parallel-known-expired = expired { $when }
parallel-reason = Reason
parallel-reason-hint = It goes into the ledger with your name.
parallel-needs-reason = Give a reason first.
parallel-owner = Owner
parallel-owner-hint = Who looks at it again.
parallel-until = Until
parallel-until-hint = A date such as 2026-12-31. Left empty, it has no end.
parallel-date-wrong = A date after today, such as 2026-12-31.
parallel-accept-title = Accept a difference
parallel-accept-text = From the next run on, it counts as known and not as a difference. It stays visible.
parallel-accept-which = Which
parallel-accept-needs = Give a reason and an owner first.
parallel-accept-now = Accept difference
parallel-accepted = Accepted. It counts as known from the next run on.
parallel-withdraw-column = Withdraw
parallel-withdraw = Withdraw…
parallel-withdraw-of = Withdraw: { $reason }
parallel-withdraw-title = Withdraw a known difference
parallel-withdraw-text = "{ $reason }" counts as a difference again from the next run on.
parallel-withdraw-now = Withdraw it
parallel-withdrawn = Withdrawn. It counts as a difference again.

parallel-why-shift =
    { $more ->
        [0] Switching today would change the sum of { $column } by { $difference }.
       *[other] Switching today would change the sum of { $column } by { $difference }, and { $more } more.
    }
parallel-why-go = Everything that was asked for is met.
parallel-why-no_go = Old and new do not agree well enough for a switch.
parallel-why-not_enough_evidence = Nothing speaks against a switch so far, but it has not been shown for long enough.
parallel-why-earliest = If every run from now on is clean, the earliest day for a switch is { $date }.
parallel-criteria = To switch over
parallel-criteria-met = { $met } of { $all } met
parallel-sign = Sign the switch…
parallel-sign-no = Sign a no-go…
parallel-sign-closed = Opens when all { $all } are met. Two people sign.
parallel-sign-open =
    { $left ->
        [1] One more person signs.
       *[other] Two people sign.
    }
parallel-sign-first = First signature
parallel-sign-second = Second signature
parallel-sign-anybody = Who answers for the process
parallel-sign-another =
    { $known ->
        [yes] Anybody but { $person }
       *[no] Somebody else
    }
parallel-sign-who = Who signs?
parallel-sign-who-two = Two different people: best one who answers for the process, and one who would notice a wrong figure. Each signs under their own name. Whoever signs twice counts once.
parallel-sign-who-alone = On your own? Ask your bookkeeper, tax adviser or supplier to look at this page and sign second. Ballast writes names down as they are typed; it cannot see who is at the keyboard.
parallel-sign-again-go = { $person } has signed already. The second signature is another person's.
parallel-sign-again-no = { $person } has signed this already.
parallel-signature = { $person }, { $decision }, { $when }
parallel-sign-title = Decide on the switch: { $title }
parallel-sign-text = The decision goes into the ledger with your name and reason. A switch needs two people.
parallel-sign-decision = Decision
parallel-sign-go = Go: the new system may replace the old one
parallel-sign-go-means = Everything that was asked for is met.
parallel-sign-go-closed =
    { $open ->
        [one] Not yet: one criterion is not met.
       *[other] Not yet: { $open } criteria are not met.
    }
parallel-sign-no-go = No go: the old system stays
parallel-sign-no-go-means = Can be signed at any time.
parallel-sign-person = Who signs
parallel-sign-person-hint = The second signature is another person's.
parallel-sign-needs = Name who signs, and give a reason.
parallel-sign-now = Sign
parallel-sign-done = Signed, and kept as evidence.
parallel-signed = Switch signed by { $people }
parallel-signed-text = Keep the old system until it is proven that you could go back: compare again at any time.

parallel-rules = Rules of this comparison
parallel-rule-key = Matched by
parallel-rule-tolerance = Tolerance
parallel-rule-rows =
    { $rows ->
        [one] one row a run ({ $share })
       *[other] { $rows } rows a run ({ $share })
    }
parallel-rule-rate = { $share } of the rows
parallel-rule-rounding-name = Rounding
parallel-rule-rounding =
    { $has ->
        [abs] { $column }: up to { $abs }
        [rel] { $column }: up to { $rel }
       *[both] { $column }: up to { $abs } or { $rel }
    }
parallel-rule-renames = Renamed
parallel-rule-rename = { $from } → { $to }
parallel-rule-ignore = Not compared
parallel-rule-critical = Critical
parallel-rule-personal = Personal
parallel-rule-normalise = Evened out
parallel-rule-started = Started
parallel-rule-frozen = Fixed
parallel-normalise-none = nothing
parallel-normalise-trim = white space at both ends
parallel-normalise-case = upper and lower case
parallel-normalise-unicode = forms of accents
parallel-normalise-empty_is_null = empty and null
parallel-normalise-timezone = times in { $zone }
parallel-baseline = Differs by nature
parallel-baseline-none = The old system was never compared with itself, so nobody knows which columns always differ.
parallel-baseline-quiet = Compared with itself { $when }: no column differs.
parallel-baseline-columns =
    { $count ->
        [one] Compared with itself { $when }: { $columns } differs every time, so it says nothing.
       *[other] Compared with itself { $when }: { $columns } differ every time, so they say nothing.
    }
parallel-baseline-take = Compare the old system with itself
parallel-sides = What both sides were
parallel-side-old = Old
parallel-side-new = New
parallel-side-list = List of payouts
parallel-side-unread = It could not be read.
parallel-side-place = Place
parallel-side-size = Size
parallel-side-rows = { $rows } rows, { $columns } columns, { $size }
parallel-side-written = Written
parallel-side-encoding = Text
parallel-side-text =
    { $separated ->
        [yes]
            { $mark ->
                [yes] { $encoding } with a byte order mark, separated by { $delimiter }
               *[no] { $encoding }, separated by { $delimiter }
            }
       *[no] { $encoding }
    }
parallel-side-tab = tab
parallel-side-hash = Fingerprint

parallel-list = Differences
parallel-list-sub = Run of { $date }.
parallel-list-outcome = What became of it
parallel-list-all = All
parallel-list-mismatch = Different { $count }
parallel-list-tolerated = Within tolerance { $count }
parallel-list-known = Known { $count }
parallel-list-not_comparable = Without a partner { $count }
parallel-outcome-tolerated = tolerated
parallel-outcome-known = known
parallel-outcome-equal = equal
parallel-list-columns = All columns
parallel-list-column = { $column } ({ $count })
parallel-list-kind = Kind
parallel-list-kinds = All kinds
parallel-list-find = Find by key
parallel-list-find-short = Find by key
parallel-list-count = { $matching } of { $listed } differences
parallel-list-none = No difference matches.
parallel-list-whole = whole row
parallel-shape-only_old = only in old
parallel-shape-only_new = only in new
parallel-shape-duplicate_old = double key in old
parallel-shape-duplicate_new = double key in new
parallel-shape-value = value
parallel-shape-rounding = rounding
parallel-shape-null = null
parallel-shape-empty = empty

parallel-export-title = Export differences
parallel-export-as = As
parallel-export-csv = CSV
parallel-export-csv-means = For spreadsheets and other programs.
parallel-export-parquet = Parquet
parallel-export-parquet-means = For large lists and for analysis.
parallel-export-html = HTML
parallel-export-html-means = To read and to print.
parallel-export-cut = An HTML page holds the first { $most } of { $listed } differences
parallel-export-cut-text = CSV and Parquet hold all of them.
parallel-export-writing =
    { $rows ->
        [0] Writing to { $path }
       *[other] Writing { $rows } differences to { $path }
    }
parallel-export-since = For { $duration } now. Closed, it goes on; the file is there when it is whole.
parallel-export-copy = Copy the path
parallel-export-folder = Into this folder
parallel-export-pick = Choose a folder
parallel-export-name = Name
parallel-export-unmasked = Personal columns in full: { $columns }
parallel-export-warning = The file then holds personal data in full
parallel-export-warning-text = Keep it where only those who may read it can.
parallel-export-needs = Choose a folder first.
parallel-export-now = Export
parallel-exported = { $rows } differences written to { $path }, { $size }.

parallel-set-up-sub = Say where old and new are. Ballast looks at both and proposes the rest.
parallel-way = Comes from
parallel-way-file = A file
parallel-way-web = A web address
parallel-way-sqlite = A query on a SQLite database
parallel-way-postgres = A query on PostgreSQL
parallel-file = File
parallel-file-hint = With {"{"}date{"}"} for the day, as in payouts-{"{"}date{"}"}.csv, or * for the newest that fits.
parallel-database = Database file
parallel-pick-old = Choose the file of the old system
parallel-pick-new = Choose the file of the new system
parallel-pick-list = Choose the file with the list
parallel-url = Address
parallel-url-hint = Fetched at every run.
parallel-env = Environment variable with the connection
parallel-env-hint = Its name only. The password stays where it is.
parallel-query = Query
parallel-query-hint = It is run for reading only.
parallel-format = Format
parallel-format-csv = CSV or other separated text
parallel-format-json = JSON
parallel-format-json_lines = JSON lines
parallel-format-parquet = Parquet
parallel-format-xlsx = Excel workbook
parallel-look = Look at both sides
parallel-looking = Looking at both sides…
parallel-look-needs = Say where both sides come from first.
parallel-look-again = The sides were changed. Look again to go on.
parallel-columns = Columns
parallel-columns-note = proposed from what both sides hold
parallel-columns-old = Old
parallel-columns-new = New
parallel-columns-kind = Read as
parallel-columns-role = Use
parallel-columns-tolerance = Tolerance
parallel-columns-nobody = not there
parallel-columns-renamed = renamed
parallel-columns-decimal = exact decimal
parallel-columns-text = text
parallel-columns-exact = exact
parallel-columns-partner-of = Name of { $column } in the new table
parallel-columns-role-of = Use of { $column }
parallel-columns-tolerance-of = Tolerance of { $column }
parallel-columns-tolerance-wrong = A number that is not below zero, such as 0.01, or a share, such as 0.1%.
parallel-role-key = names the row
parallel-role-compare = compared
parallel-role-ignore = not compared
parallel-preview = Matched rows
parallel-preview-note =
    { $count ->
        [one] the first one by the proposed key; what differs is marked
       *[other] the first { $count } by the proposed key; what differs is marked
    }
parallel-preview-none = By this key no row of one side meets a row of the other. Choose the column that names a row on both sides.
parallel-even = Even out before comparing
parallel-even-note = nothing, unless you say so
parallel-even-trim = White space at both ends does not count
parallel-even-case = Upper and lower case do not count
parallel-even-unicode = Forms of accents do not count
parallel-even-empty_is_null = Empty and null are the same
parallel-when = Name and times
parallel-title = Name
parallel-scheduled = Compare by itself
parallel-wanted = What a switch will need
parallel-wanted-note = fixed before the first day, so that nobody bends it later
parallel-starts = First day
parallel-starts-hint = Such as 2026-12-31. Left empty, it begins with the first run.
parallel-length = Days
parallel-length-hint = Left empty, until the switch.
parallel-clean = Clean runs in a row
parallel-clean-hint = With a month end among them.
parallel-rate = Rows that may differ
parallel-rate-hint = Of a clean run, such as 0.1%.
parallel-missing-title = Give it a name.
parallel-missing-key = Choose the column that names a row.
parallel-missing-tolerance = Correct the tolerance: 0.01 or 0.1%.
parallel-missing-line = Complete the time.
parallel-missing-starts = A date such as 2026-12-31.
parallel-missing-starts-past = Today or later: days before { $from } were not compared.
parallel-missing-starts-far = At the latest { $to }.
parallel-missing-starts-alone = Say on which day it begins, or leave the number of days empty.
parallel-missing-days = A whole number from 1 to { $most }.
parallel-missing-days-alone = Say for how many days, or leave the first day empty.
parallel-missing-clean = A whole number from 1 to { $most }.
parallel-missing-clean-over = At most { $days }: there are no more days.
parallel-missing-rate = A share such as 0.1%. 0% allows none.
parallel-missing-rate-over = From 0% to 100%.
parallel-missing-more =
    { $more ->
        [one] { $first } One more thing is to be corrected.
       *[other] { $first } { $more } more things are to be corrected.
    }
parallel-edit = Change the comparison
parallel-edit-link = Change
parallel-edit-sub = Everything that was said when it was set up. What was compared so far stays in the ledger.
parallel-edit-look = The sides were changed. Look again to see their columns.
parallel-edit-columns = as they were set up
parallel-edit-same = Nothing is changed yet.
parallel-edit-save = Save the change
parallel-edit-keeps = The criteria stay fixed: nothing of this decides the verdict, and all runs still count.
parallel-edit-anew = This decides the verdict, so the criteria are fixed anew with the next run
parallel-edit-anew-means =
    { $clean ->
        [0] Runs up to now no longer count.
        [one] The clean run up to now no longer counts.
       *[other] The { $clean } clean runs up to now no longer count.
    } { $signatures ->
        [0] The record of the old criteria stays in the ledger.
        [one] The signature lapses. The record of the old criteria stays in the ledger.
       *[other] The { $signatures } signatures lapse. The record of the old criteria stays in the ledger.
    }
parallel-edit-done = { $title } is changed.
parallel-set-up-now = Set up the comparison
parallel-set-up-done = { $title } is set up.

## One backup

detail-sub-folder = Folder { $source }, to { $places }.
detail-sub-sqlite = SQLite database { $source }, to { $places }.
detail-sub-restic = Adopted: a restic repository at { $source }. Ballast only reads it.
detail-sub-archives = Adopted: archives in { $source }. Ballast only reads them.
detail-sub-adopted_folder = Adopted: the folder { $source }. Ballast only reads it.
detail-sub-adopted_sqlite = Adopted: the SQLite database { $source }. Ballast only reads it.
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
details-line-next = , next { $when }
details-no-lines = Nothing happens by itself. Without a time, its proofs expire one by one.
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
lane-read_old = Old side read
lane-read_new = New side read
lane-explain = Explained
lane-read_list = List read
lane-sort = List frozen
lane-draw = Drawn
lane-judge = Worked out
lane-probe = Probed
lane-drill = Drilled

coverage-sentence = { $share } of bytes re-read in the last 30 days
coverage-label = { $recent } re-read within 30 days, { $longer } longer ago, { $never } never
coverage-legend = Hatched: more than 30 days ago, { $longer }. Outline: never, { $never }.
confidence-sentence =
    { $piece ->
        [archives] { $confidence } sure that at most { $upper } of the archives are damaged
        [files] { $confidence } sure that at most { $upper } of the files are damaged
       *[packs] { $confidence } sure that at most { $upper } of the repository is damaged
    }
confidence-note =
    { $piece ->
        [archives]
            { $found ->
                [0] { $read } of { $total } archives read, { $when } the last time, all intact.
               *[other] { $read } of { $total } archives read, { $when } the last time, { $found } damaged.
            }
        [files]
            { $found ->
                [0] { $read } of { $total } files read, { $when } the last time, all intact.
               *[other] { $read } of { $total } files read, { $when } the last time, { $found } damaged.
            }
       *[packs]
            { $found ->
                [0] { $read } of { $total } packs read, { $when } the last time, all intact. Packs are the pieces a repository is stored in.
               *[other] { $read } of { $total } packs read, { $when } the last time, { $found } damaged. Packs are the pieces a repository is stored in.
            }
    }
confidence-all-intact = Every stored byte has been re-read, and all is intact
confidence-all-damaged =
    { $piece ->
        [archives]
            { $found ->
                [one] Every stored byte has been re-read: one archive is damaged
               *[other] Every stored byte has been re-read: { $found } archives are damaged
            }
        [files]
            { $found ->
                [one] Every stored byte has been re-read: one file is damaged
               *[other] Every stored byte has been re-read: { $found } files are damaged
            }
       *[packs]
            { $found ->
                [one] Every stored byte has been re-read: one pack is damaged
               *[other] Every stored byte has been re-read: { $found } packs are damaged
            }
    }
confidence-all-note =
    { $piece ->
        [archives] { $total } of { $total } archives, { $when } the last time. No sampling, so no doubt is left over.
        [files] { $total } of { $total } files, { $when } the last time. No sampling, so no doubt is left over.
       *[packs] { $total } of { $total } packs, { $when } the last time. No sampling, so no doubt is left over.
    }

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
todo-again = Have a new copy made
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
run-kind-compare = comparison
run-kind-baseline = comparison of old with itself
run-kind-freeze = new round
run-kind-draw = draw
run-kind-verify_sample = check of the draw
run-kind-judge = result of a spot check
run-kind-probe = probes
run-kind-drill = failover drill
run-doing-backup = Backing up { $backup }
run-doing-verify = Verifying { $backup }
run-doing-restore = Restoring { $backup }
run-doing-compare = Comparing { $backup }
run-doing-baseline = Comparing the old side of { $backup } with itself
run-doing-freeze = Freezing the list of { $backup }
run-doing-draw = Drawing the sample of { $backup }
run-doing-verify_sample = Drawing the sample of { $backup } again
run-doing-judge = Working out the result of { $backup }
run-doing-probe = Probing { $backup }
run-doing-drill = Drilling { $backup }
run-now-backup = Backup running
run-now-verify = Check running
run-now-restore = Restore running
run-now-compare = Comparison running
run-now-baseline = Comparison of old with itself running
run-now-freeze = Freezing a list
run-now-draw = Drawing a sample
run-now-verify_sample = Drawing a sample again
run-now-judge = Working out a result
run-now-probe = Probing
run-now-drill = Drilling
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
run-did-read_old = read from the old side
run-did-read_new = read from the new side
run-did-explain = looked through
run-did-read_list = read from the list
run-did-sort = frozen
run-did-draw = drawn from
run-did-judge = worked out
run-did-probe = probed
run-did-drill = drilled
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
step-read_old = Old side
step-read_new = New side
step-explain = Explain
step-read_list = Read the list
step-sort = Freeze it
step-draw = Draw
step-judge = Work out
step-probe = Look
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
unit-rows =
    { $count ->
        [one] one row
       *[other] { $count } rows
    }
unit-probes =
    { $count ->
        [one] { $count } probe
       *[other] { $count } probes
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
evidence-filter = Filter by what it is about
evidence-filter-all = Everything
evidence-range = { $first } to { $last } of { $total }
evidence-newer = Newer
evidence-older = Older
evidence-column-number = No.
evidence-column-record = What it says
evidence-column-when = When
evidence-column-hash = Fingerprint
evidence-when = { $day }, { $clock }
evidence-none-here = No record of this yet.
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
                    { $piece ->
                        [archives]
                            { $units_read ->
                                [one] one archive re-read, intact
                               *[other] { $units_read } archives re-read, all intact
                            }
                        [files]
                            { $units_read ->
                                [one] one file re-read, intact
                               *[other] { $units_read } files re-read, all intact
                            }
                       *[packs]
                            { $units_read ->
                                [one] one pack re-read, intact
                               *[other] { $units_read } packs re-read, all intact
                            }
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
record-paused =
    { $reason ->
        [none] paused
       *[other] paused: { $reason }
    }
record-resumed = resumed before the pause was over
record-given_up_settled =
    { $reason ->
        [none] what was given up on was settled
       *[other] what was given up on was settled: { $reason }
    }
record-compared =
    { $verdict ->
        [failed]
            { $unexplained ->
                [0] old and new do not agree
                [one] one row differs without an explanation
               *[other] { $unexplained } rows differ without an explanation
            }
        [anomaly] old and new agree, but something changed
        [inconclusive] could not compare
       *[passed]
            { $rows ->
                [0] old and new agree
               *[other] { $rows } rows compared, old and new agree
            }
    }
record-baseline_taken = old compared with itself
record-criteria_frozen = criteria for the switch frozen
record-difference_accepted =
    { $reason ->
        [none] difference accepted
       *[other] difference accepted: { $reason }
    }
record-difference_withdrawn =
    { $reason ->
        [none] accepted difference withdrawn
       *[other] accepted difference withdrawn: { $reason }
    }
record-inputs_erased = old inputs let go; their hashes stay
record-rename_accepted =
    { $renamed ->
        [yes] { $from } became { $to }: accepted as a rename
       *[no] rename of a column accepted
    }
record-cutover_signed =
    { $decision ->
        [go] signed: the switch may be made
        [no_go] signed: no switch
       *[other] decision on the switch signed
    }
record-population_frozen = list frozen
record-sample_drawn = sample drawn
record-sample_verified = sample drawn again
record-item_answered = payout worked out again
record-item_remarked = more said about a payout
record-item_resolved = disagreement resolved
record-spot_checked = spot check worked out
record-cause_checked = cause checked in full
record-spot_check_signed = spot check signed
record-passphrase_set = passphrase chosen
record-probed = probed
record-login_shown = login shown
record-shared_fate_answered = shared fate answered
record-contract_accepted = new shape accepted
record-drilled = drilled
record-drill_signed = drill signed
record-facts = Record
record-when = When
record-clock = Clock
record-clock-real = the clock of this computer
record-clock-simulated = simulated: it proves nothing outside the demo company
record-control = About
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
palette-compare = Compare { $comparison }
palette-comparison = parallel run, { $status }
palette-set-up-comparison = Set up a comparison…
palette-set-up-spotcheck = New spot check…
palette-check = Check payouts of { $title }…
palette-drill = Plan the drill: { $title }…
palette-drill-open = Show the open drill: { $title }
palette-probe = Probe { $title } now
palette-pair = provider pair, { $status }
palette-spotcheck = spot check, { $status }
palette-restore = Restore files from { $backup }…
palette-add = Add backup…
palette-adopt = Adopt an existing backup…
palette-line = Add a time to the schedule…
palette-schedule = Add a time to { $backup }…
palette-pause = Pause { $backup }…
palette-resume = Resume { $backup }
palette-pause-all = Pause all checks…
palette-alerts = Send a test alert…
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
keys-parallel = Parallel runs
keys-spotchecks = Spot checks
keys-check = While checking: attach, note, cannot tell, later
keys-providers = Providers
keys-drills = Drills
keys-drill = In a drill: done, problem, note, hand over
keys-abort = In a drill: abort, after asking once
keys-undo = On the risk map: take the last save back
keys-review = Is this still true: yes, edit, skip
keys-map = Risk map
keys-on-map = On the risk map: what if, larger, smaller
keys-evidence = Evidence
keys-schedule = Schedule
keys-days = Days of the calendar
keys-months = Month before, month after
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
settings-single-keys-hint = 1 to 5, J, K, / and ? act without Ctrl.
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
welcome-adopt-text = Already backing up with restic, database dumps or archives? Ballast reads and tests them and changes nothing.
welcome-adopt-note = First proof in about 5 min
welcome-demo = Explore a demo company
welcome-demo-text = Harbor Dental Supply: real files, a shop database, and one backup damaged on purpose. Delete it any time.
welcome-demo-note = Ready in under two minutes, nothing leaves this computer
welcome-work = Open a work file
welcome-work-text = Somebody gave you payouts to work out by hand. Answer them here and hand the file back.
welcome-work-note = Nothing needs to be set up for it
welcome-foot = No account needed. Your files and proofs stay on this computer.
demo-making = Making the demo company
demo-making-text = Real files, real backups, real checks at simulated times. You can close the window; it goes on.
demo-step =
    { $steps ->
        [0] Starting
       *[other] Step { $step } of { $steps }
    }

## Who runs the schedule

bar-label = Schedule and running jobs
bar-pulse = { $sentence }. More about the schedule
bar-open-schedule = Open the schedule
bar-who-runs = Who runs the schedule…
bar-who-runs-means = Start with the session, or run without a window.
bar-learn = What to do
bar-paused = Paused until { $when }
bar-others =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
bar-cancel = Cancel: { $doing }
bar-given-up =
    { $count ->
        [one] one given up
       *[other] { $count } given up
    }
bar-next = next: { $backup }, { $when }
pulse-unknown = Nobody can tell who runs the schedule
pulse-agent = The agent runs the schedule
pulse-agent-means = Checks run whether or not this window is open.
pulse-once = What is due now is run once
pulse-once-means = Somebody had everything that is due run once. Afterwards nobody runs the schedule.
pulse-window = This window runs the schedule: checks stop when Ballast quits
pulse-window-means = Checks run as long as Ballast is open. When it quits, nothing is checked until it starts again.
pulse-other_window = Another window runs the schedule
pulse-other_window-means = Another window of Ballast on this workspace runs the checks. When it quits, this one takes over.
pulse-nobody = Nobody runs the schedule
pulse-nobody-means = Nothing is checked by itself, and proofs expire one by one.
pulse-nobody-todo = Nothing is checked by itself, and proofs expire one by one. Leave a window open, or have the agent run.
pulse-nothing = Nothing is scheduled
pulse-nothing-means = Give a backup or a parallel run a time, and Ballast copies, checks or compares by itself.
pulse-demo = The schedule of the demo company does not run by itself
pulse-demo-means = Its clock is simulated. What the calendar shows was played through when it was made.
pulse-stuck =
    { $since ->
        [none] The schedule stands still
       *[known] The schedule stands still since { $when }
    }
pulse-stuck-means = Whoever runs it has stopped answering. Nothing is copied or checked meanwhile.
pulse-stuck-todo = Whoever runs it has stopped answering, so nothing is copied or checked. Earlier proofs still count. Start it again: quit and open Ballast, or restart the agent.
pulse-help = How to have it run

## Schedule

schedule-show = Show
schedule-show-calendar = Calendar
schedule-show-lines = Times
schedule-show-given-up =
    { $count ->
        [0] Waiting and given up
       *[other] Waiting and given up { $count }
    }
schedule-show-sent = Alerts sent

calendar-label = Calendar
calendar-as = Show as
calendar-as-month = Month
calendar-as-week = Week
calendar-as-list = List
calendar-week = { $from } to { $to }
calendar-month-before = Month before
calendar-month-after = Month after
calendar-week-before = Week before
calendar-week-after = Week after
calendar-zone = times of { $zone }
calendar-day = { $day }: { $sums }
calendar-day-none = nothing due
calendar-week-none = Nothing is due in this week.
slot-upcoming = to come
slot-waiting = waiting
slot-running = running
slot-passed = done
slot-attention = to look at
slot-failed = failed
slot-inconclusive = unknown
slot-missed = missed
slot-sum = { $count } { $state }
slot-at = { $clock } { $state }
slot-at-times = { $count } × { $state }
slot-times = { $count } times that day

lines-empty-title = Nothing happens by itself yet.
lines-empty-text = Give each backup a time: for its copies, and for the checks that keep its proofs fresh. Give each parallel run a time to compare.
lines-column-what = What
lines-column-when = When
lines-column-next = Next
lines-column-kept = Kept
lines-column-change = Change
lines-change = Change…
lines-change-of = Change the time of { $what }
lines-never = never
lines-missed =
    { $count ->
        [one] one time missed, { $when }
       *[other] { $count } times missed, last { $when }
    }
lines-ran = ran { $when }
line-what-backup = Copies
line-what-verify =
    { $level ->
        [present] Look after it
        [structure] Check of the structure
        [content] Re-read
        [restore] Restore test
        [recovery] Timed recovery
       *[none] Check
    }
line-what-restore = Restore
line-what-compare = Comparison
line-what-baseline = Comparison of old with itself
line-what-freeze = New round
line-what-draw = Draw
line-what-verify_sample = Check of the draw
line-what-judge = Result of a spot check
line-what-probe = Probes
line-what-drill = Failover drill
watched-title = Watched places
watched-note = a new file here is checked without waiting for a time
watched-events = looked at as soon as something changes
watched-polling = looked at again and again, because this place sends no word of changes
watched-absent = not there at the moment

dead-title = Given up
dead-note = tried again and again, until a person is needed
dead-none = Nothing was given up on.
dead-alert = Alerts by { $way }
dead-tried =
    { $count ->
        [one] Tried once, { $first }.
       *[other] Tried { $count } times, first { $first }, last { $last }.
    }
dead-retry = Retry now
dead-retry-of = Retry now: { $what }
dead-retried = Started again: { $what }.
dead-settle = Settle…
dead-settle-of = Settle: { $what }
settle-title = Settle what was given up
settle-text = { $what }: it leaves this list, and nothing is tried again for this time. The next time on the schedule runs as usual.
settle-reason = Reason
settle-reason-hint = It is kept with your name, so that others can see why.
settle-needs = Give a reason first.
settle-now = Settle it
waiting-title = Waiting
waiting-note = due, and starts by itself
waiting-none = Nothing is waiting.
waiting-since = Due { $when }.
waits-paused = It is paused.
waits-control_busy = Another job of it has not ended yet.
waits-repository_busy = Another job is using the same repository.
waits-kind_busy = Another job of this kind is running. They run one after the other.
waits-retry =
    { $known ->
        [no] The last try did not finish. It is tried again.
       *[yes] The last try did not finish. Next try at { $when }.
    }
waits-starting = It is about to start.

sent-settings = Who is told, and how
sent-none = No alert has been sent yet.
sent-none-text = Ballast tells you when a status changes, when a check was missed, and when something was given up on.
sent-column-when = When
sent-column-subject = What it said
sent-column-way = Way
sent-column-state = What became of it
topic-changed = a status changed
topic-resolved = it holds again
topic-missed = a check was missed
topic-given_up = something was given up on
topic-reminder = a drill comes near
topic-digest = weekly digest
topic-test = a test
way-desktop = Desktop
way-email = E-mail
way-webhook = Webhook
way-command = Command
outbox-waiting =
    { $known ->
        [no] waiting
       *[yes]
            { $count ->
                [0] waiting, goes out { $next }
               *[other] waiting, next try { $next }
            }
    }
outbox-delivered = delivered
outbox-given_up =
    { $count ->
        [one] given up after one try
       *[other] given up after { $count } tries
    }

## A line of the schedule

line-title = When it happens by itself
line-text = Ballast starts it at these times, as long as the agent or a window runs the schedule.
line-no-backups = There is no backup and no parallel run yet to give a time to.
line-backup = Backup or parallel run
line-what = What
line-when = When
line-every = How often
line-every-day = Every day
line-every-weekdays = Monday to Friday
line-every-week = Every week
line-every-month = Every month
line-every-hours = Every few hours
line-every-own = Own line
line-clock = At
line-clock-wrong = A time such as 02:30.
line-weekday = On
line-day = On day
line-day-left-out = Months without a day { $day } are left out.
line-hours = Every
line-hours-of =
    { $hours ->
        [one] hour
       *[other] { $hours } hours
    }
line-minute = At minute
line-minute-wrong = 0 to 59.
line-own = Five fields
line-own-hint = Minute, hour, day of the month, month, day of the week, such as 30 2 * * 1-5.
line-incomplete = Complete the time, and its next five times stand here.
line-next = The next times:
line-zone = Times of { $zone }.
line-refused = This line cannot be used: { $why }
line-allowed = Allowed: { $list }.
line-save = Save the time
line-saved = { $backup }: { $words }.
line-none-yet = It has no time yet.
line-clear-ask = Take it off the schedule…
line-clear-question = Take it off the schedule?
line-clear-copies = Ballast then makes no copies of { $backup } by itself. The newest one ages until it is over its limit. Copies that were made stay.
line-clear-comparison = Ballast then does not compare { $backup } by itself. A switch needs clean runs without a gap.
line-clear-checks = Ballast then does not do this check of { $backup } by itself. Its proof counts until it expires.
line-clear = Take it off
line-keep = Keep it
line-cleared = Taken off the schedule: { $backup }.

## Pauses

pause-action = Pause…
pause-all = Pause all checks…
pause-all-means = Choose until when, and say why.
pause-hour = Pause all checks for an hour
pause-hour-means = Nothing starts by itself until then. What runs now goes on.
pause-hour-reason = Paused for an hour from the window
pause-hour-notice = All checks are paused for an hour.
pause-resume = Resume
pause-resume-all = Resume all checks
pause-resumed = The schedule goes on.
pause-until-why = Until { $when }: { $reason }
pause-title = Pause { $backup }
pause-title-all = Pause all checks
pause-text = Nothing of it is copied or checked by itself until then, and nobody is told. Its proofs go on ageing.
pause-text-comparison = It is not compared by itself until then, and nobody is told. A planned day without a run counts as missed, so the clean runs in a row begin anew. Compare now still works.
pause-text-spotcheck = No new round begins by itself until then, and nobody is reminded. What was drawn can still be worked on.
pause-text-all = Nothing is copied or checked by itself until then. Proofs go on ageing.
pause-reason = Reason
pause-reason-hint = Whoever wonders later reads it here.
pause-until = Until when
pause-for-hour = For an hour
pause-for-night = Over tonight
pause-for-week = For a week
pause-for-date = Until a date
pause-ends = Ends { $when }
pause-date = First day that it runs again
pause-date-wrong = A date after today, such as 2026-12-31.
pause-needs = Give a reason first.
pause-now = Pause it
pause-done = { $backup } is paused.
pause-done-all = All checks are paused.
paused-one = Paused until { $when }, by { $person }
paused-all = Everything is paused until { $when }, by { $person }

today-given-up =
    { $count ->
        [one] One job was given up on
       *[other] { $count } jobs were given up on
    }
today-given-up-why = They were tried again and again and are not tried any more. Proofs that depend on them expire.
today-given-up-see = See what was given up

## Adopt an existing backup

add-way = How
add-way-protect = Ballast makes it
add-way-adopt = Another tool makes it
adopt-title = Adopt an existing backup
adopt-text = Ballast only reads it: it tests what another tool made, and writes, moves and deletes nothing there.
adopt-path = Where it lies
adopt-path-hint = A restic repository, a folder of archives, a folder of files or a SQLite database.
adopt-pick = Choose the backup to adopt
adopt-pick-folder = Choose a folder…
adopt-pick-file = Choose a file…
adopt-looking = Looking at what lies there…
adopt-found-nothing = Nothing here that Ballast could test.
adopt-found-allowed = It can adopt a restic repository, a folder of archives (zip, tar), a folder of files, or a SQLite database.
adopt-found-restic = A restic repository
adopt-found-archives =
    { $count ->
        [one] One archive
       *[other] { $count } archives
    }
adopt-found-adopted_folder =
    { $count ->
        [one]
            { $listed ->
                [no] A folder of one file
               *[yes] A folder of one file with { $sums }
            }
       *[other]
            { $listed ->
                [no] A folder of { $count } files
               *[yes] A folder of { $count } files with { $sums }
            }
    }
adopt-found-adopted_sqlite = A SQLite database
adopt-found-folder = A folder
adopt-found-sqlite = A SQLite database
adopt-newest = newest from { $when }
adopt-incomplete =
    { $count ->
        [one] one still being written
       *[other] { $count } still being written
    }
adopt-means-restic = Its data is re-read and compared with its fingerprints, and files are restored from it into a throw-away folder.
adopt-means-archives = Each is opened and read to its last byte. One that is still being written is left alone until it is whole.
adopt-means-adopted_folder = Every file is compared with the list that lies beside them.
adopt-means-adopted_sqlite = It is opened for reading only and checked from the first page to the last.
adopt-means-folder = Every file is read.
adopt-means-sqlite = It is opened for reading only and checked from the first page to the last.
adopt-means-no-sums = No list of checksums lies beside them: Ballast notes what is there today and tells you what changes from now on. Whether it was right before today, nobody can tell.
adopt-password = Password of the repository
adopt-password-hint = Kept in a file that only you can read. It is not shown again.
adopt-age = Age limit of the newest copy
adopt-age-wrong = A length such as 26h or 8d.
adopt-age-hint = Older than this, it counts as failing. 26h suits a nightly copy: two hours to finish.
adopt-name-hint = Left empty, it is named after where it lies.
adopt-needs-company = Name the company first.
adopt-needs-path = Choose where it lies first.
adopt-needs-password = Enter its password first.
adopt-now = Adopt and check it

## Settings: schedule and alerts

settings-schedule-since = Since
settings-schedule-pid = Process
settings-schedule-zone = { $zone }, for every time on the schedule
settings-autostart = Start Ballast with the session
settings-autostart-hint = It then runs the schedule from when you log in.
settings-tray = Closing the window leaves Ballast in the tray, where the schedule goes on. Quitting it ends that.
settings-no-tray = There is no tray here: closing the window quits Ballast, and the schedule stops with it.
settings-agent = Run without a window
settings-agent-hint = The agent runs the schedule from when the computer starts, also when nobody is logged in. This sets it up:
settings-agent-copy = Copy
settings-agent-copied = Copied. It holds no password.

alerts-title = Alerts
alerts-note = when a status changes, a check was missed, or something was given up on
alerts-desktop = Desktop notifications
alerts-email = E-mail
alerts-to = Recipients
alerts-to-hint = Several between commas.
alerts-server = Mail server
alerts-server-hint = Name and port, such as mail.example.org:587.
alerts-security = Connection
alerts-security-start_tls = Encrypted, STARTTLS
alerts-security-tls = Encrypted, TLS
alerts-security-none = Not encrypted
alerts-security-none-means = Everybody on the way can read the alerts and the password. Use it inside one computer only.
alerts-user = User
alerts-from = Sender
alerts-from-hint = Left empty, the first recipient.
alerts-password = Password
alerts-webhook = Webhook
alerts-url = Address
alerts-url-hint = Alerts go there as JSON.
alerts-secret = Signing secret
alerts-command = Command
alerts-words = Program and its arguments
alerts-words-hint = One word a line: the program first, then its arguments. No shell reads it. The alert comes on standard input.
alerts-quiet = Quiet hours
alerts-quiet-from = From
alerts-quiet-to = To
alerts-quiet-hint = Alerts wait until they end. Nothing is lost.
alerts-digest = Regular digest
alerts-heartbeat = Sign of life
alerts-heartbeat-hint = Ballast calls an address in regular steps. If the calls stop, the service there tells you: also when this computer is off.
alerts-heartbeat-url = Address
alerts-heartbeat-every = Every
alerts-heartbeat-sent = Last sent { $when } to { $host }.
alerts-heartbeat-not-yet = Not sent yet to { $host }.
alerts-missing-to = Name at least one recipient.
alerts-missing-server = Name the server and its port.
alerts-missing-url = Enter the address.
alerts-missing-words = Name the program.
alerts-missing-quiet = Two times such as 22:00 and 07:00.
alerts-missing-digest = Complete the time of the digest.
alerts-missing-heartbeat = Enter the address.
alerts-save = Save alerts
alerts-saved = Alerts saved.
alerts-undo = Undo the changes
alerts-unsaved = Not saved yet.
alerts-test = Send a test alert
alerts-testing = Sending…
alerts-test-hint = One through every way, with what became of it.
alerts-test-needs-saving = Save first: the test uses what is saved.
alerts-test-none = No way is set up, so nobody would be told.
alerts-test-arrived = { $way }: taken after { $duration }
alerts-test-failed = { $way }: did not arrive, { $duration }
alerts-under-a-second = under a second
secret-set-keyring = Set, kept in the keyring. Leave empty to keep it.
secret-set-file = Set, kept in a file that only you can read. Leave empty to keep it.
secret-set-env = Read from the environment ({ $name }). Enter one to keep it here instead.
secret-set-command = Read from a command ({ $name }). Enter one to keep it here instead.
secret-will-keyring = Will be kept in the keyring. It is not shown again.
secret-will-file = Will be kept in a file that only you can read. It is not shown again.

## Spot checks

spotcheck-summary =
    { $total ->
        [one] One list of payouts is spot-checked
       *[other] { $total } lists of payouts are spot-checked
    }; { $waiting ->
        [0] no round waits for anybody
        [one] one round waits for somebody
       *[other] { $waiting } rounds wait for somebody
    }.
spotcheck-new = New spot check
spotcheck-empty-title = Nobody has worked out a payout by hand
spotcheck-empty-text = A wrong rate pays too much or too little month after month, and every report agrees with it. A few payouts, drawn by dice and worked out by hand without looking, show it within minutes.
spotcheck-column-title = Spot check
spotcheck-column-stage = Newest round
spotcheck-column-payouts = Payouts
spotcheck-column-drawn = Drawn
spotcheck-column-decision = Result
spotcheck-column-next = Next
spotcheck-never = Never begun
spotcheck-round-of = Round { $round }, list of { $when }
spotcheck-stage-none = No round yet
spotcheck-running = Working
spotcheck-decision-short-accept = Accept
spotcheck-decision-short-extend = Look at more
spotcheck-decision-short-escalate = Raise it
spotcheck-sub-none = No list was frozen so far.
spotcheck-sub = { $drawn ->
    [yes] { $items } of { $population } payouts are checked by hand
   *[no] { $items } of { $population } payouts are to be drawn
}{ $dated ->
    [yes] {", list of "}{ $day }
   *[no] {""}
}.

## Spot checks: what is to be done

spotcheck-next = What to do next
spotcheck-next-none = Begin the first round
spotcheck-next-none-text = The list is read and sealed, so that nobody can change it once it is known who is drawn.
spotcheck-next-frozen = Throw dice and enter the seed
spotcheck-next-frozen-text = The list is sealed. Two people each throw ten dice; their digits decide who is drawn. Nobody could know them when the list was frozen.
spotcheck-next-answering = Work the drawn payouts out by hand
spotcheck-next-answering-text = Each person gets their own items and none of their own payouts. What the system paid is shown once an answer is locked.
spotcheck-next-second_review = A second person looks again
spotcheck-next-second_review-text = All that was found wrong, and a drawn tenth of the rest, without the first answer.
spotcheck-next-deciding = { $count ->
    [one] Decide what one payout counts as
   *[other] Decide what { $count } payouts count as
}
spotcheck-next-deciding-text = Two people found different figures. Whoever decides gives a reason; both answers are kept.
spotcheck-next-evaluating = Work out what it proves
spotcheck-next-evaluating-text = All answers are locked and nothing is open.
spotcheck-next-judged = Somebody else signs
spotcheck-next-judged-text = Who answered none of it looks at it and signs. With that name it becomes evidence.
spotcheck-next-signed = This round is done
spotcheck-next-signed-text = It is evidence for { $days } days. { $planned ->
    [yes] The next round begins { $when }.
   *[no] Nothing is planned: begin the next round yourself.
}
spotcheck-freeze = Freeze the list
spotcheck-freeze-means = Reads the list anew and begins a round.
spotcheck-evaluate = Work it out
spotcheck-sign = Sign…
spotcheck-check-as = Check as { $person }
spotcheck-worker-none = No items
spotcheck-worker = { $given ->
    [0] {""}
   *[other] { $done } of { $given } answered
}{ $given ->
    [0] {""}
   *[other] { $second ->
        [0] .
       *[other] ,{" "}
    }
}{ $second ->
    [0] {""}
   *[other] { $second_done } of { $second } looked at again.
}
spotcheck-work-tally = How many were right or wrong is told after the last answer, so that it sways nobody.
spotcheck-dispute = { $item }, { $person }
spotcheck-decide = Decide about { $item }…
spotcheck-decide-again = Decide…
spotcheck-nobody = { $count ->
    [one] One item may be looked at by nobody
   *[other] { $count } items may be looked at by nobody
}
spotcheck-nobody-text = { $items }: nobody checks their own payout, or looks twice at the same. Name another person.
spotcheck-nobody-edit = Name another person
spotcheck-edit = Change the spot check
spotcheck-edit-means = List, columns, how many, people and schedule.
spotcheck-edit-sub = Everything that was said when it was set up. A round that has begun keeps what was frozen; the change counts from the next one.
spotcheck-pause-means = No new round begins by itself until a day you name.

## Spot checks: the draw

spotcheck-seed-enter = Enter the seed…
spotcheck-seed-title = Enter the seed
spotcheck-seed-text = Two people throw a ten-sided die { $each } times each and type what they threw. Any number that nobody could know when the list was frozen will do.
spotcheck-seed-person = { $number ->
    [1] First person
   *[other] Second person
}
spotcheck-seed-digits = { $number ->
    [1] Digits of the first person
   *[other] Digits of the second person
}
spotcheck-seed-count = { $have } of { $want } digits
spotcheck-seed-twice = The second person is somebody else.
spotcheck-seed-one = Recorded as entered by one person alone
spotcheck-seed-one-text = An auditor will ask why. A second person makes it a draw that nobody chose.
spotcheck-seed-needs = Enter the digits, and who threw them.
spotcheck-seed-now = Draw { $count } items
spotcheck-older = This is round { $round }, as it was judged.
spotcheck-newest = Back to the newest round
spotcheck-redraw = Anyone can redraw the sample
spotcheck-redraw-now = Redraw and compare
spotcheck-redraw-text = With the sealed list and the seed everybody gets the same items, also without Ballast: the export has what it takes.
spotcheck-sealed = List of { $count }, sealed { $when }
spotcheck-no-seed = No seed yet: nobody knows who will be drawn.
spotcheck-seed-at = { $known ->
    [yes] Seed, entered afterwards ({ $when }) by { $people }
   *[no] Seed, entered afterwards ({ $when })
}
spotcheck-proves-title = What it can prove
spotcheck-proves-if = { $errors ->
    [0] With none wrong
    [one] With one wrong
   *[other] With { $errors } wrong
}: { $confidence } sure that at most { $at_most } ({ $share }) are wrong.
spotcheck-list = The list
spotcheck-zero = Of zero
spotcheck-negative = Below zero
spotcheck-gaps = Numbers missing
spotcheck-unpaid = Sold, not paid

## Spot checks: who

spotcheck-plan-title = The plan
spotcheck-checkers = Who checks
spotcheck-reviewer = Who looks again
spotcheck-reviewer-none = nobody named
spotcheck-confidence = How sure
spotcheck-tolerable = Tolerable
spotcheck-tolerable-none = not said
spotcheck-tolerance = Right within
spotcheck-always = Always looked at
spotcheck-who-choose = Choose…
spotcheck-passphrase = Passphrase
spotcheck-passphrase-of = Passphrase of { $person }
spotcheck-passphrase-set = Set a passphrase
spotcheck-passphrase-change = Change the passphrase
spotcheck-passphrase-title = Passphrase of { $person }
spotcheck-passphrase-text = With a passphrase only { $person } can answer and sign under that name. Without one Ballast writes names down as they are chosen. It cannot be shown again.
spotcheck-passphrase-old = Passphrase so far
spotcheck-passphrase-new = New passphrase
spotcheck-passphrase-again = The new one again
spotcheck-passphrase-differs = It is not the same.
spotcheck-passphrase-now = Set passphrase
spotcheck-passphrase-done = { $person } has a passphrase now.
spotcheck-proved-passphrase = proved by passphrase
spotcheck-proved-os_user = as the user of this computer
spotcheck-proved-asserted = name as it was chosen

## Spot checks: one item

spotcheck-gate-title = Check as { $person }
spotcheck-gate-text = Your passphrase is asked for once, and forgotten when you leave.
spotcheck-gate-now = Begin
spotcheck-work-done = { $done } of { $of } done
spotcheck-work-item = Item { $at } of { $of }
spotcheck-work-stop = Stop and keep
spotcheck-work-left = About { $duration } left at your pace
spotcheck-work-ask = What should { $who } be paid?
spotcheck-work-id = Payout { $id }
spotcheck-work-second = Second look: somebody has answered before. What, you do not see.
spotcheck-work-cells = From the list
spotcheck-work-blind = What the system paid is left out on purpose, so your figure is your own.
spotcheck-work-figure = Your figure
spotcheck-work-figure-hint = Type an amount or a sum, such as 400 + 270.
spotcheck-work-instead = Press the same button again to type a figure after all.
spotcheck-work-veil = Hidden until you save yours
spotcheck-work-veil-away = Not in this file: compared once it is back
spotcheck-work-steps = How you worked it out
spotcheck-work-note = Note
spotcheck-work-evidence = Evidence
spotcheck-work-attach = Attach a file
spotcheck-work-remove = Remove { $file }
spotcheck-work-save = Save and compare
spotcheck-work-save-away = Save and go on
spotcheck-work-unable = Save as cannot tell
spotcheck-work-not_supported = Save as not supported
spotcheck-work-missing = Save as missing
spotcheck-work-later = Come back later
spotcheck-work-locks = What you save is locked for good. Corrections stand beside it.
spotcheck-work-locks-away = What you save is locked in the file for good.
spotcheck-work-kept = Kept
spotcheck-work-keeping = Keeping…
spotcheck-work-none = { $of ->
    [0] { $person } has no items
   *[other] { $person } has answered every item
}
spotcheck-work-back = Back to { $title }
spotcheck-answer-figure = A figure
spotcheck-answer-not_supported = Nothing supports it
spotcheck-answer-missing = Missing
spotcheck-answer-cannot_determine = Cannot tell
spotcheck-sum-empty = Type a figure first, or say that you cannot tell.
spotcheck-sum-unreadable = "{ $at }" is no amount. Amounts are added with + and −.
spotcheck-sum-ambiguous = "{ $at }" may mean two things. Type it without the mark, or with two decimals.
spotcheck-sum-decimals = "{ $at }" has more decimals than the currency.
spotcheck-sum-large = That is more than any payout can be.
spotcheck-key-save = save and compare
spotcheck-key-save-away = save and go on
spotcheck-key-attach = attach
spotcheck-key-note = note
spotcheck-key-unable = cannot tell
spotcheck-key-later = come back later
spotcheck-key-stop = stop and keep
spotcheck-key-reason = choose a reason
spotcheck-key-correct = correct my figure
spotcheck-key-next = next item
spotcheck-yours = Yours
spotcheck-system = System
spotcheck-system-figure = System figure
spotcheck-difference = Difference
spotcheck-work-same = The figures agree
spotcheck-work-differs = The figures differ by { $amount }
spotcheck-work-locked = locked, record { $seq }
spotcheck-work-paid = as paid
spotcheck-work-share = { $side ->
    [over] { $share } too much
   *[under] { $share } too little
}
spotcheck-work-why = Why do they differ?
spotcheck-reason-clawback = System left something out
spotcheck-reason-rate_table = System used the wrong rate
spotcheck-reason-cut_off_date = System used the wrong period
spotcheck-reason-checkers_mistake = I made a slip
spotcheck-reason-unsure = Not sure, someone else should look
spotcheck-work-unsure = Say in a note what is unclear.
spotcheck-work-record = Your first figure stays on record. If you correct it, both are kept.
spotcheck-work-corrected = My corrected figure
spotcheck-work-correct = Correct my figure
spotcheck-work-next = Next item
spotcheck-system-paid = paid to { $person }
spotcheck-locked-by = { $when }, { $proved }
spotcheck-corrected = Corrected to { $amount }.

## Spot checks: work on another computer

spotcheck-carry = Somebody checks at another computer? The items go there in a file, without what the system paid.
spotcheck-take = Take work to another computer…
spotcheck-take-title = Take work to another computer
spotcheck-take-text = All that is open for one person goes into a new file. It holds names and what the list says, and nothing of what the system paid.
spotcheck-take-who = Whose items
spotcheck-take-pick = Where the file goes
spotcheck-take-name = Name of the new file
spotcheck-take-exists = There is a file of this name already. Choose another name.
spotcheck-take-needs = Say whose items, and where the file goes.
spotcheck-take-now = Write the file
spotcheck-taken = { $items ->
    [one] One item lies in this file, without what the system paid:
   *[other] { $items } items lie in this file, without what the system paid:
}
spotcheck-taken-carry = Carry the file to the other computer.
spotcheck-taken-there = Start Ballast there, choose "Open a work file", and answer. Nothing needs to be set up.
spotcheck-taken-back = Bring the file here again, and choose "Bring work back".
spotcheck-taken-copy = Copy the path
spotcheck-bring = Bring work back…
spotcheck-bring-title = Bring work back
spotcheck-bring-text = Choose the file that was answered on the other computer. Its answers are locked here under the name of whoever gave them.
spotcheck-bring-none = Nothing in it is answered yet.
spotcheck-bring-now = { $count ->
    [0] Bring answers back
    [one] Bring one answer back
   *[other] Bring { $count } answers back
}
spotcheck-brought-accepted = { $count ->
    [0] No new answer
    [one] One answer is locked now
   *[other] { $count } answers are locked now
}
spotcheck-brought-already = { $count ->
    [one] One was answered before: nothing was changed
   *[other] { $count } were answered before: nothing was changed
}
spotcheck-brought-refused = { $item } was refused
spotcheck-open = Open a work file…
spotcheck-open-title = Open a work file
spotcheck-open-text = A file with payouts that somebody asked you to work out by hand. What you answer is kept in the file itself.
spotcheck-open-now = { $stands ->
    [open] Go on
    [done] Look at it
   *[new] Begin
}
spotcheck-file = Work file
spotcheck-file-pick = Choose a work file
spotcheck-file-needs = Choose a file.
spotcheck-file-is = { $title }, items of { $person }: { $done } of { $of } answered.
spotcheck-file-unread = This file cannot be opened
spotcheck-unfit-no_work_package = This is no work file
spotcheck-unfit-no_work_package-hint = Choose the file that "Take work to another computer" wrote. Its name usually ends in .work.
spotcheck-unfit-work_package_changed = Answers in this file were changed after they were locked
spotcheck-unfit-work_package_changed-hint = Nothing was taken from it. Ask for the file as Ballast left it, or take the work out again.
spotcheck-unfit-work_package_foreign = This file was not given out here
spotcheck-unfit-work_package_foreign-hint = It belongs to another spot check or another workspace, or was changed since. Nothing was taken from it.
spotcheck-unfit-work_package_other_round = This file is about another round
spotcheck-unfit-work_package_other_round-hint = Only answers to the newest round can be brought back. Nothing was taken from it.
spotcheck-back-title = { $of ->
    [one] The item is answered: hand this file back
    [2] Both items are answered: hand this file back
   *[other] All { $of } items are answered: hand this file back
}
spotcheck-back-text = Thank you, { $person }. Whoever gave it to you opens { $title } and chooses "Bring work back".
spotcheck-back-locked = Your answers are locked in it and signed: a change by hand would be noticed.

## Spot checks: decide

spotcheck-decide-title = Decide about { $item }
spotcheck-decide-counts = It counts as
spotcheck-decide-of = { $person }: { $says }
spotcheck-decide-other = Another figure
spotcheck-decide-nobody = Nobody can tell: it counts as wrong
spotcheck-decide-figure = Figure
spotcheck-decide-who = Who decides
spotcheck-decide-needs = Choose what it counts as, and give a reason.
spotcheck-decide-now = Decide
spotcheck-decide-done = { $item } is decided. All answers are kept.
spotcheck-cause = Cause
spotcheck-cause-none = No cause named
spotcheck-systematic = This cause reaches further than the sample
spotcheck-systematic-means = All payouts that it may have reached are then checked, apart from the sample. It is never averaged away.
spotcheck-systematic-needs = Name the cause: all payouts that it may have reached are then checked.
spotcheck-systematic-short = reaches further

## Spot checks: the result

spotcheck-conclusion-accept = You can accept { $title }.
spotcheck-conclusion-extend = It is not shown yet for { $title }.
spotcheck-conclusion-escalate = You cannot accept { $title } as they are.
spotcheck-conclusion-money = With { $confidence } certainty at most { $most } of { $value } is wrong.
spotcheck-conclusion-items = With { $confidence } certainty at most { $most } of { $population } payouts are wrong.
spotcheck-conclusion-none = No limit can be given for what was found.
spotcheck-conclusion-tolerate = You tolerate { $amount }.
spotcheck-more = { $more ->
    [one] One more item would show it, if it is right.
   *[other] { $more } more items would show it, if all are right.
}
spotcheck-reach = A cause reaches further than the sample: { $cause }
spotcheck-reach-done = Everything that a cause may have reached was checked: { $cause }
spotcheck-reach-text = Found in { $items } ({ $count }). Check every payout that it may have reached; the sample says nothing about them.
spotcheck-full = Full check of this cause: { $cause }
spotcheck-full-rule = Which payouts may it have reached?
spotcheck-full-rule-hint = A column, a comparison and a value, such as { $rule }.{ $known ->
    [yes] {" "}Columns: { $columns }.
   *[no] {""}
}
spotcheck-full-look = Look
spotcheck-full-looking = Looking…
spotcheck-full-no-rule = That is no rule. Write a column, a comparison (<, <=, =, !=, >=, >) and a value.
spotcheck-full-no-column = The list has no such column. It has { $columns }.
spotcheck-full-none = No payout has { $rule }. Try another rule: at least those in which it was found should be among them.
spotcheck-full-found = { $rule }: { $count ->
    [one] one payout, { $total }
   *[other] { $count } payouts, { $total } in all
}
spotcheck-full-person = Paid to
spotcheck-full-paid = Paid
spotcheck-full-more = Show { $more } more
spotcheck-full-first = The first { $shown } of { $count }. The others are in the sealed list, which the export holds.
spotcheck-full-record = Record the full check…
spotcheck-full-record-means = Once every one of them was worked out by hand, say what came of it.
spotcheck-close-title = Full check: { $cause }
spotcheck-close-text = What came of looking at every payout that this cause may have reached. It goes into the ledger under your name.
spotcheck-close-text-looked = { $rule } takes { $count ->
    [one] one payout
   *[other] { $count } payouts
}. What came of looking at all of them goes into the ledger under your name.
spotcheck-close-checked = Payouts checked
spotcheck-close-wrong = Of them wrong
spotcheck-close-number = A whole number.
spotcheck-close-nothing = At least one.
spotcheck-close-more = More than were checked.
spotcheck-close-reason = How you know that these are all
spotcheck-close-reason-hint = Such as the rule, and what was done about the wrong ones.
spotcheck-close-who = Who stands for it
spotcheck-close-needs = Say how many were checked and wrong, how you know, and who you are.
spotcheck-close-now = Record the full check
spotcheck-close-done = Recorded: everything that { $cause } may have reached was checked.
spotcheck-plot-label = Most likely wrong { $likely }, at most { $most } with { $confidence } certainty{ $known ->
    [yes] , tolerable { $tolerable }
   *[no] {""}
}
spotcheck-plot-likely = most likely { $amount }
spotcheck-plot-sure = { $confidence } sure it is at most { $amount }
spotcheck-plot-tolerable = { $amount } tolerable
spotcheck-strata = By stratum
spotcheck-strata-note = most likely, and at most
spotcheck-stratum = Stratum
spotcheck-result = Result
spotcheck-checked = Checked
spotcheck-of = { $have } of { $all }
spotcheck-errors = Wrong
spotcheck-unknown = Could not be determined, counted as wrong
spotcheck-upper-items = At most wrong, { $confidence } sure
spotcheck-tolerable-items = Tolerable
spotcheck-tolerable-value = Tolerable
spotcheck-room = Room left
spotcheck-too-much = Too much by
spotcheck-money = Money
spotcheck-found = Found
spotcheck-likely = Most likely in all
spotcheck-upper = At most, { $confidence } sure
spotcheck-curve = What more checks would buy
spotcheck-curve-note = with nothing wrong
spotcheck-curve-label = How much may be wrong at most, by the number of items: { $points }
spotcheck-curve-point = { $sample } items { $share }
spotcheck-curve-now = { $sample } now
spotcheck-wrong = { $count ->
    [0] Nothing was wrong
    [one] The one that is wrong
   *[other] The { $count } that are wrong
}
spotcheck-wrong-none = All { $count } payouts are as they should be.
spotcheck-wrong-note = to be put right, whatever the sample proves
spotcheck-wrong-item = Payout
spotcheck-wrong-hand = By hand
spotcheck-wrong-why = Cause
spotcheck-wrong-act = Decide
spotcheck-decided = { $person }: { $reason }
spotcheck-causes = By cause
spotcheck-scatter = System against worked out
spotcheck-scatter-label = The system's figure over the one worked out by hand: { $right } right, { $wrong } wrong, { $unknown } unknown
spotcheck-scatter-wrong = Wrong
spotcheck-digits = First digits of all payouts: a side look that decides nothing
spotcheck-digits-text = Of { $amounts } amounts, beside how often each digit usually begins one. Chance of so large a difference by accident: { $chance }. Fixed fees alone make one, without any fault.
spotcheck-digit = Digit
spotcheck-digit-picture = Picture
spotcheck-digit-here = Here
spotcheck-digit-expected = Usual
spotcheck-method = Method, formula and numbers
spotcheck-method-items = Wrong items
spotcheck-method-over = Paid too much
spotcheck-method-under = Paid too little
spotcheck-method-of = { $name }: { $method }, one-sided at { $confidence }
spotcheck-method-refused = No limit of money: { $reason }.
spotcheck-history = Round after round
spotcheck-history-note = most likely wrong, and at most
spotcheck-history-day = List of
spotcheck-history-wrong = Wrong
spotcheck-history-interval = Share of all payouts
spotcheck-history-errors = { $errors } of { $of }
spotcheck-history-label = Most likely { $likely }, at most { $upper }
spotcheck-at-most = ≤ { $share }

## Spot checks: signatures, export

spotcheck-sign-title = Signature
spotcheck-signed-at = Signed { $when }, { $proved }
spotcheck-sign-open = Nobody has signed yet
spotcheck-sign-who = Somebody who answered no item and was paid none of them.
spotcheck-sign-counts = It is evidence, and counts for { $days } days.
spotcheck-sign-will = Once signed it is evidence, and counts for { $days } days.
spotcheck-sign-sheet = Sign { $title }
spotcheck-sign-text = { $decision } Your name goes into the ledger under exactly this result.
spotcheck-sign-note = Note
spotcheck-sign-note-hint = What you looked at before you signed.
spotcheck-export = Export…
spotcheck-export-title = Export the round
spotcheck-export-text = A new folder with the report to print, all items, corrections to make, the sealed list and a page that draws the sample again without Ballast. It holds names and amounts.
spotcheck-export-name = Name of the new folder
spotcheck-exported = { $count } files written to { $folder }.

## Spot checks: set up

spotcheck-new-sub = Which list, how many of it, and who works them out again.
spotcheck-set-up-now = Set up the spot check
spotcheck-set-up-done = { $title } is set up. Freeze the first list when it is ready.
spotcheck-look = Look at the list
spotcheck-looking = Looking at the list…
spotcheck-look-needs = Say where the list comes from first, or drop its file here.
spotcheck-look-again = The list was changed. Look again to see its columns.
spotcheck-look-found = { $rows ->
    [one] One payout
   *[other] { $rows } payouts
}, { $columns } columns, { $size }.
spotcheck-meaning = What the columns mean
spotcheck-meaning-note = each payout has its own id
spotcheck-column-is-id = Id of the payout
spotcheck-column-is-amount = Amount the system paid
spotcheck-column-is-person = Whose payout
spotcheck-column-is-stratum = Stratum
spotcheck-column-none = None
spotcheck-show = What a checker sees
spotcheck-show-note = never the amount: a figure that was seen is no own figure
spotcheck-rows = The first rows
spotcheck-hint-id_and_amount_swapped = Id and amount seem swapped
spotcheck-hint-id_and_amount_swapped-what = The column taken for ids holds amounts. Drawn so, every figure would be compared with a number of a line.
spotcheck-hint-amounts_unreadable = Some amounts are no numbers
spotcheck-hint-amounts_unreadable-what = Choose the column with the amounts, or have them exported as plain decimals.
spotcheck-hint-signs_turned = Most amounts are below zero
spotcheck-hint-signs_turned-what = The list may count what left the account. Then too much would read as too little: have the signs turned.
spotcheck-hint-signs_mixed = Amounts above and below zero
spotcheck-hint-signs_mixed-what = They may be clawbacks, or two kinds of entries in one list. Make sure that each row is a payout.
spotcheck-hint-amounts_count_up = Amounts that grow by one
spotcheck-hint-amounts_count_up-what = They look like numbers of lines. Choose the column with what was paid.
spotcheck-hint-ids_repeat = An id stands there more than once
spotcheck-hint-ids_repeat-what = A draw could not say which row it means. Choose a column that tells every payout from every other.
spotcheck-hint-person_and_id_swapped = Every row has its own person
spotcheck-hint-person_and_id_swapped-what = That column may be the id.
spotcheck-how-many = How many
spotcheck-way-percent = A share of the payouts
spotcheck-way-percent-means = Simple to say. What it proves depends on how many payouts there are.
spotcheck-way-attribute = As many as a rate needs
spotcheck-way-attribute-means = So many items that at most the tolerable share can be wrong unseen.
spotcheck-way-monetary_unit = By money
spotcheck-way-monetary_unit-means = Large payouts are likelier to be drawn; the limit is an amount.
spotcheck-way-stop_or_go = In stages
spotcheck-way-stop_or_go-means = A smaller sample first; one error means as many again, of which none may be wrong.
spotcheck-way-anytime = Until it is shown
spotcheck-way-anytime-means = Units of money in the order of the draw, by the rule of Kaplan and Markov.
spotcheck-units = Units at most
spotcheck-units-hint = How many units of money are drawn.
spotcheck-percent = Share
spotcheck-at-least = At least items
spotcheck-tolerable-hint = Such as 5%: the share that may be wrong.
spotcheck-expected = Expected
spotcheck-expected-hint = The share that you expect to be wrong. Empty: none.
spotcheck-confidence-hint = Such as 95%.
spotcheck-tolerance-hint = A payout is right within this amount.
spotcheck-percent-look = Look at the list to see what that share proves.
spotcheck-percent-proves = That is { $items ->
    [one] one item
   *[other] { $items } items
} of { $payouts }. With none of them wrong you are { $confidence } sure that at most { $most } payouts ({ $share }) are wrong.
spotcheck-per-stratum = The same share of each stratum ({ $column })
spotcheck-always-note = beside the sample, and apart from what it proves
spotcheck-always-label = Rules
spotcheck-always-hint = One a line: a column, a comparison and a value, such as amount > 5000.
spotcheck-people = Who
spotcheck-people-note = nobody gets their own payouts
spotcheck-checkers-hint = One name a line. The items are dealt out in turn.
spotcheck-reviewer-hint = Another person: looks again at what was found wrong, and at a tenth of the rest.
spotcheck-scheduled = Begin a round by itself
spotcheck-missing-list = Say where the list comes from.
spotcheck-missing-title = Give it a name.
spotcheck-missing-columns = Say which columns are the id and the amount.
spotcheck-missing-same = Id and amount cannot be the same column.
spotcheck-missing-checkers = Name at least one person who checks.
spotcheck-missing-percent = A share above 0%, up to 100%, such as 5%.
spotcheck-missing-at_least = A whole number, or nothing.
spotcheck-missing-confidence = A share above 0% and below 100%, such as 95%.
spotcheck-missing-tolerable = A share above 0%, up to 100%, such as 5%.
spotcheck-missing-expected = A share such as 1%, or nothing.
spotcheck-missing-at_most = A whole number above zero.
spotcheck-missing-line = Say when it begins.

## Provider pairs

providers-import = Import probes…
providers-summary = { $total ->
    [one] One provider has a backup
   *[other] { $total } providers have a backup
}; { $tried ->
    [0] for none of them
    [one] for one of them
   *[other] for { $tried } of them
} the last try worked.
providers-own-line-up = Our own line works, seen { $when }.
providers-own-line-attention = Our own line is not sure, seen { $when }.
providers-own-line-down = Our own line is down since { $when }: nothing can be told of the providers.
providers-own-line-unknown = Our own line is not watched: without anchors, a failure here looks like theirs.
providers-empty-title = No provider has a backup yet, so nobody knows what happens when one fails.
providers-empty-text = Write a provider_pair with its probes into the workspace file and apply it, or take the probes of Gatus or Uptime Kuma over: here, or with ballast provider import.
providers-column-pair = What it gives
providers-column-primary = Primary, last 24 hours
providers-column-backup = Backup, last 24 hours
providers-column-ready = Would the backup work today?
providers-column-drill = Drill
providers-probe = Probe now
providers-probe-of = Probe { $pair } now
providers-probing = Probing…
providers-gives = for { $what }
providers-gives-nothing = protects no process yet
providers-more-wrong = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
providers-no-probe = no probe watches it
providers-side-up = answers in { $answer }, { $when }
providers-side-attention = answers, but look, { $when }
providers-side-down = no answer, { $when }
providers-side-unknown = not observed, { $when }
providers-milliseconds = { $count } ms
providers-now = now
providers-strip = { $name } since { $from }: of { $of } pieces of time, { $up } up, { $attention } to look at, { $down } down, { $unseen } not observed.
providers-ago-today = today
providers-ago-days = { $count ->
    [one] yesterday
   *[other] { $count } days ago
}
providers-ago-weeks = { $count } weeks ago
providers-ago-months = { $count } months ago
providers-ago-years = { $count } years ago
providers-never = Not proven: never tried.
providers-never-talked = Not proven: talked through, never tried.
providers-never-told = { $count ->
    [one] Not proven: the one drill told nothing.
   *[other] Not proven: { $count } drills told nothing.
}
providers-history = { $worked } of { $tried } { $tried ->
    [one] drill
   *[other] drills
} worked; last { $ago }.
providers-history-failed = The last drill failed, { $ago }. { $worked } of { $tried } { $tried ->
    [one] drill
   *[other] drills
} worked.
providers-expect = We would expect about { $count } in 10 to work.
providers-not-ready = Not ready: { $probes } fails now.
providers-not-known = Not known: { $probes } could not be observed.
providers-no-drill = No drill asked for
providers-overdue = { $days ->
    [one] overdue by one day, since { $day }
   *[other] overdue by { $days } days, since { $day }
}
providers-drill-done = done, next by { $day }
providers-drill-due = due by { $day }
providers-drill-open = a drill is open
providers-import-title = Import probes
providers-import-text = Takes the probes of another program over as text for the workspace file. Nothing is applied, and no password is read.
providers-import-file = File
providers-import-hint = A configuration of Gatus (.yaml), or an export or database of Uptime Kuma (.json, .db).
providers-import-now = Show what it gives
providers-import-next = Paste it into the workspace file, then run ballast apply.
providers-from-gatus = Gatus
providers-from-uptime_kuma = Uptime Kuma
providers-imported = { $probes ->
    [one] One probe
   *[other] { $probes } probes
} of { $from }; { $pairs ->
    [0] no two of them look like a primary and its backup
    [one] they look like one pair
   *[other] they look like { $pairs } pairs
}. Nothing was applied.
providers-asks = Set these in the environment before you apply it: { $names }.
providers-toml = Text for the workspace file
providers-copy = Copy text
providers-copied = The text for the workspace file is copied.
providers-left-out = { $count ->
    [one] One thing was left out
   *[other] { $count } things were left out
}
providers-left = { $whole ->
    [yes] is left out
   *[no] is taken over without one setting
}{ $line ->
    [0] :
   *[other] {" "}(line { $line }):
}
providers-left-disabled = it is switched off there.
providers-left-upside_down = it wants a failure where we want an answer.
providers-left-kind_not_supported = this version has no probe of that kind.
providers-left-needs_login = it needs a login, which is not taken over.
providers-left-secret_in_file = a password stands in the file; it was not read.
providers-left-not_expressible = this condition cannot be said here.
providers-left-not_about_probes = it is not about probes.
providers-left-invalid = it does not read.
providers-left-no_heartbeat = there is no rhythm to expect a signal in.
providers-left-unknown_key = this version does not know that setting.
providers-left-no_such_setting = there is no such setting here.
providers-left-two_of_a_kind = two conditions of one kind; the first is kept.
providers-proven = proven { $day }
providers-sub = { $gives ->
    [yes] Gives { $what }.
   *[no] Protects no process yet.
} { $backup } takes over when { $primary } fails,
providers-takeover-manual = switched by hand{ $limited ->
    [yes] {" "}within { $within }.
   *[no] .
}
providers-takeover-assisted = switched by one click{ $limited ->
    [yes] {" "}within { $within }.
   *[no] .
}
providers-takeover-automatic = by itself{ $limited ->
    [yes] {" "}within { $within }.
   *[no] .
}
providers-to-plan = Plan the drill
providers-to-run = Show the open drill
providers-drills = Drills of this pair
providers-drills-note = newest first
providers-due = Next drill
providers-missed = No drill in { $quarters }.
providers-no-plan = No plan is written. Add a drill of this pair to the workspace file.
providers-side-both = Both
providers-on-primary = Primary: { $provider }
providers-on-backup = Backup: { $provider }
providers-probes-note = last 7 days; higher is slower, hollow is no answer, a dot was not observed
providers-nobody-watches = No probe watches { $provider }: that it works is only a hope. Add one to the workspace file.
providers-rhythm = { $kind }, every { $every }{ $blocking ->
    [yes] {""}
   *[no] , blocks nothing
}
providers-kind-http = web
providers-kind-tcp = connection
providers-kind-tls = certificate
providers-kind-dns = names
providers-kind-smtp = mail login
providers-kind-heartbeat = signal
providers-kind-command = command
providers-kind-status_page = status page, a hint only
providers-probe-up = { $seen ->
    [yes] answered in { $answer }, { $when }
   *[no] not looked yet
}
providers-probe-attention = { $seen ->
    [yes] answered, but look, { $when }
   *[no] not looked yet
}
providers-probe-down = { $seen ->
    [yes] no answer, { $when }
   *[no] not looked yet
}
providers-probe-unknown = { $seen ->
    [yes] not observed, { $when }
   *[no] not looked yet
}
providers-uptime = Up { $share } of { $observed } observed{ $gap ->
    [yes] {"; "}{ $unseen } not observed
   *[no] {""}
}
providers-uptime-none = Never observed, so no uptime can be told
providers-latency = answers in { $median } ms (half of { $answers }), 19 of 20 within { $p95 } ms
providers-latency-none = no answer, so no time of an answer
providers-failures = { $count ->
    [one] one failure in a row; three make it down
   *[other] { $count } failures in a row; three make it down
}
providers-flapping = goes up and down again and again
providers-learning = learning its answers: { $samples } of { $needed } samples
providers-learned = { $fields } fields learned from { $samples } samples, none changed
providers-change-renamed = A field is called otherwise:
providers-change-missing = A field is gone:
providers-change-kind_changed = A field is of another kind:
providers-right-now = This is right now
providers-accept-title = { $probe } answers rightly
providers-accept-text = What it answers now becomes what is expected, learned anew from { $needed } samples. Until then a change is not noticed.
providers-accept-reason = Why is it right?
providers-accept-reason-hint = Such as: our import was changed to the new name on 9 March.
providers-accepted = { $probe } learns its answers anew. Noted as evidence.
providers-who = Who says so
providers-logins = Logins to { $backup }
providers-logins-note = every { $every }
providers-logins-none = Nobody is named who could log in. Name people in the workspace file.
providers-login-worked = { $due ->
    [yes] Worked { $when }, too long ago. Log in now and say how it went.
   *[no] worked { $when }
}
providers-login-refused = Did not work { $when }. Log in again, or ask for access.
providers-login-never = Has never said so. Log in now and say how it went.
providers-login-yes = It worked today
providers-login-yes-of = It worked today for { $person }
providers-login-no = It did not
providers-login-no-of = It did not work for { $person }
providers-shared = What both share
providers-shared-note = both fail with it
providers-shared-none = Nothing that is known. What is not written down and cannot be looked up is not seen.
providers-shares = { $what }: { $value }
providers-share-cloud = Cloud
providers-share-registrar = Registrar
providers-share-dns = Name servers
providers-share-login = Login
providers-share-card = Payment card
providers-share-certificate_authority = Certificate issuer
providers-share-person = Only one person
providers-share-network = Network
providers-share-address = Address
providers-share-host = Host
providers-share-mail = Mail servers
providers-share-content_network = Content network
providers-why-declared = Both have it in the workspace file.
providers-why-only_person = Nobody else can log in to either.
providers-why-same_operator = { $primary } and { $backup } answer from addresses of { $value }.
providers-why-same_host = Both are the host { $primary }.
providers-why-same_address = Both answer from { $primary }.
providers-why-same_network = { $primary } and { $backup } stand in one network.
providers-why-same_servers = { $primary } and { $backup } are servers of { $value }.
providers-why-same_registrar = Both domains are registered with { $primary }.
providers-why-same_issuer = Both certificates come from { $primary }.
providers-why-declared_and_seen = One says so, the other is seen there: { $primary }, { $backup }.
providers-why-behind_content_network = A content network hides where they stand.
providers-why-not_resolved = Not all names could be looked up.
providers-fate-confirmed = Confirmed.
providers-fate-declared = Written down.
providers-fate-likely = Likely.
providers-fate-cannot_tell = Cannot be told.
providers-fate-denied = Somebody said it is not so.
providers-confirm = They share it
providers-confirm-of = They share it: { $what } { $value }
providers-confirm-text = It stays beside the pair, and whoever starts a drill sees it and accepts it.
providers-deny = They do not
providers-deny-of = They do not share it: { $what } { $value }
providers-deny-text = What was seen is set aside on your word. Say how you know.
providers-fate-note = How do you know?
providers-supplies = What { $backup } has
providers-credential = Credential
providers-credential-unknown = no date is known
providers-credential-until = runs out { $day }
providers-credential-over = has run out, { $day }
providers-capacity = Its plan
providers-capacity-none = no limit is known
providers-capacity-unknown = { $limit } { $unit }; nobody knows the peak of the primary
providers-capacity-of = { $limit } { $unit }, the peak is { $peak }
providers-data = Its data
providers-data-none = needs none
providers-data-unknown = age not known: { $probe }
providers-data-age = { $age } old, { $limit } allowed
providers-requires = Needs
providers-requests = Our probes
providers-requests-of = { $asked } requests a day{ $limited ->
    [yes] , { $allowed } allowed
   *[no] {""}
}

## Drills

drills-import = Import a drill…
drills-calendar = Save calendar…
drills-summary = { $quarter }: { $done } of { $of } drills done{ $overdue ->
    [0] .
    [one] , one is overdue.
   *[other] , { $overdue } are overdue.
}
drills-empty-title = No drill is written, so nobody has practised a switch.
drills-empty-text = Write a provider_pair and a drill into the workspace file and apply it. A drill begins small: log in to the backup, do one thing there, and come back.
drills-board = The quarters
drills-board-note = a talk alone does not count
drills-this-quarter = { $quarter }, now
drills-cell-open = not yet
drills-cell-none = none
drills-cell-uncounted = { $kind }, does not count
drills-booked = booked for { $day }{ $named ->
    [yes] {" "}with { $operator }
   *[no] {""}
}
drills-booked-late = booked for { $day }, which is too late
drills-plans = Drills that are written
drills-plans-note = open one to see every step and command before it runs
drills-runs = Drills that ran
drills-steps = { $count ->
    [one] one step
   *[other] { $count } steps
}
drills-faulty = not complete
drills-not-booked = not booked
drills-column-pair = Pair
drills-column-due = Next
drills-column-drill = Drill
drills-column-kind = How far it goes
drills-column-next = When
drills-column-when = When
drills-column-result = Result
drills-column-operator = Run by
drills-column-rto = Worked again after
drills-column-rpo = Work lost
drills-rto-means = RTO: from the failure until it works again
drills-rpo-means = RPO: the work of so much time would be lost
drills-run-of = { $drill }, { $when }
drills-kind-tabletop = talked through
drills-kind-probe = login and one harmless act
drills-kind-partial = a part of the work
drills-kind-full = all of the work
drills-state-draft = being written
drills-state-scheduled = booked
drills-state-missed = missed
drills-state-preflight = looking before the start
drills-state-blocked = something is in the way
drills-state-armed = ready to start
drills-state-baseline = measuring how it is now
drills-state-switching = switching over
drills-state-on_backup = on the backup
drills-state-switching_back = switching back
drills-state-aborting = taking back
drills-state-interrupted = interrupted
drills-state-stuck = stuck
drills-state-stay = stays on the backup
drills-state-verify = checking that all is as before
drills-state-review = waits for its debrief
drills-state-signed_pass = worked
drills-state-signed_fail = failed
drills-state-signed_inconclusive = told nothing
drills-state-cancelled = cancelled
drills-folder = Into this folder
drills-written = Written:
drills-calendar-title = Save calendar
drills-calendar-text = Writes drills.ics: every day on which a drill is due, every booked drill, and reminders 21, 7 and 1 days before.
drills-calendar-now = Save drills.ics
drills-report-title = Save report
drills-report-text = Writes a page to print: who, what and when, what was measured against what is allowed, evidence, actions and signatures.
drills-report-now = Save report
drills-export-title = Export for Chaos Toolkit
drills-export-text = Writes the drill as an experiment and its course as a journal, as the chaos program reads them. Run it there with --rollback-strategy=always.
drills-export-now = Export drill
drills-export-left = What the experiment cannot say
drills-import-title = Import a drill
drills-import-text = Takes an experiment of Chaos Toolkit over as text for the workspace file. Nothing is applied, and no command runs.
drills-imported = { $title }: read as a drill. Nothing was applied.
drills-import-notes = Look at these before you apply it
drills-left-check_has_no_provider = is looked at by a probe or a person; nothing there can.
drills-left-manual_step_is_printed = is a step by hand: it is printed there, and nobody is waited for.
drills-left-undo_is_by_hand = is taken back by hand, so nothing takes it back there.
drills-left-steady_before_undo = is looked at before anything is taken back, so its numbers must hold on the backup too.
drills-left-python_became_manual = called Python; a person does it here.
drills-left-command_needs_consent = is a command: it is shown, and runs only when somebody agreed.
drills-left-runs_in_shell = is one line for a shell, taken as it stands.
drills-left-rollback_unmatched = takes back what no step did; say where it belongs.
drills-left-background_ignored = ran in the background; here it runs in its turn.
drills-left-pauses_ignored = had pauses, which are not taken over.
drills-left-tolerance_not_understood = is judged in a way that is not known here; a person judges it.
drills-left-needs_value = contains a name that must be filled in.
drills-left-reference_unknown = refers to something that is not there.
drills-left-controls_ignored = had controls, which are not taken over.
drills-left-secrets_not_read = had secrets, which are not read.
drills-left-extension_differs = our own data in it no longer fits the rest, which counts.

## The plan of a drill

drills-must-work = It must work again within { $within }.
drills-book = Book a day…
drills-rebook = Book another day…
drills-start = Start the drill…
drills-cannot-start = { $count ->
    [one] This plan cannot be started: one thing is missing
   *[other] This plan cannot be started: { $count } things are missing
}
drills-advice = { $count ->
    [one] One thing would make it better
   *[other] { $count } things would make it better
}{ $may ->
    [yes] , and it may be started without
   *[no] {""}
}
drills-fault-no_steps = There is no step.
drills-fault-no_steady_state = Nothing says how it looks when all is well. Add steady with a number.
drills-fault-steady_without_number = How well looks is a feeling: add a number or a probe.
drills-fault-no_backup_check = Nothing says when the backup works.
drills-fault-no_owner = Nobody owns it.
drills-fault-no_deputy = Nobody stands in for the owner.
drills-fault-deputy_is_owner = { $subject } is owner and deputy: name somebody else.
drills-fault-no_rto = Nothing says how long it may take until it works again.
drills-fault-no_rpo = Nothing says how much work may be lost.
drills-fault-no_maximum_duration = Nothing says how long the drill may take at most.
drills-fault-longer_than_maximum = All steps there and back may take longer than the whole drill.
drills-fault-step_without_owner = Nobody owns the step: { $subject }.
drills-fault-step_without_verification = Nothing shows that the step worked: { $subject }.
drills-fault-step_without_undo = Nothing takes the step back: { $subject }.
drills-fault-step_without_time_limit = The step has no time limit: { $subject }.
drills-fault-empty_act = The step does nothing: { $subject }.
drills-fault-seen_by_person_only = Only a person sees whether it worked: { $subject }.
drills-fault-undone_by_hand = A person takes it back by hand: { $subject }.
drills-fault-undo_not_verified = Nothing shows that it was taken back: { $subject }.
drills-fault-rpo_not_measured = Nothing measures how much work would be lost.
drills-fault-no_stop_condition = Nothing ends the drill by itself but its time.
drills-plan-steps = Steps
drills-plan-steps-note = taken back in reverse, and only those that began
drills-no-owner = nobody
drills-no-limit = no time limit
drills-limit = at most { $limit }
drills-act-manual = By hand
drills-act-command = Runs
drills-act-http = Asks
drills-seen-by = Seen by
drills-not-seen = nothing
drills-undo = Taken back by
drills-no-undo = nothing
drills-leaves-nothing = leaves nothing to take back
drills-undo-seen-by = seen by { $check }
drills-commands = Commands that may run
drills-commands-note = all of them, and none without consent
drills-commands-none = None: everything is done by hand.
drills-steady = All is well if
drills-steady-note = measured before, and again at the end
drills-on-backup = It works on the backup if
drills-on-backup-note = the clock stops at the first of three
drills-stops = It ends by itself if
drills-stops-note = everything begun is taken back then
drills-checks-none = Nothing is written.
drills-passes = { $count } times in a row
drills-preflight = Before the start
drills-preflight-note = { $open ->
    [0] all of it holds
    [one] one does not hold
   *[other] { $open } do not hold
}
drills-item-own_line = Our own line works
drills-item-probes = Every probe passed in the last 15 min
drills-item-credential = The login to the backup works
drills-item-data_fresh = The data on the backup is fresh
drills-item-capacity = The backup bears the peak
drills-item-operator_present = Whoever runs it is here
drills-item-no_open_incident = No other incident is open
drills-item-shared_fate = What both share is accepted
drills-item-window = No holiday, no blocked hours
drills-holds-said = Asked when it is started.
drills-holds-no = Does not hold.
drills-holds-unknown = Nobody knows, so it does not hold.
drills-frame = Who and when
drills-booked-for = Booked for
drills-proposed = Proposed to run it
drills-because-never_ran_it = who never ran it
drills-because-longest_ago = whose last one is longest ago
drills-because-only_one = the only one who can do this yet
drills-owner = Owner
drills-deputy = Deputy
drills-rto-allowed = Works again within
drills-rpo-allowed = Work lost at most
drills-observe = Stays on the backup
drills-maximum = Whole drill at most
drills-window = Window
drills-not-before = not before { $when }
drills-start-title = Start: { $title }
drills-operator = Who runs it
drills-second-key = Second key
drills-two-people = Two people
drills-alone = I am alone
drills-second = Second person
drills-phrase = Type "{ $phrase }"
drills-phrase-hint = It is recorded that one person alone started it.
drills-read = { $count ->
    [one] I have read this command, and it may run
   *[other] I have read these { $count } commands, and they may run
}
drills-accept-shared = Both share { $what }. I know it, and accept it for this drill
drills-present = { $operator } is here and stays until the end
drills-missing-operator = Say who runs it.
drills-missing-second = Name a second person.
drills-missing-same = The second person is somebody else.
drills-missing-phrase = Type the phrase.
drills-missing-read = Read the commands and say so.
drills-missing-shared = Accept what both share.
drills-missing-present = Whoever runs it must be here.
drills-start-now = Start the drill
drills-book-title = Book: { $title }
drills-day = Day
drills-day-wrong = A day such as 2026-03-24.
drills-time = Time ({ $zone })
drills-time-wrong = A time such as 09:00.
drills-book-reason = Why this day
drills-book-now = Book this day
drills-booked-notice = Booked: { $when }.

## A drill that runs

drills-tag = This is a drill
drills-tag-alone = This is a drill, started by one person
drills-started = Started { $when }
drills-as = As
drills-team = Who runs it
drills-spoken = { $state }{ $begun ->
    [yes] , { $elapsed } since the failure
   *[no] {""}
}{ $stepping ->
    [yes] . Now: { $step }
   *[no] {""}
}.
drills-phase-baseline = Before
drills-phase-detect = Notice
drills-phase-decide = Decide
drills-phase-switch = Switch
drills-phase-on_backup = On backup
drills-phase-back = Back
drills-phase-verify = Check
drills-clock-waits = not switched yet
drills-clock-runs = elapsed
drills-clock-worked = worked again after
drills-clock-left = { $time } left
drills-clock-spare = { $time } to spare
drills-clock-over = { $time } too late
drills-target = allowed { $time }
drills-target-minutes = minutes, allowed { $time }
drills-no-target = no limit is set
drills-cost-over = a real outage that long, at { $rate } an hour
drills-cost-now = a real outage so far, at { $rate } an hour
drills-cost-later = a real outage costs { $rate } an hour
drills-cost-unknown = nobody wrote down what an hour costs
drills-lost = of work would be lost{ $limited ->
    [yes] , { $allowed } allowed
   *[no] {""}
}
drills-lost-unknown = of lost work, not measured yet{ $limited ->
    [yes] ; { $allowed } allowed
   *[no] {""}
}
drills-abort = Abort and switch back
drills-abort-key = Shift A
drills-abort-takes = Takes everything back that began, within { $duration }.
drills-now-there = Steps
drills-now-back = Taking back
drills-step-of = step { $at } of { $of }
drills-current = The step that is now
drills-then-back = Then: switch back
drills-then-back-note = in reverse, what began
drills-take-back = Take back: { $title }
drills-mark-waits = (waits)
drills-mark-now = (now)
drills-mark-done = (done)
drills-mark-back = (taken back)
drills-mark-failed = (not taken back)
drills-about = ~{ $time }
drills-step-time = { $time } of at most { $limit }
drills-then-seen = Then { $check } shows whether it worked.
drills-failed-refused = It said no: { $text }
drills-failed-timed_out = It took too long.
drills-failed-no_effect = It said yes, and nothing was to be seen of it.
drills-failed-reported = Somebody said that it did not work: { $text }
drills-main-begin = Begin this step
drills-main-run = Run this command
drills-main-ask = Send this request
drills-main-done = Done
drills-main-undone = Taken back
drills-space = Space
drills-by-itself = Goes on by itself
drills-problem = Something is wrong
drills-hand-over = Hand over
drills-ask-problem = What is wrong?
drills-ask-problem-text = { $count ->
    [0] The drill ends. Nothing was begun, so nothing is taken back.
    [one] The drill ends, and the one step that began is taken back, within { $duration }.
   *[other] The drill ends, and { $count } steps that began are taken back, within { $duration }.
}
drills-ask-problem-now = Report it and switch back
drills-ask-hand_over = Hand over
drills-ask-hand_over-text = From now on somebody else goes on. Both are recorded, and neither signs the drill.
drills-ask-hand_over-now = Hand over now
drills-ask-abort = Abort and switch back?
drills-ask-abort-text = { $count ->
    [0] Nothing was begun, so nothing is taken back.
    [one] The one step that began is taken back to { $primary }, within { $duration }, and it is checked that it worked.
   *[other] { $count } steps that began are taken back to { $primary }, within { $duration }, and it is checked that it worked.
}
drills-ask-abort-now = Abort now
drills-ask-cancel = Cancel this drill?
drills-ask-cancel-text = Nothing was switched. It counts as not done.
drills-ask-cancel-now = Cancel the drill
drills-ask-record_as_failed = Record it as failed?
drills-ask-record_as_failed-text = What is in the way now would be in the way of a real switch too. It is told in a debrief.
drills-ask-record_as_failed-now = Record as failed
drills-ask-stuck = Is it stuck?
drills-ask-stuck-text = Nothing more happens by itself then. You get a list of what to do by hand.
drills-ask-stuck-now = It is stuck
drills-ask-stay = Stay on { $backup }?
drills-ask-stay-text = Work goes on at { $backup }. You are running without a backup until somebody switches back.
drills-ask-stay-now = Stay on the backup
drills-ask-accept = Keep { $backup } for good?
drills-ask-accept-text = { $backup } is the primary from now on, and { $primary } no longer takes part. Change the workspace file to say so.
drills-ask-accept-now = Keep it
drills-ask-real_incident = Is this a real incident?
drills-ask-real_incident-text = { $primary } is really down: the drill no longer switches back, and work stays on { $backup }.
drills-ask-real_incident-now = It is real
drills-ask-what = What is wrong
drills-ask-why = Why
drills-ask-to = To whom
drills-ask-needs = Say something first.
drills-ask-back = Back to the drill
drills-is-preflight = Looking before the start
drills-is-preflight-text = Nothing is switched before all of it holds.
drills-is-blocked = Something is in the way
drills-is-blocked-text = Nothing was switched. What stops a drill would stop a real switch too.
drills-is-armed = Ready to start
drills-is-armed-text = Start it within 15 minutes, or it is looked over again.
drills-is-baseline = Measuring how it is now
drills-is-baseline-text = The same is measured at the end. Nothing is switched yet.
drills-is-on_backup = It works on { $backup }
drills-is-on_backup-text = It is watched for a while, and then switched back to { $primary }.
drills-is-aborting = Taking back what began
drills-is-aborting-text = The last step first. It is checked that { $primary } works again.
drills-is-switching_back = Switching back to { $primary }
drills-is-switching_back-text = The last step first, and each is checked.
drills-is-interrupted = The program stopped in the middle of this drill
drills-is-interrupted-text = The clock went on. A step may have acted or not, so look before you choose. Taking everything back is the safe way.
drills-is-stuck = It is stuck: { $primary } is not back
drills-is-stuck-text = Nothing more happens by itself. Work through the list, then say that { $primary } is restored, or stay on { $backup }.
drills-is-stay = You are running without a backup
drills-is-stay-text = Work runs on { $backup }. If that fails too, nothing takes over.
drills-is-verify = Checking that all is as before
drills-is-verify-text = The same numbers as before the switch.
drills-is-cancelled = This drill was cancelled
drills-is-cancelled-text = It counts as not done.
drills-not-hosted = No program carries this drill now. What you choose here goes on with it.
drills-choice-look_again = Look again
drills-choice-record_as_failed = Record as failed…
drills-choice-cancel = Cancel the drill…
drills-choice-detected = Somebody noticed it
drills-notice-note = The failure has begun. Press when an alert comes or a person sees it.
drills-choice-back = Switch back now
drills-choice-real_incident = This is a real incident…
drills-choice-roll_back = Take everything back
drills-choice-forward = Go on, { $backup } works
drills-choice-stuck = It is stuck…
drills-choice-restored = { $primary } is restored
drills-choice-stay = Stay on { $backup }…
drills-choice-switch_back = Switch back to { $primary }
drills-choice-accept = Keep { $backup } for good…
drills-instructions = What to do by hand
drills-print = Print
drills-do-no_backup_now = You are running without a backup. Change nothing at { $backup } that is not needed.
drills-do-call_owner = Call { $subject }, who owns this.
drills-do-call_deputy = If there is no answer, call { $subject }.
drills-do-undo_by_hand = Take back: { $subject }
drills-do-take_back = Take back what this step did; nobody wrote down how: { $subject }
drills-do-look_at_undo = Look whether it was taken back: { $subject }
drills-do-look_at_steady = Look whether all is well: { $subject }
drills-do-report = Come back here, and say that { $primary } is restored or that you stay on { $backup }.
drills-lanes = Live probes
drills-lanes-note = newest at the right; hollow is no answer
drills-lanes-none = Nothing has answered yet.
drills-lane-up = answers in { $answer }
drills-lane-attention = answers in { $answer }, but look
drills-lane-down = no answer
drills-lane-unknown = not observed
drills-lane-meant = off, as planned
drills-lane-on-primary = on { $provider },
drills-lane-on-backup = on { $provider },
drills-lane-label = { $title }: { $misses } of the last { $of } looks had no answer.
drills-notes = Notes
drills-notes-none = Nothing yet. What goes in here is read at the debrief.
drills-note = Add a note

## The debrief of a drill

drills-report = Save report…
drills-export = Export…
drills-ran = Run { $day } by { $who }{ $alone ->
    [yes] , who started it alone.
   *[no] .
}
drills-concluded-back = { $backup } took over within { $duration }, and { $primary } came back.
drills-concluded-early = { $backup } took over within { $duration }, and the drill ended before its time.
drills-concluded-broken = { $backup } took over within { $duration }, and the way back did not work.
drills-concluded-never = It never worked on { $backup }, so no time was measured.
drills-concluded-talk = It was talked through. Nothing was switched, so nothing is proven.
drills-costs = A failure as long as that costs { $amount }.
drills-costs-allowed = Allowed, { $duration }
drills-costs-measured = Measured, { $duration }
drills-parts = { $noticed ->
    [yes] Noticed { $detect }, decided
   *[no] Nobody marked when it was noticed; decided
} { $decide }, switched { $switch }.
drills-canary = Told by test entries every { $interval }.
drills-against-met = of { $allowed } allowed
drills-against-missed = more than the { $allowed } allowed
drills-against-not_measured = not measured
drills-against-no_target = nothing says how much is allowed
drills-doubt-slept = The computer slept meanwhile: nobody can tell how long it took.
drills-doubt-restarted = The computer was started again meanwhile: nobody can tell how long it took.
drills-doubt-out_of_order = The moments are not in order: nobody can tell how long it took.
drills-clock-was-set = The clock of the computer was set meanwhile. The figures hold; times of day may not.
drills-found = What was found
drills-found-preflight_failed = Something was in the way before the start.
drills-found-probe_failed = It ended before its time: a step, a stop or the backup did not work.
drills-found-undo_failed = This was not taken back:
drills-found-stuck = It was stuck.
drills-found-rto_missed = It took longer than is allowed.
drills-found-rpo_missed = More work would be lost than is allowed.
drills-found-not_observed = Nobody can tell: something was not measured.
drills-times = Where the time went
drills-evidence = Evidence
drills-evidence-steps = Steps
drills-evidence-steps-of = { $done } of { $of } begun, { $back } taken back
drills-evidence-probes = Probes
drills-evidence-looks = { $count } looks recorded
drills-evidence-journal = Journal
drills-evidence-lines = { $count ->
    [one] one line
   *[other] { $count } lines
}
drills-evidence-record = Record
drills-evidence-later = made when it is signed
drills-journal = Show every line
drills-event-step = (step { $step })
drills-event-started = started
drills-event-was_steady = all was well
drills-event-was_not_steady = not all was well
drills-event-step_started = step begun
drills-event-step_done = step done
drills-event-step_verified = step seen to work
drills-event-step_failed = step failed
drills-event-works_on_backup = works on the backup
drills-event-switch_took_too_long = the switch took too long
drills-event-observed_enough = watched long enough
drills-event-stop_tripped = a stop condition held
drills-event-real_incident = a real incident
drills-event-undo_started = taking back begun
drills-event-undo_done = taken back
drills-event-undo_verified = seen to be taken back
drills-event-undo_failed = not taken back
drills-event-works_on_primary = works on the primary
drills-event-primary_not_back = the primary is not back
drills-event-aborted = aborted
drills-event-program_crashed = the program stopped
drills-event-resumed_forward = gone on
drills-event-rolled_back = taken back after a stop
drills-event-declared_stuck = said to be stuck
drills-event-primary_restored = primary restored by hand
drills-event-stayed_on_backup = stayed on the backup
drills-event-backup_accepted = backup kept for good
drills-event-switched_back_later = switched back later
drills-event-signed = signed
drills-event-marked = a moment was marked
drills-event-canary_read = a test entry arrived
drills-event-handed_over = handed over
drills-event-noted = noted
drills-verdicts = Three verdicts
drills-verdict-backup_kicked_in = Did the backup kick in?
drills-verdict-team_knew_the_procedure = Does the team know the procedure?
drills-verdict-degraded_mode_worked = Does the degraded mode work?
drills-answer-yes = Yes
drills-answer-no = No
drills-answer-not_tried = Not tried
drills-questions = Four questions
drills-questions-note = about steps and systems, not about people; needed where it failed
drills-question-noticed = How was it noticed?
drills-question-recovered = How did it end?
drills-question-reach = Whom and what did it reach?
drills-question-teaches = Which assumption was wrong?
drills-noticed-alert = By an alert
drills-noticed-user = By a user
drills-noticed-luck = By luck
drills-recovered-automatically = By itself
drills-recovered-by_people = People acted
drills-recovered-not_recovered = It did not
drills-actions = What will change
drills-actions-note = a step, a probe, or the plan
drills-actions-label = One a line, with who and by when
drills-files = Files of evidence
drills-files-note = if there are any
drills-files-label = Fingerprints (SHA-256), one a line, as sha256sum prints them
drills-files-wrong = A fingerprint has 64 digits, 0 to 9 and a to f.
drills-sign = Signature
drills-sign-note = by somebody who did not run it
drills-result = Result
drills-result-pass = It worked
drills-result-pass-means = There and back, measured and seen.
drills-result-fail = It failed
drills-result-fail-means = It counts, and says what a real failure would find. The four questions are answered.
drills-result-inconclusive = It told nothing
drills-result-inconclusive-means = Nobody can tell, so it does not count.
drills-signer = Who signs
drills-sign-now = Sign the drill
drills-signed = Signed
drills-signed-by = by { $by }, { $day }. It does not change any more.
drills-may-not-sign = This result cannot be signed so
drills-obstacle-no_name = Say who signs.
drills-obstacle-signer_is_operator = Whoever ran it does not sign it: choose somebody else.
drills-obstacle-not_steady_after = It was not seen that all is as before, so it did not work.
drills-obstacle-rto_not_measured = It never worked on the backup, so it did not work.
drills-obstacle-slept = The computer slept meanwhile: it told nothing.
drills-obstacle-ended_early = It was ended before its time, so it did not work.
drills-obstacle-undo_failed = Something was not taken back, so it did not work.
drills-obstacle-stuck = It was stuck, so it did not work.
drills-obstacle-stayed_on_backup = It stayed on the backup, so the way back was not tried.
drills-obstacle-backup_did_not_kick_in = You say that the backup did not kick in, so it did not work.
drills-obstacle-questions_missing = Answer the four questions: a failure is signed with what it teaches.

## The map as people entered it

entry-all = All entries
entry-map = Risk map
entry-summary = { $processes ->
    [one] 1 process
   *[other] { $processes } processes
}, { $components ->
    [one] 1 component
   *[other] { $components } components
}, { $options ->
    [0] no option yet
    [one] 1 option
   *[other] { $options } options
}. { $never ->
    [0] Somebody has confirmed each of them.
    [one] 1 was never confirmed.
   *[other] { $never } were never confirmed.
}
entry-find = Find an entry
entry-find-none = No entry has { $wanted } in it.
entry-empty-title = Nothing is on the map yet
entry-empty-text = Eight plain questions make a first map: what earns your money, what it runs on, and who knows how.
entry-processes = Processes
entry-components = Components
entry-options = Options
entry-process = Process
entry-count = { $count }
entry-all-fields = All fields
entry-all-fields-of = All fields of { $what }
entry-of = { " " }of { $of }
entry-not-said = not said
entry-choose = Choose…
entry-gone = This entry is no longer on the map.
entry-range = { $low } to { $high }

## Fields of an entry

entry-title = Name
entry-owner = Owner
entry-deputy = Deputy
entry-damage = An hour costs
entry-damage-hint = What you lose for each hour in which it stands still.
entry-damage-range = An hour costs, lowest to highest
entry-range-hint = Such as 800 to 1600, or 2h to 1d. Empty if you are sure.
entry-range-wrong = Write two values with "to" between them.
entry-no-number = This is no number.
entry-worst = Longest outage, at worst
entry-worst-short = At worst
entry-max = Longest that you could bear
entry-rto = Back within, as promised
entry-rpo = Data lost at most, as promised
entry-span-hint = Such as 30m, 4h or 2d.
entry-degraded = What you do meanwhile
entry-kept = Keeps of its hourly value
entry-kept-hint = A share, such as 30%.
entry-losses = On top of the hours
entry-losses-of = Further losses of { $what }
entry-kind = Kind
entry-outages = Outages a year
entry-outages-hint = 0.5 is once in two years.
entry-outages-range = Outages a year, lowest to highest
entry-outage = One lasts
entry-outage-range = One lasts, shortest to longest
entry-shares = Shares with others
entry-shares-hint = What fails together, such as cloud = aws, site = Hamburg.
entry-shares-wrong = Write each as cloud = aws, with commas between them.
entry-needs = Needs
entry-needs-nothing = nothing
entry-need-number = { $label }, { $number }
entry-need-first = Say what it needs…
entry-need-more = Add another…
entry-need-hint = A name; or a choice such as 1 of: Card A, Card B. Empty takes it away.
entry-choice = { $need } of: { $members }
entry-group-unknown = Nothing is called "{ $what }".
entry-group-number = It cannot need { $what } of these.
entry-group-twice = "{ $what }" stands here twice, and would count twice.
entry-needed-by = Needed by
entry-needed-by-none = nothing yet
entry-back = Back in when all is gone
entry-back-unknown = nobody answered
entry-back-nothing = nothing is needed
entry-cost = Costs a year
entry-changes = What it changes
entry-changes-of = What { $what } changes
entry-block-what = What it is
entry-block-costs = What an outage costs
entry-block-long = How long
entry-block-meanwhile = Meanwhile
entry-block-fails = How it fails
entry-kind-service = Service
entry-kind-provider = Provider
entry-kind-system = System
entry-kind-data = Data
entry-kind-document = Document
entry-kind-person = Person
entry-kind-credential = Login or key
entry-kind-site = Place
entry-kind-network = Network
entry-kind-cloud = Cloud

## Losses and changes in words

entry-part-save = Save
entry-part-remove = Take away
entry-loss-add = Add a further loss…
entry-loss-kind = What it costs
entry-loss-per_hour = Money for each hour
entry-loss-deadline = A penalty at a deadline
entry-loss-per_record = Money for each lost record
entry-loss-per_hour-amount = For each hour
entry-loss-deadline-amount = Penalty
entry-loss-per_record-amount = For each record
entry-loss-records = New records an hour
entry-loss-when = When the deadline is
entry-loss-after = After an outage of
entry-loss-after-hint = Such as 4h. Empty: from the start.
entry-loss-per_hour-is = { $money } an hour{ $after ->
    [none] { "" }
   *[other] { " " }after { $after }
}
entry-loss-deadline-is = { $money } { $when }{ $after ->
    [none] { "" }
   *[other] , if down for { $after }
}
entry-loss-per_record-is = { $money } for each lost record, { $records } an hour
entry-deadline-day = every day at { $clock }
entry-deadline-weekdays = on weekdays at { $clock }
entry-deadline-week = every { $weekday } at { $clock }
entry-deadline-month = on day { $day } of the month at { $clock }
entry-deadline-hours = { $hours ->
    [one] every hour
   *[other] every { $hours } hours
}
entry-deadline-own = at { $line }
entry-change-kind = What happens
entry-change-add = It gets something to fall back on
entry-change-set = It fails less
entry-change-replace = It uses another
entry-change-remove = It no longer needs something
entry-change-to = To what
entry-change-choice = What it then needs
entry-change-from = What it needed
entry-change-with = What it uses instead
entry-change-outages = Outages a year
entry-change-outage = One lasts
entry-change-failure = Fails when called, of a hundred times
entry-change-failure-hint = For a provider pair: how often the standby does not take over.
entry-change-empty = Empty where it stays as it is.
entry-change-add-another = Add another change…
entry-change-add-is = { $to } then needs { $members }
entry-change-replace-is = { $to } uses { $with } in the place of { $from }
entry-change-remove-is = { $to } no longer needs { $need }
entry-change-set-is = { $of }: { $said }
entry-change-outages-is = { $count } outages a year
entry-change-outage-is = one lasts { $span }
entry-change-failure-is = fails { $share } of the times it is called

## Saving, and the way back

entry-changed = { $what } is changed.
entry-added = { $what } is on the map.
entry-removed = { $what } is removed.
entry-undo = Undo
entry-undo-of = Undo: { $what }
entry-undo-nothing = Undo: nothing to take back
entry-undone = Taken back: { $what }
entry-not-undone = Not taken back: { $what } { $why }
entry-older = The map was changed meanwhile, in the workspace file or in another window.
entry-older-hint = Nothing was saved. Look at it as it is now, then try again.
entry-refused = Not saved: { $why }.
entry-nothing-saved = What stood there still holds.
entry-remove = Remove
entry-remove-of = Remove { $what }
entry-remove-title = Remove { $what }?
entry-remove-alone = Nothing else on the map needs it.
entry-remove-needed = { $names } { $count ->
    [one] needs
   *[other] need
} it. It is taken out of there too.
entry-remove-options = What is said of it in { $names } goes.
entry-remove-options-lost = { $names } would change nothing without it, and goes too.
entry-remove-undo = You can take this back.
entry-remove-now = Remove it

## Still true?

entry-confirmed-when = Confirmed
entry-confirmed = confirmed { $ago }
entry-confirmed-never = never confirmed
entry-never = never
entry-confirmed-now = { $what } is confirmed today.
entry-still-true = Still true
entry-still-true-of = Still true: { $what }
entry-review = Ask me one by one
entry-review-title = Is this still true?
entry-review-place = { $at } of { $of }
entry-review-over = That was all: { $count } asked.
entry-review-stop = Stop
entry-review-skip = Skip
entry-review-edit = Edit
entry-review-edited = Done editing

## Ways onto the map

entry-add = Add
entry-add-now = Add it
entry-add-process = Process
entry-add-process-text = What earns money, or costs it when it stands still.
entry-add-component = Component
entry-add-component-text = What a process needs: a system, a provider, a person.
entry-add-option = Option
entry-add-option-text = What you could buy or do, with its price a year.
entry-add-template = From a trade's template
entry-add-template-text = Shop, practice, agency or manufacturer. Take what is yours.
entry-add-file = From a file
entry-add-file-text = A Backstage catalogue, or a table as CSV.
entry-add-first = First map by questions
entry-add-first-text = Eight plain questions, a few minutes.
entry-new-process = Add a process
entry-new-component = Add a component
entry-new-option = Add an option
entry-template-title = Begin with a template
entry-template-trade = Your trade
entry-template-brings = { $processes ->
    [one] 1 process
   *[other] { $processes } processes
} and { $components ->
    [one] 1 component
   *[other] { $components } components
}
entry-template-process = Process, { $money } an hour, { $span } at worst
entry-template-keep = Take { $what }
entry-template-why = Figures are a start. Nobody has confirmed them.
entry-template-save = { $count ->
    [one] Add 1 entry
   *[other] Add { $count } entries
}
entry-template-saved = { $count ->
    [one] 1 entry is on the map.
   *[other] { $count } entries are on the map.
}
entry-known = on the map already
entry-import-title = Import from a file
entry-import-text = First you see what would come. Nothing changes until you say so, and what is on the map stays as it is.
entry-import-file = File
entry-import-hint = Entities of Backstage (.yaml), or a table with the columns id, kind and needs (.csv).
entry-import-look = Show what comes
entry-import-brings = { $count ->
    [0] Nothing in this file is new.
    [one] 1 entry would come. Nothing is saved yet.
   *[other] { $count } entries would come. Nothing is saved yet.
}
entry-import-known = { $names } { $count ->
    [one] is on the map already and stays
   *[other] are on the map already and stay
} as it is there.
entry-import-left = { $count ->
    [one] 1 thing is left out
   *[other] { $count } things are left out
}
entry-import-left-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
entry-left-unknown_kind = (line { $line }): the map has no place for this kind.
entry-left-no_id = (line { $line }): it has no id.
entry-left-missing_target = (line { $line }): what it points to is not in the file.
entry-left-no_damage = (line { $line }): nobody said what an hour of it costs. It counts as nothing until somebody does.
entry-import-other = Another file
entry-import-apply = { $count ->
    [one] Add 1 entry
   *[other] Add { $count } entries
}
entry-imported = { $count ->
    [one] 1 entry was imported.
   *[other] { $count } entries were imported.
}

## The first map by questions

first-sub = Eight questions. "I don't know" is an answer too: it shows where to ask.
first-place = Question { $at } of { $of }
first-ask-process = What do customers pay you for?
first-ask-damage = What does an hour of standstill cost?
first-ask-outage = How long would it take at worst?
first-ask-system = Which program or machine does it run on?
first-ask-provider = Which company provides it?
first-ask-people = Who is the one person who knows how it works?
first-ask-site = Through which line or site does it run?
first-ask-recovery = How do you get back in if every device is gone?
first-field-process = The one thing that must not stand still
first-hint-process = Such as taking orders, treating patients, paying commissions.
first-field-damage = An hour costs
first-hint-damage = Roughly is enough. You can give a range later.
first-field-outage = The longest it could take
first-hint-outage = Such as 4h, 2d or 1 week. Think of the worst day, not the usual one.
first-field-system = Program or machine
first-hint-system = What people open or switch on to do it.
first-field-provider = Company
first-hint-provider = Who you would call. Your own company counts.
first-field-person = The one person
first-hint-person = Whoever the others ask.
first-field-deputy = Who else
first-hint-deputy = Empty if nobody else does.
first-field-site = Line or site
first-hint-site = The line to the internet, the hall, the office.
first-field-paper = Where it lies
first-hint-paper = Such as paper in the safe.
first-back-paper = With something on paper
first-back-paper-text = Passwords and codes that no device is needed for.
first-back-person = Somebody knows it by heart
first-back-person-text = The people you named.
first-back-nothing = Nothing is needed
first-back-nothing-text = It can be opened without any password or device.
first-help = No idea? A year's revenue over the hours in which it is made:
first-help-revenue = Revenue a year
first-help-hours = Hours a year
first-help-wait = Fill in both
first-help-use = Take { $money } an hour
first-missing = Write an answer, or say that you don't know.
first-no-money = This is no amount of money.
first-no-span = This is no length of time. Write it as 30m, 4h or 2d.
first-back = Back
first-next = Next
first-unknown = I don't know
first-said-unknown = You said that you don't know. Write an answer to change that.
first-node-process = Process
first-node-system = Program or machine
first-node-people = Knows how
first-node-one-of = One of them
first-node-provider = Provided by
first-node-site = Line or site
first-node-open = …
first-node-unknown = not known
first-preview-empty = Your map: five empty boxes.
first-preview = Your map so far, { $count } of 5: { $names }.
first-preview-caption = What stands left needs what stands right of it.
first-end = This is your first map
first-end-unknown = { $count ->
    [one] One answer is
   *[other] { $count } answers are
} missing. { $damage ->
    [yes] Until somebody says what an hour costs, it counts as nothing.
   *[no] { "" }
} { $outage ->
    [yes] Until somebody says how long it takes at worst, it counts as one day.
   *[no] { "" }
}
first-make = { $count ->
    [one] Make this map, 1 entry
   *[other] Make this map, { $count } entries
}
first-made = { $count ->
    [one] Your first map is saved, 1 entry.
   *[other] Your first map is saved, { $count } entries.
}
first-done = Your first map is there
first-done-text = Change any of it where it stands. What you did not know waits there as "not said".
first-to-entries = All entries
first-to-map = Look at the map
first-process-unnamed = Our main business
first-paper = Paper in the safe

## Risk map

risk-sub-several =
    { $count ->
        [one] One single point: if it fails, more than one process stops.
       *[other] { $count } single points: if one of them fails, more than one process stops.
    }
risk-sub-single =
    { $count ->
        [one] One single point: if it fails, a process stops.
       *[other] { $count } single points: if one of them fails, a process stops.
    }
risk-sub-none = Nothing on this map stops a process by itself.
risk-sub-bare = Nobody has said yet what these processes need.
risk-empty-title = No map yet
risk-empty-text = A map says what each process needs: systems, providers, data, people. From it Ballast works out what stops what, what an hour of that costs, and which proof is worth most. A first map has five things and takes ten minutes.
risk-show = Show
risk-show-everything = Everything
risk-show-single = Single points
risk-show-unproven = Unproven
risk-view = View
risk-view-map = Map
risk-view-list = List
risk-view-weak = Weak points
risk-find = Find on the map
risk-found =
    { $count ->
        [0] not found
        [one] 1 found, Enter goes there
       *[other] { $count } found, Enter goes to the first
    }
risk-found-listed =
    { $count ->
        [0] not found
       *[other] { $count } found
    }
risk-find-none-list = Nothing on the map has { $wanted } in its name.
risk-find-none-weak = No weak point names { $wanted }.
risk-find-clear = Clear the filter
risk-only = Only { $process }
risk-zoom = Size of the drawing
risk-zoom-in = Larger
risk-zoom-out = Smaller
risk-zoom-fit = Fit the window
risk-zoom-to = Show only what it needs
risk-zoom-back = Show everything
risk-more = Print and save
risk-print = Print…
risk-print-text = The map on one page, then the lists
risk-save-svg = Save as a picture (SVG)…
risk-save-svg-text = Lines and words that stay sharp at any size
risk-save-png = Save as a picture (PNG)…
risk-save-png-text = For documents and mail
risk-save-tree = Save as fault trees…
risk-save-tree-text = Open-PSA, for programs of reliability engineers
risk-save-tree-means = One fault tree for each process, in Open-PSA form: what fails by itself, and which of it together stops the process.
risk-save-now = Save
risk-save-over = Replace what is there
risk-drawing = What the processes depend on, from processes on the left to people on the right. Arrow keys walk along the lines. The view List says the same in words.
risk-column-processes = Processes
risk-column-systems = Systems
risk-column-providers = Providers and data
risk-column-people = People
risk-choice = { $need } of { $of }
risk-choice-of = { $need } of { $of } is enough:
risk-same = Same { $what }: { $value }
risk-legend = What lines and frames mean
risk-legend-proven = Fallback proven
risk-legend-expired = Proof expired
risk-legend-untested = No tested fallback
risk-legend-single = Single point
risk-legend-together = Fails together

risk-kind-process = Process
risk-kind-service = Service
risk-kind-provider = Provider
risk-kind-system = System
risk-kind-data = Data
risk-kind-document = Document
risk-kind-person = Person
risk-kind-credential = Login or key
risk-kind-site = Place
risk-kind-network = Network
risk-kind-cloud = Cloud
risk-kind-switch = Switch to a backup
risk-kind-common_cause = Common cause
risk-proof-proven = fallback proven
risk-proof-expired = proof expired
risk-proof-untested = no tested fallback
risk-proof-proven-short = proven
risk-proof-expired-short = proof expired
risk-proof-untested-short = never tested
risk-proof-proven-says =
    { $kind ->
        [person] Others have done the work without them, and that still counts.
       *[other] Getting it back was timed, and that still counts.
    }
risk-proof-expired-says =
    { $kind ->
        [person] Others have done the work without them once; that proof has expired.
       *[other] Getting it back was timed once; that proof has expired.
    }
risk-proof-untested-says =
    { $kind ->
        [person] Nobody has ever tried how the work goes without them.
        [switch] Nobody has ever tried whether it works.
        [common_cause] What it takes down has never been brought back after it.
       *[other] Nobody has ever timed how long it takes to get it back.
    }
risk-says-exposure = { $amount } if it fails now
risk-says-single =
    { $count ->
        [one] single point of one process
       *[other] single point of { $count } processes
    }
risk-says-gone = switched off
risk-says-still = stands still

risk-inspector = Selection
risk-is =
    { $single ->
        [yes] { $kind }, single point.
       *[no] { $kind }.
    }
risk-all = The whole map
risk-all-text = { $processes } processes lean on { $things } things. Choose one to see what stops with it.
risk-bare-text =
    { $processes ->
        [one] The process on this map leans on nothing yet. Once it is said what it needs, the map shows what stops it and what that costs.
       *[other] The { $processes } processes on this map lean on nothing yet. Once it is said what each of them needs, the map shows what stops what and what that costs.
    }
risk-annual = expected loss a year
risk-annual-all = expected loss a year, all processes
risk-annual-by = Expected loss a year by process
risk-singles = What one failure costs
risk-singles-note = Each of these alone stops a process. The sum is for one failure, until it is back.
risk-processes-stop =
    { $count ->
        [0] processes stop
        [one] process stops
       *[other] processes stop
    }
risk-lost-per-hour =
    { $count ->
        [0] lost per hour
        [one] lost per hour
        [2] lost per hour, both together
       *[other] lost per hour, all { $count } together
    }
risk-until-back =
    { $count ->
        [one] until it is back
        [2] until both are back
       *[other] until all { $count } are back
    }
risk-per-hour = { $amount } an hour
risk-fact-once = One failure costs
risk-fact-more = One failure more costs
risk-fact-perfect = Saved a year if it never failed
risk-fact-expected = An hour of it costs, on average
risk-fact-down = Of the time it is down
risk-fact-on-demand = Fails when it is called
risk-fact-outage = One outage lasts
risk-fact-needs = Needs
risk-fact-together = Fails together
risk-fact-controls = Proven by
risk-fact-confirmed = Last confirmed
risk-fact-owner = Owner
risk-fact-deputy = Deputy
risk-fact-bus = Bus factor
risk-fact-degraded = Meanwhile
risk-fact-unknown = Not estimated
risk-outage-measured = { $duration }, measured
risk-outage-declared = { $duration }, estimated
risk-not-estimated = nobody said how often
risk-unknown-things = { $names }: counted as never failing
risk-confirmed-never = never
risk-confirm-due = (time to ask again)
risk-nobody = nobody
risk-bus =
    { $count ->
        [one] 1: one absence stops it
       *[other] { $count }: it takes { $count } absences
    }
risk-bus-none = no absence stops it
risk-degraded = { $mode }; keeps { $kept }
risk-or = {" or "}
risk-and = {", "}
risk-together-with = { $others } ({ $why })
risk-together-likely = { $others } ({ $why }; likely, nobody confirmed it)
risk-together-here = in this place
risk-process-measured = Process. Back after { $duration }, as measured.
risk-process-declared = Process. Back after { $duration }, as somebody estimates; never measured.
risk-stops-it = What stops it
risk-stops-nothing = Nothing that is on the map.
risk-together = { $names } together
risk-more-ways =
    { $count ->
        [one] and one more way
       *[other] and { $count } more ways
    }
risk-cut-off = The map is too large to know all ways: those with up to { $order } things are known.

risk-open-figure = { $name }: { $value }. Open how it came about
risk-range-ask = How sure is that?
risk-range-none = Nobody gave a range for what this depends on.
risk-range-costs = Between { $low } and { $high } a year in eight of ten of { $draws } draws.
risk-range-saves = Saves between { $low } and { $high } a year in eight of ten of { $draws } draws, if it never failed.
risk-range-rank = Rank { $rank } in { $share } of draws.

risk-question-person = What if { $name } is away?
risk-question-site = What if { $name } has no power?
risk-question-lost = What if { $name } is lost?
risk-question-stops = What if { $name } stops?
risk-question-both = What if { $names } are gone?
risk-question-many = What if { $count } things are gone at once?
risk-question-options =
    { $count ->
        [one] What if this option is taken?
       *[other] What if these { $count } options are taken?
    }
risk-question-answer = What stops
risk-question-sub =
    { $stop ->
        [0] Nothing stops.
        [one] 1 process stops, { $run } keep running.
       *[other] { $stop } processes stop, { $run } keep running.
    } Nothing is changed, this is only a picture.
risk-question-sub-options = Nothing is changed, this is only a picture.
risk-less-than-now = less than now, { $now } a year
risk-back = Back to the map
risk-nothing-stops = Everything keeps running.
risk-back-after = They come back after
risk-back-measured = measured
risk-back-declared = estimated, never measured
risk-back-one = As measured, for this process.
risk-back-one-declared = Nobody has ever measured it.
risk-back-alone = Measured one at a time. Whether the times hold for all at once, they do not say.
risk-back-partly = Not all of them were ever measured, and those that were, one at a time.
risk-make-drill = Make it a drill
risk-make-drill-of = Make it a drill: { $drill }
risk-options-with = With these options
risk-options = Try on the map

risk-bundles = Next best by money
risk-bundles-note = the most that each sum saves a year
risk-bundles-none = No option is worth its money.
risk-bundles-left-out = There were too many options to try every bundle; a better one may exist.
risk-bundle-what = Option
risk-bundle-cost = Costs a year
risk-bundle-saves = Saves a year
risk-bundle-net = Left over
risk-bundle-best = best
risk-weak-together = Fails together
risk-weak-together-note = one cause takes all of them
risk-likely = likely, nobody confirmed it
risk-beats = Defeats the choice of:
risk-weak-people = Stands still without one person
risk-weak-people-note = each of them alone
risk-without = Without
risk-deputy-is = (named deputy: { $deputy })
risk-weak-promises = Promises that contradict
risk-weak-promises-note = only one of the two can be kept
risk-promise-rto_beyond_max_outage = May take { $takes } to come back, but can be missed for { $promised } only.
risk-promise-recovery_beyond_rto = Is promised back in { $promised }, but { $thing } takes { $takes }.
risk-promise-switch_beyond_rto = Is promised back in { $promised }, but the fastest way through { $thing }, switching included, takes { $takes }.
risk-promise-data_beyond_rpo = May lose { $promised } of data, but copies of { $thing } are { $takes } apart.
risk-weak-uncounted = What the map does not count
risk-weak-uncounted-note = entered, and without effect now
risk-idle = this option would change nothing as the map stands.
risk-uncounted = another pair has the same two the other way round. The map counts that one.
risk-weak-start = When everything is gone at once
risk-weak-start-note = who gets back in
risk-start-locked = Locked out: each needs another one of them
risk-start-unclear = Depends on answers that are missing
risk-start-back = Can be got back into
risk-start-unasked = Nobody said how to get back into these
risk-key = A key kept on paper: { $thing }
risk-key-frees =
    { $count ->
        [one] opens
       *[other] opens { $count }:
    }
risk-list-rest = Not needed by any process
risk-list-again = what it needs is listed above
risk-paper-as-of = As of { $when }.

## How a figure of the risk map came about

risk-figure-exposure = Exposure
risk-figure-exposure-means =
    { $whole ->
        [yes] What one failure of each process costs, all of them together.
       *[no] What one failure costs: the damage of an hour times the longest way back over what the process needs.
    }
risk-figure-unavailability = Share of the time that it is down
risk-figure-unavailability-means = From all combinations that stop it. They overlap, so their shares do not add up.
risk-figure-annual_loss = Expected loss a year
risk-figure-annual_loss-means =
    { $whole ->
        [yes] What the hours that each process is down in a year cost, all of them together.
       *[no] What the hours that it is down in a year cost.
    }
risk-figure-probability = Share of the time that it is down by itself
risk-figure-probability-means = From how often it fails and how long that lasts.
risk-figure-blast = Lost per hour when it fails
risk-figure-still = Lost per hour by what stands still
risk-figure-blast-means =
    { $whole ->
        [yes] What all processes that stand still lose in an hour, once every grace is over.
       *[no] What all processes that stop with it lose in an hour, once every grace is over.
    }
risk-figure-damage_once = What one failure costs
risk-figure-damage_once-means = What all processes that stop with it lose until it is back.
risk-figure-expected_per_hour = What an hour of its failure costs on average
risk-figure-expected_per_hour-means = Also where something else has to fail as well: by how much the share of time down rises, times the hourly damage.
risk-figure-removed_if_perfect = What a year would cost less if it never failed
risk-figure-removed_if_perfect-means = These figures overlap and sum to more than the whole loss.
risk-rule-sum = the sum of
risk-rule-product = the product of
risk-rule-difference = the first less the others
risk-rule-longest = the longest of
risk-rule-enough = when the last one that is needed is back, of
risk-rule-joint = exactly, from all combinations, which overlap
risk-rule-formula =
    { $line ->
        [beyond_grace] e^(−grace ÷ mean outage), from
        [deadlines] one, and one more for each time between two deadlines, from
       *[other] outages × hours ÷ (8,760 h + outages × hours), from
    }
risk-line-exposure =
    { $known ->
        [yes] Exposure of { $of }
       *[no] Exposure of all processes
    }
risk-line-recovery = Until everything that it needs is back
risk-line-group_recovery = Until enough of this is back
risk-line-unavailability =
    { $known ->
        [yes] Share of the time that { $of } is down
       *[no] Share of the time that it is down
    }
risk-line-unavailability_without = Share of the time that it would be down
risk-line-cut_set =
    { $count ->
        [0] Stands still already
        [one] { $together } down
       *[other] { $together } down at once
    }
risk-line-cut_sets_left_out = Further combinations, not shown
risk-line-annual_loss =
    { $known ->
        [yes] Expected loss a year of { $of }
       *[no] Expected loss a year of all processes
    }
risk-line-annual_loss_without = Expected loss a year of { $of } if the other never failed
risk-line-hours_down = Hours of a year that it is down
risk-line-beyond_grace = Share of them that lies beyond the grace
risk-line-mean_outage = Mean outage of the process
risk-line-data_outages = Outages a year that begin with lost data
risk-line-probability = Share of the time that { $of } is down by itself
risk-line-with_its_causes = Share of the time that { $of } is down, whatever the cause
risk-line-blast =
    { $known ->
        [yes] Lost in an hour by all processes that stop with { $of }
       *[no] Lost in an hour by all processes that stand still
    }
risk-line-damage_once = Lost in one failure of { $of } by all processes that stop with it
risk-line-loss_of_process = Lost by { $of }
risk-line-from_damage = From the damage per hour
risk-line-from_loss_per_hour = From the further loss per hour
risk-line-from_loss_after_grace = From the loss after a grace
risk-line-from_deadlines = From missed deadlines
risk-line-from_records = From lost records
risk-line-hours_beyond_grace = Hours beyond the grace
risk-line-deadlines = Deadlines that can fall into them, at most
risk-line-expected_per_hour = Lost on average in an hour of failure of { $of }
risk-line-expected_of_process = Of { $of }
risk-line-removed_if_perfect = Less loss a year if { $of } never failed
risk-line-removed_of_process = Of { $of }
risk-line-importance = How much it raises the chance that the process is down
risk-line-rate = An hour of { $of }, once every grace is over
risk-line-hourly_loss = The same if nothing were kept
risk-line-not_kept = Share that the degraded mode does not keep
risk-line-damage_per_hour = Damage per hour, as entered
risk-line-kept = Share that the degraded mode keeps, as entered
risk-line-loss_per_hour = Further loss per hour, as entered
risk-line-loss_after_grace = Further loss per hour after a grace, as entered
risk-line-loss_at_deadline = Penalty at a deadline, as entered
risk-line-loss_per_record = Loss per record, as entered
risk-line-records_per_hour = Records per hour, as entered
risk-line-lost_work = Work that is lost with the data, as entered
risk-line-grace = Grace, as entered
risk-line-per_year = Times a year
risk-line-outages_per_year = Outages a year, as entered
risk-line-outage_measured =
    { $known ->
        [yes] Outage of { $of }, measured
       *[no] Length of an outage, measured
    }
risk-line-outage_declared =
    { $known ->
        [yes] Outage of { $of }, as entered and never measured
       *[no] Length of an outage, as entered and never measured
    }
risk-line-not_estimated = Nobody said how often or for how long: it counts as never failing
risk-line-worst_case =
    { $known ->
        [yes] Worst case for { $of }, as entered and never measured
       *[no] Worst case, as entered and never measured
    }
risk-line-on_demand_drilled = Chance that it does not take over, from its drills: { $of }
risk-line-on_demand_declared = Chance that it does not take over, as entered and never drilled: { $of }
risk-line-on_demand_blocked = It cannot take over now, because a probe that it depends on fails: { $of }
risk-line-on_demand_assumed = Chance that it does not take over, assumed because nobody drilled or said it: { $of }
risk-line-common_share = Share of failures that take all of them
risk-line-common_share_assumed = Share of failures that take all of them, assumed
risk-line-hours_per_year = Hours of a year
risk-line-whole = The whole
