//! Setups that the tests of reports use.

use crate::ensemble::unwatched;
use crate::model::AdministrativePenalty;
use crate::model::Appeal;
use crate::model::AppealRight;
use crate::model::CapacityVariation;
use crate::model::Conventions;
use crate::model::Court;
use crate::model::CourtPractice;
use crate::model::Forecast as IntakeForecast;
use crate::model::Law;
use crate::model::Model;
use crate::model::Notice;
use crate::model::Parts;
use crate::model::Payment;
use crate::model::PaymentTrigger;
use crate::model::Period;
use crate::model::Pool;
use crate::model::Quantity;
use crate::model::Rule;
use crate::model::Step;
use crate::model::Stock;
use crate::model::Stream;
use crate::model::Tariff;
use crate::money::Money;
use crate::random::Delay;
use crate::random::Share;
use crate::random::Variation;
use crate::study::Budget;
use crate::study::BudgetOf;
use crate::study::Forecast;
use crate::study::Observed;
use crate::study::Replications;
use crate::study::Setup;
use crate::study::forecast;
use crate::time::Day;
use crate::time::Length;
use crate::time::Schedule;
use crate::time::Term;

/// 300 characters that a terminal, a spreadsheet or a table may choke on.
pub(crate) fn hostile() -> String {
    let start =
        "=cmd|'\u{1b}[31m\u{1b}]0;x\u{7}\"quoted\", \u{202e}desrever\u{202c} 漢字 👨‍👩‍👧\r\n<b>&";
    let rest = "incomprehensibilities".chars().cycle();
    start.chars().chain(rest).take(300).collect()
}

fn share(value: f64) -> Share {
    Share::new(value).unwrap()
}

fn law() -> Law {
    let step = |(days, units)| Step { days, per_day: Money::units(units) };
    let tariff = Tariff::new([(14, 23), (14, 35), (14, 45)].map(step).to_vec()).unwrap();
    let capped = |day, most| Tariff::capped(Money::units(day), Money::units(most)).unwrap();
    let amounts = vec![(share(0.95), capped(100, 15_000)), (share(0.05), capped(250, 37_500))];
    let payment = |trigger| Payment { trigger, after_days: 14, delay: Delay::fixed(28).unwrap() };
    Law {
        conventions: Conventions::default(),
        grace_days: Rule::constant(14),
        appeal: Rule::constant(AppealRight::Allowed),
        administrative: Some(AdministrativePenalty {
            tariff: Rule::constant(Some(tariff)),
            payment: payment(PaymentTrigger::LastOwedDay),
        }),
        articles: None,
        court: Some(Court {
            duration: Delay::gamma(4.0, 14.0).unwrap(),
            practice: Rule::constant(CourtPractice::new(28, amounts).unwrap()),
            legal_costs: Rule::constant(Money::ZERO),
            second_appeal: None,
            payment: payment(PaymentTrigger::Decision),
        }),
    }
}

fn stream(name: &str, start: Day) -> Stream {
    let mut stream = Stream::new(name, Term::new(Length::Months(6)).unwrap());
    stream.stock = Stock::new(Stock::spread(start - 300, start - 1, 300).unwrap());
    stream.intake.forecast = Some(IntakeForecast::level(1.5).unwrap());
    stream.notice = Some(Notice::new(share(0.4), Delay::exponential(30.0).unwrap(), share(0.5)));
    let delay = Delay::fixed(0).unwrap();
    stream.appeal = Some(Appeal { share: Schedule::constant(Share::ALL), delay });
    stream
}

/// Two streams and two pools over two years, with budgets and reported figures.
pub(crate) fn office(names: [&str; 2], title: &str) -> Setup {
    let start = Day::new(2020, 1, 1).unwrap();
    let as_of = start + 62;
    let period = Period::new(start, as_of, start + 730).unwrap();
    let streams = names.map(|name| stream(name, start)).to_vec();
    let mut pools = vec![
        Pool::new(names[0], vec![0, 1], 14.0).unwrap(),
        Pool::new(names[1], vec![1], 6.0).unwrap(),
    ];
    pools[0].variation = CapacityVariation::Count(Variation::POISSON);
    let mut parts = Parts::new(period, streams, pools, law());
    let owed = Quantity::Owed { since: start };
    parts.quantities = [owed, Quantity::OwedGrowthPerWeek, Quantity::NoticeShare]
        .map(|quantity| (quantity, as_of))
        .to_vec();
    let mut setup = Setup::new(title, "EUR", Model::new(parts).unwrap());
    let budget = |year, of| Budget { year, of, amount: Money::units(400_000) };
    setup.budgets = vec![budget(2020, BudgetOf::Owed), budget(2021, BudgetOf::Paid)];
    let observed = |quantity, value, low, high| Observed {
        quantity,
        date: as_of,
        value,
        low,
        high,
        standard_error: None,
        reporting_share: Share::ALL,
        source: title.to_owned(),
    };
    setup.observed = vec![
        observed(owed, 3_500_000_000, 3_000_000_000, 4_000_000_000),
        observed(Quantity::NoticeShare, 400_000, 350_000, 450_000),
    ];
    setup.fingerprint = "0123456789ab".to_owned();
    setup
}

/// The forecast of a setup.
pub(crate) fn run(setup: &Setup, replications: u32) -> Forecast {
    let replications = Replications::Exactly(replications);
    forecast(setup, setup.seed, replications, &mut unwatched).unwrap()
}
