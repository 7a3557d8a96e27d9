"""Input checks; rules live in actions and pure modules."""
