//! One case on paper: the law's test bench. Expected days and amounts are worked out by hand or
//! cited.

use arrears::model::AdministrativePenalty;
use arrears::model::AppealRight;
use arrears::model::Change;
use arrears::model::Conventions;
use arrears::model::Court;
use arrears::model::CourtFirstDay;
use arrears::model::CourtPractice;
use arrears::model::DecisionDay;
use arrears::model::FirstPenaltyDay;
use arrears::model::Follows;
use arrears::model::Law;
use arrears::model::PaymentTrigger;
use arrears::model::PrematureNotice;
use arrears::model::Rule;
use arrears::model::SecondAppeal;
use arrears::model::Stage;
use arrears::model::Step;
use arrears::model::Tariff;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Share;
use arrears::sim::AppealDates;
use arrears::sim::CaseCalendar;
use arrears::sim::CaseDates;
use arrears::sim::Clock;
use arrears::sim::Ending;
use arrears::sim::Judgment;
use arrears::sim::Milestone;
use arrears::sim::calendar;
use arrears::time::Calendar;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Term;
use arrears::time::TermConventions;
use arrears::time::TermEndOnDayOff;
use arrears::time::TermStart;

use crate::worlds::at_once;
use crate::worlds::awb_tariff;
use crate::worlds::court_tariff;
use crate::worlds::share;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn tariff(steps: &[(u32, i64)]) -> Tariff {
    let step = |&(days, euros): &(u32, i64)| Step { days, per_day: Money::units(euros) };
    Tariff::new(steps.iter().map(step).collect()).unwrap()
}

/// The tariff before and from 2019 by date of notice, four weeks and EUR 100 up to 15,000 in court.
fn law() -> Law {
    let old = tariff(&[(14, 20), (14, 30), (14, 40)]);
    let new = Change::new(day("2019-01-01"), Stage::Noticed, Some(awb_tariff()));
    let amounts = vec![(share(0.95), court_tariff(100, 15_000)), {
        (share(0.05), court_tariff(250, 37_500))
    }];
    let practice = Rule::constant(CourtPractice::new(28, amounts).unwrap());
    let mut court =
        Court::new(Delay::fixed(56).unwrap(), practice, at_once(PaymentTrigger::Decision));
    court.legal_costs = Rule::constant(Money::units(256));
    Law {
        administrative: Some(AdministrativePenalty {
            tariff: Rule::new(Some(old), vec![new]).unwrap(),
            payment: at_once(PaymentTrigger::LastOwedDay),
        }),
        court: Some(court),
        ..Law::none()
    }
}

fn noticed(received: &str, due: &str, notice: &str) -> CaseDates {
    CaseDates { notice: Some(day(notice)), ..CaseDates::new(day(received), day(due)) }
}

fn decided(mut case: CaseDates, on: &str) -> CaseDates {
    case.ending = Some(Ending::Decided(day(on)));
    case
}

fn judged(mut case: CaseDates, filed: &str, judged: &str) -> CaseDates {
    let judgment = Some(Judgment::on(day(judged)));
    case.appeals.push(AppealDates { filed: day(filed), judgment });
    case
}

fn of(law: &Law, case: &CaseDates) -> CaseCalendar {
    calendar(law, case, day("2022-12-31")).unwrap()
}

fn euros(calendar: &CaseCalendar) -> [i64; 3] {
    calendar.owed.map(|owed| {
        assert_eq!(owed.in_cents() % 100, 0);
        owed.in_cents() / 100
    })
}

/// The day of the first entry of a kind.
fn first(calendar: &CaseCalendar, is: impl Fn(&Milestone) -> bool) -> Option<String> {
    calendar.entries.iter().find(|it| is(&it.what)).map(|it| it.day.to_string())
}

fn begins(calendar: &CaseCalendar, clock: Clock) -> Option<String> {
    first(calendar, |it| matches!(it, Milestone::Begins(of, _) if *of == clock))
}

