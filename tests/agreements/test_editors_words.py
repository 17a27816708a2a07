"""The editor of diagrams names what is chosen in Chinese, whatever it is: its library writes those names itself."""

import re

LIBRARY = "node_modules/bpmn-js-properties-panel/dist/index.esm.js"
WORDS = ("bpmn", "shared")


def test_whatever_is_chosen_in_a_diagram_has_a_chinese_name(root):
    icons = (root / LIBRARY).read_text("utf-8").partition("iconsByType = {")[2].partition("};")[0]
    kinds = [re.sub(r"(?<=\w)([A-Z])", r" \1", kind) for kind in re.findall(r"'(\w+)':", icons)]
    assert {"Collaboration", "User Task"} <= set(kinds)
    said = "".join((root / f"assets/studio/words/{name}.js").read_text("utf-8") for name in WORDS)
    known = {word.lower() for word in re.findall(r'"([^"]+)":', said)}
    named = {kind.replace("Non Interrupting", "(Non Interrupting)").lower() for kind in kinds}
    assert sorted(named - known) == []
