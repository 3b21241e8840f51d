use super::board::{Booked, Drilled, Pair, board};
use super::ics::{Entry, calendar};
use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn days(text: &str) -> Vec<Date> {
    text.split_whitespace().map(day).collect()
}

fn today(done: &str, today: &str) -> Cadence {
    cadence(&Rules::default(), &days(done), None, day(today)).unwrap()
}

#[test]
fn the_published_quarters_hold() {
    let table = [
        ("2026-11-20", 1, "FY2026 Q4", "2026-10-01", "2026-12-31"),
        ("2026-11-20", 2, "FY2027 Q4", "2026-11-01", "2027-01-31"),
        ("2026-11-20", 4, "FY2027 Q3", "2026-10-01", "2026-12-31"),
        ("2026-11-20", 7, "FY2027 Q2", "2026-10-01", "2026-12-31"),
        ("2026-11-20", 10, "FY2027 Q1", "2026-10-01", "2026-12-31"),
        ("2028-02-29", 1, "FY2028 Q1", "2028-01-01", "2028-03-31"),
    ];
    for (on, month, name, start, end) in table {
        let quarter = FiscalYear::starts_in(month).unwrap().quarter(day(on)).unwrap();
        assert_eq!(quarter.to_string(), name, "{on} from {month}");
        // The fiscal year that starts in February ends one month into the next calendar year.
        assert_eq!((quarter.start, quarter.end), (day(start), day(end)), "{on} from {month}");
    }
}

#[test]
fn the_published_states_hold() {
    let table = [
        ("2026-02-10 2026-05-12 2026-08-20", "2026-11-20", State::Due, "2026-12-18", ""),
        ("2026-02-10 2026-05-12 2026-08-20", "2026-12-15", State::DueSoon, "2026-12-18", ""),
        ("2026-02-10 2026-05-12 2026-08-20", "2026-12-19", State::Overdue, "2026-12-18", ""),
        ("2026-02-10 2026-05-12 2026-08-20 2026-11-03", "2026-11-20", State::Done, "2027-03-03", ""),
        ("2026-02-10 2026-05-12", "2026-11-20", State::Overdue, "2026-09-09", "FY2026 Q3"),
        ("2026-01-01", "2026-05-02", State::Overdue, "2026-05-01", ""),
        ("2026-01-01 2026-06-30", "2026-06-30", State::Done, "2026-09-30", ""),
        ("", "2026-11-20", State::Due, "2026-12-31", ""),
    ];
    for (done, on, state, due, missed) in table {
        let cadence = today(done, on);
        let found = (cadence.state, cadence.due, cadence.missed.join(" "));
        assert_eq!(found, (state, day(due), missed.to_owned()), "{done} on {on}");
    }
}

/// The end of the quarter is due although the largest gap would leave more time, and the day after it is not
/// forgotten.
#[test]
fn a_missed_quarter_stays_overdue_until_somebody_drills() {
    assert_eq!(today("2026-03-31", "2026-06-30").state, State::DueSoon);
    let missed = today("2026-03-31", "2026-07-05");
    assert_eq!((missed.state, missed.due), (State::Overdue, day("2026-06-30")));
    assert_eq!(missed.missed, ["FY2026 Q2"]);
    let done = today("2026-03-31 2026-07-06", "2026-07-06");
    assert_eq!((done.state, done.due), (State::Done, day("2026-11-03").min(day("2026-12-31"))));
    assert_eq!(done.missed, ["FY2026 Q2"]);
}

