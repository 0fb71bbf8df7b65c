use std::fmt::Display;

/// A line of a command's result.
#[expect(clippy::print_stdout, reason = "the command line's own words")]
pub(super) fn say(line: impl Display) {
    println!("{line}");
}

/// A line about what went wrong.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
pub(super) fn complain(line: impl Display) {
    eprintln!("{line}");
}
