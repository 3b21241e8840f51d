//! Files come back as they were: bytes, modes, times, links and names; and only where they may.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::time::{Duration, SystemTime};

use ballast_acceptance::files::{fill, noise, picture, put, walk};
use ballast_acceptance::{PLAIN, Workshop};
use serde_json::json;

fn names_of(shop: &Workshop, folder: &str) -> Vec<String> {
    let root = shop.at(folder);
    walk(&root).iter().map(|path| path.strip_prefix(&root).unwrap().display().to_string()).collect()
}

#[test]
fn everything_a_file_is() {
    let shop = Workshop::plain();
    let source = shop.at("source");
    put(&source.join("empty"), b"");
    put(&source.join("one-byte"), b"x");
    put(&source.join("large.bin"), &noise(7, 9 << 20));
    put(&source.join("zeros.bin"), &vec![0; 5 << 20]);
    put(&source.join("deep/er/and/deeper/file.txt"), b"deep");
    fs::create_dir(source.join("empty folder")).unwrap();
    for (name, mode) in [("script.sh", 0o755), ("private", 0o600), ("read-only", 0o444)] {
        put(&source.join(name), name.as_bytes());
        fs::set_permissions(source.join(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    let old = SystemTime::UNIX_EPOCH + Duration::new(986_688_000, 123_456_789);
    put(&source.join("old.txt"), b"from 2001");
    fs::File::options().write(true).open(source.join("old.txt")).unwrap().set_modified(old).unwrap();
    fs::set_permissions(source.join("deep/er"), fs::Permissions::from_mode(0o750)).unwrap();
    shop.back_up("files");
    let document = shop.run(["backup", "restore", "files", "--to", "not/yet/there"]).exits(0);
    assert_eq!(document["verdict"], "passed");
    assert_eq!(picture(&shop.at("not/yet/there")), picture(&source));
    let document = shop.verify("files", "recovery");
    assert_eq!(document["verdict"], "passed", "{document:#}");
}

#[test]
fn odd_names() {
    let shop = Workshop::plain();
    let source = shop.at("source");
    let names: [&[u8]; 11] = [
        b"new\nline",
        "tooth \u{1f9b7}".as_bytes(),
        b"not-utf8-\xff\xfe",
        b"quote\"and'apostrophe",
        b"back\\slash",
        b"\\xff",
        b" leading and trailing ",
        b"-rf",
        b"*?[a]",
        "e\u{301}".as_bytes(),
        "\u{e9}".as_bytes(),
    ];
    for name in names {
        put(&source.join(OsStr::from_bytes(name)), name);
        put(&source.join(OsStr::from_bytes(&[b"folder ", name].concat())).join("inside"), name);
    }
    shop.back_up("files");
    shop.run(["backup", "restore", "files", "--to", "back"]).exits(0);
    assert_eq!(picture(&shop.at("back")), picture(&source));
    let document = shop.verify("files", "recovery");
    assert_eq!(document["verdict"], "passed", "{document:#}");
    // A second copy knows all of them as unchanged.
    let again = shop.back_up("files");
    assert_eq!(again["figures"]["files_unmodified"], 22, "{again:#}");
}

#[test]
fn links_and_special_files() {
    let shop = Workshop::plain();
    let source = shop.at("source");
    put(&source.join("real.txt"), b"real");
    put(&shop.at("outside/secret.txt"), b"must not be copied");
    symlink("real.txt", source.join("to-file")).unwrap();
    symlink(shop.at("outside"), source.join("to-folder-outside")).unwrap();
    symlink(".", source.join("loop")).unwrap();
    symlink("itself", source.join("itself")).unwrap();
    symlink("nowhere", source.join("dangling")).unwrap();
    fs::hard_link(source.join("real.txt"), source.join("second-name.txt")).unwrap();
    // Whoever opens a FIFO to read it waits for a writer that never comes.
    assert!(Command::new("mkfifo").arg(source.join("fifo")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(source.join("socket")).unwrap();
    shop.back_up("files");
    let document = shop.verify("files", "recovery");
    assert_eq!(document["verdict"], "passed", "{document:#}");
    shop.run(["backup", "restore", "files", "--to", "back"]).exits(0);
    let mut expected = picture(&source);
    expected.remove(&b"fifo"[..]);
    expected.remove(&b"socket"[..]);
    assert_eq!(picture(&shop.at("back")), expected);
    for path in walk(&shop.at("back")).iter().filter(|path| path.is_file()) {
        assert_ne!(fs::read(path).unwrap(), b"must not be copied", "{}", path.display());
    }
}

#[test]
fn excluded_files_stay_out() {
    let shop =
        Workshop::with(&PLAIN.replace("[\"source\"]", "[\"source\"], exclude = [\"*.tmp\", \"cache\"]"));
    for name in ["a.txt", "b.tmp", "cache/c.txt", "deep/d.tmp", "deep/cache/e.txt", "deep/f.txt", "g.tmp.txt"]
    {
        put(&shop.at("source").join(name), name.as_bytes());
    }
    shop.back_up("files");
    shop.run(["backup", "restore", "files", "--to", "back"]).exits(0);
    assert_eq!(names_of(&shop, "back"), ["a.txt", "deep", "deep/f.txt", "g.tmp.txt"]);
    let document = shop.verify("files", "recovery");
    assert_eq!(document["verdict"], "passed", "{document:#}");
}

#[test]
fn the_target_is_the_users() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 5, 2_000);
    shop.back_up("files");
    put(&shop.at("back/mine.txt"), b"mine");
    put(&shop.at("back/00/003.bin"), b"older");
    let before = picture(&shop.at("back"));
    shop.run(["backup", "restore", "files", "--to", "back"]).refuses(2, "target_not_empty");
    assert_eq!(picture(&shop.at("back")), before, "nothing was written");
    shop.run(["backup", "restore", "files", "--to", "back", "--overwrite"]).exits(0);
    assert_eq!(fs::read(shop.at("back/mine.txt")).unwrap(), b"mine", "what is not in the copy stays");
    assert_eq!(
        fs::read(shop.at("back/00/003.bin")).unwrap(),
        fs::read(shop.at("source/00/003.bin")).unwrap()
    );
    fs::create_dir(shop.at("empty")).unwrap();
    shop.run(["backup", "restore", "files", "--to", "empty"]).exits(0);
    assert_eq!(names_of(&shop, "empty").len(), 6, "nothing but the files");
    // A link in the way is replaced, not written through.
    fs::remove_file(shop.at("back/00/003.bin")).unwrap();
    put(&shop.at("precious.txt"), b"precious");
    symlink(shop.at("precious.txt"), shop.at("back/00/003.bin")).unwrap();
    shop.run(["backup", "restore", "files", "--to", "back", "--overwrite"]).exits(0);
    assert_eq!(fs::read(shop.at("precious.txt")).unwrap(), b"precious");
    assert!(!shop.at("back/00/003.bin").is_symlink());
}

#[test]
fn a_linked_folder_in_the_target_is_not_followed() {
    let shop = Workshop::plain();
    put(&shop.at("source/folder/file.txt"), b"from the copy");
    shop.back_up("files");
    fs::create_dir(shop.at("elsewhere")).unwrap();
    fs::create_dir(shop.at("back")).unwrap();
    symlink(shop.at("elsewhere"), shop.at("back/folder")).unwrap();
    shop.run(["backup", "restore", "files", "--to", "back", "--overwrite"]);
    assert!(walk(&shop.at("elsewhere")).is_empty(), "a file was written outside the target");
}

#[test]
fn parts_and_older_copies() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 25, 500);
    let first = shop.back_up("files")["figures"]["snapshot"].as_str().unwrap().to_owned();
    fs::write(shop.at("source/00/001.bin"), b"changed since").unwrap();
    fs::remove_file(shop.at("source/01/011.bin")).unwrap();
    let second = shop.back_up("files")["figures"]["snapshot"].as_str().unwrap().to_owned();
    let listed = shop.run(["backup", "snapshots", "files"]).exits(0);
    let listed = listed["snapshots"].as_array().unwrap();
    let ids: Vec<&str> = listed.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [&first, &second], "oldest first");
    for (one, files) in listed.iter().zip([25, 24]) {
        assert_eq!((&one["repository"], &one["files"]), (&json!("repo"), &json!(files)), "{one:#}");
        assert!(one["taken_at"].is_string() && one["bytes"].is_u64(), "{one:#}");
    }
    let restore = |more: &[&str]| {
        let call = ["backup", "restore", "files", "--to", "back"].iter().chain(more);
        let _ = fs::remove_dir_all(shop.at("back"));
        shop.run(call)
    };
    restore(&["01"]).exits(0);
    assert_eq!(names_of(&shop, "back").len(), 10, "nine files and their folder");
    restore(&["00/001.bin", "02"]).exits(0);
    assert_eq!(fs::read(shop.at("back/00/001.bin")).unwrap(), b"changed since");
    let whole = shop.at("source/00/002.bin");
    restore(&[whole.to_str().unwrap()]).exits(0);
    assert_eq!(names_of(&shop, "back"), ["00", "00/002.bin"]);
    restore(&["--snapshot", &first[..10], "01/011.bin"]).exits(0);
    assert_eq!(names_of(&shop, "back"), ["01", "01/011.bin"]);
    restore(&["--snapshot", &first]).exits(0);
    assert_ne!(fs::read(shop.at("back/00/001.bin")).unwrap(), b"changed since");
    restore(&["no/such/file"]).refuses(2, "unknown_id");
    restore(&["--snapshot", "0000000000"]).refuses(3, "no_snapshot");
}

