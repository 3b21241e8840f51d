//! Names that people give to controls, repositories, processes and components.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::limits::ID_LENGTH_MAX;

/// An id as the workspace file writes it: `[a-z0-9-]`, 1 to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ids are 1 to 64 of a-z, 0-9 and -")]
pub struct NotAnId;

impl Id {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest id to a title that a person typed: `Shared files 2023` becomes `shared-files-2023`.
    #[must_use]
    pub fn from_title(title: &str) -> Self {
        let mut text = String::new();
        for character in title.to_lowercase().chars() {
            if character.is_ascii_alphanumeric() {
                text.push(character);
            } else if !text.ends_with('-') && !text.is_empty() {
                text.push('-');
            }
            if text.len() == ID_LENGTH_MAX - 8 {
                break;
            }
        }
        let text = text.trim_end_matches('-');
        Self(if text.is_empty() { "item".to_owned() } else { text.to_owned() })
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || text.len() > ID_LENGTH_MAX || !text.chars().all(allowed) {
            return Err(NotAnId);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Id {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_the_contract_refuses() {
        for bad in ["", "Upper", "with space", "ümlaut", "a_b", &"x".repeat(65)] {
            assert_eq!(bad.parse::<Id>(), Err(NotAnId), "{bad}");
        }
        assert!("shop-db".parse::<Id>().is_ok());
        assert!("x".repeat(64).parse::<Id>().is_ok());
    }

    proptest! {
        #[test]
        fn any_title_becomes_a_valid_id(title in ".{0,200}") {
            let id = Id::from_title(&title);
            prop_assert!(id.as_str().parse::<Id>().is_ok());
        }
    }
}
