//! What a control was called, and when: records keep the names they were written under.

use ballast_core::{Code, Error, Result};
use rusqlite::params_from_iter;
use serde::{Deserialize, Serialize};

use crate::{Change, View};

/// Records of one name: those after one place of the ledger, up to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    control: String,
    after: u64,
    until: Option<u64>,
}

/// The records about one control, as a condition on the columns of the ledger.
pub(crate) struct About {
    pub condition: String,
    values: Vec<String>,
}

impl About {
    pub fn bound(self) -> impl rusqlite::Params {
        params_from_iter(self.values)
    }
}

fn setting_of(control: &str) -> String {
    format!("history:{control}")
}

impl View<'_> {
    fn history(&self, control: &str) -> Result<Vec<Stretch>> {
        match self.setting(&setting_of(control))? {
            Some(text) => serde_json::from_str(&text)
                .map_err(|error| Error::new(Code::WorkspaceDamaged).with("what", "history").because(&error)),
            None => Ok(vec![Stretch { control: control.to_owned(), after: 0, until: None }]),
        }
    }

    /// The records about a control, under all names that it had.
    pub(crate) fn about(&self, control: &str) -> Result<About> {
        let mut about = About { condition: String::new(), values: Vec::new() };
        for stretch in self.history(control)? {
            let or = if about.values.is_empty() { "" } else { " OR " };
            about.values.push(stretch.control);
            let name = about.values.len();
            let until = stretch.until.map(|until| format!(" AND seq <= {until}")).unwrap_or_default();
            about.condition += &format!("{or}(control = ?{name} AND seq > {}{until})", stretch.after);
        }
        about.condition = format!("({})", about.condition);
        Ok(about)
    }
}

impl Change<'_> {
    /// From here on records about `from` are written under `to`. Another control may take the old name: its
    /// history begins here.
    pub(crate) fn continue_history(&self, from: &str, to: &str) -> Result<()> {
        let here = self.view().head()?.map_or(0, |head| head.seq);
        let mut history = self.view().history(from)?;
        if let Some(last) = history.last_mut() {
            last.until = Some(here);
        }
        let begins = |control: &str| Stretch { control: control.to_owned(), after: here, until: None };
        history.push(begins(to));
        let put = |control: &str, history: &[Stretch]| {
            let text =
                serde_json::to_string(history).map_err(|error| Error::new(Code::Internal).because(&error))?;
            self.put_setting(&setting_of(control), &text)
        };
        put(to, &history)?;
        put(from, &[begins(from)])
    }
}
