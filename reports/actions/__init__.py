"""Taking a whole year in."""
