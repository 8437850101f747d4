//! A right scenario with every key, and exactly the model that it means.

use arrears::error::Fault;
use arrears::model::Appeal;
use arrears::model::Attrition;
use arrears::model::CapacityVariation;
use arrears::model::Cost;
use arrears::model::CostAmount;
use arrears::model::Effort;
use arrears::model::Extension;
use arrears::model::Forecast;
use arrears::model::Gone;
use arrears::model::Hire;
use arrears::model::Households;
use arrears::model::Intake;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::Places;
use arrears::model::Pool;
use arrears::model::Quantity;
use arrears::model::Reception;
use arrears::model::Recorded;
use arrears::model::Shock;
use arrears::model::Staff;
use arrears::model::StaffCost;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::model::Suspension;
use arrears::model::Withdrawal;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Share;
use arrears::random::Variation;
use arrears::scenario::Scenario;
use arrears::study::Budget;
use arrears::study::BudgetOf;
use arrears::study::Observed;
use arrears::study::Setup;
use arrears::time::Calendar;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Schedule;
use arrears::time::Term;
use arrears::time::TermConventions;
use arrears::time::TermEndOnDayOff;
use arrears::time::TermStart;

use crate::scenario_law::law;
use crate::stock_register::EVERY_COLUMN;
use crate::stock_register::with_counts;
use crate::stock_register::with_register;

/// A scenario with every key there is.
pub const EVERY_KEY: &str = include_str!("every_key.toml");

/// The files that it names.
pub const CSVS: [(&str, &str); 5] = [
    ("cases.csv", EVERY_COLUMN),
    ("stock.csv", "source,received,cases\nletter,2019-12-31,3\nletter,2019-04,30\n,2019-12-31,4\n"),
    ("weeks.csv", "week,filed,note\n2020-01-06,10,\n2020-W03,20,\"two\nlines\"\n2019-12-30,30,\n"),
    ("days.csv", "day,count\n2020-01-01,5\n2019-12-31,4\n"),
    ("months.csv", "month,count\n2020-01,31\n2020-02,29\n"),
];

/// Brings one of these files.
pub fn load(name: &str) -> Result<String, String> {
    let csv = CSVS.iter().find(|(known, _)| *known == name);
    csv.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "no such file".to_owned())
}

/// A day.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A share.
pub fn share(value: f64) -> Share {
    Share::new(value).unwrap()
}

/// The setup of a right scenario.
pub fn read(text: &str) -> Setup {
    let scenario = Scenario::read(text, load).map_err(|it| it.to_string());
    scenario.unwrap().into_setup()
}

/// Values that change on dates.
pub fn dated<T>(steps: Vec<(&str, T)>) -> Schedule<T> {
    let steps = steps.into_iter().map(|(from, value)| (day(from), value));
    Schedule::new(steps.collect()).unwrap()
}

fn recorded(periods: &[(&str, &str, u64)], share: Share, weekday: [f64; 7]) -> Option<Recorded> {
    let periods = periods.iter().map(|(first, last, cases)| (day(first), day(last), *cases));
    Some(Recorded::new(periods.collect(), share, weekday).unwrap())
}

fn asylum() -> Result<Stream, Fault> {
    let mut stream = Stream::new("asylum", Term::new(Length::Months(6))?);
    let extension = |by, share, from: Option<&str>, until: Option<&str>| Extension {
        by,
        share,
        received_from: from.map(day),
        received_until: until.map(day),
    };
    stream.extensions = vec![
        extension(Length::Months(9), share(0.5), None, Some("2019-12-31")),
        extension(Length::Weeks(2), Share::ALL, Some("2020-01-01"), Some("2020-06-30")),
        extension(Length::Days(10), Share::ALL, Some("2020-07-01"), None),
    ];
    stream.suspension = Some(Suspension { share: share(0.2), days: Delay::uniform(7, 28)? });
    // One a day in February 2019; 2 over four days fall on the second and the fourth.
    let mut rows: Vec<(Day, u64)> = (0..28).map(|i| (day("2019-02-01") + i, 1)).collect();
    rows.extend([(day("2019-03-02"), 1), (day("2019-03-04"), 1), (day("2019-11-04"), 12)]);
    stream.stock = with_counts(Stock::new(rows));
    stream.households = Households::new(&[0.7, 0.1, 0.2], share(0.9))?;
    stream.withdrawal = Some(Withdrawal::new(share(0.1), Delay::exponential(90.0)?));
    stream.notice = Some(Notice {
        share: dated(vec![("2019-01-01", share(0.1)), ("2020-01-01", share(0.4))]),
        delay: dated(vec![
            ("2019-01-01", Delay::gamma(4.0, 14.0)?),
            ("2020-01-01", Delay::fixed(7)?),
        ]),
        pursued: Schedule::constant(share(0.8)),
        counts_from: Some(day("2020-02-01")),
        premature: share(0.05),
    });
    stream.appeal =
        Some(Appeal { share: dated(vec![("2020-01-01", share(0.3))]), delay: Delay::fixed(21)? });
    stream.reception = Some(Reception {
        housed: share(0.7),
        granted: share(0.4),
        housing_delay: Delay::fixed(90)?,
        leaving_delay: Delay::fixed(28)?,
    });
    stream.intake = asylum_intake()?;
    Ok(stream)
}

