"""DMN files: reading, compiling and making decisions; for app.decisions only."""
