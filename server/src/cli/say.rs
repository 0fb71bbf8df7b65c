use std::fmt::Display;

/// Prints a line of a command's result.
#[expect(clippy::print_stdout, reason = "the command line's own words")]
pub(super) fn say(line: impl Display) {
    println!("{line}");
}

/// Prints a line about an error or a warning.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
pub(super) fn complain(line: impl Display) {
    eprintln!("{line}");
}
