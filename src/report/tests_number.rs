//! The rule of rounding, row by row.

use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::count;
use crate::report::number::date;
use crate::report::number::error_of_count;
use crate::report::number::money;
use crate::report::number::money_range;
use crate::report::number::percent;
use crate::report::number::share_limits;
use crate::report::number::share_of_futures;
use crate::time::Day;

fn about(value: f64, error: f64) -> Number {
    Number { value, doubt: Doubt::Error(error) }
}

fn unknown(value: f64) -> Number {
    Number { value, doubt: Doubt::Unknown }
}

#[test]
fn a_number_has_the_digits_that_its_error_allows() {
    // 10^k <= 2 x error: an error of 5 allows tens, one of 4.9 units.
    let rows = [
        (12_345.0, 0.01, "12,345"),
        (12_345.0, 4.9, "12,345"),
        (12_345.0, 5.0, "12,350"),
        (12_345.0, 49.9, "12,350"),
        (12_345.0, 50.0, "12,300"),
        (12_345.0, 500.0, "12,000"),
        (12_345.0, 5_000.0, "10,000"),
        (12_345.0, 500_000.0, "0"),
        (-12_345.0, 50.0, "-12,300"),
        (0.0, 3.0, "0"),
        (0.3, 0.01, "<1"),
    ];
    for (value, error, text) in rows {
        assert_eq!(count(about(value, error)), text, "{value} ± {error}");
    }
    assert_eq!(count(Number::exact(1_234_567)), "1,234,567");
    assert_eq!(count(unknown(1_234_567.0)), "1,230,000");
    assert_eq!(count(unknown(12.0)), "12");
}

#[test]
fn errors_are_rounded_up_to_the_digits_of_their_number() {
    let rows = [(0.2, "± 1"), (4.2, "± 5"), (31.0, "± 40"), (50.0, "± 100"), (0.0, "exact")];
    for (error, text) in rows {
        let number = Number { value: 12_345.0, doubt: Some(error).into() };
        assert_eq!(error_of_count(number), text, "{error}");
    }
    assert_eq!(error_of_count(unknown(3.0)), NOTHING);
}

#[test]
fn amounts_choose_their_unit_by_size() {
    let rows = [
        (about(34.2345e8, 0.1e8), "EUR 34.2 million"),
        (about(34.2345e8, 1e8), "EUR 34 million"),
        (about(34.2345e8, 1.0), "EUR 34.2 million"),
        (about(34.2345e8, 10e8), "EUR 30 million"),
        (about(1_234.4e8, 0.1e8), "EUR 1,230 million"),
        (about(812.4e5, 100.0), "EUR 812 thousand"),
        (about(99.96e5, 0.01e5), "EUR 100 thousand"),
        (about(999.7e5, 0.01e5), "EUR 1.00 million"),
        (about(144_240.0, 10.0), "EUR 1,440"),
        (about(1_234.0, 0.5), "EUR 12.30"),
        (about(0.0, 100.0), "EUR 0"),
        (unknown(34.2345e8), "EUR 34.2 million"),
        (Number::exact(144_200), "EUR 1,442"),
        (Number::exact(772_992), "EUR 7,729.92"),
        (Number::exact(1_500_000), "EUR 15,000"),
        (Number::exact(1_700_000_000), "EUR 17 million"),
        (Number::exact(1_750_000_000), "EUR 17.5 million"),
        (Number::exact(1_750_000_001), "EUR 17,500,000.01"),
        (Number::exact(0), "EUR 0"),
    ];
    for (number, text) in rows {
        assert_eq!(money("EUR", number), text, "{number:?}");
    }
    let range = money_range("EUR", about(31e8, 0.1e8), about(38.31e8, 0.1e8));
    assert_eq!(range, "EUR 31.0 to 38.3 million");
    let range = money_range("EUR", about(812e5, 0.1e5), about(1.04e8, 0.01e8));
    assert_eq!(range, "EUR 812 thousand to EUR 1.04 million");
}

#[test]
fn tables_print_amounts_in_one_unit() {
    let unit = MoneyUnit::for_largest(3_423_450_000);
    assert_eq!(unit.name("EUR"), "EUR thousand");
    assert_eq!(unit.amount(about(3_423_450_000.0, 1_000_000.0)), "34,230");
    assert_eq!(unit.error(about(3_423_450_000.0, 1_000_000.0)), "± 10");
    assert_eq!(unit.amount(Number::exact(40_000)), "<1");
    assert_eq!(MoneyUnit::for_largest(144_200).amount(Number::exact(144_200)), "1,442");
}

#[test]
fn shares_claim_no_certainty() {
    let share = |hits, of| crate::summary::share(hits, of);
    assert_eq!(share_of_futures(share(0, 1_000)), "none of the 1,000 futures");
    assert_eq!(share_of_futures(share(1_000, 1_000)), "all of the 1,000 futures");
    assert_eq!(share_of_futures(share(834, 1_000)), "83% of the futures");
    assert_eq!(share_limits(share(0, 2_000)), "0% to 0.2%");
    assert_eq!(share_limits(share(2_000, 2_000)), "99.8% to 100%");
    assert_eq!(share_limits(share(834, 1_000)), "81% to 86%");
    assert_eq!(percent(Number { value: 0.4, doubt: Doubt::Exact }), "40%");
    assert_eq!(percent(Number { value: 0.425, doubt: Doubt::Exact }), "42.5%");
}

#[test]
fn dates_lose_their_day_when_it_is_not_known() {
    let day = Day::new(2021, 5, 3).unwrap();
    assert_eq!(date(day, Doubt::Exact), "2021-05-03");
    assert_eq!(date(day, Doubt::Error(14.0)), "2021-05-03");
    assert_eq!(date(day, Doubt::Error(15.0)), "2021-05");
    assert_eq!(date(day, Doubt::Error(200.0)), "2021");
}

#[test]
fn what_is_no_number_is_a_dash() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for doubt in [Doubt::Exact, Doubt::Unknown, Doubt::Error(1.0)] {
            let number = Number { value, doubt };
            assert_eq!(count(number), NOTHING);
            assert_eq!(percent(number), NOTHING);
            assert_eq!(money("EUR", number), "EUR –");
        }
    }
    assert_eq!(Doubt::from(Some(f64::NAN)), Doubt::Unknown);
}
