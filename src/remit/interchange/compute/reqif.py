"""ReqIF (OMG, 1.2): the objects of a file with their attributes by name, and a file of requirements."""

import datetime as dt
import io
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from remit.engine.formats import FormatError
from remit.engine.formats.safe_xml import clean_text, elements, line_of, local_name
from remit.interchange.compute.reading import refused
from remit.interchange.compute.sheets import MOST_BYTES

NAMESPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"
KINDS = ("STRING", "XHTML", "INTEGER", "REAL", "BOOLEAN", "DATE", "ENUMERATION")
_DEFINITIONS = frozenset(f"ATTRIBUTE-DEFINITION-{kind}" for kind in KINDS)
_WANTED = _DEFINITIONS | {"ENUM-VALUE", "SPEC-OBJECT", "SPEC-RELATION", "REQ-IF"}
# what a chapter states instead of a text
_HEADINGS = ("reqif.chaptername", "reqif.name")
_TEXT = "reqif.text"
# texts are said to be at most so long, or as long as the longest
LEAST_LENGTH = 5000


@dataclass(slots=True)
class ReqifTable:
    """The objects of a file: the line of each and its attributes by name; and what was left out."""

    objects: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def is_xml(content: bytes) -> bool:
    """Return whether a file begins as XML does."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") or content.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<"))


def reqif_objects(content: bytes) -> ReqifTable:
    """Return the objects of a ReqIF file; `Invalid` for anything that is none, with the line where that is known.

    Headings, relations and attributes that no object states are left out, and named.
    """
    names: dict[str, str] = {}
    values: dict[str, str] = {}
    raw: list[tuple[int, list[tuple[str, str, list[str]]]]] = []
    relations = 0
    root = ""
    try:
        for element in elements(io.BytesIO(content), _WANTED, limit=MOST_BYTES):
            name, own = local_name(element), element.get("IDENTIFIER", "")
            if name in _DEFINITIONS:
                names[own] = clean_text(element.get("LONG-NAME", "")).strip()
            elif name == "ENUM-VALUE":
                values[own] = clean_text(element.get("LONG-NAME", "")).strip()
            elif name == "SPEC-RELATION":
                relations += 1
            elif name == "REQ-IF":
                root = name
            else:
                raw.append((line_of(element), _attributes(element)))
                element.clear()
    except FormatError as error:
        raise _refusal(error) from None
    if not root:
        raise refused(_("This XML file is no ReqIF: its outermost element is not REQ-IF."), "format")
    return _table(raw, names, values, relations)


def _refusal(error: FormatError) -> Exception:
    reason = str(error.args[0] if error.args else "")
    if "DOCTYPE" in reason:
        message = _(
            "The file declares a document type (DOCTYPE), which ReqIF does not have and Remit does not read."
        )
    elif "encoding" in reason:
        message = _("The file is not in the encoding that it states. Save it again as UTF-8.")
    elif "larger" in reason or "deeply" in reason:
        message = _("The file is larger or deeper than a file of requirements may be: split it.")
    else:
        message = _("The file is not well-formed XML: export it again as ReqIF.")
    line = getattr(error, "line", None)
    if line:
        message = _("Line %(line)d: %(message)s") % {"line": line, "message": message}
    return refused(message, "format")


def _attributes(element: etree._Element) -> list[tuple[str, str, list[str]]]:
    """Return the attributes of an object: definition, text, and the enumerated values it refers to."""
    found = []
    for holder in element:
        if local_name(holder) != "VALUES":
            continue
        for value in holder:
            definition = text = ""
            picked: list[str] = []
            text = value.get("THE-VALUE", "")
            for child in value:
                kind = local_name(child)
                if kind == "DEFINITION":
                    definition = next((ref.text or "" for ref in child), "")
                elif kind == "THE-VALUE":
                    text = "".join(str(part) for part in child.itertext())
                elif kind == "VALUES":
                    picked = [ref.text or "" for ref in child]
            found.append((definition.strip(), clean_text(text).strip(), [each.strip() for each in picked]))
    return found


def _table(
    raw: Sequence[tuple[int, list[tuple[str, str, list[str]]]]],
    names: Mapping[str, str],
    values: Mapping[str, str],
    relations: int,
) -> ReqifTable:
    table = ReqifTable()
    headings = 0
    for line, attributes in raw:
        stated: dict[str, str] = {}
        for definition, text, picked in attributes:
            name = names.get(definition)
            if name is None:
                message = _(
                    "Line %(line)d: it refers to an attribute %(name)s that the file does not define."
                )
                raise refused(message % {"line": line, "name": repr(definition[:60])}, "reference")
            if any(each not in values for each in picked):
                message = _("Line %(line)d: it refers to a value of a list that the file does not define.")
                raise refused(message % {"line": line}, "reference")
            stated[name] = ", ".join(values[each] for each in picked) if picked else text
        folded = {name.casefold(): value for name, value in stated.items()}
        if not folded.get(_TEXT, "") and any(folded.get(name) for name in _HEADINGS):
            headings += 1
            continue
        table.objects.append((line, stated))
    table.heads = list(dict.fromkeys(name for _line, stated in table.objects for name in stated))
    if headings:
        table.left_out.append(_("%(count)d headings") % {"count": headings})
    if relations:
        table.left_out.append(_("%(count)d relations") % {"count": relations})
    return table


class _Writer:
    """Writes one file; its identifiers follow from `source`: the same in every file of it, and in no other's."""

    def __init__(self, source: str, heads: Sequence[str], at: dt.datetime) -> None:
        self._source, self.heads = source, heads
        self.stamp = at.astimezone(dt.UTC).isoformat(timespec="seconds")

    def own(self, kind: str, name: str = "") -> str:
        """Return the identifier of something of the file."""
        return f"_{uuid.uuid5(uuid.NAMESPACE_URL, f'remit:{self._source}:{kind}:{name}')}"

    def below(
        self, parent: etree._Element, name: str, kind: str, of: str = "", **more: str
    ) -> etree._Element:
        """Return a new element that has an identifier and the time of its last change."""
        attributes = {name.replace("_", "-"): value for name, value in more.items()}
        stated = {"IDENTIFIER": self.own(kind, of), "LAST-CHANGE": self.stamp, **attributes}
        return _below(parent, name, **stated)