#[test]
fn a_notice_of_monday_runs_from_the_tuesday_two_weeks_later() {
    // Circular "Wet dwangsom", juridische versie (BWBR0035667). 8 July 2019 is a Monday.
    let case = noticed("2019-01-07", "2019-07-07", "2019-07-08");
    let page = of(&law(), &case);
    assert_eq!(begins(&page, Clock::Administrative).unwrap(), "2019-07-23");
    assert_eq!(first(&page, |it| *it == Milestone::GraceEnds).unwrap(), "2019-07-22");
    // As it is read elsewhere, a day earlier.
    let mut law = law();
    law.conventions.first_penalty_day = FirstPenaltyDay::LastDayOfGrace;
    let page = of(&law, &case);
    assert_eq!(begins(&page, Clock::Administrative).unwrap(), "2019-07-22");
    assert_eq!(first(&page, |it| *it == Milestone::GraceEnds).unwrap(), "2019-07-21");
}

#[test]
fn the_circulars_table_comes_out_day_by_day() {
    // Cumulative amounts by day; maxima 1,442 and, for notices of before 2019, 1,260.
    let table = [
        (1, 23),
        (5, 115),
        (14, 322),
        (15, 357),
        (20, 532),
        (28, 812),
        (29, 857),
        (41, 1_397),
        (42, 1_442),
        (43, 1_442),
        (500, 1_442),
    ];
    let case = noticed("2019-01-07", "2019-07-07", "2019-07-08");
    for (days, expected) in table {
        // The day of the decision counts: decided on the first penalty day owes one day.
        let on = day("2019-07-23") + (days - 1);
        let page = of(&law(), &decided(case.clone(), &on.to_string()));
        assert_eq!(euros(&page), [expected, 0, 0], "{days} days");
    }
    let old = of(&law(), &noticed("2018-06-01", "2018-12-01", "2018-12-31"));
    assert_eq!(euros(&old), [1_260, 0, 0]);
    let new = of(&law(), &noticed("2018-06-01", "2018-12-01", "2019-01-01"));
    assert_eq!(euros(&new), [1_442, 0, 0]);
}

#[test]
fn every_step_of_the_tariff_is_an_entry() {
    let page = of(&law(), &noticed("2019-01-07", "2019-07-07", "2019-07-08"));
    let clock = Clock::Administrative;
    let expected = [
        ("2019-07-23", Milestone::Begins(clock, Money::units(23)), 23),
        ("2019-08-06", Milestone::Changes(clock, Money::units(35)), 322 + 35),
        ("2019-08-20", Milestone::Changes(clock, Money::units(45)), 812 + 45),
        ("2019-09-02", Milestone::Maximum(clock), 1_442),
    ];
    for (on, what, owed) in expected {
        let entry = page.entries.iter().find(|it| it.what == what).unwrap();
        assert_eq!((entry.day, entry.total()), (day(on), Money::units(owed)));
    }
    assert_eq!(page.entries.last().unwrap().what, Milestone::StillPending);
    assert_eq!(page.may_follow, Money::ZERO);
}

#[test]
fn whether_the_day_of_the_decision_counts_is_a_day_of_penalty() {
    // A first penalty day of 16 April and a decision of 21 April are five days in one published
    // calculator and six in another.
    let case = decided(noticed("2018-10-01", "2019-03-31", "2019-04-01"), "2019-04-21");
    let mut law = law();
    assert_eq!(begins(&of(&law, &case), Clock::Administrative).unwrap(), "2019-04-16");
    assert_eq!(euros(&of(&law, &case)), [6 * 23, 0, 0]);
    law.conventions.decision_day = DecisionDay::DoesNotCount;
    assert_eq!(euros(&of(&law, &case)), [5 * 23, 0, 0]);
}

