//! `[[cost]]` and reception in a scenario: what they mean, every fault, explanation and page.

use arrears::model::Cost;
use arrears::model::CostAmount;
use arrears::model::Places;
use arrears::model::Reception;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Share;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::sim::Total;
use arrears::study::Replications;
use arrears::study::Setup;
use arrears::study::forecast;
use arrears::time::Schedule;
use unicode_width::UnicodeWidthStr;

use crate::scenario_errors::check;
use crate::scenario_errors::end;
use crate::scenario_errors::stream;
use crate::scenario_model::day;
use crate::scenario_model::share;

const SCENARIO: &str = include_str!("../data/reception.toml");

fn read(text: &str) -> Setup {
    let scenario = Scenario::read(text, |_| Err("no file".to_owned()));
    scenario.map_err(|it| it.to_string()).unwrap().into_setup()
}

#[test]
fn costs_places_and_reception_are_exactly_these() {
    let setup = read(SCENARIO);
    let cost = |name: &str, from, until: Option<&str>, amount, source: Option<&str>| Cost {
        name: name.to_owned(),
        from: day(from),
        until: until.map(day),
        amount,
        source: source.map(str::to_owned),
    };
    let per_year = |cents| CostAmount::PerYear(Money::cents(cents));
    let right = [
        cost("programme director", "2022-04-01", None, per_year(18_000_000), None),
        cost(
            "completeness team",
            "2022-05-01",
            Some("2023-04-30"),
            per_year(95_000_050),
            Some("Invented"),
        ),
        cost("new system", "2022-09-01", None, CostAmount::Once(Money::units(400_000)), None),
    ];
    assert_eq!(setup.model.costs, right);
    let reception = Reception {
        housed: share(0.75),
        granted: share(0.45),
        housing_delay: Delay::uniform(60, 180).unwrap(),
        leaving_delay: Delay::fixed(28).unwrap(),
    };
    assert_eq!(setup.model.streams[0].reception, Some(reception));
    assert_eq!(setup.model.streams[1].reception, None);
    let (first, second) = (day("2022-01-01"), day("2022-09-01"));
    let outflow = vec![(first, 8.0), (day("2023-01-01"), 12.5)];
    let places = Places {
        regular: Schedule::new(vec![(first, 700), (second, 750)]).unwrap(),
        per_place_day: Schedule::constant(Money::units(74)),
        emergency_per_place_day: Schedule::constant(Money::units(146)),
        outflow_per_week: Some(Schedule::new(outflow).unwrap()),
    };
    assert_eq!(setup.model.places, Some(places));
}

#[test]
fn what_is_left_out_of_the_places_has_its_default() {
    let text =
        stream("reception = { housed = 1, granted = 0, housing_delay = 0, leaving_delay = 0 }");
    let setup = read(&format!("{text}[reception]\nplaces = 5\ncost_per_place_day = 80.5\n"));
    assert_eq!(setup.model.places, Some(Places::new(5, Money::cents(8_050))));
    assert_eq!(setup.model.streams[0].reception.as_ref().unwrap().housed, Share::ALL);
}

#[test]
fn what_a_cost_must_have_is_asked_for() {
    let right = "s.toml:11  cost[1].name  nothing, must be given: what the cost is called, as \
                 \"programme director\"\n\
                 s.toml:11  cost[1].from  nothing, must be given: the first day, as 2020-05-01\n\
                 s.toml:11  cost[1]  nothing, must be given: one of per_year, once, as 180_000";
    check(&end("[[cost]]"), &[], right);
    let right = "s.toml:15  cost[1].once  once beside per_year, must be alone: only one of \
                 per_year, once";
    let text = "[[cost]]\nname = \"a\"\nfrom = 2020-05-01\nper_year = 1\nonce = 1";
    check(&end(text), &[], right);
    let right = "s.toml:11  cost  a table, must be written as [[cost]]";
    check(&end("[cost]\nname = \"a\""), &[], right);
    let right = "s.toml:14  cost[1].sum  unknown key \"sum\", must be one of: name, from, until, \
                 per_year, once, source";
    let text = "[[cost]]\nname = \"a\"\nfrom = 2020-05-01\nsum = 3\nonce = 1";
    check(&end(text), &[], right);
}

