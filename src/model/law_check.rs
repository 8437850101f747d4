//! What must hold of the law, and the most that a household can owe under it.

use crate::error::Fault;
use crate::model::AppealRight;
use crate::model::Court;
use crate::model::CourtPractice;
use crate::model::Law;
use crate::model::Parts;
use crate::model::Rule;
use crate::model::Stage;
use crate::model::Tariff;
use crate::money::Money;
use crate::random::Delay;

/// The longest grace period and court term: ten years.
const LONGEST: u32 = 3_660;

impl Law {
    /// The most that one administrative penalty can cost.
    pub fn most_administrative(&self) -> Money {
        let tariffs = self.administrative.iter().flat_map(|it| it.tariff.values().flatten());
        tariffs.map(Tariff::maximum).max().unwrap_or(Money::ZERO)
    }

    /// The most that the judicial penalties of one household can cost, first and second appeal
    /// together.
    pub fn most_judicial(&self) -> Money {
        let most = |practice: &Rule<CourtPractice>| {
            let amounts = practice.values().flat_map(CourtPractice::amounts);
            amounts.map(|(_, tariff)| tariff.maximum()).max().unwrap_or(Money::ZERO)
        };
        let second = |court: &Court| {
            court.second_appeal.as_ref().map_or(Money::ZERO, |it| most(&it.practice))
        };
        self.court.as_ref().map_or(Money::ZERO, |court| most(&court.practice) + second(court))
    }
}

impl Parts {
    pub(super) fn check_law(&self, fault: &mut impl FnMut(String, Fault)) {
        self.check_lengths(fault);
        self.check_rules(fault);
        self.check_payments(fault);
    }

    /// A penalty that began on the very day of its notice or judgment could not be told from one
    /// that a decision on that day prevents.
    fn check_lengths(&self, fault: &mut impl FnMut(String, Fault)) {
        let law = &self.law;
        let mut check = |key: &str, days: u32, later: i32, first: &str| {
            if days == 0 && later == 0 {
                let right =
                    format!("at least 1 when the first penalty day is the last day of {first}");
                fault(key.to_owned(), Fault::new(days, right));
            } else if !(days <= LONGEST) {
                fault(key.to_owned(), Fault::new(days, "at most 3,660 days (10 years)"));
            }
        };
        for days in law.grace_days.values() {
            check("law.grace_days", *days, law.conventions.days_after_grace(), "grace");
        }
        let later = law.conventions.days_after_court_term();
        if let Some(court) = &law.court {
            for practice in court.practice.values() {
                check("court.term_days", practice.term_days, later, "the term");
            }
            for practice in court.second_appeal.iter().flat_map(|it| it.practice.values()) {
                check("court.second_appeal.term_days", practice.term_days, later, "the term");
            }
        }
    }

    /// A rule cannot hang on a day that comes after what it rules.
    fn check_rules(&self, fault: &mut impl FnMut(String, Fault)) {
        let law = &self.law;
        check_stages("law.grace_days", &law.grace_days, Stage::Noticed, fault);
        check_stages("law.appeal", &law.appeal, Stage::Appealed, fault);
        if let Some(administrative) = &law.administrative {
            let key = "administrative_penalty.tariff";
            check_stages(key, &administrative.tariff, Stage::Noticed, fault);
        }
        for change in &law.appeal.versions()[1..] {
            match change.value {
                AppealRight::Allowed | AppealRight::Barred => {}
                AppealRight::BarredUntil(until) if change.from < until => {}
                AppealRight::BarredUntil(until) => {
                    let right = format!("after {}, when appeals are first barred", change.from);
                    fault("law.appeal".to_owned(), Fault::new(until, right));
                }
            }
        }
        for legal_costs in law.court.iter().flat_map(|it| it.legal_costs.values()) {
            if !(Money::ZERO <= *legal_costs && *legal_costs <= Money::units(10_000_000)) {
                let right = "an amount from 0 to 10,000,000";
                fault("court.legal_costs".to_owned(), Fault::new(legal_costs, right));
            }
        }
    }

    fn check_payments(&self, fault: &mut impl FnMut(String, Fault)) {
        let administrative = self.law.administrative.iter();
        let payments = administrative.map(|it| ("administrative_penalty", &it.payment));
        let payments = payments.chain(self.law.court.iter().map(|it| ("court", &it.payment)));
        for (penalty, payment) in payments {
            if !(payment.after_days <= Delay::MAX_DAYS) {
                let right = "at most 36,525 days (a century)";
                let key = format!("{penalty}.payment.after_days");
                fault(key, Fault::new(payment.after_days, right));
            }
        }
    }
}

/// Refuses changes that hang on a stage after the latest one.
fn check_stages<T>(
    key: &str,
    rule: &Rule<T>,
    latest: Stage,
    fault: &mut impl FnMut(String, Fault),
) {
    for change in rule.versions().iter().skip(1).filter(|it| latest < it.touches) {
        let stages: Vec<&str> =
            Stage::ALL.into_iter().filter(|it| *it <= latest).map(Stage::name).collect();
        let right =
            format!("a stage that comes before what the rule is about: {}", stages.join(", "),);
        fault(
            key.to_owned(),
            Fault::new(format!("{} from {}", change.touches, change.from), right),
        );
    }
}
