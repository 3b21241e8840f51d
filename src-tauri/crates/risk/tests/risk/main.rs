//! The risk map from outside: the worked example, small oracles, properties, hostile input.

mod maps;
mod oracles;
mod ridge;