def reqif_file(
    title: str,
    heads: Sequence[str],
    rows: Iterable[tuple[str, Sequence[str]]],
    *,
    source: str,
    at: dt.datetime,
) -> bytes:
    """Return a ReqIF file: for each row its key and its texts in the order of `heads`; `source` says whose they are."""
    writer, every = _Writer(source, heads, at), [(key, list(texts)) for key, texts in rows]
    root = etree.Element(f"{{{NAMESPACE}}}REQ-IF", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs know no default namespace
    head = _below(_below(root, "THE-HEADER"), "REQ-IF-HEADER", IDENTIFIER=writer.own("header"))
    facts = {
        "CREATION-TIME": writer.stamp, "REQ-IF-TOOL-ID": "Remit", "REQ-IF-VERSION": "1.0",
        "SOURCE-TOOL-ID": "Remit", "TITLE": title,
    }  # fmt: skip
    for name, text in facts.items():
        _below(head, name).text = text
    content = _below(_below(root, "CORE-CONTENT"), "REQ-IF-CONTENT")
    longest = max([LEAST_LENGTH, *(len(text) for _key, texts in every for text in texts)])
    texts = _below(content, "DATATYPES")
    writer.below(texts, "DATATYPE-DEFINITION-STRING", "text", LONG_NAME="Text", MAX_LENGTH=str(longest))
    _types(writer, _below(content, "SPEC-TYPES"))
    objects = _below(content, "SPEC-OBJECTS")
    _below(content, "SPEC-RELATIONS")
    outline = writer.below(_below(content, "SPECIFICATIONS"), "SPECIFICATION", "outline", LONG_NAME=title)
    _below(_below(outline, "TYPE"), "SPECIFICATION-TYPE-REF").text = writer.own("outline-type")
    children = _below(outline, "CHILDREN")
    for key, told in every:
        _object(writer, objects, key, told)
        place = writer.below(children, "SPEC-HIERARCHY", "place", key)
        _below(_below(place, "OBJECT"), "SPEC-OBJECT-REF").text = writer.own("object", key)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _below(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _types(writer: _Writer, parent: etree._Element) -> None:
    of_objects = writer.below(parent, "SPEC-OBJECT-TYPE", "object-type", LONG_NAME="Requirement")
    attributes = _below(of_objects, "SPEC-ATTRIBUTES")
    for name in writer.heads:
        each = writer.below(attributes, "ATTRIBUTE-DEFINITION-STRING", "attribute", name, LONG_NAME=name)
        _below(_below(each, "TYPE"), "DATATYPE-DEFINITION-STRING-REF").text = writer.own("text")
    writer.below(parent, "SPECIFICATION-TYPE", "outline-type", LONG_NAME="Requirements")


def _object(writer: _Writer, parent: etree._Element, key: str, texts: Sequence[str]) -> None:
    each = writer.below(parent, "SPEC-OBJECT", "object", key)
    values = _below(each, "VALUES")
    for name, text in zip(writer.heads, texts, strict=True):
        if text:
            value = _below(values, "ATTRIBUTE-VALUE-STRING", **{"THE-VALUE": text})
            reference = _below(_below(value, "DEFINITION"), "ATTRIBUTE-DEFINITION-STRING-REF")
            reference.text = writer.own("attribute", name)
    _below(_below(each, "TYPE"), "SPEC-OBJECT-TYPE-REF").text = writer.own("object-type")