#[test]
fn all_faults_of_costs_are_told_at_once_where_they_stand() {
    let text = "[[cost]]\nname = \"a\"\nfrom = 2021-01-01\nper_year = -1\n\
                [[cost]]\nname = \"a\"\nfrom = 2020-05-01\nuntil = 2020-04-30\nper_year = 1\n\
                [[cost]]\nname = \"a\"\nfrom = 2020-05-01\nuntil = 2020-06-01\nonce = 1\n\
                [[cost]]\nname = \"b\"\nfrom = 2020-01-01\nonce = 1.001";
    let right = "s.toml:14  cost[1].per_year  -1, must be an amount of 0 or more, at most \
                 10,000,000,000,000\n\
                 s.toml:18  cost[2].until  2020-04-30, must be on or after the first day, \
                 2020-05-01\n\
                 s.toml:21  cost[3].name  \"a\", must be a name of its own: another has it\n\
                 s.toml:23  cost[3].until  2020-06-01, must be left out: what is spent once has \
                 only a first day\n\
                 s.toml:28  cost[4].once  1.001, must be an amount in whole cents";
    check(&end(text), &[], right);
    let right = "s.toml:13  cost[1].from  2020-03-02, must be a day of the period, 2020-03-03 to \
                 2020-12-31";
    check(&end("[[cost]]\nname = \"a\"\nfrom = 2020-03-02\nonce = 1"), &[], right);
    let right = "s.toml:13  cost[1].from  2021-01-01, must be on or before the last day, \
                 2020-12-31";
    check(&end("[[cost]]\nname = \"a\"\nfrom = 2021-01-01\nper_year = 1"), &[], right);
}

#[test]
fn reception_and_its_places_need_each_other() {
    let right = "s.toml:11  reception  places without anybody in reception, must be together with \
                 reception in a [[stream]], or left out";
    check(&end("[reception]\nplaces = 5\ncost_per_place_day = 80"), &[], right);
    let right = "s.toml:8  stream[1].reception  reception without its places, must be together \
                 with [reception], or left out";
    let text =
        stream("reception = { housed = 1, granted = 0, housing_delay = 0, leaving_delay = 0 }");
    check(&text, &[], right);
}

#[test]
fn all_faults_of_reception_are_told_at_once_where_they_stand() {
    // What is wrong in one half is not said to be missing in the other.
    let text = stream("reception = { housed = 75, leaving_delay = -1 }");
    let places = "[reception]\nplaces = 2.5\nemergency_cost_per_place_day = -3\n\
                  outflow_per_week = [{ from = 2020-01-01, value = -1 }]\n";
    let right = "s.toml:8  stream[1].reception.granted  nothing, must be given: the share of the \
                 decided households that are granted, as 0.4\n\
                 s.toml:8  stream[1].reception.housing_delay  nothing, must be given: days from a \
                 grant to a house, as 90\n\
                 s.toml:8  stream[1].reception.housed  75, must be between 0 and 1; did you mean \
                 0.75?\n\
                 s.toml:8  stream[1].reception.leaving_delay  -1, must be a whole number of days \
                 from 0 to 36,525, as 14, or a distribution, as { exponential = { mean_days = 30 \
                 } }\n\
                 s.toml:12  reception.cost_per_place_day  nothing, must be given: what a place \
                 costs a day, as 80\n\
                 s.toml:13  reception.places  the number 2.5, must be a whole number of places \
                 from 0 to 1,000,000,000\n\
                 s.toml:14  reception.emergency_cost_per_place_day  -3, must be an amount of 0 or \
                 more, at most 10,000,000,000,000\n\
                 s.toml:15  reception.outflow_per_week[1].value  -1, must be 0 or more, at most \
                 10,000,000 heads a week";
    check(&format!("{text}{places}"), &[], right);
}

