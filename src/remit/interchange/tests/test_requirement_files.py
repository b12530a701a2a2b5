"""Requirements from files: what comes back as it went out, and what is refused with the row and nothing written."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid, NotAllowed
from remit.interchange.compute.requirement_files import read_requirements
from remit.interchange.operations.requirements import import_requirements
from remit.interchange.requirement_export import export_requirements
from remit.projects.models import Requirement
from remit.projects.operations.deliverables import add_deliverable
from remit.projects.operations.needs import add_need
from remit.projects.operations.requirements import add_requirement

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
NS = 'xmlns="http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"'
HEAD = b"Identifier,Statement,Priority,Kind,Effort in hours,Needs,Deliverables\n"


def reqif(objects: str, definitions: str = "", before: str = "", ns: str = NS) -> bytes:
    """Return a file with the usual attributes and `objects`."""
    usual = "".join(
        f'<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="{own}" LONG-NAME="{name}"/>'
        for own, name in (
            ("t", "ReqIF.Text"),
            ("c", "ReqIF.ChapterName"),
            ("i", "ReqIF.ForeignID"),
            ("e", "Effort"),
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<REQ-IF {ns}><CORE-CONTENT><REQ-IF-CONTENT><SPEC-TYPES>'
        f"<SPEC-OBJECT-TYPE><SPEC-ATTRIBUTES>{usual}{definitions}</SPEC-ATTRIBUTES></SPEC-OBJECT-TYPE></SPEC-TYPES>"
        f"<SPEC-OBJECTS>{objects}</SPEC-OBJECTS></REQ-IF-CONTENT></CORE-CONTENT></REQ-IF>"
    ).encode()


def one(value: str, definition: str = "t", kind: str = "STRING") -> str:
    return (
        f'<SPEC-OBJECT IDENTIFIER="o"><VALUES><ATTRIBUTE-VALUE-{kind} {value}><DEFINITION>'
        f"<ATTRIBUTE-DEFINITION-{kind}-REF>{definition}</ATTRIBUTE-DEFINITION-{kind}-REF></DEFINITION>"
        f"</ATTRIBUTE-VALUE-{kind}></VALUES></SPEC-OBJECT>"
    )


TEXT = 'THE-VALUE="The gate must open."'
EFFORT = one('THE-VALUE="x"', "e").split("<VALUES>")[1].split("</VALUES>")[0]
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
DEEP = "<A>" * 200 + "</A>" * 200

# file, words that the message must hold
MALFORMED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n \n", "empty"),
    "a head alone": (HEAD, "no requirement"),
    "no head": (b"The gate must open.,must\nIt must close.,must\n", "names the statement"),
    "another table": (b"Name,E-mail\nAda,ada@acme.example\n", "names the statement"),
    "a column twice": (b"Statement,Statement\na,b\n", "two columns"),
    "two columns for one": (b"Statement,Text\na,b\n", "same of a requirement"),
    "no statement": (HEAD + b"A,,must,function,1,,\n", "Row 2, Statement"),
    "a blank statement": (HEAD + b'A,"  ",must,function,1,,\n', "Row 2, Statement"),
    "an unknown priority": (HEAD + b"A,Opens,urgent,function,1,,\n", "Row 2, Priority 'urgent'"),
    "an unknown kind": (HEAD + b"A,Opens,must,wish,1,,\n", "Row 2, Kind 'wish'"),
    "effort in words": (HEAD + b"A,Opens,must,function,much,,\n", "Row 2, Effort in hours 'much'"),
    "negative effort": (HEAD + b"A,Opens,must,function,'-3,,\n", "Row 2, Effort in hours '-3'"),
    "endless effort": (HEAD + b"A,Opens,must,function,999999,,\n", "Row 2, Effort in hours"),
    "an infinite effort": (HEAD + b"A,Opens,must,function,inf,,\n", "Row 2, Effort in hours"),
    "an unknown need": (HEAD + b"A,Opens,must,function,1,ND-9,\n", "Row 2, Needs 'ND-9'"),
    "an unknown deliverable": (HEAD + b"A,Opens,must,function,1,,DL-9\n", "Row 2, Deliverables 'DL-9'"),
    "an identifier twice": (HEAD + b"A,Opens,,,,,\nA,Closes,,,,,\n", "Row 3, Identifier 'A'"),
    "an identifier that stands": (HEAD + b"OLD,Opens,,,,,\n", "Row 2, Identifier 'OLD'"),
    "the third of three": (HEAD + b"A,Opens,,,,,\nB,Closes,,,,,\nC,,,,,,\n", "Row 4, Statement"),
    "a formula": (HEAD + b"A,=cmd|'/c calc'!A0,,,,,\n", "formula"),
    "a quotation mark": (HEAD + b'A,"Opens,,,,,\n', "quotation marks"),
    "a row too long": (HEAD + b"A,Opens,,,,,,,,\n", "Row 2"),
    "a row too short": (HEAD + b"A,Opens\n", "Row 2"),
    "another encoding": (HEAD + b"A,\xfc\xf6ber,,,,,\n", "UTF-8"),
    "NUL": (HEAD + b"A,Op\0ens,,,,,\n", "NUL"),
    "a long statement": (HEAD + b"A," + b"x" * 5001 + b",,,,,\n", "5001 characters"),
    "a long identifier": (HEAD + b"x" * 201 + b",Opens,,,,,\n", "201 characters"),
    "half a workbook": (b"PK\x03\x04" + b"\0" * 40, ""),
    "a PDF": (b"%PDF-1.7\nStatement", ""),
    "broken XML": (b"<REQ-IF><CORE-CONTENT>", "well-formed"),
    "another XML": (b"<Project><Task/></Project>", "no ReqIF"),
    "HTML": (b"<html><body>Statement</body></html>", "no ReqIF"),
    "a document type": (reqif(one(TEXT), before="<!DOCTYPE REQ-IF>"), "DOCTYPE"),
    "a bomb of entities": (reqif(one('THE-VALUE="&a8;"'), before=f'<!DOCTYPE r [<!ENTITY a0 "ha">{BOMB}]>'), ""),
    "a file from outside": (
        reqif(one('THE-VALUE="&x;"'), before='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "",
    ),
    "too deep": (reqif(DEEP), "deeper"),
    "no object": (reqif(""), ""),
    "headings alone": (reqif(one('THE-VALUE="Gates"', "c")), ""),
    "an unknown attribute": (reqif(one(TEXT, "zz")), "does not define"),
    "an unknown value": (
        reqif(
            "<SPEC-OBJECT><VALUES><ATTRIBUTE-VALUE-ENUMERATION><VALUES><ENUM-VALUE-REF>q</ENUM-VALUE-REF></VALUES>"
            "<DEFINITION><R>t</R></DEFINITION></ATTRIBUTE-VALUE-ENUMERATION></VALUES></SPEC-OBJECT>"
        ),
        "does not define",
    ),
    "an object without text": (reqif(one(TEXT) + one('THE-VALUE="7"', "i")), "Statement"),
    "effort in words in ReqIF": (
        reqif(one(TEXT).replace("</VALUES>", f"{EFFORT}</VALUES>")),
        "Effort",
    ),
    "an encoding that is none": (b'<?xml version="1.0" encoding="klingon"?><REQ-IF/>', ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def staffed(lasting_world: World, django_db_blocker: Any) -> World:
    """Ann analyses, Tom is in the team; one need, one deliverable, one requirement that came from elsewhere."""
    with django_db_blocker.unblock():
        lasting_world.give("Ann", "systems-analyst")
        lasting_world.give("Tom", "team-member")
        add_need(lasting_world.project, text="To cross", whose="Walkers", actor=SYSTEM)
        add_deliverable(lasting_world.project, name="Gate", actor=SYSTEM)
        add_requirement(lasting_world.project, statement="Old", foreign_id="OLD", actor=SYSTEM)
    return lasting_world


def take_in(world: World, content: bytes) -> tuple[list[str], Any]:
    return import_requirements(world.project, io.BytesIO(content), "r", actor=world.actor("Ann"))


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_is_refused_with_a_clear_message_and_nothing_is_written(
    staffed: World, name: str
) -> None:
    content, words = MALFORMED[name]
    before = set(Requirement.objects.values_list("pk", flat=True))
    with pytest.raises(Invalid) as refused:
        take_in(staffed, content)
    said = " ".join([refused.value.message, *(each.message for each in refused.value.errors)])
    assert words in said
    assert len(said) > 20
    assert "Traceback" not in said
    assert set(Requirement.objects.values_list("pk", flat=True)) == before


def test_there_are_more_than_thirty_malformed_files() -> None:
    assert len(MALFORMED) > 30


def test_rows_pasted_from_a_spreadsheet_are_taken_in_with_their_trace(staffed: World) -> None:
    head = "Anforderung\tStatement\tPriorität\tEffort in hours\tNeeds\tDeliverables"
    pasted = f"{head}\nx\tOpens\tMuss\t1,5\tnd-1\tDL-1\n"
    keys, file = take_in(staffed, pasted.encode())
    made = Requirement.objects.get(key=keys[0], project=staffed.project)
    assert (made.statement, made.priority, made.effort_minutes) == ("Opens", "must", 90)
    assert [each.key for each in made.needs.all()] == ["ND-1"]
    assert [each.key for each in made.deliverables.all()] == ["DL-1"]
    assert file.ignored == ("Anforderung",)


def test_xhtml_and_lists_of_reqif_are_read_and_what_is_left_out_is_named(staffed: World) -> None:
    definitions = (
        '<ATTRIBUTE-DEFINITION-XHTML IDENTIFIER="x" LONG-NAME="Statement"/>'
        '<ATTRIBUTE-DEFINITION-ENUMERATION IDENTIFIER="p" LONG-NAME="Priority"/>'
        '<ENUM-VALUE IDENTIFIER="p1" LONG-NAME="Must"/>'
    )
    body = (
        "<SPEC-OBJECT><VALUES><ATTRIBUTE-VALUE-XHTML><THE-VALUE><div xmlns='http://www.w3.org/1999/xhtml'>The "
        "<b>gate</b> must open.</div></THE-VALUE><DEFINITION><R>x</R></DEFINITION></ATTRIBUTE-VALUE-XHTML>"
        "<ATTRIBUTE-VALUE-ENUMERATION><VALUES><R>p1</R></VALUES><DEFINITION><R>p</R></DEFINITION>"
        "</ATTRIBUTE-VALUE-ENUMERATION></VALUES></SPEC-OBJECT>"
    )
    heading = one('THE-VALUE="Gates"', "c")
    keys, file = take_in(staffed, reqif(body + heading + "<SPEC-RELATION/>", definitions))
    made = Requirement.objects.get(key=keys[0], project=staffed.project)
    assert (made.statement, made.priority) == ("The gate must open.", "must")
    assert file.ignored == ("1 headings", "1 relations")


@pytest.mark.parametrize("suffix", ["csv", "reqif"])
def test_what_goes_out_comes_back_as_it_was(staffed: World, suffix: str) -> None:
    need, part = staffed.project.needs.get(), staffed.project.deliverables.get()
    add_requirement(
        staffed.project,
        statement='The "gate" must open & close,\nwithin 2 s; <b>\u00fcber</b> =1+1',
        acceptance_criteria="-Seen",
        kind="quality",
        priority="must",
        what_if_not="Nobody crosses.",
        effort_minutes=90,
        source="A letter",
        needs=[need],
        deliverables=[part],
        actor=SYSTEM,
    )
    names = (
        "statement", "acceptance_criteria", "kind", "priority", "what_if_not", "effort_minutes", "source",
        "needs__key", "deliverables__key",
    )  # fmt: skip
    before = sorted(map(repr, Requirement.objects.filter(project=staffed.project).values_list(*names)))
    content = export_requirements(staffed.project, suffix)
    Requirement.objects.all().delete()
    take_in(staffed, content)
    assert (
        sorted(map(repr, Requirement.objects.filter(project=staffed.project).values_list(*names))) == before
    )


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_whatever_bytes_come_they_are_read_or_refused(noise: bytes) -> None:
    for content in (
        noise,
        b"Statement\n" + noise,
        reqif("").replace(b"<SPEC-OBJECTS>", b"<SPEC-OBJECTS>" + noise),
    ):
        try:
            assert read_requirements(io.BytesIO(content), "r").rows
        except Invalid:
            continue


def test_the_page_takes_pasted_rows_and_files_and_names_what_is_wrong(staffed: World) -> None:
    ann, address = staffed.client("Ann"), "/import/requirements/P-1/"
    wrong = ann.post(address, {"rows": "Statement,Priority\nOpens,urgent\n"})
    assert wrong.status_code == 422
    assert "urgent" in wrong.content.decode()
    assert "Opens,urgent" in wrong.content.decode()  # what was pasted is not lost
    assert ann.post(address, {"rows": " "}).status_code == 422
    file = io.BytesIO(export_requirements(staffed.project, "reqif"))
    file.name = "r.reqif"
    assert ann.post(address, {"file": file}).status_code == 422  # its identifiers stand already
    assert ann.post(address, {"rows": "Statement\nThe gate must open.\n"}).status_code == 302
    assert staffed.client("Tom").get(address).status_code == 403
    out = staffed.client("Tom").get("/export/requirements/P-1.reqif")
    assert out["Content-Disposition"].startswith("attachment")
    assert staffed.client("Tom").get("/export/requirements/P-1.exe").status_code == 404
    with pytest.raises(NotAllowed):
        import_requirements(staffed.project, io.BytesIO(b"x"), "r", actor=staffed.actor("Tom"))
