"""The pages of documents: what is needed, one with its versions, the difference, reviews, templates."""

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.documents.differences import differing_lines
from remit.documents.models import DocumentTemplate, DocumentVersion
from remit.documents.rendering import rendered
from remit.projects.operations.lives import choose_method

pytestmark = pytest.mark.django_db
ALL = "/projects/P-1/documents/"


@pytest.fixture
def firm(lasting_world: World) -> World:
    world = lasting_world
    world.people.clear()
    for name, role in (
        ("Ada", "project-manager"),
        ("Lea", "project-leader"),
        ("Sam", "sponsor"),
        ("Tim", "team-member"),
    ):
        world.give(name, role)
    world.give("Pia", "portfolio-manager", world.root)
    choose_method(world.project, "predictive", actor=system_actor())
    return world


def facts(firm: World, **more: str) -> dict[str, str]:
    return {"title": "Risks", "kind": "register", "owner": firm.person("Ada").key, "placed": "", **more}


def test_a_document_goes_from_the_list_of_what_is_needed_to_what_holds(firm: World) -> None:
    ada, lea, sam = (firm.client(each) for each in ("Ada", "Lea", "Sam"))
    page = ada.get(ALL).content.decode()
    assert "Risk register" in page
    assert "missing up to now" in page
    place = "planning/Risk register"
    shown = ada.get(f"{ALL}new/", {"placed": place}).content.decode()
    assert 'value="Risk register"' in shown
    made = ada.post(f"{ALL}new/", facts(firm, placed=place, text="# Risks\n\n- Flood"), follow=True)
    assert "<li>Flood</li>" in made.content.decode()
    people = {"reviewers": [firm.person("Lea").key], "approver": firm.person("Sam").key}
    version = str(DocumentVersion.objects.get().version)
    assert ada.post(f"{ALL}DO-1/versions/1/review", {"version": version, **people}).status_code == 302
    assert "to review" in lea.get("/").content.decode()
    assert lea.post(f"{ALL}DO-1/versions/1/answer", {"verdict": "changes", "remarks": ""}).status_code == 422
    assert lea.post(f"{ALL}DO-1/versions/1/answer", {"verdict": "fine"}).status_code == 302
    assert "to approve" in sam.get("/").content.decode()
    version = str(DocumentVersion.objects.get().version)
    assert sam.post(f"{ALL}DO-1/versions/1/approve", {"version": version, "words": ""}).status_code == 302
    assert "nothing missing up to now" not in ada.get(ALL).content.decode()
    assert "DO-1: approved (1)" in ada.get("/projects/P-1/life/").content.decode()


def test_what_must_be_read_is_on_the_start_page_until_it_is_said(firm: World) -> None:
    ada, tim, sam = (firm.client(each) for each in ("Ada", "Tim", "Sam"))
    ada.post(f"{ALL}new/", facts(firm, text="Read me", is_for_everybody="on"))
    ada.post(f"{ALL}DO-1/versions/1/review", {"version": "1", "approver": firm.person("Sam").key})
    sam.post(f"{ALL}DO-1/versions/1/approve", {"version": "2"})
    assert "to read" in tim.get("/").content.decode()
    assert "I have read it" in tim.get(f"{ALL}DO-1/").content.decode()
    assert tim.post(f"{ALL}DO-1/versions/1/read").status_code == 302
    assert "to read" not in tim.get("/").content.decode()
    assert tim.post(f"{ALL}DO-1/versions/1/withdraw", {"version": "3", "words": "x"}).status_code == 403


def test_two_versions_are_compared_and_a_stale_one_is_refused(firm: World) -> None:
    ada = firm.client("Ada")
    ada.post(f"{ALL}new/", facts(firm, text="one\ntwo\nthree"))
    ada.post(f"{ALL}DO-1/versions/new/", {"seen": "1", "text": "one\n2\nthree", "note": "Shorter"})
    page = ada.get(f"{ALL}DO-1/compare/").content.decode()
    assert "<del>two</del><ins>2</ins>" in page
    assert "<del>2</del><ins>two</ins>" in ada.get(f"{ALL}DO-1/compare/?from=2&to=1").content.decode()
    file = {"file": _pdf(), "seen": "2", "text": "one\r\n2\r\nthree\r\n"}
    assert (
        ada.post(f"{ALL}DO-1/versions/new/", file).status_code == 302
    )  # the text was there before, the file counts
    assert DocumentVersion.objects.get(number=3).file_name == "a.pdf"
    late = ada.post(f"{ALL}DO-1/versions/new/", {"seen": "1", "text": "late words"})
    assert late.status_code == 409
    assert "late words" in late.content.decode()
    assert "two" in ada.get(f"{ALL}DO-1/versions/1/").content.decode()


