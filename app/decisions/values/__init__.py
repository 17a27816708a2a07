"""The values of FEEL and what can be done with two of them; for app.decisions only."""
