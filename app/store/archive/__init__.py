"""One archive of all that is kept, and the way back."""
