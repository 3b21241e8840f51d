//! A list of payouts, frozen: read from wherever it comes, sorted by its ids, written in its canonical form. What
//! that form is, the crate `spotcheck` says.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use ballast_compare::wire::{self as compare, Limits, Unit};
use ballast_compare::{Normalise, Spec};
use ballast_core::limits::{POPULATION_HINT_ROWS, POPULATION_NAMED_MAX};
use ballast_core::{Code, Currency, Error, Finding, FindingKind, Money, Result, Severity};
use ballast_inputs::tables::Trouble;
use ballast_spotcheck::population::{Columns, PreviewRow, hints};
use ballast_spotcheck::wire::{
    Freeze, Frozen, ListFacts, Meaning, Preview, Report, Sales, SalesFacts, Stage,
};
use ballast_spotcheck::{Freezer, Row};
use datafusion::catalog::default_table_source::DefaultTableSource;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::{LogicalPlanBuilder, col};
use futures::StreamExt;

use crate::progress::{Pace, Progress};
use crate::row::unpack;
use crate::session::{from_engine, session};
use crate::table::{ROW, Side, SideTable};
use crate::take::{Both, TakenSide};
use crate::work::{WorkFolder, put};

/// How far the program is, in the words of a spot check.
#[must_use]
pub fn report(report: compare::Report) -> Report {
    let stage = match report.stage {
        compare::Stage::ReadOld | compare::Stage::ReadNew => Stage::Read,
        compare::Stage::Compare | compare::Stage::Explain => Stage::Sort,
    };
    Report { stage, done: report.done, total: report.total, bytes: report.unit == Unit::Bytes }
}

/// Reads the list and freezes it.
pub fn freeze(request: &Freeze, progress: &Progress) -> Result<Frozen> {
    let currency: Currency = request.currency.parse().map_err(|_| {
        Error::new(Code::InvalidCall).with("what", "currency").with("found", &request.currency)
    })?;
    let work = WorkFolder::make(&request.work_folder)?;
    let limits = Limits { pool_bytes: request.pool_bytes, threads: request.threads };
    // Sorted as the canonical form is: by the bytes of the id, each letter written in one way.
    let spec = Spec {
        key: vec![request.meaning.id.clone()],
        normalise: Normalise { unicode: true, ..Normalise::default() },
        ..Spec::default()
    };
    let reading = Both {
        day: request.day,
        limits,
        work: work.path(),
        spec: &spec,
        seek_unique: false,
        keep: false,
        progress,
    };
    let mut frozen = Frozen {
        population: None,
        completeness: ballast_spotcheck::Completeness::default(),
        hints: Vec::new(),
        findings: Vec::new(),
        list: None,
        sales: None,
        preview: None,
    };
    let taken = match reading.take_one(&request.list) {
        Ok(taken) => taken,
        Err(Trouble::Error(error)) => return Err(error),
        Err(Trouble::Finding(finding)) => {
            frozen.findings.push(finding);
            return Ok(frozen);
        }
    };
    let facts = &taken.facts;
    frozen.list = Some(list_facts(&taken));
    if let Some(rows) = request.peek {
        frozen.preview = Some(peek(&taken, rows).map_err(|error| from_engine(&error))?);
        return Ok(frozen);
    }
    let places = match Places::find(&request.meaning, &taken.taken.names, &facts.place) {
        Ok(places) => places,
        Err(finding) => {
            frozen.findings.push(finding);
            return Ok(frozen);
        }
    };
    let mut writing = Writing::new(request, work.path(), &places, currency, &facts.place)?;
    sorted(request, limits, work.path(), &spec, &taken, &places, progress, &mut |cells, number| {
        writing.row(cells, number)
    })?;
    writing.finish(&mut frozen, &request.to)?;
    if let (Some(sales), true) = (&request.sales, frozen.population.is_some()) {
        sold(request, limits, work.path(), sales, progress, &mut frozen)?;
    }
    Ok(frozen)
}

