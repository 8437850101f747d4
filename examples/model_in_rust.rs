//! The same without a file: a model built in Rust, and one future of it looked at closely.
//!
//! `cargo run --release --example model_in_rust`

use std::error::Error;

use arrears::model::AdministrativePenalty;
use arrears::model::Forecast;
use arrears::model::Law;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Parts;
use arrears::model::Payment;
use arrears::model::PaymentTrigger;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::Rule;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::model::Tariff;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Share;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Term;

fn main() -> Result<(), Box<dyn Error>> {
    let start = Day::new(2026, 1, 1)?;
    let period = Period::new(start, start, start + 364)?;

    let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
    permits.stock = Stock::new(Stock::spread(start - 92, start - 1, 700)?);
    permits.intake.forecast = Some(Forecast::level(55.0 / 7.0)?);
    permits.notice = Some(Notice::new(Share::new(0.3)?, Delay::exponential(30.0)?, Share::ALL));

    let mut law = Law::none();
    law.administrative = Some(AdministrativePenalty {
        tariff: Rule::constant(Some(Tariff::capped(Money::units(30), Money::units(1_260))?)),
        payment: Payment {
            trigger: PaymentTrigger::LastOwedDay,
            after_days: 14,
            delay: Delay::uniform(0, 42)?,
        },
    });

    let pool = Pool::new("deciders", vec![0], 50.0)?;
    let model = Model::new(Parts::new(period, vec![permits], vec![pool], law))?;

    let engine = Engine::new(&model);
    let outcome = engine.simulate(Key::from_seed(1).replication(17), &mut Workspace::default());
    for (total, value) in engine.totals().iter().zip(&outcome.totals) {
        println!("{total}: {value} {:?}", total.unit());
    }
    Ok(())
}
