//! What comes in: recorded counts up to the as-of day, a stochastic forecast after them.

use crate::error::Fault;
use crate::random::Share;
use crate::random::Variation;
use crate::time::Day;

/// The intake of a stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intake {
    /// Recorded counts; they hold on their days in every replication.
    pub recorded: Option<Recorded>,
    /// What comes in on the days without a record; nothing when it is left out.
    pub forecast: Option<Forecast>,
    /// The last day on which anything comes in, recorded or not; no last day when left out.
    pub stop_after: Option<Day>,
}

/// Recorded daily counts without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    from: Day,
    // Never empty.
    daily: Vec<u64>,
}

impl Recorded {
    /// Daily counts from counts over periods (first day, last day, cases).
    ///
    /// `share` of each count enters the stream. Within a period the days get parts in proportion to
    /// `weekday` (Monday first), rounded so that the running sum is never off by a whole case: the
    /// sum over the period is ⌊share x cases⌉ of the running sum.
    ///
    /// # Errors
    /// - there is no period, a period ends before it starts, or a period does not start on the day
    ///   after the one before it.
    pub fn new(
        mut periods: Vec<(Day, Day, u64)>,
        share: Share,
        weekday: [f64; 7],
    ) -> Result<Recorded, Fault> {
        periods.sort_unstable();
        let from = periods.first().ok_or(Fault::new("no counts", "at least one count"))?.0;
        let mut next = from;
        for (first, last, _) in &periods {
            if !(*first == next) {
                return Err(Fault::new(first, format!("{next}, the day after the period before")));
            }
            if !(first <= last) {
                return Err(Fault::new(last, format!("on or after the first day, {first}")));
            }
            next = *last + 1;
        }
        let mut daily = Vec::new();
        let (mut received, mut given) = (0.0, 0_u64);
        for (first, last, cases) in periods {
            let weight = |day: Day| weekday[day.weekday().index()];
            let days = (0..=last - first).map(|later| first + later);
            let whole: f64 = days.clone().map(weight).sum();
            let mut so_far = 0.0;
            for day in days {
                // A period without any weighted day puts its cases on its last day.
                so_far += weight(day);
                let part = if day == last { 1.0 } else { so_far / whole.max(f64::MIN_POSITIVE) };
                let sum = (received + share.value() * cases as f64 * part).round() as u64;
                daily.push(sum.max(given) - given);
                given = given.max(sum);
            }
            received += share.value() * cases as f64;
        }
        Ok(Recorded { from, daily })
    }

    /// The first recorded day.
    pub fn first_day(&self) -> Day {
        self.from
    }

    /// The last recorded day.
    pub fn last_day(&self) -> Day {
        self.from + (self.daily.len() as i32 - 1)
    }

    /// Cases received on a day; `None` where nothing is recorded.
    pub fn on(&self, day: Day) -> Option<u64> {
        usize::try_from(day - self.from).ok().and_then(|index| self.daily.get(index)).copied()
    }
}

/// A stretch of time in which intake is multiplied by a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shock {
    /// The first day.
    pub from: Day,
    /// The last day; for good when left out.
    pub until: Option<Day>,
    /// What intake is multiplied by, 0 or more.
    pub factor: f64,
}

/// The stochastic forecast of intake.
///
/// The mean on a day is level x growth x season x weekday x shocks x wandering level, and the count
/// is drawn about it with [`Variation`].
///
/// # Example
/// ```
/// use arrears::model::Forecast;
/// use arrears::time::Day;
///
/// let mut forecast = Forecast::level(70.0)?;
/// forecast.set_growth_per_year(0.10)?;
/// let first = Day::new(2020, 3, 3)?;
/// assert_eq!(forecast.mean_on(first, first), 70.0);
/// assert!((forecast.mean_on(first + 365, first) - 77.0).abs() < 0.01);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    // In [0, 1e7].
    per_day: f64,
    // In [-0.9, 10].
    growth_per_year: f64,
    // Mean 1; January first.
    season: [f64; 12],
    // Mean 1; Monday first.
    weekday: [f64; 7],
    // Standard deviation of a month's step in the natural logarithm of the level, in [0, 1].
    wander_per_month: f64,
    /// How much the daily count varies about its mean.
    pub variation: Variation,
    shocks: Vec<Shock>,
}

impl Forecast {
    /// The same mean every day, with Poisson counts.
    ///
    /// # Errors
    /// - `per_day` is not between 0 and 10,000,000 cases.
    pub fn level(per_day: f64) -> Result<Forecast, Fault> {
        if !(0.0 <= per_day && per_day <= 1e7) {
            return Err(Fault::new(per_day, "between 0 and 10,000,000 cases a day"));
        }
        Ok(Forecast {
            per_day,
            growth_per_year: 0.0,
            season: [1.0; 12],
            weekday: [1.0; 7],
            wander_per_month: 0.0,
            variation: Variation::POISSON,
            shocks: Vec::new(),
        })
    }

    /// Sets the growth of the level: (1 + growth) ^ (days since the first forecast day / 365.25).
    ///
    /// # Errors
    /// - the growth is not between −0.9 and 10.
    pub fn set_growth_per_year(&mut self, growth: f64) -> Result<(), Fault> {
        if !(-0.9 <= growth && growth <= 10.0) {
            return Err(Fault::new(growth, "between -0.9 and 10 (0.05 is 5% a year)"));
        }
        self.growth_per_year = growth;
        Ok(())
    }

    /// Sets the factors of the months, January first; they are scaled to a mean of 1.
    ///
    /// # Errors
    /// - a factor is negative or not finite, or all are 0.
    pub fn set_season(&mut self, factors: [f64; 12]) -> Result<(), Fault> {
        self.season = mean_1(factors)?;
        Ok(())
    }

