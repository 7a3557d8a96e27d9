"""Pages of people, blocs, years, pledges, papers and the journal."""