#[test]
fn prices_that_64_bits_cannot_hold_are_refused_once() {
    let text = stream(
        "stock = [{ received = 2020-01-01, cases = 100 }]\n\
         reception = { housed = 1, granted = 0, housing_delay = 0, leaving_delay = 0 }",
    );
    // 100 cases on 304 days at 1e12 a day.
    let places = "[reception]\nplaces = 5\ncost_per_place_day = 1_000_000_000_000\n";
    let right = "s.toml:15  reception.cost_per_place_day  100 cases that may cost 3.040e16 \
                 together, must be at most 5,000,000,000,000,000 in all";
    check(&format!("{text}{places}"), &[], right);
}

#[test]
fn the_explanation_says_what_else_costs_money() {
    let text = report::explain(&read(SCENARIO));
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "programme director: EUR 180,000 a year from 2022-04-01 on, day by day.",
        "completeness team: EUR 950,000.50 a year from 2022-05-01 to 2023-04-30, day by day. \
         Source: Invented",
        "new system: EUR 400,000 on 2022-09-01.",
        "Regular places in reception: 700 before 2022-09-01, 750 from 2022-09-01 on; whoever \
         finds none takes an emergency place.",
        "A regular place costs EUR 74 a day.",
        "An emergency place costs EUR 146 a day.",
        "Municipalities house at most so many people a week, who is ready first goes first: 8 \
         before 2023-01-01, 12.5 from 2023-01-01 on.",
        "75% of the households live in reception while they wait, a place for each head; who \
         withdraws leaves on that day.",
        "Of the decided, 45% are granted and stay until a municipality has a house; days from the \
         decision: 60 to 180 days. The others leave; days from the decision: 28 days.",
    ] {
        assert!(joined.contains(sentence), "{sentence}\n{text}");
    }
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
}

#[test]
fn the_page_and_the_files_have_the_costs_and_the_places() {
    let setup = read(SCENARIO);
    let hundred = Replications::Exactly(100);
    let forecast = forecast(&setup, 1, hundred, &mut arrears::ensemble::unwatched).unwrap();
    let text = report::text(&setup, &forecast);
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(place("Other costs, by year") < place("2022 emergency places"));
    assert!(place("2022 all together") < place("2023 measures"));
    assert!(place("Stocks\n") < place("Places in reception\n"));
    assert!(place("The most places occupied on one day from 2022-03-01 on: ") < text.len());
    // 2022: 275 days of the director, 245 of the team, and the system; the same in every future.
    let measures = forecast.total(Total::Cost(arrears::sim::CostLine::Measures, 2022)).unwrap();
    let days = |per_year: f64, days: f64| per_year * days / 365.0;
    let exact = days(180_000.0, 275.0) + days(950_000.5, 245.0) + 400_000.0;
    assert_eq!(measures.min(), measures.max());
    assert_eq!(measures.min(), Some((exact * 100.0).round() as i64));
    let files = report::csv_files(&setup, &forecast);
    let line = |file: usize, start: &str| files[file].1.lines().any(|it| it.starts_with(start));
    assert!(line(0, "cost.measures.2022,cents,mean,") && line(0, "spent.2023,cents,mean,"));
    assert!(line(0, "peak_emergency,places,"));
    assert!(files[1].1.contains("emergency") && files[1].1.contains("spent"));
}

#[test]
fn one_line_of_costs_needs_no_sum_and_no_places() {
    let text = end("[[cost]]\nname = \"a\"\nfrom = 2020-05-01\nonce = 1_000");
    let setup = read(&text);
    let one = Replications::Exactly(1);
    let forecast = forecast(&setup, 1, one, &mut arrears::ensemble::unwatched).unwrap();
    let text = report::text(&setup, &forecast);
    assert!(text.contains("2020 measures  1,000") && !text.contains("all together"), "{text}");
    assert!(!text.contains("Places in reception"), "{text}");
}
