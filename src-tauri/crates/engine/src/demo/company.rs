//! What Harbor Dental Supply keeps: the same names and bytes every time.

use std::fs;
use std::path::Path;

use ballast_core::{Code, Error, Result};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// The workspace file of the demo company.
pub(super) const WORKSPACE: &str = include_str!("workspace.toml");

/// A stream of numbers that is the same everywhere (xorshift64*).
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: &str) -> Self {
        Self(
            seed.bytes().fold(0x9e37_79b9_7f4a_7c15, |state, byte| {
                (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            }) | 1,
        )
    }
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        (self.next() >> 11) % limit.max(1)
    }
    pub(super) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        usize::try_from(self.below(words.len() as u64))
            .ok()
            .and_then(|at| words.get(at))
            .copied()
            .unwrap_or_default()
    }
    fn bytes(&mut self, count: u64) -> Vec<u8> {
        (0..count.div_ceil(8))
            .flat_map(|_| self.next().to_le_bytes())
            .take(usize::try_from(count).unwrap_or(0))
            .collect()
    }
}

const PRACTICES: [&str; 12] = [
    "Praxis am Hafen",
    "Zahnzentrum Kiel",
    "Praxis Dr. Lorenz",
    "Dental Nord",
    "Praxis Elbblick",
    "Zahnärzte Altona",
    "Praxis Sonnenweg",
    "Kieferchirurgie Lübeck",
    "Praxis Moor",
    "Zahnhaus Husum",
    "Praxis Brandt",
    "Smile Flensburg",
];
const SUBJECTS: [&str; 10] = [
    "supply agreement",
    "price annex",
    "delivery terms",
    "recall letter",
    "service report",
    "warranty",
    "minutes",
    "order form",
    "data sheet",
    "quotation",
];
const GOODS: [&str; 12] = [
    "composite A2",
    "nitrile gloves M",
    "autoclave gasket",
    "curing light",
    "impression tray",
    "diamond bur 016",
    "bonding agent",
    "suction tip",
    "scaler insert",
    "dental mirror",
    "anaesthetic 4 %",
    "face shield",
];

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let io = |error: std::io::Error| Error::io(path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io)?;
    }
    fs::write(path, bytes).map_err(io)
}

fn letter(numbers: &mut Numbers, practice: &str, subject: &str) -> Vec<u8> {
    let mut text = format!("{practice}\n{subject}\n\n");
    for _ in 0..(8 + numbers.below(120)) {
        let (goods, count, cents) =
            (numbers.pick(&GOODS), 1 + numbers.below(40), 200 + numbers.below(90_000));
        text.push_str(&format!(
            "{count} x {goods} at {}.{:02} EUR, delivered within {} days.\n",
            cents / 100,
            cents % 100,
            1 + numbers.below(9)
        ));
    }
    text.into_bytes()
}

/// Writes everything the company has.
pub(super) fn write(company: &Path) -> Result<()> {
    let mut numbers = Numbers::new("shared files");
    for year in 2021..=2026 {
        for practice in PRACTICES {
            for _ in 0..3 {
                let subject = numbers.pick(&SUBJECTS);
                let folder = company.join(format!("shared-files/Contracts/{year}"));
                if numbers.below(3) == 0 {
                    let size = 40_000 + numbers.below(160_000);
                    put(&folder.join(format!("{practice}, {subject}.pdf")), &numbers.bytes(size))?;
                } else {
                    let text = letter(&mut numbers, practice, subject);
                    put(&folder.join(format!("{practice}, {subject}.txt")), &text)?;
                }
            }
        }
    }
    let mut numbers = Numbers::new("accounting");
    for year in 2023..=2026 {
        for month in 1..=12 {
            let mut text = String::from("date;account;practice;amount\n");
            for day in 1..=28 {
                let cents = 1_000 + numbers.below(900_000);
                text.push_str(&format!(
                    "{year}-{month:02}-{day:02};{};{};{}.{:02}\n",
                    8000 + numbers.below(400),
                    numbers.pick(&PRACTICES),
                    cents / 100,
                    cents % 100
                ));
            }
            put(&company.join(format!("accounting/{year}/journal-{month:02}.csv")), text.as_bytes())?;
        }
    }
    let mut numbers = Numbers::new("photos");
    for number in 0..45 {
        let size = 90_000 + numbers.below(160_000);
        put(
            &company.join(format!(
                "product-photos/{:04}-{}.jpg",
                1000 + number,
                numbers.pick(&GOODS).replace(' ', "-")
            )),
            &numbers.bytes(size),
        )?;
    }
    let mut numbers = Numbers::new("website");
    for page in ["index", "shop", "contact", "delivery", "imprint", "privacy", "jobs", "news"] {
        let body = String::from_utf8(letter(&mut numbers, "Harbor Dental Supply", page)).unwrap_or_default();
        put(
            &company.join(format!("website/{page}.html")),
            format!("<!doctype html><title>{page}</title><pre>{body}</pre>").as_bytes(),
        )?;
    }
    let mut numbers = Numbers::new("mail");
    for number in 0..60 {
        let text = letter(&mut numbers, PRACTICES[number % PRACTICES.len()], "order by mail");
        put(&company.join(format!("mail-archive/2026/{number:04}.eml")), &text)?;
    }
    shop(&company.join("shop.db"))
}