fn list_facts(taken: &TakenSide) -> ListFacts {
    let facts = &taken.facts;
    ListFacts {
        place: facts.place.clone(),
        sha256: facts.sha256.clone(),
        bytes: facts.bytes,
        rows: facts.rows,
        modified_at: facts.modified_at,
        encoding: facts.encoding.clone(),
    }
}

/// The ids of a frozen list, in their order.
struct Ids {
    records: csv::StringRecordsIntoIter<File>,
    path: std::path::PathBuf,
}

impl Ids {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::io(path, &error))?;
        Ok(Self { records: csv::Reader::from_reader(file).into_records(), path: path.to_owned() })
    }

    fn next(&mut self) -> Result<Option<String>> {
        let failed =
            |error: csv::Error| Error::new(Code::Internal).with("path", self.path.display()).because(&error);
        let record = self.records.next().transpose().map_err(failed)?;
        Ok(record.and_then(|record| record.get(0).map(str::to_owned)))
    }
}

/// What was sold and not paid: rows of the second list whose payout the frozen one does not have. Both go by in the
/// order of their ids.
fn sold(
    request: &Freeze,
    limits: Limits,
    work: &Path,
    sales: &Sales,
    progress: &Progress,
    frozen: &mut Frozen,
) -> Result<()> {
    let spec = Spec {
        key: vec![sales.id.clone()],
        normalise: Normalise { unicode: true, ..Normalise::default() },
        ..Spec::default()
    };
    let day = request.day;
    let reading = Both { day, limits, work, spec: &spec, seek_unique: false, keep: false, progress };
    let taken = match reading.take_one(&sales.list) {
        Ok(taken) => taken,
        Err(Trouble::Error(error)) => return Err(error),
        Err(Trouble::Finding(finding)) => {
            // Half of what was asked for is nothing.
            frozen.population = None;
            frozen.findings.push(finding);
            return Ok(());
        }
    };
    let place = taken.facts.place.clone();
    let meaning = Meaning {
        id: sales.id.clone(),
        amount: sales.id.clone(),
        person: None,
        stratum: None,
        more: Vec::new(),
    };
    let places = match Places::find(&meaning, &taken.taken.names, &place) {
        Ok(places) => places,
        Err(finding) => {
            frozen.population = None;
            frozen.findings.push(finding);
            return Ok(());
        }
    };
    let mut paid = Ids::open(&request.to)?;
    let mut next = paid.next()?;
    let mut missing = 0;
    let mut named: Vec<Finding> = Vec::new();
    sorted(request, limits, work, &spec, &taken, &places, progress, &mut |cells, number| {
        let id = cells.get(places.id).copied().flatten().unwrap_or_default();
        let id = ballast_spotcheck::population::canonical_id(id).unwrap_or_else(|_| id.to_owned());
        while next.as_ref().is_some_and(|paid| *paid < id) {
            next = paid.next()?;
        }
        if next.as_ref() != Some(&id) {
            missing += 1;
            if named.len() < POPULATION_NAMED_MAX {
                let finding = Finding::new(FindingKind::MissingItem, &id).severity(Severity::Warning);
                named.push(finding.with("reason", "sale").with("row", number + 1).with("path", &place));
            }
        }
        Ok(())
    })?;
    frozen.findings.extend(named);
    frozen.sales = Some(SalesFacts { list: list_facts(&taken), without_payout: missing });
    Ok(())
}

/// The first rows of a list, as they stand.
fn peek(taken: &TakenSide, wanted: usize) -> EngineResult<Preview> {
    let rows = &taken.taken.rows;
    let mut preview = Preview { columns: taken.taken.names.clone(), rows: Vec::new() };
    for batch in rows.read()? {
        let batch = batch?;
        let mut cells = Vec::new();
        for row in batch.column(0).as_binary::<i32>().iter().flatten() {
            if preview.rows.len() >= wanted {
                return Ok(preview);
            }
            unpack(row, rows.columns, &mut cells)?;
            preview.rows.push(cells.iter().map(|cell| cell.map(str::to_owned)).collect());
        }
    }
    Ok(preview)
}

