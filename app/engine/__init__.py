"""The engine runs diagrams, state in and step out, for `cases` and `catalogue`; only here is SpiffWorkflow known."""
