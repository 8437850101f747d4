//! A household of the slow engine: what it did, what it will do, and its penalties.

use arrears::model::Progress;
use arrears::model::Tariff;
use arrears::time::Day;

/// A penalty of a household: from its first day on, one more day for each day that it is pending.
#[derive(Clone)]
pub struct Clock {
    pub first: Day,
    pub tariff: Tariff,
    pub days: u32,
    pub owed: i64,
    pub is_paid: bool,
}

impl Clock {
    pub fn new(first: Day, tariff: &Tariff) -> Option<Clock> {
        Some(Clock { first, tariff: tariff.clone(), days: 0, owed: 0, is_paid: false })
    }

    pub fn is_full(&self) -> bool {
        self.days == self.tariff.days()
    }

    /// What this day would add: the amount of the tariff's next day, once the clock has started.
    pub fn amount_on(&self, day: Day) -> i64 {
        if day < self.first { 0 } else { self.amount_of(self.days as i32) }
    }

    /// The amount of day `number` of the tariff, from 0.
    pub fn amount_of(&self, number: i32) -> i64 {
        let Ok(number) = usize::try_from(number) else { return 0 };
        let steps = self.tariff.steps().iter();
        let mut amounts =
            steps.flat_map(|step| std::iter::repeat_n(step.per_day.in_cents(), step.days as usize));
        amounts.nth(number).unwrap_or(0)
    }
}

/// Cases that were filed together.
#[derive(Clone)]
pub struct Household {
    pub stream: usize,
    pub received: Day,
    pub heads: i64,
    pub due: Day,
    pub closed: Option<Day>,
    pub withdrawn: bool,
    pub noticed: Option<Day>,
    pub end_of_grace: Option<Day>,
    /// Of the administrative penalty, the judicial one, and the judicial one of the second appeal.
    pub clocks: [Option<Clock>; 3],
    pub penalties: i64,
    pub place: u32,
    pub withdraws: Option<Day>,
    /// Who works on it.
    pub begun: Option<Begun>,
    /// Whether its file has been opened.
    pub opened: bool,
    /// The day on which its incomplete file comes back.
    pub back: Option<Day>,
    pub notice: Option<Day>,
    pub pursued: bool,
    pub appeals: bool,
    /// What is known of it beside its receipt, if it is of the opening stock.
    pub known: Option<Known>,
    /// Of the first and the second appeal: when it would be filed at first, when it would be filed
    /// next, when it is to be filed, when it was, when judgment is to be given, when it was.
    pub appeals_on: [Appeal; 2],
}

#[derive(Clone, Copy, Default)]
pub struct Appeal {
    pub first_wished: Option<Day>,
    pub wished: Option<Day>,
    pub planned: Option<Day>,
    pub filed: Option<Day>,
    pub judgment: Option<Day>,
    pub judged: Option<Day>,
}

/// What is known of a household before the start, and what follows for its first appeal.
#[derive(Clone)]
pub struct Known {
    pub progress: Progress,
    /// The number of its stream's group that owes an amount together.
    pub group: Option<usize>,
    /// When it appealed, or would; and whether it is recorded that it did.
    pub appeal: Option<(Day, bool)>,
    pub judgment: Option<Day>,
}

impl Household {
    /// The day of its decision before the start.
    pub fn past(&self) -> Option<Day> {
        self.known.as_ref()?.progress.decided
    }

    pub fn is_late(&self, day: Day) -> bool {
        self.due < day
    }
}

/// A household that somebody works on.
#[derive(Clone)]
pub struct Begun {
    pub pool: usize,
    /// The line that works on it; none any more once the pool's orders have changed.
    pub line: Option<usize>,
    /// The effort that it still needs.
    pub needs: u64,
    /// Whether its file turns out to be incomplete.
    pub incomplete: bool,
    /// Those without a line are finished in the order in which they lost it.
    pub turn: u32,
}
