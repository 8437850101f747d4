//! The line in which the modules stand: each may name only those before it.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

const LINE: [&str; 11] = [
    "error", "money", "time", "random", "model", "sim", "ensemble", "summary", "study", "scenario",
    "report",
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all = Vec::new();
    for path in entries {
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// The module that a source file belongs to; `None` for `lib.rs`.
fn module_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(source()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    let name = first.trim_end_matches(".rs");
    (name != "lib").then(|| name.to_owned())
}

/// The modules of this crate that a line of code names.
fn named(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or("");
    let after = code.split("crate::").skip(1);
    after
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap())
        .collect()
}

#[test]
fn each_module_names_only_those_before_it() {
    let place = |name: &str| LINE.iter().position(|known| *known == name);
    let mut seen = 0;
    for path in files(&source()) {
        let Some(module) = module_of(&path) else { continue };
        let here = place(&module).unwrap_or_else(|| panic!("{module} is not in the line"));
        for line in fs::read_to_string(&path).unwrap().lines() {
            for other in named(line) {
                let there = place(other).unwrap_or_else(|| panic!("{path:?}: {other}?"));
                assert!(there <= here, "{path:?} names {other}, which stands after {module}");
                seen += usize::from(there != here);
            }
        }
    }
    // The check has looked at something.
    assert!(100 < seen, "{seen}");
}

#[test]
fn modules_that_must_not_meet_do_not() {
    let pairs = [("summary", "model"), ("summary", "sim"), ("report", "scenario")];
    for path in files(&source()) {
        let Some(module) = module_of(&path) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for (one, other) in pairs {
            let meets = module == one && text.lines().any(|line| named(line).contains(&other));
            assert!(!meets, "{path:?} names {other}");
        }
    }
}

#[test]
fn the_library_opens_nothing_prints_nothing_and_asks_no_clock() {
    let absent = [
        "std::fs",
        "std::env",
        "std::io",
        "std::net",
        "std::process",
        "std::time",
        "println!",
        "eprintln!",
        "print!",
        "dbg!",
        "HashMap",
        "static mut",
        "thread_rng",
        "SystemTime",
        "unsafe ",
    ];
    for path in files(&source()) {
        let text = fs::read_to_string(&path).unwrap();
        // Doc comments may show how a caller does these things.
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            for word in absent {
                let quoted = line.contains(&format!("\"{word}")) || line.contains("env!(");
                assert!(quoted || !line.contains(word), "{path:?} has {word}: {line}");
            }
        }
    }
}
