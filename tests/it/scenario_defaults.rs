//! What a scenario means that leaves things out, moves them or is the smallest example.

use arrears::error::Fault;
use arrears::model::Law;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Parts;
use arrears::model::Payment;
use arrears::model::PaymentTrigger;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::Rule;
use arrears::model::Stream;
use arrears::random::Delay;
use arrears::random::Share;
use arrears::scenario::Scenario;
use arrears::study::Setup;
use arrears::time::Length;
use arrears::time::Term;

use crate::scenario_model::EVERY_KEY;
use crate::scenario_model::day;
use crate::scenario_model::load;
use crate::scenario_model::read;
use crate::scenario_model::share;

const SMALL: &str = "format = 1
title = \"Small\"
as_of = 2020-03-03
end = 2020-12-31
[[stream]]
name = \"permits\"
term = { weeks = 8 }
[[pool]]
name = \"deciders\"
decisions_per_week = 60
";

#[test]
fn what_is_left_out_has_its_default() -> Result<(), Fault> {
    let period = Period::new(day("2020-03-03"), day("2020-03-03"), day("2020-12-31"))?;
    let streams = vec![Stream::new("permits", Term::new(Length::Weeks(8))?)];
    let mut pools = vec![Pool::new("deciders", vec![0], 60.0)?];
    pools[0].counts_people = false;
    let model = Model::new(Parts::new(period, streams, pools, Law::none())).unwrap();
    let setup = read(SMALL);
    let right =
        Setup { fingerprint: setup.fingerprint.clone(), ..Setup::new("Small", "EUR", model) };
    assert_eq!(setup, right);
    Ok(())
}

#[test]
fn what_is_left_out_of_notice_penalty_and_court_has_its_default() -> Result<(), Fault> {
    let stream = "notice = { share = 0.4, delay = 14 }\nappeal = { share = 0.3 }\n";
    let law = "[administrative_penalty]\ntariff = [{ days = 14, per_day = 23 }]\n\
               [court]\nduration = 56\nterm_days = 28\n\
               amounts = [{ per_day = 100, maximum = 15_000 }]\n";
    let text = SMALL.replace("[[pool]]", &format!("{stream}[[pool]]"));
    let setup = read(&format!("{text}{law}"));
    let payment =
        |trigger| Payment { trigger, after_days: 14, delay: Delay::uniform(0, 42).unwrap() };
    let stream = &setup.model.streams[0];
    let notice = Notice::new(share(0.4), Delay::fixed(14)?, Share::ALL);
    assert_eq!(stream.notice, Some(notice));
    assert_eq!(stream.appeal.as_ref().unwrap().delay, Delay::fixed(0)?);
    let administrative = setup.model.law.administrative.as_ref().unwrap();
    assert_eq!(administrative.payment, payment(PaymentTrigger::LastOwedDay));
    let court = setup.model.law.court.as_ref().unwrap();
    assert_eq!(court.payment, payment(PaymentTrigger::Decision));
    assert_eq!(setup.model.law.grace_days, Rule::constant(14));
    Ok(())
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let backwards = |name: &str| {
        let text = load(name)?;
        // The cell with a line break stays out of the game.
        let text = text.replace("\"two\nlines\"", "");
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        Ok(lines.join("\n"))
    };
    let stock = "  { received = 2019-11-04, cases = 12 },\n";
    let moved = EVERY_KEY.replace(stock, "");
    let last = "  { from = 2019-03-01, until = 2019-03-04, cases = 2 },\n";
    let moved = moved.replace(last, &format!("{last}{stock}"));
    let permuted = Scenario::read(&moved, backwards).unwrap();
    let setup = Scenario::read(EVERY_KEY, load).unwrap();
    assert_ne!(permuted.setup().fingerprint, setup.setup().fingerprint);
    let permuted =
        Setup { fingerprint: setup.setup().fingerprint.clone(), ..permuted.into_setup() };
    assert_eq!(permuted, setup.into_setup());
}

#[test]
fn a_file_is_loaded_once() {
    let twice = EVERY_KEY.replace("days.csv", "weeks.csv");
    let twice =
        twice.replace("{ file = \"weeks.csv\" }", "{ file = \"weeks.csv\", column = \"filed\" }");
    let mut names = Vec::new();
    let scenario = Scenario::read(&twice, |name| {
        names.push(name.to_owned());
        load(name)
    });
    assert!(scenario.is_ok());
    assert_eq!(names, ["weeks.csv", "stock.csv", "cases.csv", "months.csv"]);
}

#[test]
fn the_smallest_example_is_right() {
    let text = include_str!("../../examples/scenarios/minimal.toml");
    let scenario = Scenario::read(text, |_| Err("no file is named".to_owned()));
    assert_eq!(scenario.unwrap().setup().title, "A small permit office");
}
