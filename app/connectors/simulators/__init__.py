"""Invented outside systems in one small HTTP server, for demos and tests; no room of the product imports it."""
