//! A first forecast from Rust: read a scenario, simulate, print the answer.
//!
//! `cargo run --release --example first_forecast`

use std::error::Error;
use std::fs;
use std::path::Path;

use arrears::ensemble::unwatched;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::sim::Total;
use arrears::study::Replications;
use arrears::study::forecast;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios");
    let text = fs::read_to_string(folder.join("ind-2020.toml"))?;
    let load = |name: &str| fs::read_to_string(folder.join(name)).map_err(|e| e.to_string());
    let setup = Scenario::read(&text, load)?.into_setup();
    let forecast = forecast(&setup, setup.seed, Replications::Exactly(200), &mut unwatched)?;
    println!("{}", report::text(&setup, &forecast));

    // Every number of the page can be asked for.
    let bill = forecast.total(Total::Bill(None)).ok_or("the bill is always measured")?;
    println!("Mean bill in cents: {:?}", bill.mean());
    Ok(())
}
