//! Where each step of a case stands in the law: names of articles, for calendars and explanations.

/// The articles behind each step of a late case; they change no number.
///
/// # Example
/// ```
/// use arrears::model::Articles;
///
/// assert_eq!(Articles::awb().administrative_penalty, "Awb 4:17");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Articles {
    /// The statutory term.
    pub term: String,
    /// The notice of default, and what it is worth before the end of the term.
    pub notice: String,
    /// The grace period after the notice.
    pub grace: String,
    /// The administrative penalty and its daily amounts.
    pub administrative_penalty: String,
    /// The last day that is owed of it, and its being fixed.
    pub fixed: String,
    /// The appeal for not deciding in time.
    pub appeal: String,
    /// The judgment.
    pub judgment: String,
    /// The court term.
    pub court_term: String,
    /// The judicial penalty.
    pub judicial_penalty: String,
}

impl Articles {
    /// The Dutch General Administrative Law Act (Algemene wet bestuursrecht).
    ///
    /// # Source
    /// Awb 4:13, 4:17, 4:18, 6:2, 6:12, 8:55b and 8:55d.
    pub fn awb() -> Articles {
        let text = |article: &str| format!("Awb {article}");
        Articles {
            term: text("4:13"),
            notice: text("4:17(3)"),
            grace: text("4:17(3)"),
            administrative_penalty: text("4:17"),
            fixed: text("4:18"),
            appeal: text("6:2, 6:12"),
            judgment: text("8:55b"),
            court_term: text("8:55d(1)"),
            judicial_penalty: text("8:55d(2)"),
        }
    }
}
