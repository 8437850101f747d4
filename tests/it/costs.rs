//! Named costs, worked out on paper: by day, by fiscal year, to the cent.

use arrears::model::Cost;
use arrears::model::CostAmount;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::money::Money;
use arrears::random::Key;
use arrears::sim::CostLine;
use arrears::sim::Engine;
use arrears::sim::Series;
use arrears::sim::Total;
use arrears::time::Day;

use crate::by_hand::check;
use crate::by_hand::decided_on;
use crate::laws::week;

fn date(year: i16, month: i8, of_month: i8) -> Day {
    Day::new(year, month, of_month).unwrap()
}

pub fn cost(name: &str, from: Day, until: Option<Day>, amount: CostAmount) -> Cost {
    Cost { name: name.to_owned(), from, until, amount, source: None }
}

fn per_year(cents: i64) -> CostAmount {
    CostAmount::PerYear(Money::cents(cents))
}

fn once(cents: i64) -> CostAmount {
    CostAmount::Once(Money::cents(cents))
}

/// A world in which nothing happens but what is spent.
fn world(from: Day, to: Day, costs: Vec<Cost>) -> Parts {
    let mut parts = decided_on(0);
    parts.streams[0].stock = Default::default();
    parts.period = Period::new(from, from, to).unwrap();
    parts.split_on = vec![from];
    parts.pools[0].fte = arrears::time::Schedule::constant(1.0);
    parts.costs = costs;
    parts
}

#[test]
fn a_full_year_is_the_amount_to_the_cent_leap_year_or_not() {
    // Amounts that no number of days divides, one below a cent a day.
    for cents in [18_000_001, 10_000, 364, 1, 0] {
        let director = cost("director", date(2010, 1, 1), None, per_year(cents));
        let parts = world(date(2019, 1, 1), date(2021, 12, 31), vec![director]);
        let year = format!("{}.{:02}", cents / 100, cents % 100);
        let of = |name: &str| {
            format!("{name}.2019 = {year}, {name}.2020 = {year}, {name}.2021 = {year}")
        };
        check(&parts, &format!("{}, {}", of("cost.measures"), of("spent")));
    }
}

#[test]
fn a_part_of_a_year_costs_what_its_days_are_of_the_year() {
    // 366 days of 1.00 in 2020: 1 May to 31 December are 245 of them. 2021: 73.00 of 365 x 0.20.
    let team = |cents, from, until| {
        let parts = vec![cost("team", from, until, per_year(cents))];
        world(date(2020, 1, 1), date(2021, 12, 31), parts)
    };
    let parts = team(36_600, date(2020, 5, 1), Some(date(2020, 12, 31)));
    check(&parts, "cost.measures.2020 = 245.00, cost.measures.2021 = 0.00");
    let parts = team(7_300, date(2021, 1, 1), Some(date(2021, 12, 30)));
    check(&parts, "cost.measures.2020 = 0.00, cost.measures.2021 = 72.80");
    // 100.00 over 366 days: 31 of them are 8.4699…, 32 are 8.7431…; day by day they add up.
    let parts = team(10_000, date(2019, 1, 1), Some(date(2020, 1, 31)));
    check(&parts, "cost.measures.2020 = 8.47");
    let parts = team(10_000, date(2019, 1, 1), Some(date(2020, 2, 1)));
    check(&parts, "cost.measures.2020 = 8.74");
}

#[test]
fn a_fiscal_year_from_april_has_its_own_number_of_days() {
    let director = cost("director", date(2019, 1, 1), None, per_year(36_600));
    let mut parts = world(date(2020, 3, 30), date(2021, 4, 2), vec![director]);
    parts.fiscal_year_starts = 4;
    // April 2019 to March 2020 has 29 February: two days of 1.00. The next year has 365 days of
    // 1.00274: two of them are 2.0055.
    let years = "spent.2019 = 2.00, spent.2020 = 366.00, spent.2021 = 2.01";
    check(&parts, years);
}

#[test]
fn what_is_spent_once_is_spent_on_its_day() {
    let system = |from| vec![cost("system", from, None, once(40_000_050))];
    let (start, end) = (date(2020, 12, 30), date(2021, 1, 14));
    for (day, years) in [
        (start, "spent.2020 = 400000.50, spent.2021 = 0.00"),
        (date(2020, 12, 31), "spent.2020 = 400000.50, spent.2021 = 0.00"),
        (date(2021, 1, 1), "spent.2020 = 0.00, spent.2021 = 400000.50"),
        (end, "spent.2020 = 0.00, spent.2021 = 400000.50"),
    ] {
        check(&world(start, end, system(day)), years);
    }
}

