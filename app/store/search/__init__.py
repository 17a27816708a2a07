"""Finding cases by what people know of them; the auditors' use cases call it."""

from app.store.search.cases import Wanted, items_of, search

__all__ = ["Wanted", "items_of", "search"]
