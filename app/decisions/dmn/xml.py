"""DMN's XML, read without ever fetching or expanding anything."""

from collections.abc import Iterator

from lxml import etree

from app.decisions.feel.names import normal
from app.decisions.mistakes import mistake
from app.errors import ModelError

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of an element

_MODELS = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)
LARGEST = 5_000_000


def read(data: bytes) -> Element:
    """The root of a DMN file; ModelError when it is none."""
    if len(data) > LARGEST:
        raise ModelError([mistake("too_large", most=LARGEST)])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        raise ModelError([mistake("not_xml", detail=wrong, line=line, column=column)]) from wrong
    if root.getroottree().docinfo.doctype:
        raise ModelError([mistake("doctype")])
    if kind(root) != "definitions":
        raise ModelError([mistake("not_dmn", name=etree.QName(root).localname)])
    return root


def kind(element: Element) -> str:
    """An element's name if it is DMN's, else nothing."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in _MODELS else ""


def kids(element: Element, *names: str) -> Iterator[Element]:
    return (child for child in element if kind(child) in names)


def kid(element: Element | None, *names: str) -> Element | None:
    return None if element is None else next(kids(element, *names), None)


def text(element: Element | None) -> str:
    """The text in an element's own <text>, or in the element itself."""
    inner = kid(element, "text")
    found = inner if inner is not None else element
    return "" if found is None else "".join(found.itertext()).strip()


def name(element: Element | None) -> str:
    return "" if element is None else normal(element.get("name") or "")


def identity(element: Element) -> str:
    """The id, or a name to be found by when the file gives none."""
    return element.get("id") or f"{kind(element)}:{name(element)}"


def type_name(element: Element | None) -> str | None:
    """The type reference: an attribute, or an element in DMN 1.1's way."""
    if element is None:
        return None
    written = element.get("typeRef")
    if written is None:
        inner = kid(element, "typeRef")
        written = None if inner is None else inner.text
    return normal(written) if written else None
