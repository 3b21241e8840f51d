//! `ballast-compare`: one request on standard input, what became of it on standard output.
//! `ballast-compare export`: one list of differences as a file for people.
//! `ballast-compare freeze`: one list of payouts in its canonical form.

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("export") => ballast_compare_program::serve::export(),
        Some("freeze") => ballast_compare_program::serve::freeze(),
        _ => ballast_compare_program::serve::serve(ballast_compare_program::run),
    }
}
