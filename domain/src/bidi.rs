//! Names and titles that people typed, isolated inside a line, so that their writing direction does not change the line
//! around them.

use std::borrow::Cow;

/// First strong isolate, which takes its direction from its content.
const ISOLATE: char = '\u{2068}';
/// Ends an isolate, and every embedding and override that began inside it (Unicode, UAX 9, X6a).
const END: char = '\u{2069}';

/// The text in a form that is safe inside a line. Most texts are returned as they are. A text with right-to-left
/// letters or direction marks is put between an isolate and its end, and nothing in the text can end the isolate
/// earlier.
pub fn isolated(text: &str) -> Cow<'_, str> {
    if !text.chars().any(turns) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 6);
    let mut open = 1_usize;
    out.push(ISOLATE);
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            END if open == 1 => continue,
            END => open -= 1,
            // The end of a paragraph ends all isolates before it.
            '\n' | '\r' | '\u{2029}' => {
                out.extend(std::iter::repeat_n(END, open));
                open = 1;
                out.push(c);
                out.push(ISOLATE);
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out.extend(std::iter::repeat_n(END, open));
    Cow::Owned(out)
}

/// Whether the character runs from right to left or changes the direction of the characters beside it.
fn turns(c: char) -> bool {
    matches!(c,
        // Hebrew, Arabic, Syriac, Thaana, N'Ko and the scripts between them, and their presentation forms.
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
        // Marks, embeddings, overrides and isolates.
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_runs_with_the_line_stays_as_it_is() {
        for text in [
            "",
            "Siti Aminah",
            "Żółć 会計 🙂",
            "PT Maju & Jaya (Tbk)",
            "a\nb",
        ] {
            assert!(
                matches!(isolated(text), Cow::Borrowed(same) if same == text),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_turns_the_line_is_held_together() {
        assert_eq!(isolated("محمد"), "\u{2068}محمد\u{2069}");
        assert_eq!(
            isolated("Siti\u{202e}fdp"),
            "\u{2068}Siti\u{202e}fdp\u{2069}"
        );
        assert_eq!(isolated("a\u{2069}\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}");
        assert_eq!(isolated("a\u{2067}b"), "\u{2068}a\u{2067}b\u{2069}\u{2069}");
        assert_eq!(
            isolated("\u{202e}a\nb"),
            "\u{2068}\u{202e}a\u{2069}\n\u{2068}b\u{2069}"
        );
    }

    proptest! {
        #[test]
        fn nothing_in_a_text_reaches_out_of_it(text in "[a\u{5d0}\u{202e}\u{2066}-\u{2069}\n]{0,12}") {
            let text = isolated(&text);
            if text.chars().any(turns) {
                for line in text.split('\n') {
                    let mut open = 0_i32;
                    for (at, c) in line.char_indices() {
                        prop_assert!(open > 0 || at == 0, "{line:?}");
                        match c {
                            '\u{2066}'..='\u{2068}' => open += 1,
                            END => open -= 1,
                            _ => {}
                        }
                    }
                    prop_assert_eq!(open, 0, "{:?}", line);
                }
            }
        }
    }
}
