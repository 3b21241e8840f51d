//! First maps of four trades, as workspace files. What they say of outages is an estimate to begin with.

use ballast_core::Result;

use crate::contract::{RiskTemplate, RiskTemplates};
use crate::file;

const TRADES: [(&str, &str); 4] = [
    ("shop", include_str!("shop.toml")),
    ("practice", include_str!("practice.toml")),
    ("agency", include_str!("agency.toml")),
    ("manufacturer", include_str!("manufacturer.toml")),
];

pub(crate) fn templates() -> Result<RiskTemplates> {
    let one = |(id, text): &(&str, &str)| {
        let config = file::read(id, text)?;
        Ok(RiskTemplate {
            id: (*id).to_owned(),
            title: config.settings.name,
            processes: config.processes,
            components: config.components,
        })
    };
    Ok(RiskTemplates { templates: TRADES.iter().map(one).collect::<Result<_>>()? })
}
