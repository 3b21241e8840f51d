//! Writes the folders that the page of the verifier is tested with: `cargo run -p ballast-spotcheck --example
//! verifier_fixtures -- ui/tests/fixtures/verifier`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/pages/folders.rs"]
mod folders;

fn main() {
    let to = std::path::PathBuf::from(std::env::args().nth(1).expect("where the folders go"));
    for folder in folders::all() {
        let path = to.join(folder.name);
        std::fs::create_dir_all(&path).unwrap();
        for (name, text) in folder.files() {
            std::fs::write(path.join(name), text).unwrap();
        }
    }
}
