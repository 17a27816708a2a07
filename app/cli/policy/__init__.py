"""Rehearsals: worked cases of a plan played as real cases, and what came out beside what must; only cli uses it."""