fn asylum_intake() -> Result<Intake, Fault> {
    let recorded = recorded(
        &[
            ("2019-12-30", "2020-01-05", 30),
            ("2020-01-06", "2020-01-12", 10),
            ("2020-01-13", "2020-01-19", 20),
        ],
        share(0.5),
        [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0],
    );
    let mut forecast = Forecast::level(10.0)?;
    forecast.set_growth_per_year(0.05)?;
    forecast.set_season([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0])?;
    forecast.set_weekday([1.4, 1.4, 1.4, 1.4, 1.4, 0.0, 0.0])?;
    forecast.set_wander_per_month(0.04)?;
    forecast.variation = Variation::negative_binomial(2.0)?;
    let shock = |from, until: Option<&str>, factor| Shock {
        from: day(from),
        until: until.map(day),
        factor,
    };
    forecast.add_shock(shock("2020-03-16", Some("2020-06-30"), 0.5))?;
    forecast.add_shock(shock("2021-01-01", None, 1.3))?;
    Ok(Intake { recorded, forecast: Some(forecast), stop_after: None })
}

fn labour() -> Result<Stream, Fault> {
    let mut stream = Stream::new("labour", Term::new(Length::Days(90))?);
    let mut rows: Vec<(Day, u64)> = (0..30).map(|i| (day("2019-04-01") + i, 1)).collect();
    rows.push((day("2019-12-31"), 7));
    stream.stock = with_register(Stock::new(rows));
    let mut forecast = Forecast::level(30.0 * 12.0 / 365.25)?;
    forecast.variation = Variation::NONE;
    stream.intake.forecast = Some(forecast);
    stream.suspension = Some(Suspension { share: share(0.1), days: Delay::lognormal(30.0, 1.0)? });
    stream.withdrawal = Some(Withdrawal::new(share(0.2), Delay::weibull(2.0, 30.0)?));
    stream.notice = Some(Notice::new(share(0.3), Delay::fixed(5)?, Share::ALL));
    Ok(stream)
}

fn appeals() -> Result<Stream, Fault> {
    let mut stream = Stream::new("appeals", Term::new(Length::Weeks(16))?);
    stream.term = dated(vec![
        ("2019-01-01", Term::new(Length::Weeks(16))?),
        ("2020-07-01", Term::new(Length::Weeks(12))?),
    ]);
    let days = [("2019-12-31", "2019-12-31", 4), ("2020-01-01", "2020-01-01", 5)];
    stream.intake.recorded = recorded(&days, Share::ALL, [1.0; 7]);
    stream.intake.forecast = Some(Forecast::level(1.0)?);
    Ok(stream)
}

fn other() -> Result<Stream, Fault> {
    let mut stream = Stream::new("other", Term::new(Length::Weeks(8))?);
    let months = [("2020-01-01", "2020-01-31", 31), ("2020-02-01", "2020-02-29", 29)];
    stream.intake.recorded = recorded(&months, Share::ALL, [1.0; 7]);
    stream.intake.forecast = Some(Forecast::level(0.0)?);
    Ok(stream)
}

fn pools() -> Result<Vec<Pool>, Fault> {
    let mut experienced = Pool::new("experienced", vec![0, 2], 1.0)?;
    experienced.fte = dated(vec![("2019-01-01", 300.0), ("2020-07-01", 400.5)]);
    experienced.decisions_per_fte_per_week = Schedule::constant(2.5);
    experienced.absence = dated(vec![("2019-01-01", share(0.1)), ("2020-07-01", share(0.2))]);
    experienced.variation = CapacityVariation::Relative(0.15);
    experienced.effort = Effort::new(1.5, 0.25)?;
    let line = |order, part| Line::new(order, share(part));
    experienced.staff = staff_of_the_experienced()?;
    experienced
        .set_lines(vec![line(Order::InTimeFirst, 0.7), line(Order::EarliestDueFirst, 0.3)])?;
    let mut new = Pool::new("new", vec![0, 1, 2, 3], 1.0)?;
    new.decisions_per_fte_per_week = dated(vec![("2019-01-01", 10.0), ("2021-01-01", 20.0)]);
    new.variation = CapacityVariation::Count(Variation::negative_binomial(3.0)?);
    new.set_lines(vec![line(Order::Random, 1.0)])?;
    new.staff = Staff {
        hires: vec![Hire::new(3.0, day("2020-05-01"))?],
        attrition: Some(Attrition {
            per_year: Schedule::constant(share(0.05)),
            after: day("2020-03-03"),
        }),
        overtime: Schedule::constant(share(0.2)),
        productivity: Schedule::constant(0.9),
        decisions_per_hired_fte_per_week: Some(dated(vec![
            ("2020-01-01", 2.0),
            ("2021-01-01", 2.5),
        ])),
        cost: Some(StaffCost::new(Money::units(70_000), Money::ZERO, 1.5)?),
    };
    Ok(vec![experienced, new])
}