#[test]
fn weekly_spending_counts_from_the_first_day_and_adds_all_costs() {
    // 365 days of 1.00, and 50.00 on the ninth day: 7, 14 + 50, 21 + 50.
    let costs = vec![
        cost("team", date(2018, 1, 1), None, per_year(36_500)),
        cost("system", date(2021, 3, 9), None, once(5_000)),
    ];
    let parts = world(date(2021, 3, 1), date(2021, 3, 24), costs);
    let engine = Engine::new(&Model::new(parts).unwrap());
    let outcome = engine.simulate(Key::from_seed(1), &mut Default::default());
    assert_eq!(week(&engine, &outcome, Series::Spent), [700, 6_400, 7_100]);
    assert_eq!(outcome.total(&engine, "spent.2021"), Some(7_400));
}

#[test]
fn a_model_without_costs_has_no_total_or_series_of_them() {
    let lines = |parts: Parts| {
        let engine = Engine::new(&Model::new(parts).unwrap());
        let spent = |total: &Total| matches!(total, Total::Cost(..) | Total::Spent(_));
        let peak = |total: &Total| matches!(total, Total::PeakOccupied | Total::PeakEmergency);
        let totals = engine.totals();
        let weekly = [Series::Spent, Series::Occupied, Series::Emergency];
        let series = engine.series().iter().filter(|it| weekly.contains(it)).count();
        let number = |of: fn(&Total) -> bool| totals.iter().filter(|it| of(it)).count();
        (number(spent), number(peak), series)
    };
    let (from, to) = (date(2020, 1, 1), date(2020, 2, 1));
    assert_eq!(lines(world(from, to, vec![])), (0, 0, 0));
    let director = cost("director", from, None, per_year(1));
    assert_eq!(lines(world(from, to, vec![director])), (2, 0, 1));
}

#[test]
fn the_names_of_lines_are_those_of_the_totals() {
    let names = CostLine::ALL.map(|line| Total::Cost(line, 2020).to_string());
    let right = [
        "cost.staff.2020",
        "cost.hiring.2020",
        "cost.overtime.2020",
        "cost.measures.2020",
        "cost.legal_costs.2020",
        "cost.reception.2020",
        "cost.emergency_reception.2020",
    ];
    assert_eq!(names, right);
}

#[test]
fn a_model_with_a_wrong_cost_is_refused() {
    let (from, to) = (date(2020, 1, 1), date(2020, 12, 31));
    let refused = |costs: Vec<Cost>, right: &str| {
        let problems = Model::new(world(from, to, costs)).unwrap_err();
        assert_eq!(problems.to_string(), right);
    };
    let wrong = cost("a", from, None, per_year(-100));
    refused(vec![wrong], "cost[1].per_year  -1.00, must be 0 or more");
    let wrong = cost("a", to + 1, None, per_year(100));
    refused(vec![wrong], "cost[1].from  2021-01-01, must be on or before the last day, 2020-12-31");
    let wrong = cost("a", from - 9, Some(from - 1), per_year(100));
    let right = "cost[1].until  2019-12-31, must be on or after the start, 2020-01-01";
    refused(vec![wrong], right);
    let wrong = cost("a", from, Some(from - 1), per_year(100));
    let right = "cost[1].until  2019-12-31, must be on or after the first day, 2020-01-01";
    refused(vec![wrong], right);
    let wrong = cost("a", from - 1, None, once(100));
    let right = "cost[1].from  2019-12-31, must be a day of the period, 2020-01-01 to 2020-12-31";
    refused(vec![wrong], right);
    let wrong = cost("a", from, Some(to), once(100));
    let right = "cost[1].until  2020-12-31, must be left out: what is spent once has only a first \
                 day";
    refused(vec![wrong], right);
    let twice = vec![cost("a", from, None, once(1)), cost("a", to, None, once(1))];
    refused(twice, "cost[2].name  \"a\", must be a name of its own: another has it");
    // 2 x 3e15 in the two years that 366 days may touch.
    let large = vec![cost("a", from, None, per_year(300_000_000_000_000_000))];
    let right = "cost[1].per_year  6.000e15 with all costs before it, must be at most \
                 5,000,000,000,000,000 in all years together";
    refused(large, right);
}
