"""The demo: one application told from beginning to end; only cli uses it."""