#[test]
fn a_decision_inside_the_grace_period_owes_nothing() {
    let case = noticed("2019-01-07", "2019-07-07", "2019-07-08");
    for (on, expected) in [("2019-07-09", 0), ("2019-07-22", 0), ("2019-07-23", 23)] {
        let page = of(&law(), &decided(case.clone(), on));
        assert_eq!(euros(&page), [expected, 0, 0], "{on}");
        assert_eq!(begins(&page, Clock::Administrative).is_some(), 0 < expected);
        assert_eq!(page.entries.iter().filter(|it| it.what == Milestone::Decided).count(), 1);
    }
}

#[test]
fn a_premature_notice_is_void_or_counts_from_the_end_of_the_term() {
    // RBDHA:2023:4223: too early, and the appeal inadmissible.
    let case = noticed("2019-01-07", "2019-07-07", "2019-07-07");
    let void = of(&law(), &case);
    assert_eq!(euros(&void), [0, 0, 0]);
    let is_void = |it: &Milestone| *it == Milestone::PrematureNotice(PrematureNotice::Void);
    assert!(first(&void, is_void).is_some());
    let mut law = law();
    law.conventions.premature_notice = PrematureNotice::CountsFromEndOfTerm;
    for notice in ["2019-03-01", "2019-07-07"] {
        let page = of(&law, &noticed("2019-01-07", "2019-07-07", notice));
        assert_eq!(begins(&page, Clock::Administrative).unwrap(), "2019-07-22");
    }
    // A notice on the first late day is not premature.
    let page = of(&law, &noticed("2019-01-07", "2019-07-07", "2019-07-08"));
    assert_eq!(begins(&page, Clock::Administrative).unwrap(), "2019-07-23");
}

#[test]
fn the_court_penalty_begins_the_day_after_the_court_term() {
    // RBDHA:2021:2873: judgment 21 August 2020, eight weeks: last day 16 October 2020; EUR 100 a day
    // up to 7,500 is exhausted on day 75, 30 December 2020.
    let case = noticed("2019-06-01", "2019-12-01", "2020-05-01");
    let mut case = judged(case, "2020-06-15", "2020-08-21");
    let judgment = case.appeals[0].judgment.as_mut().unwrap();
    (judgment.term_days, judgment.tariff) = (Some(56), Some(court_tariff(100, 7_500)));
    let page = of(&law(), &case);
    let ends = |it: &Milestone| *it == Milestone::CourtTermEnds { second: false };
    assert_eq!(first(&page, ends).unwrap(), "2020-10-16");
    assert_eq!(begins(&page, Clock::Judicial).unwrap(), "2020-10-17");
    let maximum = |it: &Milestone| *it == Milestone::Maximum(Clock::Judicial);
    assert_eq!(first(&page, maximum).unwrap(), "2020-12-30");
    assert_eq!(euros(&page), [1_442, 7_500, 0]);
    assert_eq!(page.legal_costs, Money::units(256));
    let mut law = law();
    law.conventions.court_first_day = CourtFirstDay::LastDayOfTerm;
    assert_eq!(begins(&of(&law, &case), Clock::Judicial).unwrap(), "2020-10-16");
}

#[test]
fn the_time_line_of_the_letter_is_248_days() {
    // Notice on day 0, appeal at once, eight weeks of court, four weeks of court term: the judicial
    // penalty is exhausted on about day 14 + 56 + 28 + 150 = 248.
    let start = day("2019-07-08");
    let on = |days: i32| (start + days).to_string();
    let case = noticed("2019-01-07", "2019-07-07", &on(0));
    let case = judged(case, &on(14), &on(14 + 56));
    let mut law = law();
    law.conventions = Conventions {
        first_penalty_day: FirstPenaltyDay::LastDayOfGrace,
        court_first_day: CourtFirstDay::LastDayOfTerm,
        ..law.conventions
    };
    let page = of(&law, &case);
    assert_eq!(begins(&page, Clock::Administrative).unwrap(), on(14));
    assert_eq!(begins(&page, Clock::Judicial).unwrap(), on(98));
    // Its last day is day 247, so that from day 248 on nothing more is owed.
    let maximum = |it: &Milestone| *it == Milestone::Maximum(Clock::Judicial);
    assert_eq!(first(&page, maximum).unwrap(), on(247));
    assert_eq!(euros(&page), [1_442, 15_000, 0]);
}

