//! Reception: where households live while they wait and for a time after, and what a place costs.

use crate::error::Fault;
use crate::model::Model;
use crate::model::Parts;
use crate::money::Money;
use crate::random::Delay;
use crate::random::Share;
use crate::time::Schedule;

/// Which households of a stream live in reception, and when they leave it.
///
/// Every head takes a place: from the day of receipt, or from the start if it waits then, up to the
/// day before it leaves. A household that withdraws leaves on that day. One that is decided is
/// granted or refused: if granted it is ready to leave once a municipality has a house for it, if
/// refused it leaves after a delay; a delay of 0 days is the day of the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Reception {
    /// The share of the households that live in reception.
    pub housed: Share,
    /// The share of the decided households that are granted.
    pub granted: Share,
    /// From a grant to the day on which a municipality has a house.
    pub housing_delay: Delay,
    /// From a refusal to the day on which the household leaves.
    pub leaving_delay: Delay,
}

/// The places of all streams, what they cost, and how many granted people leave them.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// Regular places, by date; who finds none takes an emergency place.
    pub regular: Schedule<u64>,
    /// What an occupied regular place costs a day, by date.
    pub per_place_day: Schedule<Money>,
    /// What an occupied emergency place costs a day, by date.
    pub emergency_per_place_day: Schedule<Money>,
    /// Heads that municipalities house in a week at most, by date; as many as are ready when left
    /// out.
    ///
    /// A day's limit is a seventh of the week's; their running sum is rounded down, what is not
    /// used is lost. Whoever is ready first leaves first, head by head.
    pub outflow_per_week: Option<Schedule<f64>>,
}

impl Places {
    /// So many regular places, any place at this price a day, without a limit on who leaves.
    pub fn new(regular: u64, per_place_day: Money) -> Places {
        Places {
            regular: Schedule::constant(regular),
            per_place_day: Schedule::constant(per_place_day),
            emergency_per_place_day: Schedule::constant(per_place_day),
            outflow_per_week: None,
        }
    }

    /// A number of heads that leave in a week.
    ///
    /// # Errors
    /// - the number is not between 0 and 10,000,000.
    pub fn checked_outflow(per_week: f64) -> Result<f64, Fault> {
        if 0.0 <= per_week && per_week <= 1e7 {
            return Ok(per_week);
        }
        Err(Fault::new(per_week, "0 or more, at most 10,000,000 heads a week"))
    }
}

impl Parts {
    /// Whether any household may live in reception.
    pub(crate) fn has_reception(&self) -> bool {
        self.streams.iter().any(|stream| stream.reception.is_some())
    }

    /// What is wrong between reception, its places and their prices.
    pub(crate) fn check_reception(&self, fault: &mut impl FnMut(String, Fault)) {
        let Some(places) = &self.places else {
            for (i, stream) in self.streams.iter().enumerate() {
                if stream.reception.is_some() {
                    let right = "together with [reception], or left out";
                    let key = format!("stream[{}].reception", i + 1);
                    fault(key, Fault::new("reception without its places", right));
                }
            }
            return;
        };
        let outflows = places.outflow_per_week.iter().flat_map(Schedule::steps);
        if let Some(Err(wrong)) =
            outflows.map(|(_, heads)| Places::checked_outflow(*heads)).find(Result::is_err)
        {
            fault("reception.outflow_per_week".to_owned(), wrong);
        }
        let cases: f64 = self.streams.iter().map(|it| it.expected_cases(self.period)).sum();
        for (name, prices) in [
            ("cost_per_place_day", &places.per_place_day),
            ("emergency_cost_per_place_day", &places.emergency_per_place_day),
        ] {
            let key = || format!("reception.{name}");
            let prices = || prices.steps().iter().map(|(_, price)| *price);
            if let Some(price) = prices().find(|price| !(Money::ZERO <= *price)) {
                fault(key(), Fault::new(price, "0 or more"));
            }
            // As for the bill: in a future of four times as many cases too.
            let highest = prices().max().unwrap_or(Money::ZERO).in_cents() as f64;
            let all = cases * highest * self.period.days() as f64;
            let is_own = name == "cost_per_place_day"
                || places.emergency_per_place_day != places.per_place_day;
            if is_own && cases <= Model::MAX_CASES && !(all <= MOST_CENTS) {
                let found = format!("{cases:.0} cases that may cost {:.3e} together", all / 100.0);
                fault(key(), Fault::new(found, "at most 5,000,000,000,000,000 in all"));
            }
        }
    }
}

/// What all places may cost together, so that no sum of cost lines leaves 64 bits.
const MOST_CENTS: f64 = 5e17;
