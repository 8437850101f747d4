//! Laws and court practices by name, each with its source. A preset is data: what a scenario could
//! write out itself. This file is the only place that knows them.

use crate::model::AdministrativePenalty;
use crate::model::AppealRight;
use crate::model::Articles;
use crate::model::Change;
use crate::model::Court;
use crate::model::CourtPractice;
use crate::model::Follows;
use crate::model::Law;
use crate::model::LawChange;
use crate::model::Payment;
use crate::model::PaymentTrigger;
use crate::model::Rule;
use crate::model::SecondAppeal;
use crate::model::Stage;
use crate::model::Step;
use crate::model::Tariff;
use crate::money::Money;
use crate::random::Delay;
use crate::random::Share;
use crate::time::Day;

/// Something that has a name and a source.
#[derive(Clone, Copy, Debug)]
pub struct Preset<T> {
    /// Its name, as a scenario writes it.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub meaning: &'static str,
    /// Where it is written, and what in it is an assumption.
    pub source: &'static str,
    /// What it stands for.
    pub value: fn() -> T,
}

/// The preset of a name.
pub fn preset<T: 'static>(presets: &'static [Preset<T>], name: &str) -> Option<&'static Preset<T>> {
    presets.iter().find(|preset| preset.name == name)
}

/// Tariffs of the administrative penalty with their dates.
pub const TARIFF_RULES: &[Preset<Rule<Option<Tariff>>>] = &[Preset {
    name: "awb",
    meaning: "The Dutch tariff: 20, 30, 40 for notices received before 2019, 23, 35, 45 from then on.",
    source: "Awb 4:17(2); Stcrt 2018, 65542: the date on which the notice was received decides",
    value: || {
        let versions = vec![
            Change::new(date(2009, 10, 1), Stage::Noticed, Some(awb([20, 30, 40])))
                .named("Awb 2009"),
            Change::new(date(2019, 1, 1), Stage::Noticed, Some(awb([23, 35, 45])))
                .named("Awb 2019"),
        ];
        Rule::of_versions(versions).expect("dates that increase")
    },
}];

/// Tariffs of the administrative penalty.
pub const TARIFFS: &[Preset<Tariff>] = &[
    Preset {
        name: "awb_2009",
        meaning: "14 days of 20, 14 of 30, 14 of 40: at most 1,260.",
        source: "Awb 4:17(2) as of 1 October 2009; circular \"Wet dwangsom\" (BWBR0035667)",
        value: || awb([20, 30, 40]),
    },
    Preset {
        name: "awb_2019",
        meaning: "14 days of 23, 14 of 35, 14 of 45: at most 1,442.",
        source: "Awb 4:17(2) as of 1 January 2019; Stcrt 2018, 65542",
        value: || awb([23, 35, 45]),
    },
];

/// What courts order.
pub const PRACTICES: &[Preset<CourtPractice>] = &[
    Preset {
        name: "nl_2020_early",
        meaning: "A term of 4 weeks, then 100 a day up to 15,000 in 95% of the judgments and 250 a \
                  day up to 37,500 in the others.",
        source: "Letter of 3 March 2020, Kamerstuk 19637 nr. 2585: 4 weeks on average, 100 up to \
                 15,000 in well over 95%, 250 in a few. Assumption: the second maximum (150 days)",
        value: || practice(28, &[(0.95, 100, 15_000), (0.05, 250, 37_500)]),
    },
    Preset {
        name: "nl_2020_july",
        meaning: "A term of 8 weeks, then 100 a day up to 7,500.",
        source: "RBDHA:2020:6088, 3 July 2020 (the new national policy, 8 weeks); RBDHA:2020:8750 \
                 and RBDHA:2021:2873 (100 a day, at most 7,500)",
        value: || practice(56, &[(1.0, 100, 7_500)]),
    },
    Preset {
        name: "nl_2020_8_plus_8",
        meaning: "A term of 16 weeks, 8 to the first hearing and 8 to the decision, then 100 a day \
                  up to 7,500.",
        source: "RVS:2020:1560, 8 July 2020; RBDHA:2023:3400 (8+8 weeks, 100 a day, at most 7,500)",
        value: || practice(112, &[(1.0, 100, 7_500)]),
    },
    Preset {
        name: "nl_second_appeal",
        meaning: "A term of 3 weeks, then 100 or 200 a day, each in half of the judgments, up to \
                  15,000.",
        source: "RBDHA:2021:2873 (3 weeks), RBDHA:2024:15671 and RBDHA:2025:15739 (2 weeks, 200 up \
                 to 15,000), RBDHA:2025:11969 (4 weeks, 100 up to 15,000). Assumption: the shares, \
                 and 3 weeks as the middle of 2 to 4",
        value: || practice(21, &[(0.5, 100, 15_000), (0.5, 200, 15_000)]),
    },
];

