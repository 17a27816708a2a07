"""Daily anchors over all streams: a chain rewritten from its beginning, head and all, no longer fits them."""
