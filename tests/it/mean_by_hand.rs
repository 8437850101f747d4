//! What is expected, worked out on paper; when it is refused; and the expected bill of a study.

use arrears::ensemble;
use arrears::ensemble::unwatched;
use arrears::model::AppealRight;
use arrears::model::Casework;
use arrears::model::Change;
use arrears::model::Court;
use arrears::model::CourtPractice;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::PaymentTrigger;
use arrears::model::Rule;
use arrears::model::Stage;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Share;
use arrears::scenario::Scenario;
use arrears::sim::Count;
use arrears::sim::Engine;
use arrears::sim::MeanEngine;
use arrears::sim::MeanOutcome;
use arrears::sim::MeanWorkspace;
use arrears::sim::Total;
use arrears::study::BillMethod;
use arrears::study::expected_bill;
use arrears::summary::mean_of_values;

use crate::worlds;
use crate::worlds::at_once;
use crate::worlds::court_tariff;
use crate::worlds::share;

/// Four cases received on the day before the first, due on day 9; half give notice, on day 10 or day
/// 20; the penalty of 10 a day for at most 30 days runs from day 25 or 35 on; nobody is decided up to
/// day 59. With more lines of the stream and the file.
fn four(stream: &str, more: &str) -> Model {
    let text = format!(
        "format = 1\ntitle = \"Four\"\nas_of = 2020-01-01\nend = 2020-02-29\n\
         working_days = \"every day\"\n[[stream]]\nname = \"permits\"\nterm = {{ days = 10 }}\n\
         stock = [{{ received = 2019-12-31, cases = 4 }}]\n{stream}\n\
         notice = {{ share = 0.5, pursued = 1, \
         delay = {{ discrete = [{{ days = 0, share = 0.5 }}, {{ days = 10, share = 0.5 }}] }} }}\n\
         [[pool]]\nname = \"deciders\"\ndecisions_per_week = 0\n\
         [administrative_penalty]\ntariff = [{{ days = 30, per_day = 10 }}]\n{more}",
    );
    Scenario::read(&text, |_| Err(String::new())).unwrap().into_setup().model
}

/// Mean and variance of a total on the only path of a model, in whole units of money.
#[track_caller]
fn check(model: &Model, name: &str, mean: f64, variance: Option<f64>) {
    let engine = MeanEngine::new(model).unwrap();
    let outcome = engine.simulate(Key::from_seed(1), &mut MeanWorkspace::default());
    let found = outcome.total(&engine, name).unwrap_or_else(|| panic!("{name}?"));
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs();
    assert!(near(found.mean, mean), "{name}: {} for {mean}", found.mean);
    match (found.variance, variance) {
        (Some(found), Some(variance)) => assert!(near(found, variance), "{name}: {found}"),
        (found, variance) => assert_eq!(found, variance, "{name}"),
    }
}

#[test]
fn a_bill_is_worked_out_on_paper() {
    // Owed by day 59: 30 days of 35, or 25: 300 or 250. Mean 0.5 × 275 = 137.50; mean square
    // 0.5 × (90,000 + 62,500) / 2 = 38,125; variance 38,125 − 18,906.25 = 19,218.75; times four.
    let model = four("", "");
    check(&model, "bill", 55_000.0, Some(768_750_000.0));
    check(&model, "bill.judicial", 0.0, Some(0.0));
    check(&model, "owed.2020", 55_000.0, None);
    check(&model, "notices", 2.0, Some(1.0));
    check(&model, "administrative_penalties", 2.0, Some(1.0));
    // Only who gives notice on day 10 has had 30 days by the end: a quarter of the cases.
    check(&model, "administrative_maxima", 1.0, Some(0.75));
    check(&model, "late_at_end", 4.0, Some(0.0));
    // The rest of 300 for whoever owes 250: 50 for a quarter of four.
    check(&model, "after_end", 5_000.0, None);
}

#[test]
fn penalties_of_a_household_are_one_or_many() {
    // Two households of two; one penalty in a quarter of them: 1.75 penalties on average, 3.25 in
    // the mean square. 2 × 1.75 × 137.50 and 2 × (3.25 × 38,125 − (1.75 × 137.50)²).
    let model = four("households = { sizes = [0, 1], one_penalty = 0.25 }", "");
    check(&model, "bill", 48_125.0, Some(1_320_117_187.5));
    check(&model, "notices", 1.0, Some(0.5));
    check(&model, "notices.cases", 2.0, Some(2.0));
    check(&model, "administrative_penalties", 1.75, Some(2.0 * (3.25 * 0.5 - 0.875 * 0.875)));
    check(&model, "administrative_penalties.households", 1.0, Some(0.5));
}