/// What judgments cost beside the penalty.
pub const LEGAL_COSTS: &[Preset<Rule<Money>>] = &[Preset {
    name: "nl",
    meaning: "The fixed amount for a simple appeal with a lawyer: 256 a judgment in 2019, 262.50 from \
              2020, 418.50 from 2023, 437.50 from 2024, 453.50 from 2025, 467 from 2026.",
    source: "Besluit proceskosten bestuursrecht; RBDHA:2019:6452, RBDHA:2020:9606, RBDHA:2023:3400, \
             RBDHA:2024:15671, RBDHA:2025:11969, RBDHA:2026:2612. Assumption: 256 before 2019 too, \
             262.50 until the end of 2022, and each change on 1 January",
    value: || {
        let years = [2020, 2023, 2024, 2025, 2026].map(|year| date(year, 1, 1));
        let cents = [26_250, 41_850, 43_750, 45_350, 46_700].map(Money::cents);
        let change = |(from, amount)| Change::new(from, Stage::Judged, amount);
        Rule::new(Money::units(256), years.into_iter().zip(cents).map(change).collect())
            .expect("dates that increase")
    },
}];

/// Acts: several rules that change together.
pub const ACTS: &[Preset<Vec<LawChange>>] = &[
    Preset {
        name: "suspension_act_2020",
        meaning: "No administrative penalty and no appeal for cases noticed from 11 July 2020 on; \
                  cases that were late and noticed before keep the old law.",
        source: "Tijdelijke wet opschorting dwangsommen IND, Stb. 2020, 242, articles 1 and 3, in \
                 force on 11 July 2020",
        value: || {
            let name = "suspension act 2020";
            vec![
                LawChange::AdministrativeTariff(since_july_2020(None, name)),
                LawChange::Appeal(since_july_2020(AppealRight::Barred, name)),
            ]
        },
    },
    Preset {
        name: "suspension_act_2021",
        meaning: "The same act as amended: from 11 July 2021 on those cases may appeal, and the court \
                  sets a term of 8 weeks without a penalty.",
        source: "RVS:2022:3352 (appeal possible from 11 July 2021; Awb 4:17 to 4:19, division 8.2.4a \
                 and 8:72(6) not applicable). Assumption: a term of 8 weeks",
        value: || {
            let name = "suspension act 2021";
            let until = AppealRight::BarredUntil(date(2021, 7, 11));
            let term = CourtPractice::term_only(56).expect("a term");
            vec![
                LawChange::AdministrativeTariff(since_july_2020(None, name)),
                LawChange::Appeal(since_july_2020(until, name)),
                LawChange::CourtPractice(since_july_2020(term.clone(), name)),
                LawChange::SecondCourtPractice(since_july_2020(term, name)),
            ]
        },
    },
];

/// Where the rules are written.
pub const ARTICLES: &[Preset<Articles>] = &[Preset {
    name: "awb",
    meaning: "The articles of the Dutch General Administrative Law Act (Awb).",
    source: "Awb 4:13, 4:17, 4:18, 6:2, 6:12, 8:55b and 8:55d",
    value: Articles::awb,
}];

/// Whole laws, for a case without a scenario.
pub const LAWS: &[Preset<Law>] = &[Preset {
    name: "nl",
    meaning: "The Dutch tariffs by date of notice; four weeks and 100 a day up to 15,000 in court, for \
              judgments from 3 July 2020 on eight weeks and up to 7,500; a second appeal after the \
              maximum; legal costs by year of judgment.",
    source: "The presets awb, nl_2020_early, nl_2020_july, nl_second_appeal and nl of legal costs. \
             Assumption: 3 July 2020 as the first day of the new practice (the first judgment seen, \
             RBDHA:2020:6088)",
    value: dutch_law,
}];