#[test]
fn terms_end_with_their_month_and_roll_over_days_off() {
    let office = Calendar::office(vec![day("2020-06-01")]);
    let term = Term::new(Length::Months(6)).unwrap();
    let due = |received: &str, start, end_on_day_off| {
        let conventions = TermConventions { start, end_on_day_off };
        term.last_day(day(received), 0, conventions, &office).to_string()
    };
    let (after, on) = (TermStart::DayAfterReceipt, TermStart::DayOfReceipt);
    let (stays, rolls) = (TermEndOnDayOff::Stays, TermEndOnDayOff::NextWorkingDay);
    // 31 August + 6 months in a leap year, and in another.
    assert_eq!(due("2019-08-31", after, stays), "2020-02-29");
    assert_eq!(due("2018-08-31", after, stays), "2019-02-28");
    assert_eq!(due("2019-08-30", on, stays), "2020-02-28");
    // Saturday 30 May 2020, then Whit Monday: Tuesday 2 June.
    assert_eq!(due("2019-11-30", after, stays), "2020-05-30");
    assert_eq!(due("2019-11-30", after, rolls), "2020-06-02");
    // A notice on the Sunday is then premature.
    let case = noticed("2019-11-30", "2020-06-02", "2020-05-31");
    assert_eq!(euros(&of(&law(), &case)), [0, 0, 0]);
}

#[test]
fn the_second_penalty_follows_the_maximum_or_the_court_term() {
    let mut law = law();
    let amounts = vec![(Share::ALL, court_tariff(200, 15_000))];
    let fixed = |days| Delay::fixed(days).unwrap();
    law.court.as_mut().unwrap().second_appeal = Some(SecondAppeal {
        share: Share::ALL,
        follows: Follows::Maximum,
        delay: fixed(0),
        duration: fixed(56),
        practice: Rule::constant(CourtPractice::new(14, amounts).unwrap()),
    });
    let case = noticed("2019-01-07", "2019-07-07", "2019-07-08");
    // Judged on 1 October 2019: term up to 29 October, penalty 30 October to 27 March 2020.
    let case = judged(case, "2019-08-01", "2019-10-01");
    let again = judged(case.clone(), "2020-03-27", "2020-05-01");
    let page = of(&law, &again);
    assert_eq!(begins(&page, Clock::SecondJudicial).unwrap(), "2020-05-16");
    assert_eq!(euros(&page), [1_442, 15_000, 15_000]);
    assert_eq!(page.legal_costs, Money::units(512));
    let early = judged(case.clone(), "2020-03-26", "2020-05-01");
    let problems = calendar(&law, &early, day("2022-12-31")).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "appealed_again  2020-03-26, must be on or after 2020-03-27, the day that a second appeal \
         follows"
    );
    law.court.as_mut().unwrap().second_appeal.as_mut().unwrap().follows = Follows::CourtTerm;
    let soon = judged(case, "2019-10-29", "2019-12-01");
    // Both run at once from 16 December on: 200 and 100 a day.
    let page = calendar(&law, &decided(soon, "2019-12-25"), day("2019-12-31")).unwrap();
    assert_eq!(euros(&page), [1_442, 57 * 100, 10 * 200]);
}

