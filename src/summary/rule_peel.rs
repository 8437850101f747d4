//! Peeling a box down to where hits are dense, and moving its ends until they are right.

use crate::summary::RuleSearch;

/// Runs and whether each is a hit.
pub(crate) struct Sample<'a> {
    pub(crate) rows: &'a [Vec<f64>],
    pub(crate) hits: &'a [bool],
}

/// How many runs there are in a box, and how many of them are hits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) runs: u64,
    pub(crate) hits: u64,
}

impl Tally {
    fn add(&mut self, hit: bool) {
        self.runs += 1;
        self.hits += u64::from(hit);
    }

    fn density(&self) -> f64 {
        self.hits as f64 / self.runs as f64
    }

    /// The harmonic mean of coverage and density, 2 x hits inside / (runs inside + all hits).
    pub(crate) fn score(&self, all: &Tally) -> f64 {
        2.0 * self.hits as f64 / (self.runs + all.hits) as f64
    }
}

/// A box: ranges of some inputs, ends included.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bounds {
    // Input, lowest and highest value; infinite where there is no end.
    ranges: Vec<(usize, f64, f64)>,
}

impl Bounds {
    /// The box that holds everything, with room for as many ranges.
    pub(crate) fn open(ranges: usize) -> Bounds {
        Bounds { ranges: Vec::with_capacity(ranges) }
    }

    fn of_set(set: &[usize]) -> Bounds {
        let mut bounds = Bounds::open(set.len());
        let open = set.iter().map(|input| (*input, f64::NEG_INFINITY, f64::INFINITY));
        bounds.ranges.extend(open);
        bounds
    }

    /// The same box with one input left free.
    pub(crate) fn without(&self, input: usize) -> Bounds {
        let mut ranges = self.ranges.clone();
        ranges.retain(|range| range.0 != input);
        Bounds { ranges }
    }

    /// The inputs that have an end, with their ends.
    pub(crate) fn ends(&self) -> impl Iterator<Item = (usize, Option<f64>, Option<f64>)> {
        let end = |value: f64| value.is_finite().then_some(value);
        let ends =
            self.ranges.iter().map(move |(input, low, high)| (*input, end(*low), end(*high)));
        ends.filter(|(_, low, high)| low.is_some() || high.is_some())
    }

    fn holds(&self, row: &[f64]) -> bool {
        self.ranges.iter().all(|(input, low, high)| *low <= row[*input] && row[*input] <= *high)
    }

    fn with(&self, range: usize, side: Side, end: f64) -> Bounds {
        let mut bounds = self.clone();
        match side {
            Side::Low => bounds.ranges[range].1 = end,
            Side::High => bounds.ranges[range].2 = end,
        }
        bounds
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Low,
    High,
}

const SIDES: [Side; 2] = [Side::Low, Side::High];

impl Sample<'_> {
    /// The runs and hits in a box.
    pub(crate) fn tally(&self, bounds: &Bounds) -> Tally {
        let mut tally = Tally::default();
        let inside = self.rows.iter().zip(self.hits).filter(|(row, _)| bounds.holds(row));
        inside.for_each(|(_, hit)| tally.add(*hit));
        tally
    }
}

/// The box over a set of inputs with the best score: peeled, then pasted.
pub(crate) fn best_box(sample: &Sample<'_>, set: &[usize], search: &RuleSearch) -> Bounds {
    let mut bounds = Bounds::of_set(set);
    let all = sample.tally(&bounds);
    let fewest = (search.least_support * all.runs as f64).max(1.0);
    let mut best = (all.score(&all), bounds.clone());
    // Every step takes away at least one run.
    loop {
        let inside = sample.tally(&bounds);
        let peels = (0..set.len()).flat_map(|range| SIDES.map(|side| (range, side)));
        let peeled = peels.filter_map(|(range, side)| {
            let end = peeled_end(sample, &bounds, range, side, search.peel)?;
            let smaller = bounds.with(range, side, end);
            let left = sample.tally(&smaller);
            let gain = (left.density() - inside.density()) / (inside.runs - left.runs) as f64;
            (fewest <= left.runs as f64).then_some((gain, smaller, left))
        });
        // Of equal gains the peel that comes first.
        let Some((_, smaller, left)) = peeled.reduce(|a, b| if a.0 < b.0 { b } else { a }) else {
            break;
        };
        if best.0 < left.score(&all) {
            best = (left.score(&all), smaller.clone());
        }
        bounds = smaller;
    }
    pasted(sample, best.1, &all, search.peel)
}

