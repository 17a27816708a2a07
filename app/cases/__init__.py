"""The use cases on a case: open, claim, complete, receive, wake, answer; queries and replay. Doors call this room."""
