//! Models that several tests use.

use arrears::model::AdministrativePenalty;
use arrears::model::Appeal;
use arrears::model::AppealRight;
use arrears::model::CapacityVariation;
use arrears::model::Conventions;
use arrears::model::Court;
use arrears::model::CourtFirstDay;
use arrears::model::CourtPractice;
use arrears::model::DecisionDay;
use arrears::model::FirstPenaltyDay;
use arrears::model::Forecast;
use arrears::model::Law;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Parts;
use arrears::model::Payment;
use arrears::model::PaymentTrigger;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::PrematureNotice;
use arrears::model::Rule;
use arrears::model::Step;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::model::Tariff;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Share;
use arrears::random::Variation;
use arrears::time::Calendar;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Schedule;
use arrears::time::Term;

pub fn share(value: f64) -> Share {
    Share::new(value).unwrap()
}

pub fn awb_tariff() -> Tariff {
    let step = |(days, euros)| Step { days, per_day: Money::units(euros) };
    Tariff::new([(14, 23), (14, 35), (14, 45)].map(step).to_vec()).unwrap()
}

pub fn court_tariff(per_day: i64, maximum: i64) -> Tariff {
    Tariff::capped(Money::units(per_day), Money::units(maximum)).unwrap()
}

pub fn at_once(trigger: PaymentTrigger) -> Payment {
    Payment { trigger, after_days: 0, delay: Delay::fixed(0).unwrap() }
}

/// The law of the reference problem: notice + 14, judgment + 28, the decision day not counted.
pub fn reference_law() -> Law {
    let amounts =
        vec![(share(0.95), court_tariff(100, 15_000)), (share(0.05), court_tariff(250, 37_500))];
    Law {
        conventions: Conventions {
            first_penalty_day: FirstPenaltyDay::LastDayOfGrace,
            decision_day: DecisionDay::DoesNotCount,
            premature_notice: PrematureNotice::Void,
            court_first_day: CourtFirstDay::LastDayOfTerm,
        },
        grace_days: Rule::constant(14),
        appeal: Rule::constant(AppealRight::Allowed),
        administrative: Some(AdministrativePenalty {
            tariff: Rule::constant(Some(awb_tariff())),
            payment: at_once(PaymentTrigger::LastOwedDay),
        }),
        articles: None,
        court: Some(Court {
            duration: Delay::gamma(4.0, 14.0).unwrap(),
            practice: Rule::constant(CourtPractice::new(28, amounts).unwrap()),
            legal_costs: Rule::constant(Money::ZERO),
            second_appeal: None,
            payment: at_once(PaymentTrigger::Decision),
        }),
    }
}

/// The reference problem, with all counts multiplied by `scale`.
pub fn reference(scale: f64) -> Model {
    let start = Day::new(2020, 1, 1).unwrap();
    let period = Period::new(start, start, start + 729).unwrap();
    let mut stream = Stream::new("cases", Term::new(Length::Days(183)).unwrap());
    let rows = Stock::spread(start - 300, start - 1, (15_000.0 * scale) as u64).unwrap();
    stream.stock = Stock::new(rows);
    stream.intake.forecast = Some(Forecast::level(70.0 * scale).unwrap());
    let mut notice = Notice::new(share(0.40), Delay::exponential(30.0).unwrap(), share(0.50));
    notice.counts_from = Some(start);
    stream.notice = Some(notice);
    stream.appeal =
        Some(Appeal { share: Schedule::constant(Share::ALL), delay: Delay::fixed(0).unwrap() });
    let mut pool = Pool::new("deciders", vec![0], 0.0).unwrap();
    let weekly = vec![(start, 455.0 * scale), (start + 180, 595.0 * scale)];
    pool.decisions_per_fte_per_week = Schedule::new(weekly).unwrap();
    pool.counts_people = false;
    pool.variation = CapacityVariation::Count(Variation::POISSON);
    let mut parts = Parts::new(period, vec![stream], vec![pool], reference_law());
    parts.calendar = Calendar::every_day();
    Model::new(parts).unwrap()
}