def test_a_table_is_shown_as_one_and_a_list_goes_out_as_csv(firm: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - beside its one use

    ada = firm.client("Ada")
    ada.post(f"{ALL}upload", {"file": SimpleUploadedFile("list.csv", b"name;sum\nAda;<b>5</b>\n")})
    page = ada.get(f"{ALL}DO-1/").content.decode()
    assert '<th scope="col">name</th>' in page
    assert "&lt;b&gt;5&lt;/b&gt;" in page
    assert "list" in ada.get(f"{ALL}?export=csv").content.decode("utf-8-sig")


def test_a_template_is_kept_by_the_portfolio_manager_and_offered_where_it_suits(firm: World) -> None:
    pia, ada = firm.client("Pia"), firm.client("Ada")
    sent = {"name": "Register of risks", "kind": "register", "suits": "Risk register", "text": "# Risks of …"}
    assert ada.post("/document-templates/new/", sent).status_code == 403
    assert pia.post("/document-templates/new/", sent).status_code == 302
    assert pia.post("/document-templates/new/", sent | {"text": ""}).status_code == 422
    page = ada.get(f"{ALL}new/", {"placed": "planning/Risk register"}).content.decode()
    assert "# Risks of …" in page
    changed = sent | {"name": "Risks", "text": "# New", "version": "1"}
    assert pia.post("/document-templates/DT-1/", changed).status_code == 302
    assert pia.post("/document-templates/DT-1/", changed | {"name": "Dangers"}).status_code == 409
    assert b"".join(ada.get("/document-templates/DT-1/file").streaming_content) == b"# New\n"  # type: ignore[attr-defined]  # a file
    assert pia.post("/document-templates/DT-1/remove", {"version": "2"}).status_code == 302
    assert not DocumentTemplate.objects.exists()


def test_a_restricted_document_is_not_there_for_others(firm: World) -> None:
    firm.client("Ada").post(
        f"{ALL}new/", facts(firm, title="Severance", text="x", confidentiality="restricted")
    )
    tim = firm.client("Tim")
    assert "Severance" not in tim.get(ALL).content.decode()
    for path in ("", "versions/1/", "versions/1/file", "compare/"):
        assert tim.get(f"{ALL}DO-1/{path}").status_code == 404


def test_what_is_wrong_is_said_at_its_field(firm: World) -> None:
    ada = firm.client("Ada")
    assert ada.post(f"{ALL}new/", facts(firm, title="")).status_code == 422
    both = ada.post(f"{ALL}new/", facts(firm, text="x") | {"file": _pdf()})
    assert "not both" in both.content.decode()
    ada.post(f"{ALL}new/", facts(firm))
    assert "Nothing written yet" in ada.get(f"{ALL}DO-1/").content.decode()
    assert ada.post(f"{ALL}DO-1/remove", {"version": "1"}).status_code == 302


def _pdf() -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - beside its one use

    return SimpleUploadedFile("a.pdf", b"%PDF-1.4 %%EOF")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# A *b*", "<h3>A <em>b</em></h3>"),
        ("a **b** `<c>`", "<p>a <strong>b</strong> <code>&lt;c&gt;</code></p>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
        ("---", "<hr>"),
        (
            "[a](https://b.example/?q=1&r=2)",
            '<p><a href="https://b.example/?q=1&amp;r=2" rel="noopener noreferrer nofollow">a</a></p>',
        ),
        ('[a](https://b.example/"onload=x)', "<p>[a](https://b.example/&quot;onload=x)</p>"),
        ("[a](java\tscript:x)", "<p>[a](java    script:x)</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
    ],
)
def test_markdown_is_shown_in_its_forms_and_nothing_else(text: str, html: str) -> None:
    assert rendered(text) == html


def test_a_difference_leaves_out_what_is_far_from_any_change() -> None:
    before = "\n".join(str(number) for number in range(40))
    lines = differing_lines(before, before.replace("\n20\n", "\ntwenty\n"))
    assert [each.change for each in lines] == [
        "left",
        "kept",
        "kept",
        "kept",
        "changed",
        "kept",
        "kept",
        "kept",
        "left",
    ]
    assert [each.left for each in lines if each.change == "left"] == [17, 16]
