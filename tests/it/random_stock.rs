//! Opening stock of random models of which more is known than its receipt.

use arrears::model::Further;
use arrears::model::KnownCases;
use arrears::model::Parts;
use arrears::model::Progress;
use arrears::model::Reached;
use arrears::model::Stock;
use arrears::model::Tariff;
use arrears::money::Money;
use arrears::time::Day;

use crate::random_models::Dice;
use crate::random_models::random_parts;

/// Adds cases of which more is known to about half of the streams.
pub fn add_known_stock(dice: &mut Dice, parts: &mut Parts) {
    let start = parts.period.start();
    let has_court = parts.law.court.is_some();
    let most = [parts.law.most_administrative(), parts.law.most_judicial()];
    for stream in &mut parts.streams {
        if dice.percent(50) {
            continue;
        }
        let known = (0..dice.between(1, 12)).map(|_| known_cases(dice, start, has_court, true));
        let mut stock = stream.stock.clone().with_known(known.collect());
        // As rows of other kinds do, some fall on one day.
        let again: Vec<KnownCases> = stock.known().iter().take(2).cloned().collect();
        let twins = again.iter().map(|row| KnownCases {
            progress: Progress { due: None, decided: None, ..Progress::waiting() },
            ..row.clone()
        });
        stock = stock.with_known(twins.collect());
        for _ in 0..dice.between(0, 2) {
            stock = with_owing(dice, stock, start, most, has_court);
        }
        stream.stock = stock;
    }
}

fn with_owing(
    dice: &mut Dice,
    stock: Stock,
    start: Day,
    [administrative, judicial]: [Money; 2],
    has_court: bool,
) -> Stock {
    let mut rows = Vec::new();
    for _ in 0..dice.between(1, 3) {
        let mut row = known_cases(dice, start, has_court, false);
        (row.progress.due, row.heads) = (None, None);
        if row.progress.reached != Reached::Nothing {
            rows.push(row);
        }
    }
    let set = rows.iter().any(|row| row.progress.reached.last_day().is_none());
    // Households have three heads at most, and may have one penalty.
    let most: i64 = rows
        .iter()
        .map(|row| {
            let judged = matches!(row.progress.reached, Reached::Judgment { .. });
            let each = administrative + if judged { judicial } else { Money::ZERO };
            each.in_cents() * row.cases as i64 / 3
        })
        .sum();
    let owed = Money::cents(most * i64::from(dice.between(0, 100)) / 100);
    if set { stock.with_owing(owed, rows) } else { stock }
}

fn known_cases(dice: &mut Dice, start: Day, has_court: bool, may_be_decided: bool) -> KnownCases {
    let received = start - dice.between(1, 500);
    let mut last = received;
    // A day after all that was before, and before the start.
    let mut next = |dice: &mut Dice| {
        last = last + dice.between(0, (start - 1) - last);
        last
    };
    let mut day = |dice: &mut Dice| {
        let day = next(dice);
        dice.percent(65).then_some(day)
    };
    let reached = match dice.between(0, if has_court { 3 } else { 1 }) {
        0 => Reached::Nothing,
        1 => {
            let pursued = [None, None, Some(true), Some(false)][dice.between(0, 3) as usize];
            Reached::Notice { day: day(dice), pursued }
        }
        2 => Reached::Appeal { noticed: day(dice), day: day(dice) },
        _ => Reached::Judgment {
            noticed: day(dice),
            appealed: day(dice),
            day: day(dice),
            term_days: dice.percent(40).then(|| dice.between(1, 60) as u32),
            tariff: dice.percent(40).then(|| {
                let per_day = Money::cents(i64::from(dice.between(100, 9_999)));
                Tariff::capped(per_day, per_day * i64::from(dice.between(1, 90))).unwrap()
            }),
        },
    };
    let first_known = reached.days().into_iter().flatten().min();
    let decided = (may_be_decided && dice.percent(25)).then(|| next(dice));
    let due = dice.percent(25).then(|| {
        let latest = match (reached.has_appealed(), first_known) {
            (true, Some(first)) => (first - received - 1).max(0),
            (true, None) => 0,
            (false, _) => 600,
        };
        received + dice.between(0, latest)
    });
    let further = if dice.percent(25) { Further::Unknown } else { Further::No };
    let heads = (decided.is_some() || dice.percent(30)).then(|| dice.between(1, 4) as u8);
    let cases = dice.between(1, 8) as u64 * u64::from(heads.unwrap_or(1));
    // Only a due day before the appeal is one that can be.
    let appealed = reached.days()[1];
    let due = due.filter(|due| appealed.is_none_or(|day| *due < day));
    KnownCases { received, cases, heads, progress: Progress { due, reached, further, decided } }
}

#[test]
fn the_random_models_have_known_stock_of_every_kind() {
    // A comparison of nothing would show nothing.
    let mut found = std::collections::BTreeMap::new();
    for seed in 0..160 {
        let parts = random_parts(seed);
        let stocks = || parts.streams.iter().map(|stream| &stream.stock);
        let mut kinds = std::collections::BTreeSet::new();
        for row in stocks().flat_map(Stock::all_known) {
            let Progress { due, reached, further, decided } = &row.progress;
            kinds.insert(match reached {
                Reached::Nothing => "nothing",
                Reached::Notice { .. } => "notice",
                Reached::Appeal { .. } => "appeal",
                Reached::Judgment { tariff: Some(_), .. } => "judgment, known amount",
                Reached::Judgment { .. } => "judgment",
            });
            let unknown = *further == Further::Unknown;
            let late = *reached != Reached::Nothing && reached.last_day().is_none();
            for (kind, is) in [
                ("due", due.is_some()),
                ("further", unknown),
                ("decided", decided.is_some()),
                ("heads", row.heads.is_some_and(|heads| 1 < heads)),
                ("a last day that is not known", late),
            ] {
                if is {
                    kinds.insert(kind);
                }
            }
        }
        if stocks().any(|stock| !stock.owing().is_empty()) {
            kinds.insert("owing");
        }
        kinds.into_iter().for_each(|kind| *found.entry(kind).or_insert(0) += 1);
    }
    assert!(found.len() == 11 && found.values().all(|models| 40 <= *models), "{found:?}");
}
