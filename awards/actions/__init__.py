"""Changes of state of award rules, registrations, findings, votes and published results."""
