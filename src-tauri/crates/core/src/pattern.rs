//! What a schedule line says, as data: the sentence is made at the edge.

use jiff::civil::Time;

use crate::schedule::Schedule;

/// The common shapes of a line. Weekdays count from Sunday, 0 to 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    EveryMinutes(u32),
    /// At a minute of every hour, or of every so many hours.
    EveryHours {
        hours: u32,
        minute: u32,
    },
    /// Every day at these times.
    Daily(Vec<Time>),
    Weekly {
        days: Vec<u8>,
        times: Vec<Time>,
    },
    Monthly {
        days: Vec<u8>,
        times: Vec<Time>,
    },
    Yearly {
        month: u8,
        day: u8,
        time: Time,
    },
    /// Anything else: its fields are its words.
    Other,
}

/// A list of plain numbers: `5`, `1,15`, `9-17`; none for `*`, steps and names.
fn numbers(field: &str) -> Option<Vec<u8>> {
    let mut list = Vec::new();
    for item in field.split(',') {
        match item.split_once('-') {
            Some((first, last)) => list.extend(first.parse::<u8>().ok()?..=last.parse().ok()?),
            None => list.push(item.parse().ok()?),
        }
    }
    Some(list)
}

fn weekdays(field: &str) -> Option<Vec<u8>> {
    const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let plain =
        field.to_ascii_lowercase().split(['-', ',']).fold(field.to_ascii_lowercase(), |text, word| {
            NAMES
                .iter()
                .position(|name| *name == word)
                .map_or(text.clone(), |day| text.replace(word, &day.to_string()))
        });
    let mut days: Vec<u8> = numbers(&plain)?.into_iter().map(|day| day % 7).collect();
    days.sort_unstable();
    days.dedup();
    Some(days)
}

fn step(field: &str) -> Option<u32> {
    field.strip_prefix("*/").and_then(|step| step.parse().ok())
}

/// More times of day than this are not a list that anybody reads.
const TIMES_MAX: usize = 4;

/// The shape of a line.
#[must_use]
pub fn pattern(schedule: &Schedule) -> Pattern {
    let fields: Vec<&str> = schedule.line().split(' ').collect();
    let [minute, hour, day, month, weekday] = fields[..] else { return Pattern::Other };
    let every_day = day == "*" && month == "*" && weekday == "*";
    let single = |field: &str| numbers(field).filter(|list| list.len() == 1).map(|list| list[0]);
    if every_day && hour == "*" {
        return match (minute, step(minute), single(minute)) {
            ("*", ..) => Pattern::EveryMinutes(1),
            (_, Some(step), _) if 60 % step == 0 => Pattern::EveryMinutes(step),
            (_, _, Some(minute)) => Pattern::EveryHours { hours: 1, minute: minute.into() },
            _ => Pattern::Other,
        };
    }
    if let (true, Some(hours), Some(minute)) = (every_day, step(hour), single(minute))
        && 24 % hours == 0
    {
        return Pattern::EveryHours { hours, minute: minute.into() };
    }
    let Some(times) = times(minute, hour) else { return Pattern::Other };
    match (day, month, weekday) {
        ("*", "*", "*") => Pattern::Daily(times),
        ("*", "*", days) => weekdays(days).map_or(Pattern::Other, |days| Pattern::Weekly { days, times }),
        (days, "*", "*") => numbers(days).map_or(Pattern::Other, |days| Pattern::Monthly { days, times }),
        (day, month, "*") => match (single(day), single(month), &times[..]) {
            (Some(day), Some(month), [time]) => Pattern::Yearly { month, day, time: *time },
            _ => Pattern::Other,
        },
        _ => Pattern::Other,
    }
}

fn times(minute: &str, hour: &str) -> Option<Vec<Time>> {
    let (minutes, hours) = (numbers(minute)?, numbers(hour)?);
    let pairs = hours.iter().flat_map(|hour| minutes.iter().map(move |minute| (*hour, *minute)));
    let time =
        |(hour, minute): (u8, u8)| Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok();
    let mut times: Vec<Time> = pairs.map(time).collect::<Option<_>>()?;
    times.sort_unstable();
    times.dedup();
    (times.len() <= TIMES_MAX).then_some(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Pattern {
        pattern(&line.parse().unwrap())
    }

    fn at(hour: i8, minute: i8) -> Time {
        Time::new(hour, minute, 0, 0).unwrap()
    }

    #[test]
    fn the_common_shapes_are_known() {
        assert_eq!(of("30 2 * * *"), Pattern::Daily(vec![at(2, 30)]));
        assert_eq!(of("0 9,17 * * *"), Pattern::Daily(vec![at(9, 0), at(17, 0)]));
        assert_eq!(of("0 4 * * 7"), Pattern::Weekly { days: vec![0], times: vec![at(4, 0)] });
        assert_eq!(
            of("0 9 * * mon-fri"),
            Pattern::Weekly { days: vec![1, 2, 3, 4, 5], times: vec![at(9, 0)] }
        );
        assert_eq!(of("0 9 1,15 * *"), Pattern::Monthly { days: vec![1, 15], times: vec![at(9, 0)] });
        assert_eq!(of("0 9 29 2 *"), Pattern::Yearly { month: 2, day: 29, time: at(9, 0) });
        assert_eq!(of("*/15 * * * *"), Pattern::EveryMinutes(15));
        assert_eq!(of("* * * * *"), Pattern::EveryMinutes(1));
        assert_eq!(of("5 * * * *"), Pattern::EveryHours { hours: 1, minute: 5 });
        assert_eq!(of("0 */6 * * *"), Pattern::EveryHours { hours: 6, minute: 0 });
    }

    #[test]
    fn what_has_no_short_words_is_left_as_it_is() {
        // Every 7 minutes is not every 7 minutes at the turn of the hour.
        for line in ["*/7 * * * *", "0 */5 * * *", "0 0-23 * * *", "0 9 * 1-3 mon", "5/10 * * * *"] {
            assert_eq!(of(line), Pattern::Other, "{line}");
        }
    }
}
