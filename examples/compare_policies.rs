//! Two policies in Rust, compared with doing nothing under the same luck.
//!
//! `cargo run --release --example compare_policies`

use std::error::Error;
use std::fs;
use std::path::Path;

use arrears::ensemble::unwatched;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::random::Share;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::study::Policy;
use arrears::study::Setup;
use arrears::study::compare;
use arrears::time::Schedule;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let text = fs::read_to_string(folder.join("reference.toml"))?;
    let load = |name: &str| fs::read_to_string(folder.join(name)).map_err(|e| e.to_string());
    let mut setup = Scenario::read(&text, load)?.into_setup();
    setup.policies = vec![
        Policy {
            description: "90 instead of 85 decisions a day from day 180 on".to_owned(),
            ..Policy::new("90 a day", faster(&setup)?)
        },
        Policy {
            description: "cases that can still make their term go first".to_owned(),
            ..Policy::new("in time first", in_time_first(&setup)?)
        },
    ];
    let comparison = compare(&setup, setup.seed, 500, &mut unwatched)?;
    println!("{}", report::comparison_text(&setup, &comparison));

    // Every number of the page can be asked for.
    let difference = comparison.costs.difference(1, 0).mean;
    println!("Mean difference in cents: {} ± {:?}", difference.value, difference.standard_error);
    Ok(())
}

/// A model reads as its parts: copied, changed and checked again.
fn faster(setup: &Setup) -> Result<Model, Box<dyn Error>> {
    let mut parts: Parts = (*setup.model).clone();
    let start = parts.period.start();
    let weekly = vec![(start, 455.0), (start + 180, 630.0)];
    parts.pools[0].decisions_per_fte_per_week = Schedule::new(weekly)?;
    Ok(Model::new(parts)?)
}

fn in_time_first(setup: &Setup) -> Result<Model, Box<dyn Error>> {
    let mut parts: Parts = (*setup.model).clone();
    parts.pools[0].set_lines(vec![Line::new(Order::InTimeFirst, Share::ALL)])?;
    Ok(Model::new(parts)?)
}
