//! What is exported for others: it accepts what the crate drew, and names what was changed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod folders;
mod shell;

use std::path::Path;

/// The page is tested with folders that stand beside the tests of the other pages.
#[test]
fn the_folders_of_the_page_are_fresh() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/tests/fixtures/verifier");
    for folder in folders::all() {
        for (name, text) in folder.files() {
            let path = kept.join(folder.name).join(name);
            let found = std::fs::read_to_string(&path).unwrap_or_default();
            let write =
                "cargo run -p ballast-spotcheck --example verifier_fixtures -- ui/tests/fixtures/verifier";
            assert!(found == text, "{} is not fresh: {write}", path.display());
        }
    }
}

/// Nothing of a page for others may reach for a network, or say where it was made.
#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let page = ballast_spotcheck::pages::VERIFY_HTML;
    assert!(page.contains("default-src 'none'"));
    for reach in ["http://", "https://", "fetch(", "XMLHttpRequest", "import(", "src=", "href="] {
        assert!(!page.contains(reach), "{reach}");
    }
}
