"""Erasure: the data key is dropped, and only commitments stay, so that the chain still verifies; unit.py calls it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, update

from app.events import canonical, chain
from app.store.models import CaseItemRow, CaseRow, CaseStateRow, ClockRow, FactRow, PaperRow, StreamRow
from app.store.records import envelope, fact_rows
from app.store.writes.cases import Cases
from app.store.writes.chains import FACTS, SALTS


class Erasing(Cases):
    """What can't be read any more is gone from the tables, too."""

    def erase(self, case_id: str, at: datetime) -> int:
        """Drop what was said in a case: facts keep commitments, papers lose keys; gives the number of facts."""
        case = self.case(case_id)
        salts = case.sealer.derived(SALTS)
        rows = []
        for row in self.run(fact_rows(case.no)).all():
            body = case.sealer.open_value(FACTS, envelope(row, case.stream).place, row.body)
            kept = chain.commitments(salts, case.stream, row.seq, body, row.algorithm)
            rows.append({"in_seq": row.seq, "body": canonical.encode(kept)})
        self._replace_bodies(case.no, rows)
        self.run(update(StreamRow).where(StreamRow.id == case.no).values(data_key=None, erased_at=at))
        self.run(update(CaseStateRow).where(CaseStateRow.case_no == case.no).values(state=None))
        self.run(update(CaseRow).where(CaseRow.no == case.no).values(subject=None))
        self.run(delete(ClockRow).where(ClockRow.case_no == case.no))
        self.run(delete(CaseItemRow).where(CaseItemRow.case_no == case.no))
        self.run(update(PaperRow).where(PaperRow.case_no == case.no).values(data_key=None))
        return len(rows)

    def _replace_bodies(self, stream: int, rows: list[dict[str, Any]]) -> None:
        if rows:
            fact = update(FactRow).where(FactRow.stream == stream, FactRow.seq == bindparam("in_seq"))
            self.run(fact.values(body=bindparam("body")), rows)
