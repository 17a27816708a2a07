"""The auditor's door: every case, its facts in order, and the proof that they hold."""
