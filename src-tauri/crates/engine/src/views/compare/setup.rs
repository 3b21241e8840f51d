//! What is set up and accepted, as it is shown.

use ballast_compare::Shape;

use super::days::mismatch_rate;
use crate::compared;
use crate::config::{ParallelRun, TableSide, TableSource};
use crate::contract::*;

pub(super) fn side_view(side: &TableSide) -> SideView {
    let (kind, place) = match &side.source {
        TableSource::File { path, kind } => ((*kind).into(), path.display().to_string()),
        TableSource::Sqlite { path, .. } => (SideKind::Sqlite, path.display().to_string()),
        TableSource::Postgres { query, .. } => (SideKind::Postgres, query.clone()),
        // What stands before the host or behind a question mark may be a secret.
        TableSource::Http { url, .. } => {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let (scheme, rest) = path.split_once("://").unwrap_or(("https", path));
            let rest = rest.split_once('@').map_or(rest, |(_, rest)| rest);
            (SideKind::Http, format!("{scheme}://{rest}"))
        }
    };
    SideView { kind, place }
}

pub(super) fn rules(run: &ParallelRun) -> CompareRules {
    CompareRules {
        key: run.key.clone(),
        rename: run.rename.clone(),
        ignore: run.ignore.clone(),
        tolerance: run.tolerance.clone(),
        normalise: run.normalise.clone(),
        totals: run.totals.clone(),
        slice: run.slice.clone(),
        critical: run.critical.clone(),
        personal: run.personal.clone(),
        schedule: run.schedule.clone(),
        watch: run.watch,
        starts: run.window.map(|window| window.starts),
        days: run.window.map(|window| window.days),
        clean_runs: run.accept.clean_runs,
        mismatch_rate: mismatch_rate(run),
    }
}

pub(super) fn known_view(accepted: &compared::Accepted) -> KnownView {
    let given = &accepted.given;
    KnownView {
        id: given.known.id.clone(),
        column: given.known.column.clone(),
        shape: match given.known.only_in_old {
            Some(true) => Some(Shape::OnlyOld),
            Some(false) => Some(Shape::OnlyNew),
            None => given.known.shape,
        },
        conditions: given.known.conditions.clone(),
        reason: given.reason.clone(),
        owner: given.owner.clone(),
        until: given.until,
        accepted_at: accepted.at,
        expired: accepted.expired,
    }
}
