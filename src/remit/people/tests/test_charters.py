"""The charter of an assignment: what it states, and that typed text is never read as markup on paper."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.paper import pdf
from remit.people.charters import charter_of, charter_pdf
from remit.people.guards import held_assignment
from remit.people.models import Assignment, Role
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.matrices import activate_matrix, begin_matrix
from remit.people.operations.matrix_sheets import paste_matrix
from remit.people.operations.people import change_person
from remit.people.tests.staffed import read_by_all

SYSTEM = system_actor()
HOSTILE = '#read("/etc/passwd") #panic("x") $x/0$ *b* _i_ @ref <tag> \\u{41} ]#[ // "quoted" `raw` = head\n#'
TEMPLATE = Path(__file__).parents[1] / "paper" / "charter.typ"


def held(world: World, name: str = "Ada") -> Assignment:
    key = Assignment.objects.get(person=world.person(name), ended_at=None).key
    return held_assignment(system_actor("Test", world.organisation.pk), key)


@pytest.mark.django_db
def test_a_charter_states_limits_letters_and_the_version_that_counts_every_change(world: World) -> None:
    world.give("Ada", "project-manager")
    draft = begin_matrix(world.project.scope, actor=SYSTEM)
    text = "\tProject manager\tSponsor\nPlan\tA, R\tC\nMoney\tR\tA"
    paste_matrix(draft, text=text, area="scope", version=1, actor=SYSTEM)
    world.give("Sue", "sponsor")
    read_by_all(world.organisation)
    activate_matrix(draft, version=2, reason="Agreed.", actor=SYSTEM)

    before = charter_of(SYSTEM, held(world))
    assert [(duty.letters, duty.text) for duty in before.duties] == [("AR", "Plan"), ("R", "Money")]
    assert (before.money.value, before.money.is_stated) == (25_000_00, False)
    change_assignment(held(world), version=1, actor=SYSTEM, money_limit_minor=12_345_00, days_limit=3)
    after = charter_of(SYSTEM, held(world))
    assert (after.money.value, after.days.value, after.money.is_stated) == (12_345_00, 3, True)
    assert (before.version, after.version) == ("1.1", "1.2")


@pytest.mark.django_db
def test_hostile_text_is_set_as_it_stands_and_reads_nothing(world: World) -> None:
    world.give("Ada", "project-manager")
    person = world.person("Ada")
    change_person(person, version=person.version, actor=SYSTEM, name=HOSTILE.replace("\n", " ")[:190])
    Role.objects.filter(code="project-manager").update(purpose=HOSTILE, decisions=[HOSTILE, "x" * 300])
    made = charter_pdf(charter_of(SYSTEM, held(world)))
    assert made.startswith(b"%PDF-")


@pytest.mark.parametrize("text", [HOSTILE, "\x00\x1b[0m", "\ud800", "يوحنا 漢字", "x" * 5000, ""])
def test_no_text_stops_or_steers_a_page(text: str, tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text(
        "#let data = json(bytes(sys.inputs.data))\n#assert(type(data.text) == str)\n#data.text"
    )
    assert pdf(template, {"text": text}).startswith(b"%PDF-")


def test_a_template_reads_no_file_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "page.typ").write_text('#read("../secret.txt")')
    with pytest.raises(Exception, match="escape"):
        pdf(inner / "page.typ", {})


def test_nothing_of_typst_is_loaded_before_somebody_prints() -> None:
    code = "import sys, remit.core.paper; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.django_db
def test_page_and_file_are_for_those_who_see_the_assignment(world: World, stranger: World) -> None:
    world.give("Ada", "project-manager")
    key = held(world).key
    page = world.client("Ada").get(f"/assignments/{key}/charter/")
    assert "GBP 25,000" in page.content.decode()
    sent = world.client("Ada").get(f"/assignments/{key}/charter.pdf")
    assert (sent.headers["Content-Type"], sent.content[:5]) == ("application/pdf", b"%PDF-")
    assert "attachment" in sent.headers["Content-Disposition"]
    told = world.client("Ada").get(f"/api/v1/assignments/{key}/charter").json()
    assert (told["version"], told["money_limit"]) == ("1.1", {"value": 25_000_00, "is_stated": False})
    assert world.client("Ada").get(f"/api/v1/assignments/{key}/charter.pdf").content[:5] == b"%PDF-"
    for address in (f"/assignments/{key}/charter/", f"/assignments/{key}/charter.pdf"):
        assert world.client("Norbert").get(address).status_code == 404
        assert stranger.client("Zed").get(address).status_code == 404


@pytest.mark.django_db
def test_a_charter_speaks_the_language_that_is_set(world: World) -> None:
    world.give("Ada", "project-manager")
    with translation.override("de"):
        assert charter_pdf(charter_of(SYSTEM, held(world))).startswith(b"%PDF-")
