"""Reading diagram XML safely: no entities, no network; names of the tags and namespaces that diagrams use."""

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
MODELER = "http://camunda.org/schema/modeler/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

Node = etree._Element  # noqa: SLF001 - lxml publishes its element type only under this name


class NotXml(Exception):  # noqa: N818 - told to people as a finding, never raised further
    """The file is no well-formed XML, or carries a document type."""


def parse(content: bytes) -> Node:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise NotXml(str(broken)) from broken
    if root.getroottree().docinfo.doctype:
        raise NotXml("document type declarations are not read")
    return root


def local(node: Node) -> str:
    """The tag without its namespace."""
    return etree.QName(node).localname


def space(node: Node) -> str | None:
    return etree.QName(node).namespace


def bpmn(node: Node, path: str) -> list[Node]:
    """Find below a node by a path whose steps are BPMN tags."""
    found = node.findall("/".join(step if step == "." else f"{{{BPMN}}}{step}" for step in path.split("/")))
    return list(found)


def zeebe(node: Node, tag: str) -> Node | None:
    """Find one zeebe extension of an element."""
    return node.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}{tag}")


def zeebe_all(node: Node, path: str) -> list[Node]:
    steps = "/".join(f"{{{ZEEBE}}}{step}" for step in path.split("/"))
    return list(node.findall(f"{{{BPMN}}}extensionElements/{steps}"))


def zeebe_attribute(node: Node, tag: str, attribute: str) -> str | None:
    extension = zeebe(node, tag)
    value = None if extension is None else extension.get(attribute)
    return value.strip() if value and value.strip() else None


def text(node: Node | None) -> str | None:
    """The text of an element, or None when there is none."""
    found = (node.text or "").strip() if node is not None else ""
    return found or None
