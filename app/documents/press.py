"""The press: Typst templates and JSON in, tagged PDF/UA-1 out; the same input gives the same bytes."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from app.errors import NotFound, Refused
from app.events.canonical import encode

FOLDER: Final = "forms/documents/"
FRAME: Final = f"{FOLDER}letter.typ"
FONTS: Final = Path(__file__).parents[1] / "static" / "dist" / "print"
STANDARD: Final = "ua-1"
# A template stands alone: packages would be fetched from the network, and files be read from the machine.
_REACHES_OUT: Final = re.compile(r'"@\w+/|\b(?:import|include)\s*"|\b(?:read|plugin|image|csv|toml|yaml|xml)\s*\(')


def printed(files: Mapping[str, bytes], template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """Print a release's template with data that can't be mistaken for its code; `at` is the date in the file."""
    made, _ = _compiler(_source(files, template), data).compile_with_warnings(
        format="pdf", pdf_standards=[STANDARD], timestamp=at
    )
    assert isinstance(made, bytes)
    return made


def problems(files: Mapping[str, bytes], template: str, sample: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with a template, tried with a sample of its data; each text of files is tried once."""
    try:
        source = _source(files, template)
    except (NotFound, Refused) as wrong:
        return (wrong.detail,)
    return _tried(source, encode(sample))


@lru_cache(maxsize=256)
def _tried(source: bytes, sample: bytes) -> tuple[str, ...]:
    try:
        _, warnings = _press(source, sample).compile_with_warnings(format="pdf", pdf_standards=[STANDARD])
    except typst.TypstError as wrong:
        return (_said(wrong),)
    return tuple(_said(warning) for warning in warnings)


def _said(wrong: typst.TypstError | typst.TypstWarning) -> str:
    return " ".join([wrong.message, *wrong.hints])


def _source(files: Mapping[str, bytes], template: str) -> bytes:
    """The frame of all letters and the template after it, as one text."""
    name = f"{FOLDER}{template}.typ"
    for each in (FRAME, name):
        if each not in files:
            raise NotFound(f"the release holds no {each}")
        if reaching := _REACHES_OUT.search(files[each].decode("utf-8", "replace")):
            raise Refused(f"{each} reaches out of itself: {reaching.group()}")
    return files[FRAME] + b"\n" + files[name]


def _compiler(source: bytes, data: Mapping[str, Any]) -> typst.Compiler:
    return _press(source, encode(data))


def _press(source: bytes, data: bytes) -> typst.Compiler:
    return typst.Compiler(
        source, root=FONTS, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"data": data.decode()}
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The fonts that `make setup` lays beside the pages; those of the machine would make other bytes elsewhere."""
    if not any(FONTS.glob("*.ttf")):
        raise NotFound("there are no fonts to print with: run `npm run build`")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
