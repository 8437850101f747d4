//! Expected penalties by table: for every due day, by the day on which the household is closed.

use crate::model::StageDays;
use crate::random::Share;
use crate::sim::law_plan::LawPlan;
use crate::sim::mean_court::appealed;
use crate::sim::mean_court::in_the_end;
use crate::sim::mean_court::maximum;
use crate::sim::mean_court::run_up;
use crate::sim::mean_court::settled_after;
use crate::sim::mean_moments::ADMINISTRATIVE;
use crate::sim::mean_moments::ADMINISTRATIVE_BEGUN;
use crate::sim::mean_moments::ADMINISTRATIVE_MAXIMUM;
use crate::sim::mean_moments::ADMINISTRATIVE_SQUARED;
use crate::sim::mean_moments::JUDICIAL;
use crate::sim::mean_moments::Moments;
use crate::sim::mean_moments::NOTHING_YET;
use crate::sim::mean_moments::NOTICES;
use crate::sim::mean_moments::PRODUCT;
use crate::sim::mean_moments::add;
use crate::sim::mean_moments::after_days;
use crate::sim::mean_notice::NoticeChances;
use crate::sim::plan::Behaviour;
use crate::sim::plan::Engine;
use crate::sim::plan::NoticePlan;
use crate::sim::plan::StreamPlan;
use crate::time::Day;

/// Which versions of the grace period and of the tariff hold.
type Versions = (usize, usize);

/// What is expected of a household by the day on which it is closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    rows: &'a [Moments],
    /// The day of the first row, on which nothing has happened.
    base: i32,
    /// What the household's penalties amount to if it is never decided, in cents.
    pub(super) in_the_end: f64,
}

impl<'a> Rows<'a> {
    /// Closed on a day, in days since the start; nothing is expected on the first and before.
    #[inline]
    pub(super) fn on(&self, closed: i32) -> &'a Moments {
        let at = (closed - self.base).max(0) as usize;
        &self.rows[at.min(self.rows.len() - 1)]
    }
}

/// The tables of one stream.
#[derive(Clone, Debug)]
pub(super) struct StreamTables {
    first_due: i32,
    // By due day from the first on: households of which nothing is known, and those that are known
    // to have given no notice before the start.
    unknown: Vec<Entry>,
    silent: Vec<Entry>,
    tables: Vec<Vec<Moments>>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    table: u32,
    base: i32,
    in_the_end: f64,
}

impl StreamTables {
    /// The rows of households with a due day that have given no notice before `not_before`: the
    /// start, or [`i32::MIN`] when that is not known.
    #[inline]
    pub(super) fn rows(&self, due: i32, not_before: i32) -> Rows<'_> {
        let at = (due - self.first_due) as usize;
        let silent = if 0 <= not_before { self.silent.get(at) } else { None };
        let entry = silent.unwrap_or(&self.unknown[at]);
        let Entry { table, base, in_the_end } = *entry;
        Rows { rows: &self.tables[table as usize], base, in_the_end }
    }
}

/// What is shared while the tables of a stream are made.
pub(super) struct TableMaker<'a> {
    engine: &'a Engine,
    plan: &'a NoticePlan,
    first_due: i32,
    /// The day before the first closing day that anybody asks for.
    nobody_asks: i32,
    // From the end of the grace period on, for a household that appeals.
    appealed: Vec<Moments>,
    court_in_the_end: f64,
    // By number of behaviour and versions.
    pursued: Vec<((usize, Versions), Vec<Moments>)>,
    shared: Vec<((usize, Versions), u32)>,
    tables: Vec<Vec<Moments>>,
}

/// The tables of a stream; `None` when nobody gives notice. `first_asked` is the first closing day
/// that anybody asks for.
pub(super) fn stream_tables(
    engine: &Engine,
    stream: &StreamPlan,
    first_asked: i32,
    anybody_is_silent: bool,
) -> Option<StreamTables> {
    let plan = stream.notice.as_ref()?;
    let days = engine.days as i32;
    let first_due = stream.due.range().0.min(days);
    let mut maker = TableMaker::new(engine, plan, first_due, first_asked - 1);
    // Who is not late on the last day is never asked for.
    let unknown = (first_due..days).map(|due| maker.entry(due, i32::MIN)).collect();
    let silent = match anybody_is_silent {
        true => (first_due..0).map(|due| maker.entry(due, 0)).collect(),
        false => Vec::new(),
    };
    Some(StreamTables { first_due, unknown, silent, tables: maker.tables })
}

