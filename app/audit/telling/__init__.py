"""Facts and decision tables in words that people read; the audit room's views show them."""
