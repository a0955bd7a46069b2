"""Pages of a grant for its holder, and of its report for the committee."""
