"""What one unit of work can write, by topic; only unit.py puts them together."""
