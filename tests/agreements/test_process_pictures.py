"""The pictures in docs/processes/ are the diagrams' own."""

import importlib.util

import pytest

from tests.agreements.conftest import ROOT


@pytest.fixture(scope="session")
def tool():
    spec = importlib.util.spec_from_file_location("process_pictures", ROOT / "tools" / "process_pictures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_picture_is_stale(tool):
    assert tool.stale() == []


def test_a_changed_a_missing_and_a_left_over_picture_are_found(tool, tmp_path):
    must = tool.written()
    for name, content in must.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert tool.stale(tmp_path) == []
    (tmp_path / "pension.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "advice.svg").unlink()
    (tmp_path / "gone.svg").write_text("<svg/>", encoding="utf-8")
    assert tool.stale(tmp_path) == ["advice.svg", "gone.svg", "pension.svg"]
