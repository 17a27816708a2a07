"""Drafts of releases: what is read of them, and how they are written; the catalogue and the unit of work call it."""