/// The end after a peel: the first value that is left when the share `peel` of the runs inside, and
/// all that are equal to those, are taken away; `None` when nothing would be left.
fn peeled_end(
    sample: &Sample<'_>,
    bounds: &Bounds,
    range: usize,
    side: Side,
    peel: f64,
) -> Option<f64> {
    let input = bounds.ranges[range].0;
    let inside = sample.rows.iter().filter(|row| bounds.holds(row));
    let mut values: Vec<f64> = inside.map(|row| row[input]).collect();
    sort_from(side, &mut values);
    let last_gone = ((peel * values.len() as f64) as usize).max(1) - 1;
    let gone = *values.get(last_gone)?;
    values.into_iter().find(|value| *value != gone && before(side, gone, *value))
}

/// The box, with single ends moved out or in as long as its score grows: out by the share `peel` of
/// the runs inside or by one value, in by one value.
fn pasted(sample: &Sample<'_>, bounds: Bounds, all: &Tally, peel: f64) -> Bounds {
    let mut best = (sample.tally(&bounds).score(all), bounds);
    // The score grows with every round, and takes on finitely many values.
    loop {
        let ends = (0..best.1.ranges.len()).flat_map(|range| SIDES.map(|side| (range, side)));
        let moved = ends.flat_map(|(range, side)| {
            let out = [peel, 0.0].map(|peel| pasted_end(sample, &best.1, range, side, peel));
            let inwards = peeled_end(sample, &best.1, range, side, 0.0);
            let ends = out.into_iter().chain([inwards]).flatten();
            ends.map(|end| best.1.with(range, side, end)).collect::<Vec<Bounds>>()
        });
        let scored = moved.map(|bounds| (sample.tally(&bounds).score(all), bounds));
        match scored.reduce(|a, b| if a.0 < b.0 { b } else { a }) {
            Some(moved) if best.0 < moved.0 => best = moved,
            _ => return best.1,
        }
    }
}

/// The end after a paste: the share `peel` of the runs inside, and all that are equal to the last,
/// are taken in again; infinite when nothing is left outside, `None` when there is no end.
fn pasted_end(
    sample: &Sample<'_>,
    bounds: &Bounds,
    range: usize,
    side: Side,
    peel: f64,
) -> Option<f64> {
    let (input, low, high) = bounds.ranges[range];
    let (end, open) = match side {
        Side::Low => (low, f64::NEG_INFINITY),
        Side::High => (high, f64::INFINITY),
    };
    if end.is_infinite() {
        return None;
    }
    let opened = bounds.with(range, side, open);
    let outside = sample.rows.iter().filter(|row| opened.holds(row) && !bounds.holds(row));
    let mut values: Vec<f64> = outside.map(|row| row[input]).collect();
    // The nearest first: as seen from the other side.
    sort_from(if side == Side::Low { Side::High } else { Side::Low }, &mut values);
    let wanted = ((peel * sample.tally(bounds).runs as f64) as usize).max(1);
    if values.len() <= wanted { Some(open) } else { Some(values[wanted - 1]) }
}

fn sort_from(side: Side, values: &mut [f64]) {
    match side {
        Side::Low => values.sort_by(f64::total_cmp),
        Side::High => values.sort_by(|one, other| other.total_cmp(one)),
    }
}

fn before(side: Side, one: f64, other: f64) -> bool {
    match side {
        Side::Low => one < other,
        Side::High => other < one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[f64]) -> Vec<Vec<f64>> {
        values.iter().map(|value| vec![*value]).collect()
    }

    #[test]
    fn peels_keep_equal_values_together() {
        let rows = column(&[1.0, 1.0, 1.0, 2.0, 3.0, 3.0]);
        let sample = Sample { rows: &rows, hits: &[true; 6] };
        let bounds = Bounds::of_set(&[0]);
        let end = |bounds: &Bounds, side| peeled_end(&sample, bounds, 0, side, 0.05);
        assert_eq!(end(&bounds, Side::Low), Some(2.0));
        assert_eq!(end(&bounds, Side::High), Some(2.0));
        let peeled = bounds.with(0, Side::Low, 3.0);
        assert_eq!(end(&peeled, Side::Low), None);
        assert_eq!(pasted_end(&sample, &peeled, 0, Side::Low, 0.05), Some(2.0));
        assert_eq!(pasted_end(&sample, &peeled, 0, Side::High, 0.05), None);
        assert_eq!(sample.tally(&peeled), Tally { runs: 2, hits: 2 });
    }

    #[test]
    fn what_a_peel_took_too_much_is_pasted_on_again() {
        let rows = column(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]);
        let hits = [false, false, false, false, true, true, true, true, true, true];
        let sample = Sample { rows: &rows, hits: &hits };
        let all = sample.tally(&Bounds::open(0));
        let narrow = Bounds::of_set(&[0]).with(0, Side::Low, 7.0);
        let found = pasted(&sample, narrow, &all, 0.05);
        assert_eq!(found.ranges, [(0, 5.0, f64::INFINITY)]);
        assert_eq!(sample.tally(&found).score(&all), 1.0);
    }
}
