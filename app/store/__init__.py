"""Tables, the queries on them, and the one commit; use cases and the rooms between call it, never a door."""
