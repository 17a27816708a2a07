"""The days between two instants, by the calendar of Shanghai, said in each database's own way."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Elapsed(FunctionElement[int]):
    """How many days after the first instant's day the second one falls."""

    type = Integer()
    inherit_cache = True


@compiles(Elapsed, "sqlite")
def _sqlite(element: Elapsed, compiler: Any, **given: Any) -> str:
    first, last = (f"julianday(date({compiler.process(one, **given)}, '+8 hours'))" for one in element.clauses)
    return f"CAST({last} - {first} AS INTEGER)"


@compiles(Elapsed, "postgresql")
def _postgresql(element: Elapsed, compiler: Any, **given: Any) -> str:
    first, last = (f"({compiler.process(one, **given)} AT TIME ZONE 'Asia/Shanghai')::date" for one in element.clauses)
    return f"({last} - {first})"