/// Where the columns that mean something stand.
struct Places {
    id: usize,
    amount: usize,
    person: Option<usize>,
    stratum: Option<usize>,
    more: Vec<usize>,
}

impl Places {
    fn find(meaning: &Meaning, names: &[String], place: &str) -> std::result::Result<Self, Finding> {
        let find = |name: &String| {
            names.iter().position(|other| other == name).ok_or_else(|| {
                Finding::new(FindingKind::ColumnMissing, name)
                    .severity(Severity::Blocking)
                    .with("reason", "list")
                    .with("column", name)
                    .with("path", place)
                    .with("columns", names.join(", "))
            })
        };
        Ok(Self {
            id: find(&meaning.id)?,
            amount: find(&meaning.amount)?,
            person: meaning.person.as_ref().map(find).transpose()?,
            stratum: meaning.stratum.as_ref().map(find).transpose()?,
            more: meaning.more.iter().map(find).collect::<std::result::Result<_, _>>()?,
        })
    }
}

/// An amount in minor units. Zeros behind the decimals that a currency has are none.
fn minor(text: &str, currency: Currency) -> Option<i64> {
    let text = text.trim();
    let kept = match text.split_once('.') {
        Some((whole, part)) if part.len() > currency.exponent() => {
            let (part, rest) = part.split_at_checked(currency.exponent())?;
            if rest.bytes().any(|digit| digit != b'0') {
                return None;
            }
            if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
        }
        _ => text.to_owned(),
    };
    Money::parse(&kept, currency).ok().map(|money| money.minor)
}

/// Takes sorted rows, and writes the canonical form.
struct Writing<'a> {
    places: &'a Places,
    currency: Currency,
    place: &'a str,
    freezer: Freezer,
    file: BufWriter<File>,
    path: std::path::PathBuf,
    first: Vec<PreviewRow>,
    /// The first cell that cannot be what its column says.
    trouble: Option<Finding>,
}

impl<'a> Writing<'a> {
    fn new(
        request: &Freeze,
        work: &Path,
        places: &'a Places,
        currency: Currency,
        place: &'a str,
    ) -> Result<Self> {
        let columns = Columns { more: request.meaning.more.clone() };
        let path = work.join("population.csv");
        let file = File::create(&path).map_err(|error| Error::io(&path, &error))?;
        let mut file = BufWriter::with_capacity(256 << 10, file);
        let head = ballast_spotcheck::population::header(&columns);
        file.write_all(head.as_bytes()).map_err(|error| Error::io(&path, &error))?;
        let freezer = Freezer::new(columns)?;
        Ok(Self { places, currency, place, freezer, file, path, first: Vec::new(), trouble: None })
    }

