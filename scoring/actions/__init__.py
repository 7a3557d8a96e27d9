"""Changes of state of criteria, assignments and sheets."""
