"""Diagrams and tables as parts: each listed element with what stands inside it; only the comparison calls it."""

from collections.abc import Iterator

from lxml import etree

from app.catalogue.drafting.parts import Part, Parts

DRAWN = ("http://www.omg.org/spec/BPMN/20100524/DI", "/DMNDI/", "http://www.omg.org/spec/DMN/20180521/D")
# Elements that hold others with a life of their own; a child of these with an id is listed by itself.
HOLDERS = {"definitions", "process", "subProcess", "collaboration", "laneSet", "participant", "lane", "transaction"}
# Said elsewhere already (the flow names its ends), or by which program a file was written.
LEFT_OUT = {"incoming", "outgoing"}
WRITERS = {"exporter", "exporterVersion", "executionPlatform", "executionPlatformVersion"}
LAYOUT = "layout"


def parts_of_diagram(content: bytes) -> Parts:
    """Take a BPMN file apart: the process's elements, and the whole drawing as one."""
    root = _parsed(content)
    found = {_id(node): Part(_tag(node), node.get("name", ""), _values(node, HOLDERS)) for node in _listed(root)}
    return found | _layout(root)


def parts_of_table(content: bytes) -> Parts:
    """Take a DMN file apart: decisions, inputs, columns, and each rule with its cells called by their columns."""
    root = _parsed(content)
    found: Parts = {}
    for node in root:
        if isinstance(node.tag, str) and not _drawn(node):
            found[_id(node)] = Part(_tag(node), node.get("name", ""), _values(node, {"decisionTable"}))
    for table in root.iter("{*}decisionTable"):
        found |= _table(table)
    return found | _layout(root)


def _table(table: etree._Element) -> Parts:
    columns = [*table.iterfind("{*}input"), *table.iterfind("{*}output"), *table.iterfind("{*}annotation")]
    names = [_column(column) for column in columns]
    found = {_id(c): Part(_tag(c), name, _values(c, set())) for c, name in zip(columns, names, strict=True)}
    order = ", ".join(_id(rule) for rule in table.iterfind("{*}rule"))
    found[f"{_id(table)}#order"] = Part("order", "", {"#order": order})
    for number, rule in enumerate(table.iterfind("{*}rule"), 1):
        cells = [
            c for c in rule if isinstance(c.tag, str) and _tag(c) in {"inputEntry", "outputEntry", "annotationEntry"}
        ]
        keys = [_id(column) for column in columns] + [f"+{n}" for n in range(len(cells))]
        texts = {key: _text(cell) for key, cell in zip(keys, cells, strict=False)}
        texts |= {_tag(more): _text(more) for more in rule.iterfind("{*}description")}
        labels = dict(zip(keys, names, strict=False))
        found[_id(rule)] = Part("rule", str(number), texts, labels)
    return found


def _column(node: etree._Element) -> str:
    return node.get("label") or node.get("name") or _text(node) or _id(node)


def _text(node: etree._Element) -> str:
    return "".join(node.itertext()).strip()


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _listed(root: etree._Element) -> Iterator[etree._Element]:
    yield root
    for node in root.iterdescendants():
        parent = node.getparent()
        held = parent is not None and _tag(parent) in HOLDERS
        if held and isinstance(node.tag, str) and node.get("id") and not _drawn(node):
            yield node


def _layout(root: etree._Element) -> Parts:
    """The drawing: a place for each shape, a way for each flow; numbers are compared, not their spelling."""
    values: dict[str, str] = {}
    for node in root.iter("{*}BPMNShape", "{*}BPMNEdge", "{*}DMNShape", "{*}DMNEdge"):
        key = node.get("bpmnElement") or node.get("dmnElementRef") or ""
        places = [place for place in node.iter("{*}Bounds", "{*}waypoint") if isinstance(place.tag, str)]
        values[key] = "; ".join(",".join(_number(p.get(a)) for a in ("x", "y", "width", "height")) for p in places)
    return {LAYOUT: Part(LAYOUT, "", values)} if values else {}


def _number(value: str | None) -> str:
    try:
        return f"{round(float(value), 2):g}" if value else ""
    except ValueError:
        return value or ""


def _values(node: etree._Element, holders: set[str], path: str = "") -> dict[str, str]:
    """Flatten what stands in an element, up to the elements that are listed by themselves."""
    found = {f"{path}{etree.QName(name).localname}": value for name, value in node.attrib.items() if _meant(name)}
    text = (node.text or "").strip()
    if text:
        found[f"{path}="] = text
    counts: dict[str, int] = {}
    for child in node:
        if not isinstance(child.tag, str) or _drawn(child) or _tag(child) in LEFT_OUT:
            continue
        if _apart(node, child, holders):
            continue
        counts[_tag(child)] = counts.get(_tag(child), 0) + 1
        number = f"[{counts[_tag(child)]}]" if counts[_tag(child)] > 1 else ""
        found |= _values(child, holders, f"{path}{_tag(child)}{number}/") or {f"{path}{_tag(child)}{number}": ""}
    return found


def _apart(node: etree._Element, child: etree._Element, holders: set[str]) -> bool:
    """Whether a child is listed by itself: with an id in a holder, or in a table a column or rule."""
    if _tag(node) == "decisionTable":
        return _tag(child) in {"input", "output", "annotation", "rule"}
    if holders is HOLDERS:
        return _tag(node) in HOLDERS and bool(child.get("id"))
    return _tag(node) == "definitions"


def _meant(name: str | bytes) -> bool:
    return etree.QName(name).localname not in {*WRITERS, "id"}


def _id(node: etree._Element) -> str:
    return node.get("id") or _tag(node)


def _tag(node: etree._Element) -> str:
    return etree.QName(node).localname


def _drawn(node: etree._Element) -> bool:
    space = etree.QName(node).namespace or ""
    return any(part in space for part in DRAWN)
