//! An experiment as the steps of a plan.
//!
//! Nothing of it is run or fetched here: a command stays a command that is shown and needs consent, a call of Python
//! becomes a step by hand, and environment variables and secrets are not read.

use ballast_core::{Code, Error, Place, Result, Span};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::export::experiment;
use super::{EXTENSION, UNDO, VERIFY, VERIFY_UNDO};
use crate::drill::plan::{Act, Check, Plan, Steady, Step, Undo};

/// Activities of one experiment.
const ACTIVITIES_MAX: usize = 1_000;
/// Passes in a row that a number needs which an experiment looks at once.
const PASSES: u32 = 3;
/// What people write before the name of a step to name its way back.
const BACK: [&str; 6] = [UNDO, "rollback", "roll back", "revert", "restore", "reset"];

/// What an experiment brings to a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub title: String,
    pub description: String,
    /// The whole plan, where the experiment is an export of ours and nobody changed it.
    pub plan: Option<Plan>,
    pub steady: Vec<Steady>,
    pub steps: Vec<Step>,
    /// Rollbacks of no step: a person says which step each one undoes, or that it goes.
    pub unmatched: Vec<(String, Act)>,
    pub notes: Vec<Note>,
}

/// Something that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Note {
    pub code: NoteCode,
    /// The name of an activity.
    pub subject: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoteCode {
    /// A call of Python became a step, or a question, for a person.
    PythonBecameManual,
    /// A command: it is shown, and never runs without consent.
    CommandNeedsConsent,
    /// One line for a shell, as it stands there.
    RunsInShell,
    RollbackUnmatched,
    BackgroundIgnored,
    PausesIgnored,
    /// A look whose answer is judged in a way that we do not know: a person judges it.
    ToleranceNotUnderstood,
    /// It contains `${name}`, and nothing was put in.
    NeedsValue,
    ReferenceUnknown,
    ControlsIgnored,
    SecretsNotRead,
    /// Our own data in it no longer fits the rest, which counts.
    ExtensionDiffers,
}

/// Reads an experiment.
///
/// # Errors
/// `invalid_file` with the field that is missing or no experiment has.
pub fn import(document: &Value) -> Result<Imported> {
    let mut reader = Reader { document, notes: Vec::new() };
    let title = text(document, "title", "title")?;
    let description = text(document, "description", "description")?;
    let method =
        reader.activities("method")?.ok_or_else(|| refused("method", "", &["a list of activities"]))?;
    let rollbacks = reader.activities("rollbacks")?.unwrap_or_default();
    let probes = document.pointer("/steady-state-hypothesis/probes").and_then(Value::as_array);
    let probes = probes.map(Vec::as_slice).unwrap_or_default();
    reader.note_whole();
    let steady = reader.steady(probes)?;
    let mut steps = reader.steps(&method)?;
    let unmatched = reader.undo(&rollbacks, &mut steps)?;
    let plan = reader.own_plan(&description);
    Ok(Imported { title, description, plan, steady, steps, unmatched, notes: reader.notes })
}

struct Reader<'a> {
    document: &'a Value,
    notes: Vec<Note>,
}

/// An activity that is one, by its name.
struct Activity<'a> {
    name: String,
    value: &'a Value,
    is_probe: bool,
    field: String,
}

impl<'a> Reader<'a> {
    fn note(&mut self, code: NoteCode, subject: &str) {
        self.notes.push(Note { code, subject: subject.to_owned() });
    }

