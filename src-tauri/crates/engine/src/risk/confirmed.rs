//! When it is time to ask whether an entry of the map is still true.

use ballast_core::limits::CONFIRM_EVERY;
use jiff::civil::Date;

use crate::contract::Named;
use crate::views::standing::Picture;

/// Nobody said for too long that it is still true, or a day is named that has not come yet. What nobody ever confirmed
/// is not asked for: it was entered once.
pub(super) fn is_old(picture: &Picture, confirmed: Option<Date>) -> bool {
    let today = picture.now.to_zoned(picture.zone.clone()).date();
    // A zone that is ahead of this one may have tomorrow already.
    let is_ahead = |day: Date| day.yesterday().is_ok_and(|before| before > today);
    let is_past = |day: Date| day.checked_add(CONFIRM_EVERY.duration()).is_ok_and(|end| end < today);
    confirmed.is_some_and(|day| is_ahead(day) || is_past(day))
}

/// Entries to ask about, the one that was confirmed longest ago first.
pub(crate) fn to_confirm(picture: &Picture) -> Vec<Named> {
    let processes = picture.config.processes.iter().map(|p| (p.confirmed, p.id.as_str(), p.name()));
    let components = picture.config.components.iter().map(|c| (c.confirmed, c.id.as_str(), c.name()));
    let mut old: Vec<_> =
        processes.chain(components).filter(|(confirmed, ..)| is_old(picture, *confirmed)).collect();
    old.sort_unstable();
    old.into_iter().map(|(_, id, title)| Named { id: id.to_owned(), title: title.to_owned() }).collect()
}
