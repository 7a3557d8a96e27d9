"""Pages of registrations, findings, votes and results."""
