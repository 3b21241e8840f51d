//! A first specification for two tables that nobody has described yet.

use crate::plan::plan;
use crate::spec::Spec;
use crate::wire::ColumnProfile;

/// A key and the renames that the names alone suggest. The wizard shows it; nothing is accepted by it.
///
/// The key is a column whose values are all different on both sides, one that is called an id first, then by
/// its place. Where there is none, the key is empty: a person must say.
#[must_use]
pub fn propose(old: &[ColumnProfile], new: &[ColumnProfile]) -> Spec {
    let mut best: Option<(u8, usize)> = None;
    for (index, column) in old.iter().enumerate().filter(|(_, column)| column.unique) {
        let spec = Spec { key: vec![column.name.clone()], ..Spec::default() };
        let Ok(plan) = plan(&spec, std::slice::from_ref(column), new) else { continue };
        let is_unique = plan.key.first().and_then(|key| new.get(key.new)).is_some_and(|column| column.unique);
        let rank = (rank(column), index);
        if is_unique && column.null + column.empty == 0 && best.is_none_or(|best| rank < best) {
            best = Some(rank);
        }
    }
    let key = best.map(|(_, index)| vec![old[index].name.clone()]).unwrap_or_default();
    let mut spec = Spec { key, ..Spec::default() };
    // Renames can be told without a key, too: any column that both have stands in for it.
    let stand_in = if spec.key.is_empty() { old.first().map(|column| column.name.clone()) } else { None };
    let asked = Spec { key: stand_in.into_iter().chain(spec.key.clone()).collect(), ..Spec::default() };
    if let Ok(plan) = plan(&asked, old, new) {
        let keys = plan.key.iter().filter(|key| key.proposed).map(|key| (&key.name, &key.new_name));
        let pairs = plan.pairs.iter().filter(|pair| pair.proposed).map(|pair| (&pair.name, &pair.new_name));
        for (name, new_name) in keys.chain(pairs) {
            if let Some(new_name) = new_name {
                spec.rename.insert(name.clone(), new_name.clone());
            }
        }
    }
    spec
}

/// Names of ids first, then texts and whole numbers, then the rest.
fn rank(column: &ColumnProfile) -> u8 {
    let name = crate::names::normalised(&column.name);
    let words = ["id", "key", "number", "no", "nr", "code"];
    match () {
        () if words.contains(&name.as_str()) => 0,
        () if words[..3].iter().any(|word| name.ends_with(word)) => 1,
        () if column.decimals == 0 => 2,
        () => 3,
    }
}
