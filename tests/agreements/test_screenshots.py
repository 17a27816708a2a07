"""The pictures of the READMEs are there, small enough for a clone, and told in words; no other lies beside them."""

import re
import subprocess

import pytest

from tools.screenshots import alike

LARGEST = 150_000


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_every_picture_with_words(root, readme):
    shown = dict(re.findall(r"!\[([^\]]+)\]\((docs/screenshots/[^)]+)\)", (root / readme).read_text("utf-8")))
    there = {path.relative_to(root).as_posix() for path in (root / "docs/screenshots").iterdir()}
    assert set(shown.values()) == there


def test_pictures_are_small(root):
    assert [path.name for path in (root / "docs/screenshots").iterdir() if path.stat().st_size > LARGEST] == []


def test_the_pictures_are_made_with_the_docs(root):
    said = subprocess.run(["make", "-n", "docs"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert "tools/readme.py" in said
    assert "tools.screenshots" in said


def test_a_picture_is_written_anew_only_when_it_looks_different(root):
    picture = (root / "docs/screenshots/start.png").read_bytes()
    assert alike(picture, picture)
    assert not alike(picture, (root / "docs/screenshots/guide.png").read_bytes())
    assert not alike(picture, (root / "docs/screenshots/start-narrow.png").read_bytes())
