import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SAID = re.compile(r"""(?:\b_|\bsay)\(\s*["']([^"']*[\u4e00-\u9fff][^"']*)["']""")


def test_every_sentence_of_the_pages_has_its_english():
    english = json.loads((ROOT / "app/web/look/english.json").read_text("utf-8"))
    rooms = [ROOT / "app" / room for room in ("web", "portal", "inbox", "audit", "studio", "personnel")]
    files = [f for room in rooms for f in room.rglob("*") if f.suffix in {".html", ".py"}]
    said = {words for file in files for words in SAID.findall(file.read_text("utf-8"))}
    assert said - english.keys() == set()
