"""The pictures of the READMEs are there, small enough for a clone, and told in words; no other lies beside them."""

import re

import pytest

LARGEST = 150_000


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_every_picture_with_words(root, readme):
    shown = dict(re.findall(r"!\[([^\]]+)\]\((docs/screenshots/[^)]+)\)", (root / readme).read_text("utf-8")))
    there = {path.relative_to(root).as_posix() for path in (root / "docs/screenshots").iterdir()}
    assert set(shown.values()) == there


def test_pictures_are_small(root):
    assert [path.name for path in (root / "docs/screenshots").iterdir() if path.stat().st_size > LARGEST] == []
