//! Extracts text from the HTML of feeds.

use html5gum::{Token, Tokenizer};

/// Elements on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
/// Elements within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "br", "code", "em", "font", "i", "img", "label", "mark", "s", "small",
    "span", "strike", "strong", "sub", "sup", "tbody", "td", "th", "thead", "u",
];
/// Elements whose content is not text for a reader.
const UNREAD: &[&str] = &["head", "script", "style"];

/// Most times that markup was escaped on its way: feeds escape text that was escaped already.
const LAYERS: usize = 3;

/// The text of HTML: paragraphs, list items and rows become lines, entities become their characters. Text without
/// markup stays as it is, also `usia < 30` and `<nama perusahaan>`: only elements that HTML knows are markup.
pub fn text_of(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..LAYERS {
        if !text.contains(['<', '&']) {
            break;
        }
        let read = read_layer(&text);
        if read == text {
            break;
        }
        text = read;
    }
    text
}

fn read_layer(text: &str) -> String {
    let marked = without_false_marks(text);
    let mut out = Lines::new(has_block(&marked));
    let mut unread = 0_usize;
    for Ok(token) in Tokenizer::new(&marked) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                if UNREAD.contains(&&*name) && !tag.self_closing {
                    unread += 1;
                }
                match &*name {
                    "br" => out.end_line(),
                    "li" => out.begin_block("• "),
                    "td" | "th" => out.space(),
                    name if BLOCKS.contains(&name) => out.begin_block(""),
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                if UNREAD.contains(&&*name) {
                    unread = unread.saturating_sub(1);
                }
                if BLOCKS.contains(&&*name) {
                    out.end_block();
                }
            }
            Token::String(text) if unread == 0 => out.push(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    out.finish()
}

/// Escapes each `<` that does not begin an HTML element and each `&` that does not begin a whole entity, so that no
/// part of a text, or of an address in it, is taken for markup.
fn without_false_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last_end = text.rfind('>').unwrap_or(0);
    let mut from = 0;
    for (at, mark) in text.match_indices(['<', '&']) {
        out.push_str(&text[from..at]);
        let after = &text[at + 1..];
        out.push_str(match mark {
            "<" if at < last_end && is_tag(after) => "<",
            "<" => "&lt;",
            _ if is_entity(after) => "&",
            _ => "&amp;",
        });
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out
}

/// Whether the text after a `<` makes it a tag. Does not check that the tag has an end.
fn is_tag(after: &str) -> bool {
    if after.starts_with("!--") || after.starts_with("!DOCTYPE") {
        return true;
    }
    let after = after.strip_prefix('/').unwrap_or(after);
    let end = after.find(|c: char| !c.is_ascii_alphanumeric());
    let (name, after) = after.split_at(end.unwrap_or(after.len()));
    let name = name.to_ascii_lowercase();
    [BLOCKS, INLINE, UNREAD]
        .iter()
        .any(|known| known.contains(&&*name))
        && after.starts_with(['>', '/', ' ', '\n', '\t', '\r'])
}

/// Whether the text after a `&` makes it an entity: `nbsp;`, `#46;`, `#x2e;`.
fn is_entity(after: &str) -> bool {
    let name = after.strip_prefix('#').unwrap_or(after);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    end.is_some_and(|end| end > 0 && name[end..].starts_with(';'))
}

/// Whether the markup divides the text into lines. If so, line ends between words are only spaces.
fn has_block(marked: &str) -> bool {
    let lower = marked.to_ascii_lowercase();
    BLOCKS.iter().any(|name| {
        lower.match_indices(&format!("<{name}")).any(|(at, tag)| {
            !lower[at + tag.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        })
    })
}

/// Builds the lines of the text.
struct Lines {
    text: String,
    /// Whether line ends of the source are spaces.
    flowing: bool,
}

impl Lines {
    const fn new(flowing: bool) -> Self {
        Self {
            text: String::new(),
            flowing,
        }
    }

    fn push(&mut self, text: &str) {
        if !self.flowing {
            self.text.push_str(text);
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\n' | '\t' | '\r') {
                self.space();
            } else {
                self.text.push(c);
            }
        }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn end_line(&mut self) {
        self.text.push('\n');
    }

    /// Begins a line, unless one has just begun.
    fn begin_block(&mut self, mark: &str) {
        // A paragraph at the beginning of a list item stays on the item's line.
        if mark.is_empty() && self.text.ends_with("• ") {
            return;
        }
        self.end_block();
        self.text.push_str(mark);
    }

    fn end_block(&mut self) {
        let ended = self.text.trim_end_matches([' ', '•']).len();
        self.text.truncate(ended);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// The text without spaces at the ends of lines, and with at most one empty line at a time.
    fn finish(self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut empty = 0;
        for line in self.text.split('\n') {
            let line = line.trim_end();
            empty = if line.is_empty() { empty + 1 } else { 0 };
            if empty > 1 && self.flowing {
                continue;
            }
            if !out.is_empty() || !line.is_empty() {
                out.push_str(line);
                out.push('\n');
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_of_feeds_becomes_lines() {
        for (html, text) in [
            ("<p>Satu</p><p>Dua</p>", "Satu\nDua"),
            ("Satu<br>Dua<BR/>Tiga", "Satu\nDua\nTiga"),
            (
                "<div>Syarat:<ul>\n <li>SMA</li>\n <li><p>Sehat</p></li><li></li></ul></div>\nSelesai",
                "Syarat:\n• SMA\n• Sehat\nSelesai",
            ),
            (
                "<p>Gaji &amp; bonus&nbsp;Rp2&#46;000 &ndash; <b>tetap</b></p>",
                "Gaji & bonus\u{a0}Rp2.000 – tetap",
            ),
            ("R&amp;D, K3 &gt; 2 tahun", "R&D, K3 > 2 tahun"),
            ("&lt;p&gt;Admin &amp;amp; Kasir&lt;/p&gt;", "Admin & Kasir"),
            ("<script>alert(1)</script>Kasir<style>p{}</style>", "Kasir"),
            ("<!-- dari Word -->Kasir", "Kasir"),
            (
                "<table><tr><td>Shift</td><td>Pagi</td></tr><tr><td>Libur</td><td>Minggu</td></tr></table>",
                "Shift Pagi\nLibur Minggu",
            ),
            ("<a href=\"https://x.test?a=1&b=2\">Situs</a>", "Situs"),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
    }

    #[test]
    fn what_is_no_markup_stays() {
        for text in [
            "Usia < 30 tahun, IPK > 3",
            "usia <30 & sehat",
            "Kirim ke <nama perusahaan>, <email>",
            "a < b > c",
            "<p",
            "baris satu\n\n\n  baris dua  ",
            "AT&T; R&D",
            "https://x.test/?a=1&region=35&copy=2",
        ] {
            assert_eq!(text_of(text).trim_end(), text.trim_end());
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_tag_is_left(text in "(<p>|</p>|<li>|<br/>|&amp;|&lt;|<|>|[a-z ]|\\PC){0,40}") {
            let read = text_of(&text);
            prop_assert!(!read.contains("<p>") || text.matches("lt;").count() + text.matches("amp;").count() > LAYERS, "{read}");
        }
    }
}
