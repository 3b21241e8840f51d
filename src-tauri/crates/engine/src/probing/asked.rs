//! What drills asked of providers on a day. It is counted apart: what probes remember is kept by the program that looks
//! all the time, and would be written over.

use std::collections::BTreeMap;

use ballast_core::Result;
use ballast_store::{Change, View};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{known_probes, may_ask};
use crate::config::ProviderPair;

/// Requests of one pair on one day of the workspace's zone, by the keys of its probes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    day: Option<Date>,
    requests: BTreeMap<String, u32>,
}

fn name_of(pair: &ProviderPair) -> String {
    format!("drill_asked:{}", pair.id)
}

impl Asked {
    pub(crate) fn on(view: &View<'_>, pair: &ProviderPair, today: Date) -> Result<Self> {
        let text = view.setting(&name_of(pair))?;
        let known: Option<Self> = text.and_then(|text| serde_json::from_str(&text).ok());
        Ok(known.filter(|known| known.day == Some(today)).unwrap_or_default())
    }

    pub(super) fn of(&self, key: &str) -> u32 {
        self.requests.get(key).copied().unwrap_or(0)
    }
}

/// Counts one request more of a drill, before it goes out; false where the limits of this day leave none.
pub(crate) fn spend(change: &Change<'_>, pair: &ProviderPair, key: &str, today: Date) -> Result<bool> {
    let view = change.view();
    let mut asked = Asked::on(&view, pair, today)?;
    let all = known_probes(&view, pair)?;
    let Some(known) = all.iter().find(|known| known.key == key) else { return Ok(true) };
    if !may_ask(known, &all, &asked, pair.requests_per_day, today) {
        return Ok(false);
    }
    asked.day = Some(today);
    *asked.requests.entry(key.to_owned()).or_default() += 1;
    let text = serde_json::to_string(&asked).unwrap_or_default();
    change.put_setting(&name_of(pair), &text)?;
    Ok(true)
}
