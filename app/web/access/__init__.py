"""Who knocks: sessions, guards on every route, rate limits."""
