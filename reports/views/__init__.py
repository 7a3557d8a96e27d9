"""Pages of whole-year files."""