#[test]
fn a_new_pair_has_missed_nothing() {
    let rules = Rules::default();
    let early = cadence(&rules, &[], Some(day("2026-04-02")), day("2026-05-01")).unwrap();
    assert_eq!((early.state, early.due), (State::Due, day("2026-06-30")));
    let late = cadence(&rules, &[], Some(day("2026-06-20")), day("2026-07-01")).unwrap();
    assert_eq!((late.state, late.due, late.missed.len()), (State::Due, day("2026-09-30"), 0));
    let never = cadence(&rules, &[], Some(day("2026-04-02")), day("2026-11-20")).unwrap();
    assert_eq!((never.state, never.due), (State::Overdue, day("2026-06-30")));
    assert_eq!(never.missed, ["FY2026 Q2", "FY2026 Q3"]);
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let what = |error: Error| error.params["what"].clone();
    let none = Rules { max_gap_days: 0, ..Rules::default() };
    assert_eq!(what(cadence(&none, &[], None, day("2026-11-20")).unwrap_err()), "max_gap");
    let future = cadence(&Rules::default(), &days("2026-11-21"), None, day("2026-11-20"));
    assert_eq!(what(future.unwrap_err()), "done");
    assert_eq!(what(FiscalYear::starts_in(13).unwrap_err()), "fiscal_start");
    assert!(serde_json::from_str::<FiscalYear>(r#"{"starts_in":0}"#).is_err());
    assert!(cadence(&Rules::default(), &[], None, Date::MAX).is_err());
}

#[test]
fn talk_and_doubt_do_not_count() {
    assert!(counts(Kind::Probe, Outcome::Pass) && counts(Kind::Full, Outcome::Fail));
    assert!(!counts(Kind::Tabletop, Outcome::Pass) && !counts(Kind::Full, Outcome::Inconclusive));
}

/// Weeks 4-4-5: quarters of 13 weeks from Sunday, 1 February 2026.
#[test]
fn a_retail_calendar_is_a_list_of_quarter_ends() {
    let ends = days("2026-01-31 2026-05-02 2026-08-01 2026-10-31 2027-01-30");
    let year = FiscalYear::ends(ends.clone()).unwrap();
    let quarter = year.quarter(day("2026-05-03")).unwrap();
    assert_eq!(
        (quarter.to_string().as_str(), quarter.start, quarter.end),
        ("FY2027 Q2", day("2026-05-03"), day("2026-08-01"))
    );
    assert_eq!(year.quarter(day("2027-01-30")).unwrap().to_string(), "FY2027 Q4");
    assert_eq!(year.quarter(day("2026-02-01")).unwrap().to_string(), "FY2027 Q1");
    for outside in ["2026-01-31", "2027-01-31"] {
        assert!(year.quarter(day(outside)).unwrap_err().allowed[0].contains("2026-02-01"), "{outside}");
    }
    assert!(FiscalYear::ends(ends[..4].to_vec()).is_err());
    assert!(FiscalYear::ends(days("2026-01-31 2026-05-02 2026-05-03 2026-10-31 2027-01-30")).is_err());
    let written = serde_json::to_string(&year).unwrap();
    assert_eq!(serde_json::from_str::<FiscalYear>(&written).unwrap(), year);
}

#[test]
fn people_are_reminded_once_at_21_7_and_1_days() {
    let due = day("2026-12-18");
    assert_eq!(reminders(due), [day("2026-11-27"), day("2026-12-11"), day("2026-12-17")]);
    assert_eq!(reminder(due, day("2026-11-26"), None), None);
    assert_eq!(reminder(due, day("2026-11-27"), None), Some(21));
    assert_eq!(reminder(due, day("2026-11-28"), Some(day("2026-11-27"))), None);
    // Asleep from the 26th to the 12th: one reminder, the newest.
    assert_eq!(reminder(due, day("2026-12-12"), None), Some(7));
    assert_eq!(reminder(due, day("2026-12-17"), Some(day("2026-12-12"))), Some(1));
    assert_eq!(reminder(due, day("2026-12-19"), None), None);
}

fn pair(id: &str, done: &str) -> Pair {
    let drill =
        |on: Date| Drilled { id: format!("{id}-{on}"), on, kind: Kind::Probe, outcome: Outcome::Pass };
    Pair {
        id: id.to_owned(),
        title: id.to_owned(),
        rules: Rules::default(),
        since: None,
        drills: days(done).into_iter().map(drill).collect(),
        booked: None,
    }
}

#[test]
fn the_board_shows_the_most_urgent_first() {
    let mut payments = pair("payments", "2026-02-10 2026-05-12 2026-08-20");
    payments.booked = Some(Booked { id: "d9".to_owned(), on: day("2026-12-20"), operator: None });
    let talked =
        Drilled { id: "t".to_owned(), on: day("2026-11-02"), kind: Kind::Tabletop, outcome: Outcome::Pass };
    payments.drills.push(talked);
    let pairs = [pair("mail", "2026-08-20 2026-11-03"), payments, pair("data", "2026-02-10 2026-05-12")];
    let board = board(&pairs, day("2026-11-20")).unwrap();
    let order: Vec<&str> = board.rows.iter().map(|row| row.pair.as_str()).collect();
    assert_eq!(order, ["data", "payments", "mail"]);
    assert_eq!((board.done, board.of, board.overdue), (1, 3, 1));
    let payments = &board.rows[1];
    assert!(payments.booked_too_late);
    let cells: Vec<(&str, bool)> =
        payments.quarters.iter().map(|cell| (cell.quarter.as_str(), cell.counted)).collect();
    assert_eq!(cells, [("FY2026 Q1", true), ("FY2026 Q2", true), ("FY2026 Q3", true), ("FY2026 Q4", false)]);
    assert_eq!(payments.quarters[3].drills.len(), 1);
}

fn entry(summary: &str) -> Entry {
    Entry {
        id: "payments-due".to_owned(),
        on: date(2026, 12, 18),
        summary: summary.to_owned(),
        description: String::new(),
        sequence: 2,
        reminders: true,
    }
}

fn written(entries: &[Entry]) -> String {
    calendar("w1", "Drills", entries, "2026-11-20T09:08:07Z".parse().unwrap())
}

/// As RFC 5545, 3.1 says: a line end and one space are nothing.
fn unfolded(text: &str) -> String {
    text.replace("\r\n ", "")
}

#[test]
fn the_calendar_says_when_and_reminds() {
    let text = unfolded(&written(&[entry("Switch; mail, or \\ not\nby then")]));
    let lines: Vec<&str> = text.split("\r\n").collect();
    for expected in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "UID:payments-due.w1@ballast.invalid",
        "DTSTAMP:20261120T090807Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20261218",
        "DTEND;VALUE=DATE:20261219",
        r"SUMMARY:Switch\; mail\, or \\ not\nby then",
        "TRIGGER:-P21D",
        "TRIGGER:-P7D",
        "TRIGGER:-P1D",
        "END:VCALENDAR",
    ] {
        assert!(lines.contains(&expected), "{expected} in {text}");
    }
}

proptest! {
    #[test]
    fn lines_are_folded_and_read_back(summary in ".{0,300}") {
        let text = written(&[entry(&summary)]);
        prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= 75, "{}", line);
            prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
        }
        let plain: String = summary.replace("\r\n", "\n").chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
        let expected = plain.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
        let line = format!("\r\nSUMMARY:{expected}\r\n");
        prop_assert!(unfolded(&text).contains(&line));
    }

    #[test]
    fn quarters_follow_each_other_without_a_hole(month in 1i8..=12, offset in 0i64..20_000) {
        let year = FiscalYear::starts_in(month).unwrap();
        let on = date(1990, 1, 1).saturating_add(offset.days());
        let quarter = year.quarter(on).unwrap();
        prop_assert!(quarter.holds(on) && (89..=92).contains(&(days_between(quarter.start, quarter.end) + 1)));
        let next = year.quarter(day_after(quarter.end)).unwrap();
        prop_assert_eq!(next.start, day_after(quarter.end));
        prop_assert_eq!(next.number, quarter.number % 4 + 1);
        prop_assert_eq!(next.year, quarter.year + i16::from(quarter.number == 4));
        prop_assert_eq!(quarter.number == 1, quarter.start.month() == month);
    }

    #[test]
    fn waiting_never_makes_it_better(
        done in prop::collection::vec(0i64..900, 0..8), from in 900i64..1_000, wait in 1i64..400, gap in 1u32..400, month in 1i8..=12,
    ) {
        let on = |offset: i64| date(2024, 1, 1).saturating_add(offset.days());
        let rules = Rules { year: FiscalYear::starts_in(month).unwrap(), max_gap_days: gap };
        let done: Vec<Date> = done.into_iter().map(on).collect();
        // Without any drill the rules must have a beginning, or every day would be the first.
        let since = done.iter().min().copied().or(Some(on(from)));
        let early = cadence(&rules, &done, since, on(from)).unwrap();
        let late = cadence(&rules, &done, since, on(from + wait)).unwrap();
        prop_assert!(early.state <= late.state);
        prop_assert_eq!(early.due, late.due);
        prop_assert!(late.missed.starts_with(&early.missed));
    }

    #[test]
    fn one_drill_in_each_quarter_within_the_gap_is_never_overdue(start in 0i64..2_000, steps in prop::collection::vec(1i64..=90, 1..20)) {
        let mut on = date(2024, 1, 1).saturating_add(start.days());
        let mut done = vec![on];
        for step in steps {
            on = on.saturating_add(step.days());
            prop_assert!(cadence(&Rules::default(), &done, None, on).unwrap().state != State::Overdue);
            done.push(on);
        }
        prop_assert!(cadence(&Rules::default(), &done, None, on).unwrap().missed.is_empty());
    }
}