#[test]
fn the_court_is_worked_out_on_paper() {
    // Grace ends on day 24 or 34, judgment 5 days later, the penalty of 100 a day from the eighth day
    // after that on: days 37 to 59 or 47 to 59, 2,300 or 1,300. Judicial: 0.5 × 1,800 = 900. Both:
    // 2,600 or 1,550, mean 1,037.50, mean square 2,290,625.
    let model = four(
        "appeal = { share = 1.0, delay = 0 }",
        "[court]\nduration = 5\nterm_days = 7\nlegal_costs = 50\n\
         amounts = [{ per_day = 100, maximum = 15_000 }]\n",
    );
    check(&model, "bill.judicial", 360_000.0, Some(4.0 * 1e4 * (1_745_000.0 - 810_000.0)));
    check(&model, "bill", 415_000.0, Some(4.0 * 1e4 * (2_290_625.0 - 1_076_406.25)));
    check(&model, "appeals", 2.0, Some(1.0));
    check(&model, "judgments", 2.0, Some(1.0));
    check(&model, "cost.legal_costs.2020", 2.0 * 5_000.0, None);
}

#[test]
fn notices_of_before_the_start_count_or_wait_for_it() {
    // Due on 21 December: the notice of half the cases was given on day −10 (delay 0) or is given on
    // day 0 (delay 10). Notices that count from day 0 on are all of day 0.
    let early = |more: &str| {
        let text = format!(
            "format = 1\ntitle = \"Early\"\nas_of = 2020-01-01\nend = 2020-01-20\n\
             working_days = \"every day\"\n[[stream]]\nname = \"permits\"\nterm = {{ days = 10 }}\n\
             stock = [{{ received = 2019-12-11, cases = 1 }}]\n\
             notice = {{ share = 0.5, pursued = 1{more}, \
             delay = {{ discrete = [{{ days = 0, share = 0.5 }}, {{ days = 10, share = 0.5 }}] }} }}\n\
             [[pool]]\nname = \"deciders\"\ndecisions_per_week = 0\n\
             [administrative_penalty]\ntariff = [{{ days = 100, per_day = 10 }}]\n",
        );
        Scenario::read(&text, |_| Err(String::new())).unwrap().into_setup().model
    };
    // From day 5 or 15 on, up to day 19: 15 or 5 days.
    check(&early(""), "bill", 0.25 * 15_000.0 + 0.25 * 5_000.0, Some(0.25 * 2.5e8 - 2.5e7));
    check(&early(", counts_from = 2020-01-01"), "bill", 0.5 * 5_000.0, Some(0.25 * 2.5e7));
}

/// A scaled reference problem.
fn office() -> Parts {
    Parts::clone(&worlds::reference(0.02))
}

#[track_caller]
fn refused(parts: Parts, reasons: &str) {
    let model = Model::new(parts).unwrap();
    assert_eq!(MeanEngine::new(&model).unwrap_err().to_string(), reasons);
    assert_eq!(MeanEngine::check(&model).unwrap_err().to_string(), reasons);
}

#[test]
fn each_reason_is_said() {
    let mut parts = office();
    parts.pools[0].set_lines(vec![Line::new(Order::NoticedFirst, Share::ALL)]).unwrap();
    let looks = "whom pool \"deciders\" takes next depends on notices, penalties or judgments";
    refused(parts.clone(), looks);
    parts.pools[0].casework = Casework::new(0.5, 0.0, 0.0).unwrap();
    let works = "notices, appeals or judgments take time of pool \"deciders\"";
    refused(parts, &format!("{looks}; {works}"));
    let start = office().period.start();
    let later = |stage, value| Change::new(start + 99, stage, value);
    let mut parts = office();
    let grace = Rule::new(14, vec![later(Stage::Received, 28)]).unwrap();
    parts.law.grace_days = grace;
    refused(parts, "the rule grace_days changes for cases received from a date on");
    let mut parts = office();
    let bar = Change::new(start + 99, Stage::Noticed, AppealRight::BarredUntil(start + 199));
    parts.law.appeal = Rule::new(AppealRight::Allowed, vec![bar]).unwrap();
    refused(
        parts,
        "the rule appeal changes for cases noticed from a date on; \
         the rule appeal bars appeals until a date",
    );
    let mut parts = office();
    let practice =
        |days| CourtPractice::new(days, vec![(Share::ALL, court_tariff(100, 15_000))]).unwrap();
    let change = Change::new(start + 99, Stage::Judged, practice(56));
    parts.law.court.as_mut().unwrap().practice = Rule::new(practice(28), vec![change]).unwrap();
    refused(parts, "the rule court_practice changes for cases judged from a date on");
}

#[test]
fn a_grace_period_that_changes_with_the_notice_is_in_the_tables() {
    // From day 15 on 24 instead of 14 days: who gives notice on day 20 pays from day 45 on: 15 days.
    let mut parts = Parts::clone(&four("", ""));
    let from = parts.period.start() + 15;
    let change = Change::new(from, Stage::Noticed, 24);
    parts.law.grace_days = Rule::new(14, vec![change]).unwrap();
    let model = Model::new(parts).unwrap();
    // In cents: mean square (30,000² + 15,000²) / 4, mean 11,250.
    let variance = 0.25 * (9e8 + 2.25e8) - 11_250.0 * 11_250.0;
    check(&model, "bill", 4.0 * 11_250.0, Some(4.0 * variance));
}

