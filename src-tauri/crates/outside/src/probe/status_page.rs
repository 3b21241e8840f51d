//! What a vendor says of itself, on a page of the kind of Statuspage (`/api/v2/summary.json`). A hint, and
//! never more: a page may be late, wrong, or silent.

use ballast_core::limits::STATUS_PAGE_ENTRIES_MAX;
use serde::{Deserialize, Serialize};

use super::{Limits, Probed, Surroundings, http, shortened};

/// How the vendor sees itself as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    None,
    Minor,
    Major,
    Critical,
    Maintenance,
    /// A word that is not known.
    #[serde(other)]
    Other,
}

/// How the vendor sees one part of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Operational,
    DegradedPerformance,
    PartialOutage,
    MajorOutage,
    UnderMaintenance,
    /// A word that is not known.
    #[serde(other)]
    Other,
}

/// What the page says. Texts are the vendor's: shortened, without control characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hint {
    pub page: String,
    /// As the vendor writes it, most often a date of ISO 8601.
    pub updated_at: Option<String>,
    pub indicator: Indicator,
    /// The parts that are not just working, at most two hundred.
    pub troubled: Vec<(String, State)>,
    /// The names of incidents that are not over, at most two hundred.
    pub incidents: Vec<String>,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    pub answer: http::Seen,
    /// None: the answer is no such page.
    pub hint: Option<Hint>,
}

/// Gets the page at `ask`. Failures: those of [`http::probe`]; an answer that is no such page is none, and
/// gives no hint.
pub async fn probe(surroundings: &Surroundings, ask: &http::Ask, limits: &Limits) -> Probed<Seen> {
    let Probed { times, seen, failure } = http::probe(surroundings, ask, limits).await;
    let is_good = failure.is_none() && seen.status == Some(200);
    let hint = if is_good { read(&seen.body) } else { None };
    Probed { times, seen: Seen { answer: seen, hint }, failure }
}

/// The fields that are needed; a page has many more.
#[derive(Deserialize)]
struct Summary {
    page: Page,
    status: Status,
    #[serde(default)]
    components: Vec<Component>,
    #[serde(default)]
    incidents: Vec<Incident>,
}

#[derive(Deserialize)]
struct Page {
    name: String,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Status {
    indicator: Indicator,
}

#[derive(Deserialize)]
struct Component {
    name: String,
    status: State,
}

#[derive(Deserialize)]
struct Incident {
    name: String,
    #[serde(default)]
    status: String,
}

fn read(body: &[u8]) -> Option<Hint> {
    let summary: Summary = serde_json::from_slice(body).ok()?;
    let troubled = summary.components.into_iter().filter(|part| part.status != State::Operational);
    let open = summary.incidents.into_iter();
    let open = open.filter(|incident| !matches!(incident.status.as_str(), "resolved" | "postmortem"));
    Some(Hint {
        page: shortened(summary.page.name),
        updated_at: summary.page.updated_at.map(shortened),
        indicator: summary.status.indicator,
        troubled: troubled
            .map(|part| (shortened(part.name), part.status))
            .take(STATUS_PAGE_ENTRIES_MAX)
            .collect(),
        incidents: open.map(|incident| shortened(incident.name)).take(STATUS_PAGE_ENTRIES_MAX).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_a_vendor_in_trouble() {
        let body = br#"{"page":{"id":"x","name":"Pay\u0007A","url":"https://s.example","updated_at":"2026-11-20T10:00:00Z"},
            "components":[{"id":"1","name":"API","status":"partial_outage","group":false},
              {"id":"2","name":"Site","status":"operational"},{"id":"3","name":"New","status":"on_fire"}],
            "incidents":[{"name":"Payments fail","status":"investigating","impact":"major"},
              {"name":"Old","status":"resolved"}],
            "scheduled_maintenances":[],"status":{"indicator":"major","description":"Partial outage"}}"#;
        let hint = read(body).unwrap();
        assert_eq!((hint.page.as_str(), hint.indicator), ("PayA", Indicator::Major));
        assert_eq!(hint.updated_at.as_deref(), Some("2026-11-20T10:00:00Z"));
        let troubled = [("API".to_owned(), State::PartialOutage), ("New".to_owned(), State::Other)];
        assert_eq!(hint.troubled, troubled);
        assert_eq!(hint.incidents, ["Payments fail"]);
    }

    #[test]
    fn what_is_no_such_page_gives_no_hint() {
        for body in ["", "{}", "<html>", "[]", r#"{"status":{"indicator":"none"}}"#, "{\"page\":7}"] {
            assert_eq!(read(body.as_bytes()), None, "{body}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(read(deep.as_bytes()), None);
    }
}
