//! Answers that are one page, one JSON document and one CSV table: prices, plans, bridges
//! and backtests.

use std::path::Path;
use std::path::PathBuf;

use crate::end;
use crate::end::End;
use crate::targets::Asked;
use crate::targets::Targets;

/// Where the numbers of such an answer go beside its page.
pub struct OneTable {
    targets: Targets,
    name: &'static str,
}

impl OneTable {
    /// Checks that the file of `--json`, and the table of this name in the folder of `--csv`, can be
    /// written, beside the files that were read. Writes none.
    ///
    /// # Errors
    /// - as [`Targets::check`].
    pub fn check(
        json: Option<&Path>,
        csv: Option<&Path>,
        name: &'static str,
        read: &[PathBuf],
    ) -> Result<OneTable, End> {
        let names = [name];
        let asked = Asked { json, csv: csv.map(|dir| (dir, &names[..])), ..Asked::default() };
        Ok(OneTable { targets: Targets::check(&asked, read)?, name })
    }

    /// Writes the files that were asked for, then prints the page, also where a file could not be
    /// written.
    ///
    /// # Errors
    /// - the page cannot be printed, or a file cannot be written.
    pub fn tell(
        self,
        json: impl Fn() -> String,
        table: impl FnOnce() -> String,
        page: impl FnOnce() -> String,
    ) -> Result<(), End> {
        let name = self.name.to_owned();
        let written = self.targets.write(json, || vec![(name, table())]);
        end::print(&page())?;
        written
    }
}
