"""One column of a table: what its cells tell apart, as points; for app.decisions.analysis only."""
