//! Decision diagrams: exact probabilities (binary) and minimal cut sets (families of sets).
//!
//! Our own and not a library's: a question must stop at a number of nodes or at a word of the caller and still
//! answer something, depth must not be a matter of the thread's stack, and cut sets go from one kind of diagram
//! into the other. What is left of a library after that is a table of nodes.

mod binary;
mod nodes;
mod probability;
mod sets;

pub(crate) use binary::{Binary, build};
pub(crate) use sets::Sets;
