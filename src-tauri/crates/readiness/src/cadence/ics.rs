//! A calendar of what is due, as RFC 5545 text.
//!
//! Written here, because the `icalendar` crate reads the clock and draws random numbers where a component has no
//! `DTSTAMP` or `UID`, and gives both to every alarm: the same drills would be another file each time, and a
//! `VALARM` may not have them. What is needed is one kind of event with eight properties.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{REMINDER_DAYS, day_after};

/// Octets of one line without its end (RFC 5545, 3.1).
const LINE_OCTETS_MAX: usize = 75;

/// One day in the calendar. Texts are sentences of the caller's catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stays the same while the entry is the same thing: `payments-due`, or the id of a drill. Importing the
    /// calendar again then moves the entry and adds none.
    pub id: String,
    pub on: Date,
    pub summary: String,
    pub description: String,
    /// How often it was changed: a calendar takes the highest.
    pub sequence: u32,
    /// With reminders 21, 7 and 1 days before.
    pub reminders: bool,
}

/// The calendar. `workspace` makes ids unique over workspaces; `now` is when it was written.
#[must_use]
pub fn calendar(workspace: &str, name: &str, entries: &[Entry], now: Timestamp) -> String {
    let mut text = String::new();
    line(&mut text, "BEGIN:VCALENDAR");
    line(&mut text, "VERSION:2.0");
    line(&mut text, "PRODID:-//Ballast//Drills//EN");
    line(&mut text, "CALSCALE:GREGORIAN");
    line(&mut text, "METHOD:PUBLISH");
    line(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    for entry in entries {
        event(&mut text, workspace, entry, now);
    }
    line(&mut text, "END:VCALENDAR");
    text
}

fn event(text: &mut String, workspace: &str, entry: &Entry, now: Timestamp) {
    line(text, "BEGIN:VEVENT");
    line(text, &format!("UID:{}", escaped(&format!("{}.{workspace}@ballast.invalid", entry.id))));
    line(text, &format!("DTSTAMP:{}", now.strftime("%Y%m%dT%H%M%SZ")));
    line(text, &format!("SEQUENCE:{}", entry.sequence));
    line(text, &format!("DTSTART;VALUE=DATE:{}", entry.on.strftime("%Y%m%d")));
    // The end is the first day that is no longer part of it.
    line(text, &format!("DTEND;VALUE=DATE:{}", day_after(entry.on).strftime("%Y%m%d")));
    line(text, &format!("SUMMARY:{}", escaped(&entry.summary)));
    line(text, &format!("DESCRIPTION:{}", escaped(&entry.description)));
    // Nobody is busy all day because something is due.
    line(text, "TRANSP:TRANSPARENT");
    if entry.reminders {
        for days in REMINDER_DAYS {
            line(text, "BEGIN:VALARM");
            line(text, "ACTION:DISPLAY");
            line(text, &format!("DESCRIPTION:{}", escaped(&entry.summary)));
            line(text, &format!("TRIGGER:-P{days}D"));
            line(text, "END:VALARM");
        }
    }
    line(text, "END:VEVENT");
}

/// A value of type TEXT (RFC 5545, 3.3.11). Other control characters have no place in a calendar.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for character in value.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => {
                text.push('\\');
                text.push(character);
            }
            '\n' => text.push_str("\\n"),
            control if control.is_control() => text.push(' '),
            character => text.push(character),
        }
    }
    text
}

/// One content line, folded after 75 octets and never inside a character.
fn line(text: &mut String, content: &str) {
    let mut octets = 0;
    for character in content.chars() {
        if octets + character.len_utf8() > LINE_OCTETS_MAX {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(character);
        octets += character.len_utf8();
    }
    text.push_str("\r\n");
}