fn dutch_law() -> Law {
    let none = Delay::fixed(0).expect("no days");
    let payment = |trigger| Payment { trigger, after_days: 14, delay: none.clone() };
    let named = |presets: &'static [Preset<CourtPractice>], name| {
        (preset(presets, name).expect("a preset of this file").value)()
    };
    let july = Change::new(date(2020, 7, 3), Stage::Judged, named(PRACTICES, "nl_2020_july"));
    let practice = Rule::new(named(PRACTICES, "nl_2020_early"), vec![july]);
    let court = Court {
        duration: Delay::fixed(56).expect("eight weeks"),
        practice: practice.expect("dates that increase"),
        legal_costs: (LEGAL_COSTS[0].value)(),
        second_appeal: Some(SecondAppeal {
            share: Share::ALL,
            follows: Follows::Maximum,
            delay: none.clone(),
            duration: Delay::fixed(56).expect("eight weeks"),
            practice: Rule::constant(named(PRACTICES, "nl_second_appeal")),
        }),
        payment: payment(PaymentTrigger::Decision),
    };
    let tariff = (TARIFF_RULES[0].value)();
    Law {
        administrative: Some(AdministrativePenalty {
            tariff,
            payment: payment(PaymentTrigger::LastOwedDay),
        }),
        court: Some(court),
        articles: Some(Articles::awb()),
        ..Law::none()
    }
}

fn date(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).expect("a date of the calendar")
}

/// Three steps of 14 days.
fn awb(per_day: [i64; 3]) -> Tariff {
    let step = |units| Step { days: 14, per_day: Money::units(units) };
    Tariff::new(per_day.map(step).to_vec()).expect("steps")
}

fn practice(term_days: u32, amounts: &[(f64, i64, i64)]) -> CourtPractice {
    let amount = |(share, per_day, maximum): &(f64, i64, i64)| {
        let tariff = Tariff::capped(Money::units(*per_day), Money::units(*maximum));
        (Share::new(*share).expect("a share"), tariff.expect("a capped amount"))
    };
    CourtPractice::new(term_days, amounts.iter().map(amount).collect()).expect("a practice")
}

fn since_july_2020<T>(value: T, name: &str) -> Change<T> {
    Change::new(date(2020, 7, 11), Stage::Noticed, value).named(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_can_be_made_and_has_a_source() {
        let said = |name: &str, meaning: &str, source: &str| {
            assert!(!name.is_empty() && meaning.ends_with('.') && !source.is_empty(), "{name}");
        };
        for it in TARIFF_RULES {
            said(it.name, it.meaning, it.source);
            assert!(!(it.value)().versions().is_empty());
        }
        for it in TARIFFS {
            said(it.name, it.meaning, it.source);
            assert!(0 < (it.value)().days());
        }
        for it in PRACTICES {
            said(it.name, it.meaning, it.source);
            assert!(0 < (it.value)().term_days);
        }
        for it in ARTICLES {
            said(it.name, it.meaning, it.source);
            assert!((it.value)().notice.starts_with("Awb"));
        }
        for it in LAWS {
            said(it.name, it.meaning, it.source);
            assert!(Money::ZERO < (it.value)().most_judicial());
        }
        for it in LEGAL_COSTS {
            said(it.name, it.meaning, it.source);
            assert!((it.value)().values().all(|amount| Money::ZERO < *amount));
        }
        for it in ACTS {
            said(it.name, it.meaning, it.source);
            assert!(!(it.value)().is_empty());
        }
    }

    #[test]
    fn the_amounts_are_those_of_the_sources() {
        let maximum = |name| (preset(TARIFFS, name).unwrap().value)().maximum();
        assert_eq!(maximum("awb_2009"), Money::units(1_260));
        assert_eq!(maximum("awb_2019"), Money::units(1_442));
        let practice = |name| (preset(PRACTICES, name).unwrap().value)();
        let july = practice("nl_2020_july");
        // RBDHA:2021:2873: judgment of 21 August 2020, 8 weeks, last day 16 October; the maximum of
        // 7,500 is reached on the seventy-fifth day.
        assert_eq!(date(2020, 8, 21) + july.term_days as i32, date(2020, 10, 16));
        assert_eq!(july.amounts()[0].1.days(), 75);
        assert!(preset(PRACTICES, "nl_1900").is_none());
    }
}
