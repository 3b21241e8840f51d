//! Tables for tests, and how they are compared.

#![allow(dead_code)]

use std::path::{Path, PathBuf};

use ballast_compare::Spec;
use ballast_compare::wire::{
    Answer, Compared, FileKind, Format, Limits, Looked, Request, Side, Source, Task,
};
use ballast_compare_program::progress::Progress;
use ballast_core::Result;
use ballast_store::differences::{Difference, Filter, Reader};

/// A folder with two tables in it.
pub struct Place(pub tempfile::TempDir);

pub fn file(path: &Path, kind: FileKind) -> Side {
    Side { source: Source::File { path: path.to_owned(), kind }, format: Format::default() }
}

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Both tables as CSV.
    pub fn csv(&self, old: &str, new: &str) -> Request {
        self.written(old, new, "csv", FileKind::Csv)
    }

    pub fn written(&self, old: &str, new: &str, extension: &str, kind: FileKind) -> Request {
        let side = |name: &str, text: &str| {
            let path = self.at(&format!("{name}.{extension}"));
            std::fs::write(&path, text).unwrap();
            file(&path, kind)
        };
        self.request(side("old", old), side("new", new))
    }

    pub fn request(&self, old: Side, new: Side) -> Request {
        Request {
            now: "2026-11-21T06:00:00Z".parse().unwrap(),
            day: "2026-11-21".parse().unwrap(),
            old,
            new,
            work_folder: self.at("work"),
            limits: Limits::default(),
            engine: None,
            task: Task::Look { rows: 20 },
        }
    }

    /// What differs, from the list.
    pub fn list(&self) -> Vec<Difference> {
        let reader = Reader::open(&self.at("differences")).unwrap();
        let mut all = Vec::new();
        let mut filter = Filter::default();
        loop {
            let page = reader.page(&filter, 0, 1000).unwrap();
            let Some(last) = page.last() else { return all };
            filter.after = last.id;
            all.extend(page);
        }
    }

    pub fn try_compare(&self, mut request: Request, spec: &Spec) -> Result<Compared> {
        request.task = Task::Compare {
            spec: Box::new(spec.clone()),
            differences: Some(self.at("differences")),
            previous: None,
            keep: None,
        };
        match ballast_compare_program::run(&request, &Progress::silent())? {
            Answer::Compared(compared) => Ok(*compared),
            Answer::Looked(_) => panic!("a look was not asked for"),
        }
    }

    pub fn compare(&self, request: Request, spec: &Spec) -> Compared {
        let compared = self.try_compare(request, spec).unwrap();
        assert!(!self.at("work/ballast-compare").exists(), "scratch files stay behind");
        compared
    }

    pub fn look(request: &Request) -> Looked {
        match ballast_compare_program::run(request, &Progress::silent()).unwrap() {
            Answer::Looked(looked) => *looked,
            Answer::Compared(_) => panic!("a comparison was not asked for"),
        }
    }
}

pub fn keyed(key: &[&str]) -> Spec {
    Spec { key: key.iter().map(|name| (*name).to_owned()).collect(), ..Spec::default() }
}

pub fn kinds(compared: &Compared) -> Vec<&'static str> {
    compared.findings.iter().map(|finding| finding.kind.as_str()).collect()
}