#[test]
fn several_folders_come_back_under_their_names() {
    let shop = Workshop::with(&PLAIN.replace("[\"source\"]", "[\"one\", \"two/papers\"]"));
    put(&shop.at("one/a.txt"), b"a");
    put(&shop.at("two/papers/b.txt"), b"b");
    shop.back_up("files");
    shop.run(["backup", "restore", "files", "--to", "back"]).exits(0);
    assert_eq!(names_of(&shop, "back"), ["one", "one/a.txt", "papers", "papers/b.txt"]);
}

#[test]
fn two_folders_of_the_same_name_do_not_fall_on_each_other() {
    let shop = Workshop::with(&PLAIN.replace("[\"source\"]", "[\"one/data\", \"two/data\"]"));
    put(&shop.at("one/data/same.txt"), b"one");
    put(&shop.at("two/data/same.txt"), b"two");
    shop.back_up("files");
    let said = shop.run(["backup", "restore", "files", "--to", "back"]);
    let back: Vec<Vec<u8>> = walk(&shop.at("back"))
        .iter()
        .filter(|path| path.is_file())
        .map(|path| fs::read(path).unwrap())
        .collect();
    assert_eq!(said.code, 0, "{said}");
    assert_eq!(back, [b"one", b"two"], "both files come back");
}