fn staff_of_the_experienced() -> Result<Staff, Fault> {
    let mut spring = Hire::new(100.0, day("2020-05-01"))?;
    spring.name = Some("spring".to_owned());
    (spring.training_days, spring.learning_days) = (90, 180);
    spring.first_output = share(0.25);
    spring.set_trainers(0.2)?;
    let mut team = Hire::new(12.5, day("2020-04-01"))?;
    team.set_until(day("2020-12-31"))?;
    Ok(Staff {
        hires: vec![spring, team],
        attrition: Some(Attrition {
            per_year: dated(vec![("2019-01-01", share(0.08)), ("2021-01-01", share(0.1))]),
            after: day("2020-03-03"),
        }),
        overtime: dated(vec![("2020-01-01", share(0.0)), ("2020-04-01", share(0.1))]),
        productivity: dated(vec![("2020-01-01", 1.0), ("2020-06-01", 1.05)]),
        decisions_per_hired_fte_per_week: None,
        cost: Some(StaffCost::new(Money::units(80_000), Money::cents(500_050), 1.25)?),
    })
}

fn costs() -> Vec<Cost> {
    let director = Cost {
        name: "director".to_owned(),
        from: day("2020-05-01"),
        until: Some(day("2021-06-30")),
        amount: CostAmount::PerYear(Money::units(180_000)),
        source: Some("Letter".to_owned()),
    };
    let system = Cost {
        name: "system".to_owned(),
        from: day("2020-09-01"),
        until: None,
        amount: CostAmount::Once(Money::cents(50)),
        source: None,
    };
    vec![director, system]
}

fn places() -> Places {
    Places {
        regular: dated(vec![("2020-01-01", 900), ("2021-01-01", 1_000)]),
        per_place_day: Schedule::constant(Money::units(80)),
        emergency_per_place_day: dated(vec![("2020-01-01", Money::cents(14_650))]),
        outflow_per_week: Some(Schedule::constant(12.5)),
    }
}

fn observed() -> Vec<Observed> {
    let figure = |quantity, value, low, high| Observed {
        quantity,
        date: day("2020-03-03"),
        value,
        low,
        high,
        standard_error: None,
        reporting_share: Share::ALL,
        source: "Letter".to_owned(),
    };
    let since = day("2020-01-01");
    vec![
        figure(Quantity::LateStock, 8_900, 8_850, 8_950),
        figure(Quantity::NoticeShare, 400_000, 400_000, 400_000),
        figure(Quantity::Owed { since }, 100_000_025, 100_000_025, 100_000_025),
        figure(Quantity::OwedGrowthPerWeek, -50, -50, -50),
    ]
}

#[test]
fn a_scenario_with_every_key_is_exactly_this_model() -> Result<(), Fault> {
    let period = Period::new(day("2020-01-01"), day("2020-03-03"), day("2021-12-31"))?;
    let streams = vec![asylum()?, labour()?, appeals()?, other()?];
    let mut parts = Parts::new(period, streams, pools()?, law()?);
    let holidays = vec![day("2020-04-10"), day("2020-04-13")];
    parts.calendar = Calendar::new([true; 7], holidays)?;
    parts.term_conventions = TermConventions {
        start: TermStart::DayOfReceipt,
        end_on_day_off: TermEndOnDayOff::NextWorkingDay,
    };
    parts.costs = costs();
    parts.places = Some(places());
    parts.fiscal_year_starts = 4;
    parts.gone = Gone { at_most: 5, for_days: 7 };
    parts.split_on = vec![day("2020-03-03"), day("2020-07-01")];
    parts.quantities = observed().iter().map(|it| (it.quantity, it.date)).collect();
    let budget = |year, of, cents| Budget { year, of, amount: Money::cents(cents) };
    let setup = read(EVERY_KEY);
    let right = Setup {
        title: "Every key".to_owned(),
        currency: "CHF".to_owned(),
        model: Model::new(parts).unwrap(),
        seed: 9_223_372_036_854_775_807,
        replications: 250,
        budgets: vec![
            budget(2020, BudgetOf::Owed, 1_700_000_000),
            budget(2021, BudgetOf::Paid, 50),
        ],
        observed: observed(),
        uncertain: None,
        policies: Vec::new(),
        baseline: "do nothing".to_owned(),
        fingerprint: setup.fingerprint.clone(),
        changed: Vec::new(),
        bridge: None,
    };
    assert_eq!(setup, right);
    assert_eq!(setup.fingerprint.len(), 12);
    Ok(())
}

#[test]
fn a_fiscal_year_that_starts_in_april_has_both_years_in_its_name() {
    let text = arrears::report::explain(&read(EVERY_KEY));
    assert!(text.contains("is owed (run up) in 2020/21?"), "{text}");
    assert!(text.contains("is paid (transferred) in 2021/22?"), "{text}");
}
