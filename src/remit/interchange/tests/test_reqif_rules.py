"""What is written as ReqIF keeps to the public rules of ReqIF 1.2 (OMG formal/16-07-01), checked element by element.

The rules below are those of the specification for the elements that Remit writes: what stands in what, how often,
which attributes each must have and may have, what each reference points to, and that identifiers are XML identifiers
and unique. Anything else in a file is a fault.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import etree

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.interchange.compute.reqif import NAMESPACE, reqif_file
from remit.interchange.requirement_export import export_requirements
from remit.projects.operations.requirements import add_requirement

SYSTEM = system_actor()
NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
IDENTIFIED = {"IDENTIFIER", "LAST-CHANGE"}
NAMED = {"LONG-NAME", "DESC"}
MANY = (0, None)


@dataclass(frozen=True)
class Rule:
    """What one element holds: children with the least and the most of each, attributes it must and may have."""

    children: dict[str, tuple[int, int | None]]
    must: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    refers_to: str = ""
    is_text: bool = False


def _identified(children: dict[str, tuple[int, int | None]], *more: str) -> Rule:
    return Rule(children, frozenset(IDENTIFIED | set(more)), frozenset(NAMED))


TEXT = Rule({}, is_text=True)
RULES = {
    "REQ-IF": Rule({"THE-HEADER": (1, 1), "CORE-CONTENT": (1, 1), "TOOL-EXTENSIONS": (0, 1)}),
    "THE-HEADER": Rule({"REQ-IF-HEADER": (1, 1)}),
    "REQ-IF-HEADER": Rule(
        {
            "COMMENT": (0, 1), "CREATION-TIME": (1, 1), "REPOSITORY-ID": (0, 1), "REQ-IF-TOOL-ID": (1, 1),
            "REQ-IF-VERSION": (1, 1), "SOURCE-TOOL-ID": (1, 1), "TITLE": (1, 1),
        },
        frozenset({"IDENTIFIER"}),
    ),
    **dict.fromkeys(("CREATION-TIME", "REQ-IF-TOOL-ID", "REQ-IF-VERSION", "SOURCE-TOOL-ID", "TITLE"), TEXT),
    "CORE-CONTENT": Rule({"REQ-IF-CONTENT": (1, 1)}),
    "REQ-IF-CONTENT": Rule(
        dict.fromkeys(
            ("DATATYPES", "SPEC-TYPES", "SPEC-OBJECTS", "SPEC-RELATIONS", "SPECIFICATIONS", "SPEC-RELATION-GROUPS"),
            (0, 1),
        )
    ),
    "DATATYPES": Rule({"DATATYPE-DEFINITION-STRING": MANY}),
    "DATATYPE-DEFINITION-STRING": _identified({}, "MAX-LENGTH"),
    "SPEC-TYPES": Rule({"SPEC-OBJECT-TYPE": MANY, "SPECIFICATION-TYPE": MANY}),
    "SPEC-OBJECT-TYPE": _identified({"SPEC-ATTRIBUTES": (0, 1)}),
    "SPECIFICATION-TYPE": _identified({"SPEC-ATTRIBUTES": (0, 1)}),
    "SPEC-ATTRIBUTES": Rule({"ATTRIBUTE-DEFINITION-STRING": MANY}),
    "ATTRIBUTE-DEFINITION-STRING": _identified({"TYPE": (1, 1), "DEFAULT-VALUE": (0, 1)}),
    "SPEC-OBJECTS": Rule({"SPEC-OBJECT": MANY}),
    "SPEC-OBJECT": _identified({"VALUES": (0, 1), "TYPE": (1, 1)}),
    "VALUES": Rule({"ATTRIBUTE-VALUE-STRING": MANY}),
    "ATTRIBUTE-VALUE-STRING": Rule({"DEFINITION": (1, 1)}, frozenset({"THE-VALUE"})),
    "DEFINITION": Rule({"ATTRIBUTE-DEFINITION-STRING-REF": (1, 1)}),
    "SPEC-RELATIONS": Rule({}),
    "SPECIFICATIONS": Rule({"SPECIFICATION": MANY}),
    "SPECIFICATION": _identified({"VALUES": (0, 1), "TYPE": (1, 1), "CHILDREN": (0, 1)}),
    "CHILDREN": Rule({"SPEC-HIERARCHY": MANY}),
    "SPEC-HIERARCHY": _identified({"OBJECT": (1, 1), "CHILDREN": (0, 1)}),
    "OBJECT": Rule({"SPEC-OBJECT-REF": (1, 1)}),
    "ATTRIBUTE-DEFINITION-STRING-REF": Rule({}, refers_to="ATTRIBUTE-DEFINITION-STRING", is_text=True),
    "DATATYPE-DEFINITION-STRING-REF": Rule({}, refers_to="DATATYPE-DEFINITION-STRING", is_text=True),
    "SPEC-OBJECT-TYPE-REF": Rule({}, refers_to="SPEC-OBJECT-TYPE", is_text=True),
    "SPECIFICATION-TYPE-REF": Rule({}, refers_to="SPECIFICATION-TYPE", is_text=True),
    "SPEC-OBJECT-REF": Rule({}, refers_to="SPEC-OBJECT", is_text=True),
}  # fmt: skip
# what the type of each kind of element is a reference to
TYPES = {
    "ATTRIBUTE-DEFINITION-STRING": "DATATYPE-DEFINITION-STRING-REF",
    "SPEC-OBJECT": "SPEC-OBJECT-TYPE-REF",
    "SPECIFICATION": "SPECIFICATION-TYPE-REF",
}


def _name(element: Any) -> str:
    found = etree.QName(element)
    assert found.namespace == NAMESPACE
    return str(found.localname)


def faults(content: bytes) -> Iterator[str]:
    """Yield what a file has that the rules do not allow, or lacks of what they demand."""
    root: Any = etree.fromstring(content)
    if _name(root) != "REQ-IF":
        yield "the outermost element"
    elements = list(root.iter(etree.Element))
    identifiers = {each.get("IDENTIFIER"): _name(each) for each in elements if each.get("IDENTIFIER")}
    counted = Counter(each.get("IDENTIFIER") for each in elements if each.get("IDENTIFIER"))
    yield from (f"{each} twice" for each, count in counted.items() if count > 1)
    yield from (f"{each} is no XML identifier" for each in counted if not NCNAME.fullmatch(each))
    for each in elements:
        yield from _faults_of(each, identifiers)
    yield from _values_too_long(root)


def _faults_of(each: Any, identifiers: dict[str, str]) -> Iterator[str]:
    name = _name(each)
    rule = RULES.get(name)
    if name == "TYPE":
        wanted = TYPES[_name(each.getparent())]
        rule = Rule({wanted: (1, 1)})
    if rule is None:
        yield f"{name} is not of ReqIF"
        return
    children = Counter(_name(child) for child in each)
    yield from (f"{child} in {name}" for child in children if child not in rule.children)
    for child, (least, most) in rule.children.items():
        if children[child] < least or (most is not None and children[child] > most):
            yield f"{children[child]} {child} in {name}"
    yield from (f"{name} without {each_one}" for each_one in rule.must - set(each.keys()))
    yield from (f"{name} with {key}" for key in set(each.keys()) - rule.must - rule.may)
    text = (each.text or "").strip()
    if bool(text) != rule.is_text:
        yield f"text of {name}: {text!r}"
    if rule.refers_to and identifiers.get(text) != rule.refers_to:
        yield f"{name} refers to {identifiers.get(text)}"
    for key in ("LAST-CHANGE",):
        if each.get(key) is not None and dt.datetime.fromisoformat(each.get(key)).tzinfo is None:
            yield f"{key} of {name} says no zone"


def _values_too_long(root: Any) -> Iterator[str]:
    (most,) = (
        int(each.get("MAX-LENGTH")) for each in root.iter(f"{{{NAMESPACE}}}DATATYPE-DEFINITION-STRING")
    )
    for each in root.iter(f"{{{NAMESPACE}}}ATTRIBUTE-VALUE-STRING"):
        if len(each.get("THE-VALUE")) > most:
            yield "a text longer than its type allows"


@pytest.mark.django_db
def test_what_is_exported_keeps_to_the_rules(world: World) -> None:
    assert list(faults(export_requirements(world.project, "reqif"))) == []
    for words in ("The gate must open.", '<b>5 < 6</b> & "so on"', "Tor öffnet 開く\nzweite Zeile"):
        add_requirement(world.project, statement=words, foreign_id=words[:9], actor=SYSTEM)
    assert list(faults(export_requirements(world.project, "reqif"))) == []


def test_texts_and_keys_of_any_kind_keep_to_the_rules() -> None:
    rows = [("RQ 1/ä", ["x" * 6000, ""]), ("2", ["", "y"])]
    content = reqif_file("A <B>", ("ReqIF.Text", "Kind"), rows, source="a", at=dt.datetime.now(dt.UTC))
    assert list(faults(content)) == []


def test_identifiers_are_the_same_each_time_and_another_project_has_others() -> None:
    def known(source: str) -> set[str]:
        content = reqif_file(
            "Title", ("ReqIF.Text",), [("RQ-1", ["x"])], source=source, at=dt.datetime.now(dt.UTC)
        )
        root: Any = etree.fromstring(content)
        return {each.get("IDENTIFIER") for each in root.iter(etree.Element)} - {None}

    assert known("one") == known("one")
    assert not known("one") & known("other")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (' LAST-CHANGE="', ' LAST-CHANGED="', "without LAST-CHANGE"),
        ("<SPEC-OBJECT-REF>_", "<SPEC-OBJECT-REF>x", "refers to None"),
        ("<DATATYPES>", "<DATATYPES><BOX/>", "BOX is not of ReqIF"),
        ("<TITLE>", "<TITLE/><TITLE>", "2 TITLE in REQ-IF-HEADER"),
        (' MAX-LENGTH="5000"', ' MAX-LENGTH="0"', "longer than its type allows"),
    ],
)
def test_the_rules_find_what_is_wrong(before: str, after: str, fault: str) -> None:
    content = reqif_file("Title", ("ReqIF.Text",), [("RQ-1", ["x"])], source="a", at=dt.datetime.now(dt.UTC))
    assert before.encode() in content
    found = list(faults(content.replace(before.encode(), after.encode())))
    assert any(fault in each for each in found), found