    /// Sets the factors of the days of the week, Monday first; they are scaled to a mean of 1.
    ///
    /// # Errors
    /// - a factor is negative or not finite, or all are 0.
    pub fn set_weekday(&mut self, factors: [f64; 7]) -> Result<(), Fault> {
        self.weekday = mean_1(factors)?;
        Ok(())
    }

    /// Sets how far the level wanders: on the first of each month after the first forecast day the
    /// logarithm of the level moves by sigma z − sigma²/2, z standard normal, so that the mean
    /// stays and the spread grows with the square root of time.
    ///
    /// # Errors
    /// - sigma is not between 0 and 1.
    ///
    /// # Source
    /// A random walk in the logarithm: A. C. Harvey, Forecasting, Structural Time Series Models
    /// and the Kalman Filter (1989), the local level model.
    pub fn set_wander_per_month(&mut self, sigma: f64) -> Result<(), Fault> {
        if !(0.0 <= sigma && sigma <= 1.0) {
            return Err(Fault::new(sigma, "between 0 and 1 (0.05 is 5% a month)"));
        }
        self.wander_per_month = sigma;
        Ok(())
    }

    /// Adds a dated shock.
    ///
    /// # Errors
    /// - the factor is not between 0 and 100, or the last day is before the first.
    pub fn add_shock(&mut self, shock: Shock) -> Result<(), Fault> {
        if !(0.0 <= shock.factor && shock.factor <= 100.0) {
            return Err(Fault::new(shock.factor, "a factor between 0 and 100"));
        }
        if let Some(until) = shock.until.filter(|until| *until < shock.from) {
            return Err(Fault::new(until, format!("on or after the first day, {}", shock.from)));
        }
        self.shocks.push(shock);
        Ok(())
    }

    /// The mean on a day, without wandering, in a forecast that starts on `first`.
    pub fn mean_on(&self, day: Day, first: Day) -> f64 {
        let years = f64::from(day - first) / 365.25;
        let growth = libm::pow(1.0 + self.growth_per_year, years);
        let month = day.civil().1 as usize - 1;
        let holds =
            |shock: &&Shock| shock.from <= day && shock.until.is_none_or(|until| day <= until);
        let shocks: f64 = self.shocks.iter().filter(holds).map(|shock| shock.factor).product();
        let calendar = self.season[month] * self.weekday[day.weekday().index()];
        self.per_day * growth * calendar * shocks
    }

    /// The level: cases a day before growth, season, weekday, shocks and wandering.
    pub fn per_day(&self) -> f64 {
        self.per_day
    }

    /// Growth of the level per year; 0.05 is 5%.
    pub fn growth_per_year(&self) -> f64 {
        self.growth_per_year
    }

    /// The standard deviation of a month's step in the logarithm of the level.
    pub fn wander_per_month(&self) -> f64 {
        self.wander_per_month
    }

    /// The factors of the months, January first, with mean 1.
    pub fn season(&self) -> [f64; 12] {
        self.season
    }

    /// The factors of the days of the week, Monday first, with mean 1.
    pub fn weekday(&self) -> [f64; 7] {
        self.weekday
    }

    /// The dated shocks.
    pub fn shocks(&self) -> &[Shock] {
        &self.shocks
    }
}

fn mean_1<const N: usize>(factors: [f64; N]) -> Result<[f64; N], Fault> {
    if let Some(wrong) = factors.iter().find(|factor| !(0.0 <= **factor && **factor <= 1e6)) {
        return Err(Fault::new(wrong, "0 or more, at most 1,000,000"));
    }
    let sum: f64 = factors.iter().sum();
    if !(0.0 < sum) {
        return Err(Fault::new("factors that are all 0", "above 0 at least once"));
    }
    Ok(factors.map(|factor| factor * N as f64 / sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_count_is_spread_without_losing_a_case() {
        let periods = vec![
            (day("2020-02-01"), day("2020-02-29"), 1_001),
            (day("2020-01-01"), day("2020-01-31"), 1_968),
        ];
        let share = Share::new(0.55).unwrap();
        let office = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0];
        let recorded = Recorded::new(periods, share, office).unwrap();
        let sum = |from: &str, until: &str| -> u64 {
            (0..=day(until) - day(from)).map(|i| recorded.on(day(from) + i).unwrap()).sum()
        };
        // 0.55 x 1,968 = 1,082.4; 0.55 x (1,968 + 1,001) = 1,632.95, both rounded.
        assert_eq!(sum("2020-01-01", "2020-01-31"), 1_082);
        assert_eq!(sum("2020-01-01", "2020-02-29"), 1_633);
        assert_eq!(recorded.on(day("2020-01-04")), Some(0)); // a Saturday
        assert_eq!(recorded.on(day("2020-03-01")), None);
    }

    #[test]
    fn weekly_and_daily_counts_of_the_same_cases_are_the_same() {
        let weekly = vec![(day("2020-01-06"), day("2020-01-12"), 70)];
        let daily = (0..7).map(|i| (day("2020-01-06") + i, day("2020-01-06") + i, 10)).collect();
        let of = |periods| Recorded::new(periods, Share::ALL, [1.0; 7]).unwrap();
        assert_eq!(of(weekly), of(daily));
    }

    #[test]
    fn a_gap_between_periods_is_refused() {
        let periods = vec![
            (day("2020-01-01"), day("2020-01-31"), 1),
            (day("2020-03-01"), day("2020-03-31"), 1),
        ];
        let fault = Recorded::new(periods, Share::ALL, [1.0; 7]).unwrap_err();
        let text = "2020-03-01, must be 2020-02-01, the day after the period before";
        assert_eq!(fault.to_string(), text);
    }
}