impl<'a> TableMaker<'a> {
    fn new(
        engine: &'a Engine,
        plan: &'a NoticePlan,
        first_due: i32,
        nobody_asks: i32,
    ) -> TableMaker<'a> {
        let law = &engine.law;
        let longest = |most: usize| (engine.days as i32 - first_due + 2).min(most as i32) as usize;
        let grace = law.grace.values().max().copied().unwrap_or(0) as usize;
        let tariffs = law.tariff.iter().flat_map(|(rule, _)| rule.values().flatten());
        let tariff = tariffs.map(|tariff| tariff.days()).max().unwrap_or(0) as usize;
        let after_grace = match &law.court {
            Some(court) => settled_after(law, court, &plan.appeal_delay).max(tariff + 2),
            None => tariff + 2,
        };
        let days = longest(grace + after_grace + 1);
        // Who may not appeal never sees the court.
        let court = law.court.as_ref().filter(|_| law.all_may_appeal);
        TableMaker {
            engine,
            plan,
            first_due,
            nobody_asks,
            appealed: court.map_or_else(
                || vec![NOTHING_YET; days],
                |court| appealed(law, court, &plan.appeal_delay, days),
            ),
            court_in_the_end: court.map_or(0.0, in_the_end),
            pursued: Vec::new(),
            shared: Vec::new(),
            tables: Vec::new(),
        }
    }

    fn behaviour(&self, due: i32) -> (usize, &'a Behaviour) {
        let entries = &self.plan.behaviour;
        let number = entries.partition_point(|(from, _)| *from <= due + 1).saturating_sub(1);
        (number, &entries[number].1)
    }

    /// The versions that hold for a notice of a day.
    fn versions(&self, due: i32, notice: i32) -> Versions {
        let law = &self.engine.law;
        let on = |t: i32| self.engine.start + t;
        // No version hangs on the day of receipt: that is refused.
        let mut case = StageDays::late(Day::from_number(i32::MIN / 2), on(due + 1));
        case.notice = Some(on(notice));
        let tariff = law.tariff.as_ref().map_or(0, |(rule, _)| rule.version_of(&case));
        (law.grace.version_of(&case), tariff)
    }

    /// Where the rows of a due day stand, made if need be.
    fn entry(&mut self, due: i32, not_before: i32) -> Entry {
        let (number, behaviour) = self.behaviour(due);
        let chances = |last: i32| {
            NoticeChances::new(&self.engine.law, self.plan, behaviour, (due, not_before), last)
        };
        // Who should have given notice by then does so on the first day that is not known.
        let from = due.max(self.plan.counts_from).max(not_before);
        let all = chances(from + behaviour.delay.most() as i32 + 1);
        let last = self.engine.days as i32 - 1;
        let end = all.first + all.given.len() as i32;
        let versions = self.versions(due, all.first);
        let same_law = (all.first..=end.min(last)).all(|day| versions == self.versions(due, day));
        let in_the_end = self.in_the_end(due, behaviour, &all);
        // A premature notice is dated the due day, any other the day after it or later.
        let premature = i32::from(self.plan.premature != Share::NONE);
        let usual = self.plan.counts_from <= due + 1 - premature && not_before <= due;
        if !(usual && same_law) {
            let base = due.max(self.nobody_asks);
            let rows = self.rows(number, behaviour, due, &all, (base, last + 1));
            self.tables.push(rows);
            return Entry { table: self.tables.len() as u32 - 1, base, in_the_end };
        }
        let key = (number, versions);
        let known = self.shared.iter().find(|(known, _)| *known == key).map(|(_, table)| *table);
        let table = known.unwrap_or_else(|| {
            // For every lateness that can occur, whatever the due day.
            let until = due + last + 1 - self.first_due;
            let rows = self.rows_under(number, behaviour, &all, (due, until), |_| versions);
            self.tables.push(rows);
            let table = self.tables.len() as u32 - 1;
            self.shared.push((key, table));
            table
        });
        Entry { table, base: due, in_the_end }
    }

    /// What the penalties of a household amount to if it is never decided.
    fn in_the_end(&self, due: i32, behaviour: &Behaviour, chances: &NoticeChances) -> f64 {
        let appeals = behaviour.appeals.min(1 << 32) as f64 / 4_294_967_296.0;
        let tariffs = self.engine.law.tariff.as_ref();
        let of_day = |(at, chance): (usize, &f64)| {
            let (_, tariff) = self.versions(due, chances.first + at as i32);
            let tariff = tariffs.and_then(|(rule, _)| rule.versions()[tariff].value.as_ref());
            chance * (maximum(tariff) + appeals * self.court_in_the_end)
        };
        chances.pursued.iter().enumerate().filter(|(_, it)| 0.0 < **it).map(of_day).sum()
    }

    fn rows(
        &mut self,
        number: usize,
        behaviour: &Behaviour,
        due: i32,
        chances: &NoticeChances,
        days: (i32, i32),
    ) -> Vec<Moments> {
        let end = chances.first + chances.given.len() as i32;
        let all: Vec<Versions> = (chances.first..end).map(|day| self.versions(due, day)).collect();
        let first = chances.first;
        self.rows_under(number, behaviour, chances, days, |day| all[(day - first) as usize])
    }

    /// The rows from one closing day to another, under the versions of each day of notice.
    fn rows_under(
        &mut self,
        number: usize,
        behaviour: &Behaviour,
        chances: &NoticeChances,
        (base, until): (i32, i32),
        versions: impl Fn(i32) -> Versions,
    ) -> Vec<Moments> {
        let mut rows = vec![NOTHING_YET; (until - base + 1).max(1) as usize];
        for (at, (given, pursued)) in chances.given.iter().zip(&chances.pursued).enumerate() {
            let notice = chances.first + at as i32;
            if *given == 0.0 || until <= notice {
                continue;
            }
            let since = self.pursued(number, behaviour, versions(notice));
            // A household that is closed on the day of the notice gives none.
            let first = (notice + 1).max(base);
            let (skip, from) = ((first - base) as usize, (first - notice) as usize);
            let last = since.len() - 1;
            for (later, row) in rows[skip..].iter_mut().enumerate() {
                row[NOTICES] += given;
                if 0.0 < *pursued {
                    add(row, *pursued, &since[(from + later).min(last)]);
                }
            }
        }
        // On the first day and before nothing is expected; nobody asks for a later base.
        rows[0] = NOTHING_YET;
        rows
    }

    /// What is expected of a household with a pursued notice, by days since the notice.
    fn pursued(&mut self, number: usize, of: &Behaviour, versions: Versions) -> &[Moments] {
        let key = (number, versions);
        let known = self.pursued.iter().position(|(known, _)| *known == key);
        let at = known.unwrap_or_else(|| {
            let moments = since_notice(&self.engine.law, of, versions, &self.appealed);
            self.pursued.push((key, moments));
            self.pursued.len() - 1
        });
        &self.pursued[at].1
    }
}

