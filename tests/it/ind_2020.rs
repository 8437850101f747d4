//! The scenario of 3 March 2020 against what had been reported by that day.

use arrears::ensemble::unwatched;
use arrears::model::Quantity;
use arrears::sim::Part;
use arrears::sim::Total;
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
