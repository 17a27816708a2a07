"""What `python -m bench` may be asked: the measurements by name, each with what it prints."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

NO_SUCH = 2


@dataclass(frozen=True)
class Measurement:
    """Something that can be measured, and in a line what is printed of it."""

    take: Callable[[], None]
    prints: str


class Parser(ArgumentParser):
    """Says in one line what was asked wrongly, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(NO_SUCH, f"{message}\n")


def asked(arguments: list[str], measured: Mapping[str, Measurement]) -> list[str]:
    """Give the names asked for, in the order of the asking; all where none is named."""

    def known(name: str) -> str:
        if name not in measured:
            raise ArgumentTypeError(f"no measurement is called {name!r}: use {', '.join(measured)}")
        return name

    width = max(map(len, measured))
    told = [f"  {name:{width}}  {one.prints}" for name, one in measured.items()]
    parser = Parser(
        prog="python -m bench",
        description="Take every measurement, or those that are named, in this order:\n\n" + "\n".join(told),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("names", nargs="*", type=known, metavar="NAME", help="what to measure")
    names: list[str] = parser.parse_args(arguments).names
    return names or list(measured)
