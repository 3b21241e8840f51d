//! `ballast-cluster`: one request on standard input, what became of it on standard output, like
//! `ballast-compare`, but worked on by the machines that the request names.
//! `ballast-cluster worker --listen ADDRESS --store FOLDER`: such a machine.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => {
            ballast_compare_program::serve::serve(ballast_cluster::run);
            ExitCode::SUCCESS
        }
        Some("worker") => match ballast_cluster::worker::main(arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("ballast-cluster: {error}");
                ExitCode::from(error.code.exit_code())
            }
        },
        Some(_) => {
            eprintln!("ballast-cluster worker --listen ADDRESS --store FOLDER");
            ExitCode::from(2)
        }
    }
}
