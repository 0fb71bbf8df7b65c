/// The number of characters that a text may have after cleaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letters {
    /// The fewest; 0 if there is no lower limit.
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

/// The number of items that a field may list, and the length of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Items {
    /// The most items.
    pub most: usize,
    /// The most characters of each.
    pub letters: usize,
}
