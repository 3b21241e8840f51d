//! `[[person]]`: reading and writing.

use ballast_core::Result;

use super::compare::list;
use super::parse::{File, Namespace};
use super::reader::Reader;
use super::write::Sheet;
use crate::config::{Config, Person};
use crate::people::{is_same, names_of};

impl File {
    pub(super) fn person(&mut self, reader: &Reader<'_>) -> Result<Person> {
        let id = self.id(reader, "person", Namespace::Things)?;
        let text = |key: &'static str| -> Result<Option<String>> {
            Ok(reader.text(key)?.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned))
        };
        let name = text("name")?.ok_or_else(|| reader.missing("name"))?;
        let (email, login) = (text("email")?, text("login")?);
        let aliases = reader.texts("aliases")?.into_iter().map(|(text, _)| text.to_owned()).collect();
        let person = Person { id, name, email, login, aliases };
        reader.finish()?;
        Ok(person)
    }
}

/// Two who are called the same, and one person who is named twice among those who check.
pub(super) fn check(top: &Reader<'_>, config: &Config) -> Result<()> {
    let wrong = |field: String, found: &str| {
        Err(top.sheet.error(top.span.clone(), &field, "same_person").with("found", found))
    };
    for (index, person) in config.people.iter().enumerate() {
        let before = config.people[..index].iter().flat_map(Person::names);
        let mut others = before.filter(|other| person.names().any(|name| is_same(name, other)));
        if let Some(other) = others.next() {
            return wrong(format!("person[{index}]"), other);
        }
    }
    for (index, spot) in config.spot_checks.iter().enumerate() {
        for (place, checker) in spot.checkers.iter().enumerate() {
            let names = names_of(&config.people, checker);
            if spot.checkers[..place].iter().any(|other| names.iter().any(|name| is_same(name, other))) {
                return wrong(format!("spot_check[{index}].checkers"), checker);
            }
        }
    }
    Ok(())
}

pub(super) fn write(sheet: &mut Sheet<'_>, person: &Person) {
    sheet.text("id", Some(person.id.as_str()));
    sheet.text("name", Some(&person.name));
    sheet.text("email", person.email.as_deref());
    sheet.text("login", person.login.as_deref());
    if !person.aliases.is_empty() {
        sheet.raw("aliases", &list(&person.aliases));
    }
}
