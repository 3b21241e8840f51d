//! The report of a spot check: a page that needs nothing else and prints on A4, and lists for spreadsheets. Pure:
//! what happened goes in, and the sentences of the
//! reader's catalogue; texts come out. Times come written, in the workspace's zone.

mod csv;
mod figures;
mod items;
mod page;
pub mod plots;
mod summary;
mod words;

use std::collections::BTreeMap;

use crate::digits::FirstDigits;
use crate::draw::{Draw, DrawnItem};
use crate::evaluate::Evaluation;
use crate::plan::Commitment;
use crate::population::{Completeness, Population};
use crate::review::{Given, Judged, Resolution};
use crate::wire::ListFacts;

pub use csv::{corrections_csv, items_csv};
pub use words::Say;

/// Everything that a report says.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    pub title: &'a str,
    /// When the report was made.
    pub made_at: &'a str,
    /// An ISO 4217 code.
    pub currency: &'a str,
    pub list: &'a ListFacts,
    pub population: &'a Population,
    pub completeness: &'a Completeness,
    pub commitment: &'a Commitment,
    /// When the plan was committed, and when the seed was entered.
    pub committed_at: &'a str,
    pub drawn_at: &'a str,
    pub draw: &'a Draw,
    pub evaluation: &'a Evaluation,
    /// In the order of the draw; all of them, those that nobody looked at too.
    pub items: Vec<ReportItem<'a>>,
    /// Names of the files of evidence, by their SHA-256.
    pub files: &'a BTreeMap<String, String>,
    pub signatures: Vec<Signature<'a>>,
    /// Earlier spot checks of the same control, oldest first, this one last; empty where there are none.
    pub months: Vec<Month<'a>>,
    pub digits: Option<&'a FirstDigits>,
}

/// An item with what people said about it.
#[derive(Clone, Debug)]
pub struct ReportItem<'a> {
    pub item: &'a DrawnItem,
    pub first: Option<Told<'a>>,
    pub second: Option<Told<'a>>,
    /// Oldest first; the last one counts.
    pub resolutions: Vec<Settled<'a>>,
}

/// An answer with its time.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub given: &'a Given,
    pub at: &'a str,
}

/// A resolution with its time.
#[derive(Clone, Copy, Debug)]
pub struct Settled<'a> {
    pub resolution: &'a Resolution,
    pub at: &'a str,
}

/// Who signed.
#[derive(Clone, Copy, Debug)]
pub struct Signature<'a> {
    pub by: &'a str,
    pub role: &'a str,
    pub at: &'a str,
    /// How it was proved that it was this person: a passphrase, or asserted only.
    pub proved: &'a str,
}

/// What a spot check of another month said; shares of items, or of value.
#[derive(Clone, Copy, Debug)]
pub struct Month<'a> {
    pub name: &'a str,
    pub most_likely: f64,
    pub lower: f64,
    pub upper: f64,
}

impl<'a> ReportItem<'a> {
    /// What the item counts as; none before it is resolved.
    #[must_use]
    pub fn resolution(&self) -> Option<&'a Resolution> {
        self.resolutions.last().map(|settled| settled.resolution)
    }

    pub(crate) fn judged(&self, tolerance: u64) -> Option<Judged> {
        Some(self.resolution()?.answer.judged(self.item.amount, tolerance))
    }

    /// Paid minus due in minor units; none where nobody knows, zero within the tolerance.
    pub(crate) fn difference(&self, tolerance: u64) -> Option<i128> {
        let correct = self.resolution()?.answer.correct()?;
        let is_finding = self.judged(tolerance)?.is_finding();
        Some(if is_finding { i128::from(self.item.amount) - i128::from(correct) } else { 0 })
    }
}

/// The report as a page that needs nothing else: no script, no other file, no network.
#[must_use]
pub fn html(report: &Report, say: &Say) -> String {
    let text = words::Text::of(report, say);
    let mut page = page::Page::begin(report.title, &text);
    summary::write(&mut page, report, &text);
    figures::write(&mut page, report, &text);
    items::write(&mut page, report, &text);
    page.end()
}
