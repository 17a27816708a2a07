"""The use cases on drafts: change files, see what is wrong and what is different, ask, approve, publish."""

from app.catalogue.drafting.changes import Change, FileChange, changes
from app.catalogue.drafting.drafts import Draft, Drafts
from app.catalogue.drafting.steps import Steps
from app.store.drafts.reads import DraftInfo
from app.store.rows import ReleaseInfo

__all__ = ["Change", "Draft", "DraftInfo", "Drafts", "FileChange", "ReleaseInfo", "Steps", "changes"]
