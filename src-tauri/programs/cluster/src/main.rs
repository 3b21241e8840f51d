//! `ballast-cluster`: one request on standard input, what became of it on standard output, like
//! `ballast-compare`, but worked on by the machines that the request names.
//! `ballast-cluster worker --listen ADDRESS --store STORE`: such a machine. With `check-worker`: whether it could be.

use std::process::ExitCode;

use ballast_cluster::worker;
use ballast_core::Result;

fn worker(name: &str, arguments: impl Iterator<Item = String>) -> Result<()> {
    if name == "worker" { worker::main(arguments) } else { worker::check(arguments) }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => {
            ballast_compare_program::serve::serve(ballast_cluster::run);
            ExitCode::SUCCESS
        }
        Some(name @ ("worker" | "check-worker")) => match worker(name, arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("ballast-cluster: {error}");
                ExitCode::from(error.code.exit_code())
            }
        },
        Some(_) => {
            eprintln!("ballast-cluster worker --listen ADDRESS --store STORE");
            ExitCode::from(2)
        }
    }
}
