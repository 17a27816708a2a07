"""What a case is to its readers: plain views, the law's words for things, pages, and what a case is found by."""
