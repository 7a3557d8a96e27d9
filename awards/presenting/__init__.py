"""Results as ready strings for templates: numbers are formatted here, once, never in a template (design §10)."""
