"""Lock files pin versions and hashes, never the address of the registry that somebody happened to use."""

import re

ADDRESS = re.compile(r"https?://|--(extra-)?index-url|--find-links|^registry\s*=|\"resolved\"", re.MULTILINE)
NAMES = (
    "requirements*.txt",
    "constraints*.txt",
    "requirements/*.txt",
    "package-lock.json",
    "*.lock",
    ".npmrc",
    "pip.conf",
    "uv.toml",
)
# Addresses in a lock file that are no registry: what npm writes about who may be paid for a package.
FUNDING = re.compile(r'"funding":\s*(\{[^}]*\}|\[[^\]]*\]|"[^"]*")')


def test_lock_files_hold_no_address(root):
    locks = [path for pattern in NAMES for path in sorted(root.glob(pattern))]
    found = {path.name: ADDRESS.search(FUNDING.sub("", path.read_text(encoding="utf-8"))) for path in locks}
    assert {name: hit[0] for name, hit in found.items() if hit} == {}


def test_there_is_a_lock_for_python_and_one_for_node(root):
    assert list(root.glob("constraints*.txt")) + list(root.glob("requirements*.txt")) + list(root.glob("*.lock"))
    assert (root / "package-lock.json").exists()
