//! Names of columns that read alike.

use std::collections::HashMap;

use ballast_core::limits::COMPARE_CANDIDATES_MAX;

/// Letters of a name that are weighed.
const NAME_LETTERS: usize = 100;

/// Lower case, letters and digits only: `Customer-ID` and `customer_id` are one.
#[must_use]
pub fn normalised(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The columns of one table by their names, as they are and normalised.
pub struct Names<'a> {
    exact: HashMap<&'a str, Vec<usize>>,
    like: HashMap<String, Vec<usize>>,
}

impl<'a> Names<'a> {
    pub fn new(names: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self { exact: HashMap::new(), like: HashMap::new() };
        for (index, name) in names.enumerate() {
            all.exact.entry(name).or_default().push(index);
            let like = normalised(name);
            if !like.is_empty() {
                all.like.entry(like).or_default().push(index);
            }
        }
        all
    }

    pub fn has(&self, name: &str) -> bool {
        self.exact.contains_key(name)
    }

    pub fn first(&self, name: &str) -> Option<usize> {
        self.all(name).first().copied()
    }

    /// All columns of this very name, in the order of the table.
    pub fn all(&self, name: &str) -> &[usize] {
        self.exact.get(name).map_or(&[], Vec::as_slice)
    }

    /// Columns whose normalised name is that of `name`.
    pub fn like(&self, name: &str) -> impl Iterator<Item = usize> {
        self.like.get(&normalised(name)).map_or(&[][..], Vec::as_slice).iter().copied()
    }
}

/// How many letters must change, of the first so many: the time grows with the square of the length.
fn distance(one: &str, other: &str) -> usize {
    let start = |name: &str| name.chars().take(NAME_LETTERS).collect::<String>();
    strsim::levenshtein(&start(one), &start(other))
}

/// The column whose name takes the fewest changes; the first of several.
pub fn closest<'a>(name: &str, columns: &[usize], name_of: impl Fn(usize) -> &'a String) -> Option<usize> {
    let few = columns.iter().take(COMPARE_CANDIDATES_MAX);
    few.min_by_key(|column| distance(name, name_of(**column))).copied()
}

/// Columns whose normalised names are the same, each at most once, the closest names first.
pub fn same_normalised<'a>(
    old: impl Iterator<Item = (usize, &'a str)>,
    new: impl Iterator<Item = (usize, &'a str)>,
) -> Vec<(usize, usize)> {
    let mut groups: HashMap<String, Vec<(usize, &str)>> = HashMap::new();
    for (index, name) in new {
        groups.entry(normalised(name)).or_default().push((index, name));
    }
    groups.remove("");
    let mut pairs = Vec::new();
    let mut left: HashMap<String, Vec<(usize, &str)>> = HashMap::new();
    for (index, name) in old {
        let like = normalised(name);
        if groups.contains_key(&like) {
            left.entry(like).or_default().push((index, name));
        }
    }
    for (like, old) in left {
        let new = groups.remove(&like).unwrap_or_default();
        pairs.extend(one_to_one(&old, &new));
    }
    pairs.sort_unstable();
    pairs
}

/// Large groups by their order: to weigh every two would take too long.
fn one_to_one(old: &[(usize, &str)], new: &[(usize, &str)]) -> Vec<(usize, usize)> {
    if old.len() > COMPARE_CANDIDATES_MAX || new.len() > COMPARE_CANDIDATES_MAX {
        return old.iter().zip(new).map(|(old, new)| (old.0, new.0)).collect();
    }
    let mut all = Vec::new();
    for (old, from) in old {
        all.extend(new.iter().map(|(new, to)| (distance(from, to), *old, *new)));
    }
    all.sort_unstable();
    let (mut pairs, mut used_old, mut used_new) = (Vec::new(), Vec::new(), Vec::new());
    for (_, old, new) in all {
        if !used_old.contains(&old) && !used_new.contains(&new) {
            used_old.push(old);
            used_new.push(new);
            pairs.push((old, new));
        }
    }
    pairs
}