#[test]
fn the_reference_values_come_out() {
    let model = worlds::reference(1.0);
    let found = expected_bill(&model, 1, 20_000, &mut unwatched).unwrap();
    assert_eq!(found.method, BillMethod::ByTable);
    // In cents; 2,484,709 ± 7, deviation of the paths 85,210, of the cases 53,580.
    let error = found.bill.standard_error.unwrap();
    let off = (found.bill.value - 248_470_900.0).abs();
    assert!(off <= 4.5 * error.hypot(700.0), "{off} ± {error}");
    let spread = found.spread.unwrap();
    let of_deviation = 8_521_000.0 / (2.0 * 20_000.0_f64).sqrt();
    assert!((spread.of_paths - 8_521_000.0).abs() <= 4.5 * of_deviation, "{spread:?}");
    // The conditional variance follows the number of the late, whose deviation is 3.6% of its mean.
    let of_cases = 0.036 * 5_358_000.0 / 20_000.0_f64.sqrt() + 500.0;
    assert!((spread.of_cases - 5_358_000.0).abs() <= 4.5 * of_cases, "{spread:?}");
    // Means over 200,000 replications of another program, and of late decisions 29,040 ± 1.5.
    let engine = MeanEngine::new(&model).unwrap();
    let rows = [
        (Count::Notices, 7_692.3, 0.5),
        (Count::Appeals, 2_840.5, 0.25),
        (Count::DecidedLate, 29_040.0, 1.5),
    ];
    for (count, expected, error) in rows {
        let place = engine.totals().iter().position(|it| *it == Total::Count(count)).unwrap();
        let read = |it: MeanOutcome| it.values[place].mean;
        let found = mean_of_values(&ensemble::mean_readings(&engine, 7, 0..20_000, read));
        let off = (found.value - expected).abs();
        let error = found.standard_error.unwrap().hypot(error);
        assert!(off <= 4.5 * error, "{count:?}: {found:?}");
    }
}

#[test]
fn a_control_makes_the_bill_surer_where_notices_feed_back() {
    // A tenth of the pool takes who has given notice first.
    let mut parts = Parts::clone(&worlds::reference(0.1));
    let lines = [(Order::NoticedFirst, 0.1), (Order::OldestFirst, 0.9)];
    let lines = lines.map(|(order, part)| Line::new(order, share(part))).to_vec();
    parts.pools[0].set_lines(lines).unwrap();
    let model = Model::new(parts).unwrap();
    let found = expected_bill(&model, 1, 400, &mut unwatched).unwrap();
    let BillMethod::ByControl { refused, variance_ratio } = &found.method else {
        panic!("{:?}", found.method)
    };
    assert_eq!(refused.reasons().len(), 1);
    assert!(1.5 < *variance_ratio, "{variance_ratio}");
    // The plain mean of other futures.
    let engine = Engine::new(&model);
    let bill = engine.totals().iter().position(|it| *it == Total::Bill(None)).unwrap();
    let bills = ensemble::readings(&engine, 2, 0..1_600, |it| it.totals[bill] as f64);
    let plain = mean_of_values(&bills);
    let error = plain.standard_error.unwrap().hypot(found.bill.standard_error.unwrap());
    assert!((plain.value - found.bill.value).abs() <= 4.5 * error, "{plain:?} {found:?}");
}

#[test]
fn threads_change_no_digit() {
    let mut parts = Parts::clone(&worlds::reference(0.05));
    let run = |model: &Model, threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| expected_bill(model, 3, 600, &mut unwatched).unwrap())
    };
    let model = Model::new(parts.clone()).unwrap();
    assert!([2, 7].iter().all(|threads| run(&model, *threads) == run(&model, 1)));
    parts.pools[0].set_lines(vec![Line::new(Order::NoticedFirst, Share::ALL)]).unwrap();
    let model = Model::new(parts).unwrap();
    assert!([2, 7].iter().all(|threads| run(&model, *threads) == run(&model, 1)));
}

#[test]
fn a_court_that_sets_a_term_only_costs_nothing() {
    let mut parts = office();
    let practice = Rule::constant(CourtPractice::term_only(28).unwrap());
    let payment = at_once(PaymentTrigger::Decision);
    parts.law.court = Some(Court::new(Delay::fixed(30).unwrap(), practice, payment));
    let model = Model::new(parts).unwrap();
    let engine = MeanEngine::new(&model).unwrap();
    let outcome = engine.simulate(Key::from_seed(1), &mut MeanWorkspace::default());
    let mean = |name: &str| outcome.total(&engine, name).unwrap().mean;
    assert!(mean("bill.judicial") == 0.0 && 0.0 < mean("judgments"));
}