/// What the provider of the phones leaves behind every week: settings and recordings with their checksums.
pub(super) fn export_of_the_provider(folder: &Path, written: Timestamp) -> Result<()> {
    let mut numbers = Numbers::new("phones");
    let mut files: Vec<(String, Vec<u8>)> = (0..14)
        .map(|line| {
            let size = 20_000 + numbers.below(60_000);
            (format!("voicemail/line-{line:02}.ogg"), numbers.bytes(size))
        })
        .collect();
    let lines = (0..14).map(|line| format!("line-{line:02};+49 431 55 {:04}\n", numbers.below(10_000)));
    files.push(("lines.csv".to_owned(), lines.collect::<String>().into_bytes()));
    let sums = files
        .iter()
        .map(|(name, bytes)| format!("{}  {name}\n", ballast_core::evidence::to_hex(&Sha256::digest(bytes))));
    files.push(("SHA256SUMS".to_owned(), sums.collect::<String>().into_bytes()));
    for (name, bytes) in files {
        let path = folder.join(name);
        put(&path, &bytes)?;
        let open = fs::OpenOptions::new().write(true).open(&path);
        open.and_then(|file| file.set_modified(written.into())).map_err(|error| Error::io(&path, &error))?;
    }
    Ok(())
}

fn shop(path: &Path) -> Result<()> {
    let failed = |error: rusqlite::Error| Error::new(Code::Io).with("path", path.display()).because(&error);
    let mut database = Connection::open(path).map_err(failed)?;
    database
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL);
             CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, cents INTEGER NOT NULL);
             CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers, product INTEGER NOT NULL
                 REFERENCES products, count INTEGER NOT NULL, placed TEXT NOT NULL, note TEXT NOT NULL);",
        )
        .map_err(failed)?;
    let mut numbers = Numbers::new("shop");
    let change = database.transaction().map_err(failed)?;
    for (id, practice) in PRACTICES.iter().enumerate() {
        change
            .execute(
                "INSERT INTO customers VALUES (?1, ?2, 'Kiel')",
                params![i64::try_from(id).unwrap_or_default(), practice],
            )
            .map_err(failed)?;
    }
    for (id, goods) in GOODS.iter().enumerate() {
        let cents = i64::try_from(200 + numbers.below(90_000)).unwrap_or_default();
        change
            .execute(
                "INSERT INTO products VALUES (?1, ?2, ?3)",
                params![i64::try_from(id).unwrap_or_default(), goods, cents],
            )
            .map_err(failed)?;
    }
    for id in 0..4_000i64 {
        order(&change, &mut numbers, id, "2026-02-19").map_err(failed)?;
    }
    change.commit().map_err(failed)
}

fn order(change: &Connection, numbers: &mut Numbers, id: i64, placed: &str) -> rusqlite::Result<usize> {
    let below = |numbers: &mut Numbers, limit| i64::try_from(numbers.below(limit)).unwrap_or_default();
    let (customer, product, count) = (below(numbers, 12), below(numbers, 12), 1 + below(numbers, 40));
    let note = format!("{} for {}", numbers.pick(&GOODS), numbers.pick(&PRACTICES));
    change.execute(
        "INSERT INTO orders VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, customer, product, count, placed, note],
    )
}

/// A week of work: some files change, some are new, orders come in.
pub(super) fn work(company: &Path, week: u32) -> Result<()> {
    let mut numbers = Numbers::new(&format!("week {week}"));
    for number in 0..12 {
        let practice = numbers.pick(&PRACTICES);
        let text = letter(&mut numbers, practice, "quotation");
        put(
            &company.join(format!("shared-files/Contracts/2026/{practice}, quotation {week}-{number}.txt")),
            &text,
        )?;
    }
    let path = company.join("shop.db");
    let failed = |error: rusqlite::Error| Error::new(Code::Io).with("path", path.display()).because(&error);
    let mut database = Connection::open(&path).map_err(failed)?;
    let change = database.transaction().map_err(failed)?;
    let first: i64 =
        change.query_row("SELECT max(id) + 1 FROM orders", [], |row| row.get(0)).map_err(failed)?;
    for id in first..first + 150 {
        order(&change, &mut numbers, id, "2026-03-01").map_err(failed)?;
    }
    change.commit().map_err(failed)
}