/// By days since a pursued notice: the administrative penalty, and the appeals of a share.
fn since_notice(
    law: &LawPlan,
    of: &Behaviour,
    (grace, tariff): Versions,
    appealed: &[Moments],
) -> Vec<Moments> {
    let grace = law.grace.versions()[grace].value as i32;
    let tariffs = law.tariff.as_ref();
    let tariff = tariffs.and_then(|(rule, _)| rule.versions()[tariff].value.as_ref());
    let mut all = after_days(grace as usize, appealed);
    let appeals = of.appeals.min(1 << 32) as f64 / 4_294_967_296.0;
    all.iter_mut().flatten().for_each(|moment| *moment *= appeals);
    let Some(tariff) = tariff else { return all };
    let to_first = grace + law.after_grace;
    for (since, moments) in all.iter_mut().enumerate().skip(1) {
        let (owed, begun, most) = run_up(tariff, since as i32 + law.decision_day - to_first);
        moments[ADMINISTRATIVE] = owed;
        moments[ADMINISTRATIVE_SQUARED] = owed * owed;
        moments[PRODUCT] = owed * moments[JUDICIAL];
        moments[ADMINISTRATIVE_BEGUN] = begun;
        moments[ADMINISTRATIVE_MAXIMUM] = most;
    }
    all
}
