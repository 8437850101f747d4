//! A page of plain text, at most 80 columns wide, whatever names and titles hold.

use comfy_table::CellAlignment;
use comfy_table::ColumnConstraint;
use comfy_table::ContentArrangement;
use comfy_table::LineStyle;
use comfy_table::Table;
use comfy_table::TableStyle;
use unicode_width::UnicodeWidthStr;

/// The most columns of a line.
pub(crate) const WIDTH: usize = 80;

/// A page that grows block by block, with an empty line between blocks.
#[derive(Debug, Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    /// A line on its own with a line drawn under it.
    pub(crate) fn heading(&mut self, text: &str) {
        let text = cut(text, WIDTH);
        self.gap();
        self.line(&text);
        self.line(&"─".repeat(text.width()));
    }

    /// A sentence or several, wrapped.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.gap();
        for line in wrap(text, WIDTH) {
            self.line(&line);
        }
    }

    /// Sentences directly under the block before them, each with a dash.
    pub(crate) fn points<T: AsRef<str>>(&mut self, points: &[T]) {
        for point in points {
            for (i, line) in wrap(point.as_ref(), WIDTH - 2).iter().enumerate() {
                self.line(&format!("{} {line}", if i == 0 { '-' } else { ' ' }));
            }
        }
    }

    /// A table with a heading: the first column is text, the others are numbers on the right.
    pub(crate) fn table(&mut self, columns: &[&str], rows: Vec<Vec<String>>) {
        let line = LineStyle::none().fill('─');
        let mut table = Table::new();
        table
            .load_style(TableStyle::new().header_separator(line))
            .set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(WIDTH as u16).set_header(columns.iter().map(|name| name.to_string()));
        table.add_rows(rows);
        for (at, column) in table.column_iter_mut().enumerate() {
            column.set_padding((if at == 0 { 0 } else { 2 }, 0));
            if 0 < at {
                column.set_cell_alignment(CellAlignment::Right);
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        self.gap();
        for line in table.lines() {
            self.line(line.trim_end());
        }
    }

    /// The text; every line ends with a line feed.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("─\n") {
            self.text.push('\n');
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// Text of a scenario as it may stand in a terminal: white space is a blank; control characters and
/// those that turn the direction of writing are left out, so that a title cannot send commands.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::new();
    for letter in text.chars() {
        match letter {
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}' => {}
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => {}
            letter if letter.is_whitespace() => {
                if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                    cleaned.push(' ');
                }
            }
            letter if letter.is_control() => {}
            letter => cleaned.push(letter),
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Cleaned text of at most `width` columns; what is longer ends with `…`.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let text = clean(text);
    if fits(&text, width) {
        return text;
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if !fits(&kept, width - 1) {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// Whether a text has at most `width` columns, and not so many marks without width that it is
/// hardly a name.
fn fits(text: &str, width: usize) -> bool {
    text.len() <= 16 * width && text.width() <= width
}

/// Lines of at most `width` columns, broken between words; a longer word is broken within.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in clean(text).split(' ') {
        let line = lines.last_mut().expect("never empty");
        let blank = if line.is_empty() { "" } else { " " };
        if line.width() + blank.len() + word.width() <= width {
            line.push_str(blank);
            line.push_str(word);
        } else if word.width() <= width {
            lines.push(word.to_owned());
        } else {
            lines.push(cut(word, width));
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_sends_no_commands() {
        let title = "\u{1b}[31mred\u{7}\r\n\t \u{202e}evil\u{2066} \u{9b}2J  é 👨‍👩‍👧";
        assert_eq!(clean(title), "[31mred evil 2J é 👨‍👩‍👧");
    }

    #[test]
    fn long_names_end_with_an_ellipsis() {
        assert_eq!(cut("asylum procedure", 16), "asylum procedure");
        assert_eq!(cut("asylum procedure", 8), "asylum…");
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        let marks = format!("e{}", "\u{301}".repeat(5_000));
        assert!(cut(&marks, 20).len() <= 330);
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("one incomprehensible two", 8), ["one", "incompr…", "two"]);
        assert!(wrap("", 8).is_empty());
    }

    #[test]
    fn tables_are_never_wider_than_the_page() {
        let mut page = Page::default();
        let name = "a very long name of a stream ".repeat(4);
        let number = "123,456,789".to_owned();
        let row = vec![name, number.clone(), number.clone(), number.clone(), number];
        page.table(&["stream", "one", "two\nof it", "three", "four"], vec![row]);
        let text = page.finish();
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        assert_eq!(text.matches("123,456,789").count(), 4, "{text}");
    }
}