    fn activities(&self, list: &str) -> Result<Option<Vec<Value>>> {
        match self.document.get(list) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(values)) if values.len() <= ACTIVITIES_MAX => Ok(Some(values.clone())),
            Some(_) => Err(refused(list, "", &[&format!("a list of at most {ACTIVITIES_MAX} activities")])),
        }
    }

    fn note_whole(&mut self) {
        for (field, code) in [("controls", NoteCode::ControlsIgnored), ("secrets", NoteCode::SecretsNotRead)]
        {
            let holds_something = |value: &Value| match value {
                Value::Array(values) => !values.is_empty(),
                Value::Object(fields) => !fields.is_empty(),
                _ => false,
            };
            if self.document.get(field).is_some_and(holds_something) {
                self.note(code, field);
            }
        }
    }

    /// An activity, or the one that it refers to by name.
    fn activity<'b>(&mut self, value: &'b Value, field: String) -> Result<Option<Activity<'b>>>
    where
        'a: 'b,
    {
        let mut value = value;
        if let Some(wanted) = value.get("ref").and_then(Value::as_str) {
            let Some(found) = self.named(wanted) else {
                self.note(NoteCode::ReferenceUnknown, wanted);
                return Ok(None);
            };
            value = found;
        }
        let name = text(value, "name", &format!("{field}.name"))?;
        let is_probe = match value.get("type").and_then(Value::as_str) {
            Some("probe") => true,
            Some("action") => false,
            other => {
                return Err(refused(
                    &format!("{field}.type"),
                    other.unwrap_or_default(),
                    &["probe", "action"],
                ));
            }
        };
        if value.get("background") == Some(&Value::Bool(true)) {
            self.note(NoteCode::BackgroundIgnored, &name);
        }
        if value.get("pauses").is_some() {
            self.note(NoteCode::PausesIgnored, &name);
        }
        Ok(Some(Activity { name, value, is_probe, field }))
    }

    fn named(&self, wanted: &str) -> Option<&'a Value> {
        let lists = ["/steady-state-hypothesis/probes", "/method", "/rollbacks"];
        let all = lists.into_iter().filter_map(|list| self.document.pointer(list)?.as_array()).flatten();
        let has_name = |value: &&Value| value.get("name").and_then(Value::as_str) == Some(wanted);
        all.filter(|value| value.get("ref").is_none()).find(has_name)
    }

    fn steady(&mut self, probes: &[Value]) -> Result<Vec<Steady>> {
        let mut steady = Vec::new();
        for (number, value) in probes.iter().enumerate() {
            let field = format!("steady-state-hypothesis.probes[{number}]");
            let Some(activity) = self.activity(value, field)? else { continue };
            let check = self.check(&activity)?;
            steady.push(Steady { title: activity.name, check, passes: PASSES, within_milliseconds: None });
        }
        Ok(steady)
    }

    /// Actions are steps. A probe after one is how its effect is seen; any other is a look of its own.
    fn steps(&mut self, method: &[Value]) -> Result<Vec<Step>> {
        let mut steps: Vec<Step> = Vec::new();
        for (number, value) in method.iter().enumerate() {
            let Some(activity) = self.activity(value, format!("method[{number}]"))? else { continue };
            if !activity.is_probe {
                let (act, timeout) = self.act(&activity)?;
                steps.push(step(activity.name, act, timeout));
                continue;
            }
            let check = self.check(&activity)?;
            match steps.last_mut().filter(|step| step.verify.is_none()) {
                Some(step) => step.verify = Some(check),
                None => {
                    let act = Act::Manual { instructions: activity.name.clone() };
                    let look = step(activity.name, act, None);
                    steps.push(Step { verify: Some(check), undo: Some(Undo::NotNeeded), ..look });
                }
            }
        }
        Ok(steps)
    }

    fn undo(&mut self, rollbacks: &[Value], steps: &mut [Step]) -> Result<Vec<(String, Act)>> {
        let mut unmatched = Vec::new();
        for (number, value) in rollbacks.iter().enumerate() {
            let Some(activity) = self.activity(value, format!("rollbacks[{number}]"))? else { continue };
            if activity.is_probe {
                let check = self.check(&activity)?;
                let of = |step: &&mut Step| is_called(&activity.name, &[VERIFY_UNDO, VERIFY], &step.title);
                match steps.iter_mut().find(of).filter(|step| step.verify_undo.is_none()) {
                    Some(step) => step.verify_undo = Some(check),
                    None => self.note(NoteCode::RollbackUnmatched, &activity.name),
                }
                continue;
            }
            let (act, _) = self.act(&activity)?;
            let of = |step: &&mut Step| is_called(&activity.name, &BACK, &step.title);
            match steps.iter_mut().find(of).filter(|step| step.undo.is_none()) {
                Some(step) => step.undo = Some(Undo::By(act)),
                None => {
                    self.note(NoteCode::RollbackUnmatched, &activity.name);
                    unmatched.push((activity.name, act));
                }
            }
        }
        Ok(unmatched)
    }

    fn act(&mut self, activity: &Activity<'_>) -> Result<(Act, Option<Span>)> {
        let provider = activity.provider()?;
        let timeout = provider.get("timeout").or_else(|| activity.value.get("timeout"));
        let timeout = timeout.and_then(Value::as_f64).filter(|seconds| *seconds > 0.0 && *seconds < 1e9);
        // Between 0 and 10^9.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let timeout = timeout.map(|seconds| Span::from_seconds(seconds.ceil() as u64));
        let act = match self.kind(activity, provider)? {
            Provider::Http => {
                let (method, url) = Self::call(activity, provider)?;
                let body = provider.get("arguments").map(|body| match body {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                });
                Act::Http { method, url, body, status: 200 }
            }
            Provider::Process => Act::Command { arguments: self.command(activity, provider)? },
            Provider::Python => Act::Manual { instructions: called(provider) },
        };
        Ok((act, timeout))
    }

    fn check(&mut self, activity: &Activity<'_>) -> Result<Check> {
        let provider = activity.provider()?;
        let kind = self.kind(activity, provider)?;
        if kind == Provider::Python {
            return Ok(Check::Person { question: activity.name.clone() });
        }
        let tolerance = activity.value.get("tolerance");
        let whole = tolerance.map_or(Some(if kind == Provider::Http { 200 } else { 0 }), Value::as_i64);
        if kind == Provider::Http {
            let (method, url) = Self::call(activity, provider)?;
            if let Some(status) = whole.and_then(|whole| u16::try_from(whole).ok()) {
                return Ok(Check::Http { method, url, status });
            }
        } else {
            let arguments = self.command(activity, provider)?;
            if let Some(exit) = whole.and_then(|whole| i32::try_from(whole).ok()) {
                return Ok(Check::Command { arguments, exit });
            }
        }
        self.note(NoteCode::ToleranceNotUnderstood, &activity.name);
        Ok(Check::Person { question: activity.name.clone() })
    }

    fn kind(&mut self, activity: &Activity<'_>, provider: &Value) -> Result<Provider> {
        if provider.to_string().contains("${") {
            self.note(NoteCode::NeedsValue, &activity.name);
        }
        match provider.get("type").and_then(Value::as_str) {
            Some("http") => Ok(Provider::Http),
            Some("process") => {
                self.note(NoteCode::CommandNeedsConsent, &activity.name);
                Ok(Provider::Process)
            }
            Some("python") => {
                self.note(NoteCode::PythonBecameManual, &activity.name);
                Ok(Provider::Python)
            }
            other => {
                let field = format!("{}.provider.type", activity.field);
                Err(refused(&field, other.unwrap_or_default(), &["http", "process", "python"]))
            }
        }
    }

    fn call(activity: &Activity<'_>, provider: &Value) -> Result<(String, String)> {
        let url = text(provider, "url", &format!("{}.provider.url", activity.field))?;
        let method = provider.get("method").and_then(Value::as_str).unwrap_or("GET");
        Ok((method.to_uppercase(), url))
    }

    /// As the other program would run it: a list word by word, fields as name and value, a text through a shell.
    fn command(&mut self, activity: &Activity<'_>, provider: &Value) -> Result<Vec<String>> {
        let path = text(provider, "path", &format!("{}.provider.path", activity.field))?;
        let word = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mut words = vec![path];
        match provider.get("arguments") {
            Some(Value::Array(values)) => words.extend(values.iter().map(word)),
            Some(Value::Object(fields)) => {
                words.extend(fields.iter().flat_map(|(name, value)| [name.clone(), word(value)]));
            }
            Some(Value::String(line)) if !line.is_empty() => {
                self.note(NoteCode::RunsInShell, &activity.name);
                let line = format!("{} {line}", words.join(" "));
                words = vec!["sh".to_owned(), "-c".to_owned(), line];
            }
            _ => {}
        }
        Ok(words)
    }

    /// Our own plan counts only where it would be written as what stands here.
    fn own_plan(&mut self, description: &str) -> Option<Plan> {
        let extensions = self.document.get("extensions").and_then(Value::as_array)?;
        let ours =
            extensions.iter().find(|one| one.get("name").and_then(Value::as_str) == Some(EXTENSION))?;
        let plan: Option<Plan> = ours.get("plan").and_then(|plan| serde_json::from_value(plan.clone()).ok());
        let same = |plan: &Plan| {
            let again = experiment(plan, description).experiment;
            ["title", "steady-state-hypothesis", "method", "rollbacks"]
                .iter()
                .all(|field| again.get(field) == self.document.get(field))
        };
        let plan = plan.filter(same);
        if plan.is_none() {
            self.note(NoteCode::ExtensionDiffers, EXTENSION);
        }
        plan
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Provider {
    Http,
    Process,
    Python,
}

impl Activity<'_> {
    fn provider(&self) -> Result<&Value> {
        let provider = self.value.get("provider").filter(|provider| provider.is_object());
        provider.ok_or_else(|| refused(&format!("{}.provider", self.field), "", &["an object with a type"]))
    }
}

