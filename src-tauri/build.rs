//! Tells Tauri which commands the window may have at all, and stands in for screens not built yet.

use std::fs;
use std::path::Path;

const PLACEHOLDER: &str = "<!doctype html><meta charset=\"utf-8\"><title>Ballast</title><p>The screens are not built yet: run make run.</p>";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let index = Path::new("../ui/dist/index.html");
    if !index.exists() {
        fs::create_dir_all("../ui/dist")?;
        fs::write(index, PLACEHOLDER)?;
    }
    println!("cargo::rerun-if-changed=commands.txt");
    println!("cargo::rerun-if-changed=../ui/dist");
    let commands: Vec<&'static str> = include_str!("commands.txt").lines().collect();
    let manifest = tauri_build::AppManifest::new().commands(Box::leak(commands.into_boxed_slice()));
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
