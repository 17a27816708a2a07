"""The operator at the terminal: the server, the database and the proof of the record."""