fn text(of: &Value, name: &str, field: &str) -> Result<String> {
    let text = of.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    if text.is_empty() { Err(refused(field, "", &["a text"])) } else { Ok(text.to_owned()) }
}

fn step(title: String, act: Act, timeout: Option<Span>) -> Step {
    Step { title, owner: None, act, verify: None, undo: None, verify_undo: None, timeout }
}

/// What a call of Python would do, as its author wrote it.
fn called(provider: &Value) -> String {
    let text = |name| provider.get(name).and_then(Value::as_str).unwrap_or_default();
    let arguments = provider.get("arguments").map(Value::to_string).unwrap_or_default();
    format!("{}.{} {arguments}", text("module"), text("func")).trim_end().to_owned()
}

/// Whether a name is that of a step with one of these words before it, or the name itself.
fn is_called(name: &str, words: &[&str], title: &str) -> bool {
    let plain = |text: &str| text.trim().to_lowercase();
    let (name, title) = (plain(name), plain(title));
    let behind =
        |word: &str| name.strip_prefix(word).map(|rest| rest.trim_start_matches([':', '-', ' ']).trim());
    name == title || words.iter().any(|word| behind(word) == Some(&title))
}

fn refused(field: &str, found: &str, allowed: &[&str]) -> Error {
    let place = Place { field: Some(field.to_owned()), ..Place::default() };
    let error = Error::new(Code::InvalidFile).with("what", "chaos_experiment").at(place);
    error.with("found", found).allowed(allowed)
}
