"""Papers that the product writes: a template of a release and a case's data become a PDF that everybody can read."""

from app.documents.press import printed, problems

__all__ = ["printed", "problems"]
