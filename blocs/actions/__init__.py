"""One keyword-only, atomic function for each change of state (design §4)."""
