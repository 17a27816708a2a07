"""Every joint of the product, as tables: which name in a diagram is which delegate. No discovery, no registering."""

from collections.abc import Mapping
from typing import Final

from app.cases.delegates import Delegate, outward, registers

DELEGATES: Final[Mapping[str, Delegate]] = {
    "registers.find": Delegate("look", ("register", "subject"), registers.find, optional=("on", "hold")),
    "registers.record": Delegate(
        "record", ("register", "subject", "key", "valid_from", "entry"), registers.record, optional=("valid_to", "once")
    ),
    "registers.end": Delegate(
        "record", ("register", "subject", "key", "on"), registers.end, optional=("valid_from", "if_any")
    ),
    "outside.ask": Delegate("ask", ("system", "operation", "payload")),
    "outside.tell": Delegate("tell", ("system", "operation", "payload"), outward.tell),
    "cases.open": Delegate("tell", ("process", "division", "data"), outward.open_case),
    "cases.send": Delegate("tell", ("message", "key", "payload"), outward.send),
}
