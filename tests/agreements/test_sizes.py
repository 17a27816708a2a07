"""Files, functions and folders stay small enough to be read at one go; who is larger says why."""

import ast
from collections import Counter

LONGEST_FILE, LONGEST_FUNCTION, FULLEST_FOLDER = 300, 30, 9

# What may be larger, and why.
LONG_FILES = {
    "app/events/facts.py": "one file tells every fact that can happen; half of it are the sentences auditors read",
}
LONG_FUNCTIONS: dict[str, str] = {}
# Folder -> how many files it may hold at most, and why they are not parted.
FULL_FOLDERS = {
    "app/catalogue/checks": (11, "one file a kind of check"),
    "app/store": (20, "one file a question to the database, named after what is asked"),
    "app/store/writes": (12, "one file a table group; they are mixed into one unit of work"),
    "app/decisions/feel": (13, "one file a stage of the language, from characters to closures"),
    "app/decisions/dmn": (10, "one file a stage of loading and deciding"),
    "app/forms": (11, "one file a face of a form: fields, schema, drawing, plain text"),
}


def test_no_file_is_longer_than_one_can_read(sources):
    long = {source.name: len(source.text.splitlines()) for source in sources if _lines(source) > LONGEST_FILE}
    assert _without(long, LONG_FILES) == {}


def test_no_function_is_longer_than_a_screen(sources):
    long = {
        f"{source.name}::{node.name}": _length(node)
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > LONGEST_FUNCTION
    }
    assert _without(long, LONG_FUNCTIONS) == {}


def test_no_folder_holds_more_files_than_one_can_keep_in_mind(sources):
    files = Counter(source.name.rpartition("/")[0] for source in sources if source.path.name != "__init__.py")
    allowed = {folder: most for folder, (most, _reason) in FULL_FOLDERS.items()}
    assert {name: count for name, count in files.items() if count > allowed.get(name, FULLEST_FOLDER)} == {}


def test_every_exception_is_still_needed(sources):
    long = {source.name for source in sources if _lines(source) > LONGEST_FILE}
    names = {source.name for source in sources}
    assert not [name for name in LONG_FILES if name in names and name not in long]


def _lines(source):
    return len(source.text.splitlines())


def _length(node):
    """From `def` to the last line, without the docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return node.end_lineno - node.lineno + 1 - docstring


def _without(found, allowed):
    return {name: size for name, size in found.items() if name not in allowed}
