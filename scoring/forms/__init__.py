"""Input checks of the scoring pages."""