    fn row(&mut self, cells: &[Option<&str>], number: u64) -> Result<()> {
        let cell = |at: usize| cells.get(at).copied().flatten().unwrap_or_default();
        let person = self.places.person.map(cell).unwrap_or_default();
        let (id, amount) = (cell(self.places.id), cell(self.places.amount));
        if self.first.len() < POPULATION_HINT_ROWS {
            let row = PreviewRow { id: id.to_owned(), amount: amount.to_owned(), person: person.to_owned() };
            self.first.push(row);
        }
        if self.trouble.is_some() {
            return Ok(());
        }
        let Some(amount) = minor(amount, self.currency) else {
            self.trouble = Some(
                Finding::new(FindingKind::Unparsable, self.place)
                    .with("reason", "not_an_amount")
                    .with("row", number + 1)
                    .with("id", id)
                    .with("found", amount)
                    .with("decimals", self.currency.exponent()),
            );
            return Ok(());
        };
        let row = Row {
            id: id.to_owned(),
            amount,
            person: person.to_owned(),
            stratum: self.places.stratum.map(cell).unwrap_or_default().to_owned(),
            more: self.places.more.iter().map(|at| cell(*at).to_owned()).collect(),
        };
        match self.freezer.push(&row) {
            Ok(Some(line)) => {
                self.file.write_all(line.as_bytes()).map_err(|error| Error::io(&self.path, &error))
            }
            Ok(None) => Ok(()),
            Err(error) if error.code == Code::InvalidCall => {
                self.trouble = Some(refused(&error, self.place).with("row", number + 1));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn finish(mut self, frozen: &mut Frozen, to: &Path) -> Result<()> {
        frozen.hints = hints(&self.first);
        if let Some(trouble) = self.trouble {
            frozen.findings.push(trouble);
            return Ok(());
        }
        let end = |file: &mut BufWriter<File>| file.flush().and_then(|()| file.get_ref().sync_all());
        end(&mut self.file).map_err(|error| Error::io(&self.path, &error))?;
        match self.freezer.finish() {
            Ok((population, completeness)) => {
                put(&self.path, to)?;
                frozen.population = Some(population);
                frozen.completeness = completeness;
            }
            Err(error) if matches!(error.code, Code::InvalidCall | Code::NothingYet) => {
                frozen.findings.push(refused(&error, self.place));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// What keeps a list from being frozen, as a finding about it.
fn refused(error: &Error, place: &str) -> Finding {
    let reason = error.params.get("reason").map(String::as_str);
    let kind = match (error.code, reason) {
        (Code::NothingYet, _) => FindingKind::NothingExamined,
        (_, Some("duplicate_ids")) => FindingKind::DuplicateKey,
        _ => FindingKind::Unparsable,
    };
    let mut finding = Finding::new(kind, place).severity(Severity::Blocking);
    for (name, value) in &error.params {
        finding = finding.with(name, value);
    }
    finding
}

/// What is done with the cells of a row and its number in the list.
type EachRow<'a> = &'a mut dyn FnMut(&[Option<&str>], u64) -> Result<()>;

/// Hands every row to `each`, in the order of the ids, with its number in the list.
#[allow(clippy::too_many_arguments)]
fn sorted(
    request: &Freeze,
    limits: Limits,
    work: &Path,
    spec: &Spec,
    taken: &TakenSide,
    places: &Places,
    progress: &Progress,
    each: EachRow<'_>,
) -> Result<()> {
    let rows = &taken.taken.rows;
    let pace = Arc::new(Pace::new(progress.clone(), rows.rows));
    let session = session(limits, work, rows.bytes / rows.rows.max(1), Arc::clone(&pace))?;
    let side = Side {
        rows: rows.clone(),
        key: vec![places.id],
        normalise: spec.normalise.clone(),
        sorted: taken.taken.sorted_by.as_deref() == Some(&[places.id]),
        parts: request.threads,
    };
    let table = Arc::new(DefaultTableSource::new(Arc::new(SideTable(Arc::new(side)))));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(request.threads.max(1))
        .enable_time()
        .build()
        .map_err(|error| Error::new(Code::Internal).because(&error))?;
    let columns = rows.columns;
    let mut hand_on = |batch: &RecordBatch| -> Result<()> {
        let mut cells = Vec::new();
        for row in batch.column(ROW).as_binary::<i32>().iter().flatten() {
            let number = unpack(row, columns, &mut cells)?;
            each(&cells, number)?;
        }
        pace.add(batch.num_rows() as u64);
        Ok(())
    };
    runtime.block_on(async {
        let plan = LogicalPlanBuilder::scan("list", table, None)
            .and_then(|plan| plan.sort([col("key").sort(true, true)]))
            .and_then(LogicalPlanBuilder::build)
            .map_err(|error| from_engine(&error))?;
        let physical = session.create_physical_plan(&plan).await.map_err(|error| from_engine(&error))?;
        let mut stream = datafusion::physical_plan::execute_stream(physical, Arc::new((&session).into()))
            .map_err(|error| from_engine(&error))?;
        while let Some(batch) = stream.next().await {
            hand_on(&batch.map_err(|error| from_engine(&error))?)?;
        }
        Ok(())
    })
}
