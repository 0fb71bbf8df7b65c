/// How many characters a text may have, once it is cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letters {
    /// The fewest; none where the field may be as short as one likes.
    pub least: usize,
    /// The most.
    pub most: usize,
}

impl Letters {
    /// At most so many.
    pub const fn at_most(most: usize) -> Letters {
        Letters { least: 0, most }
    }
}

/// How many things may be listed in a field, and how long each may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Items {
    /// The most things.
    pub most: usize,
    /// The most characters of each.
    pub letters: usize,
}
