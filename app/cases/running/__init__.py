"""One command at a time: load, run the engine to its next waits, keep; and the same again from the record."""
