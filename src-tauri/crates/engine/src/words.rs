//! Schedule lines in plain words.

use ballast_core::pattern::{Pattern, pattern};
use ballast_core::schedule::Schedule;
use jiff::civil::Time;

use crate::messages::Messages;

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `a`, `a and b`, `a, b and c`, in the words of the catalogue.
fn list(messages: &Messages, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => {
            messages.say("list-and", [("first", first.join(", ").as_str()), ("last", last.as_str())])
        }
    }
}

fn times(messages: &Messages, times: &[Time]) -> String {
    list(messages, &times.iter().copied().map(clock).collect::<Vec<_>>())
}

/// The line as a person would say it; a line without short words is given as it is.
pub(crate) fn of(messages: &Messages, schedule: &Schedule) -> String {
    let say = |id: &str, params: &[(&str, String)]| {
        messages.say(id, params.iter().map(|(name, text)| (*name, text.as_str())))
    };
    match pattern(schedule) {
        Pattern::EveryMinutes(count) => say("words-minutes", &[("count", count.to_string())]),
        Pattern::EveryHours { hours, minute } => {
            let minute = format!("{minute:02}");
            say("words-hours", &[("count", hours.to_string()), ("minute", minute)])
        }
        Pattern::Daily(at) => {
            let at_night = at.iter().all(|time| time.hour() < 6);
            let id = if at_night { "words-nightly" } else { "words-daily" };
            say(id, &[("times", times(messages, &at))])
        }
        Pattern::Weekly { days, times: at } => {
            let at = times(messages, &at);
            match &days[..] {
                [1, 2, 3, 4, 5] => say("words-weekdays", &[("times", at)]),
                _ => {
                    // The week starts on Monday where it is read.
                    let mut days = days.clone();
                    days.sort_by_key(|day| (day + 6) % 7);
                    let names: Vec<String> =
                        days.iter().map(|day| messages.say(&format!("weekday-{day}"), [])).collect();
                    say("words-weekly", &[("days", list(messages, &names)), ("times", at)])
                }
            }
        }
        Pattern::Monthly { days, times: at } => {
            let days: Vec<String> = days.iter().map(|day| day.to_string()).collect();
            let id = if days.len() == 1 { "words-monthly-one" } else { "words-monthly" };
            say(id, &[("days", list(messages, &days)), ("times", times(messages, &at))])
        }
        Pattern::Yearly { month, day, time } => {
            let month = messages.say(&format!("month-{month}"), []);
            say("words-yearly", &[("day", day.to_string()), ("month", month), ("times", clock(time))])
        }
        Pattern::Other => say("words-other", &[("line", schedule.line().to_owned())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_as_people_say_them() {
        let messages = Messages::default();
        let said: Vec<String> = [
            "30 2 * * *",
            "0 14 * * *",
            "0 9,17 * * *",
            "0 4 * * 0",
            "0 9 * * 1-5",
            "0 4 * * sun,wed",
            "0 9 1 * *",
            "0 9 1,15 * *",
            "0 9 29 2 *",
            "*/15 * * * *",
            "* * * * *",
            "5 * * * *",
            "0 */6 * * *",
            "*/7 2-4 * * *",
        ]
        .into_iter()
        .map(|line| of(&messages, &line.parse().unwrap()))
        .collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        every night at 02:30
        every day at 14:00
        every day at 09:00 and 17:00
        every Sunday at 04:00
        on weekdays at 09:00
        every Wednesday and Sunday at 04:00
        on day 1 of every month at 09:00
        on days 1 and 15 of every month at 09:00
        on 29 February at 09:00
        every 15 minutes
        every minute
        every hour at minute 05
        every 6 hours at minute 00
        by its own line: */7 2-4 * * *
        ");
    }
}