#[test]
fn the_suspension_act_keeps_the_old_law_for_whoever_was_noticed_before() {
    // Stb. 2020, 242, in force 11 July 2020, article 3.
    let act = day("2020-07-11");
    let mut law = law();
    let penalty = law.administrative.as_mut().unwrap();
    let suspended = Change::new(act, Stage::Noticed, None);
    penalty.tariff = penalty.tariff.clone().with(suspended).unwrap();
    let barred = Change::new(act, Stage::Noticed, AppealRight::Barred);
    law.appeal = Rule::new(AppealRight::Allowed, vec![barred]).unwrap();
    let before =
        judged(noticed("2020-01-01", "2020-07-01", "2020-07-10"), "2020-08-01", "2020-10-01");
    assert_eq!(euros(&of(&law, &before)), [1_442, 15_000, 0]);
    let after =
        judged(noticed("2020-01-01", "2020-07-01", "2020-07-11"), "2020-08-01", "2020-10-01");
    let page = of(&law, &after);
    assert_eq!(euros(&page), [0, 0, 0]);
    assert_eq!(first(&page, |it| *it == Milestone::AppealBarred).unwrap(), "2020-08-01");
    let suspended = |it: &Milestone| *it == Milestone::PenaltySuspended;
    assert_eq!(first(&page, suspended).unwrap(), "2020-07-26");
}

#[test]
fn each_head_may_have_a_penalty() {
    let case = noticed("2019-01-07", "2019-07-07", "2019-07-08");
    let case = CaseDates { penalties: 3, ..case };
    assert_eq!(euros(&of(&law(), &case)), [3 * 1_442, 0, 0]);
    // A withdrawal ends what runs; what is owed stays owed.
    let withdrawn = CaseDates { ending: Some(Ending::Withdrawn(day("2019-07-24"))), ..case };
    assert_eq!(euros(&of(&law(), &withdrawn)), [3 * 46, 0, 0]);
}

#[test]
fn what_may_follow_is_the_rest_up_to_the_maxima() {
    let case =
        judged(noticed("2019-01-07", "2019-07-07", "2019-07-08"), "2019-08-01", "2019-10-01");
    // Penalty from 30 October: ten days by 8 November.
    let page = calendar(&law(), &case, day("2019-11-08")).unwrap();
    assert_eq!((page.total(), page.may_follow), (Money::units(2_442), Money::units(14_000)));
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let mut case = noticed("2019-07-08", "2019-07-07", "2019-07-01");
    case.appeals = vec![AppealDates {
        filed: day("2019-07-02"),
        judgment: Some(Judgment { term_days: Some(4_000), ..Judgment::on(day("2019-06-01")) }),
    }];
    case.ending = Some(Ending::Decided(day("2019-07-01")));
    case.penalties = 0;
    let mut law = law();
    law.conventions.premature_notice = PrematureNotice::CountsFromEndOfTerm;
    let problems = calendar(&law, &case, day("2022-12-31")).unwrap_err();
    let expected = "\
        due  2019-07-07, must be on or after 2019-07-08, the day of receipt\n\
        noticed  2019-07-01, must be on or after 2019-07-08, the day of receipt\n\
        noticed  2019-07-01, must be before 2019-07-01, the day on which the case is closed\n\
        appealed  2019-07-02, must be on or after 2019-07-21, the end of the grace period\n\
        appealed  2019-07-02, must be before 2019-07-01, the day on which the case is closed\n\
        judged  2019-06-01, must be on or after 2019-07-02, the day of the appeal\n\
        court_term_days  4000, must be at most 3,660 days (10 years)\n\
        decided  2019-07-01, must be on or after 2019-07-08, the day of receipt\n\
        penalties  0, must be 1 to 255";
    assert_eq!(problems.to_string(), expected);
    let alone = CaseDates {
        appeals: vec![AppealDates { filed: day("2019-07-02"), judgment: None }],
        ..CaseDates::new(day("2019-01-01"), day("2019-07-01"))
    };
    let problems = calendar(&law, &alone, day("2022-12-31")).unwrap_err().to_string();
    let expected =
        "appealed  2019-07-02, must be left out, or with the day of the notice that it follows";
    assert_eq!(problems, expected);
}
