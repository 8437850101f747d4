//! The scenario of 3 March 2020 against what had been reported by that day.

use arrears::ensemble;
use arrears::ensemble::unwatched;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Quantity;
use arrears::sim::Engine;
use arrears::sim::Part;
use arrears::sim::Total;
use arrears::study;
use arrears::study::Replications;
use arrears::study::forecast;
use arrears::summary::quantile_estimate;

use crate::bundled;

#[test]
fn each_reported_figure_is_met_by_the_median_and_its_confidence_limits() {
    let setup = bundled::setup("ind-2020.toml");
    let many = Replications::Exactly(600);
    let forecast = forecast(&setup, setup.seed, many, &mut unwatched).unwrap();
    assert_eq!(setup.observed.len(), 8);
    for observed in &setup.observed {
        let total = Total::Quantity(observed.quantity, observed.date);
        let median = quantile_estimate(forecast.total(total).unwrap(), 0.5);
        let (low, high) = (median.low.unwrap(), median.high.unwrap());
        let name = observed.quantity.to_string();
        assert!(observed.low <= low && high <= observed.high, "{name}: {low} to {high}");
    }
}

#[test]
fn the_reported_ranges_are_those_of_the_letter() {
    // Kamerstuk 19637 nr. 2585 and the ranges in which its words ("about", "half") can be read.
    let expected = [
        (Quantity::LateStock, 8_850, 8_950),
        (Quantity::OpenStock, 12_500, 13_000),
        (Quantity::NoticeShare, 380_000, 420_000),
        (Quantity::PenaltyShare, 450_000, 550_000),
        (Quantity::Owed { since: "2019-01-01".parse().unwrap() }, 3_000_000_000, 4_000_000_000),
        (Quantity::OwedGrowthPerWeek, 90_000_000, 110_000_000),
    ];
    let setup = bundled::setup("ind-2020.toml");
    let found = setup.observed.iter().map(|it| (it.quantity, it.low, it.high));
    assert_eq!(found.take(6).collect::<Vec<_>>(), expected);
}

#[test]
fn the_answer_of_the_letter_holds_together() {
    let setup = bundled::setup("ind-2020.toml");
    let as_of = setup.model.period.as_of();
    let many = Replications::Exactly(100);
    let forecast = forecast(&setup, 1, many, &mut unwatched).unwrap();
    let mean = |total: Total| forecast.total(total).unwrap().mean().unwrap();
    let part = |part| mean(Total::Split(as_of, part));
    let sum = part(Part::Paid) + part(Part::Lost) + part(Part::Avoidable);
    assert!((sum - mean(Total::Bill(None))).abs() < 1.0);
    // What real capacity cannot prevent is more than what deciding everything today would leave,
    // and less than the bill that new cases add to.
    let at_capacity = forecast.lost_at_capacity.as_ref().unwrap().mean().unwrap();
    let rest = mean(Total::Bill(None)) - part(Part::Paid);
    assert!(part(Part::Lost) < at_capacity && at_capacity < rest);
}

#[test]
fn the_bridge_leads_from_17_million_to_what_the_letter_says() {
    let bridge = bundled::bridge("ind-2020.toml");
    // The forecast of 18 November 2019 was 5.6, 17 and 16 million; more than one was paid in 2018.
    let right = [(2018, 1.0, 1.5), (2019, 5.6, 6.6), (2020, 16.5, 17.5), (2021, 15.0, 17.0)];
    let paid = |year: i32| {
        let [since, date] = ["01-01", "12-31"].map(|day| format!("{year}-{day}").parse().unwrap());
        (Quantity::Paid { since }, date)
    };
    let mut parts: Parts = (*bridge.worlds()[0]).clone();
    parts.quantities = right.iter().map(|row| paid(row.0)).collect();
    let engine = Engine::new(&Model::new(parts).unwrap());
    let outcomes = ensemble::outcomes(&engine, 1, 0..100);
    for (year, low, high) in right {
        let name = format!("paid.{year}-01-01.{year}-12-31");
        let cents: i64 = outcomes.iter().map(|it| it.total(&engine, &name).unwrap()).sum();
        let millions = cents as f64 / 100.0 / 1e8;
        assert!(low <= millions && millions <= high, "{year}: {millions}");
    }
    // The side of now is the scenario itself.
    let setup = bundled::setup("ind-2020.toml");
    let now = &bridge.worlds()[bridge.worlds().len() - 1];
    assert_eq!((&now.streams, &now.pools), (&setup.model.streams, &setup.model.pools));
    assert_eq!(now.law, setup.model.law);
}

#[test]
fn notices_and_appeals_are_most_of_the_bridge_and_payment_is_none_of_it() {
    let bridge = bundled::bridge("ind-2020.toml");
    let found = study::bridge(&bridge, 1, 4, &mut unwatched).unwrap();
    let names: Vec<&str> = bridge.steps().iter().map(|it| it.name.as_str()).collect();
    let share = |name: &str| {
        let step = names.iter().position(|known| *known == name).unwrap();
        found.in_new_terms.contribution(step).mean()
    };
    // What the letter names as the cause is more than half of what changed.
    let named = share("more give notice").value + share("nearly all appeal").value;
    let all = found.in_new_terms.end().mean().value - found.in_new_terms.start().mean().value;
    assert!(0.5 * all < named, "{named} of {all}");
    // When a penalty is paid changes nothing of what is owed, in any future.
    let paid_later = share("penalties are paid later");
    assert_eq!((paid_later.value, paid_later.standard_error), (0.0, Some(0.0)));
}
