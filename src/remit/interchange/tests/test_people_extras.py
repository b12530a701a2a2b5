"""Position, skills and leave in files of people: taken in with the person, refused by row, taken back as a whole."""

import csv
import datetime as dt
import io

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict
from remit.interchange.compute.sheets import WrongRows
from remit.interchange.models import PeopleImport
from remit.interchange.operations.people import import_people, preview_people, undo_people_import
from remit.interchange.people_export import export_people
from remit.interchange.tests.people_tables import csv_of
from remit.people.models import Absence, Person, Position, SkillLevel
from remit.people.operations.absences import request_leave
from remit.people.operations.assignments import assign_role
from remit.people.operations.organisation import create_unit
from remit.people.operations.positions import add_position, change_position
from remit.people.operations.skills import Assessment, add_skill, assess_skills

pytestmark = pytest.mark.django_db

SYSTEM = system_actor()
HEAD = "Name,E-mail,Position,Skills,Leave"
DAY = dt.date(2026, 7, 6)


@pytest.fixture
def firm(world: World) -> World:
    unit = create_unit(world.organisation, name="Works", actor=SYSTEM)
    for title in ("Clerk", "Mason", "Mason"):
        add_position(world.organisation, title=title, unit=unit, from_date=dt.date(2026, 1, 5), actor=SYSTEM)
    add_position(
        world.organisation,
        title="Head",
        unit=unit,
        from_date=dt.date(2026, 1, 5),
        holder=world.person("Ada"),
        actor=SYSTEM,
    )
    for name in ("Welding", "Masonry"):
        add_skill(world.organisation, name=name, actor=SYSTEM)
    return world


def taken(world: World, *rows: str, head: str = HEAD) -> PeopleImport:
    return import_people(io.BytesIO(csv_of(*rows, head=head)), "a.csv", world.organisation, actor=SYSTEM)


def test_somebody_new_comes_with_position_skills_and_leave(firm: World) -> None:
    row = "Zoe,zoe@acme.example,clerk,Welding 4; masonry: 2,2026-07-06/2026-07-10; 2026-08-03 sick"
    done = taken(firm, row)
    zoe = Person.objects.get(name="Zoe")
    assert Position.objects.get(holder=zoe).title == "Clerk"
    assert {each.skill.name: each.level for each in SkillLevel.objects.filter(person=zoe)} == {
        "Welding": 4,
        "Masonry": 2,
    }
    assert [(str(each.from_date), each.kind, each.state) for each in Absence.objects.filter(person=zoe)] == [
        ("2026-07-06", "holiday", "approved"),
        ("2026-08-03", "sick", "approved"),
    ]
    assert done.changes[0]["fields"]["position"] == ["", "Clerk"]
    undo_people_import(done, actor=SYSTEM)
    assert not Person.objects.filter(name="Zoe").exists()
    assert not SkillLevel.objects.exists()
    assert not Absence.objects.exists()
    assert Position.objects.get(title="Clerk").holder is None


def test_what_stands_already_is_no_change_and_an_empty_cell_takes_nothing_away(firm: World) -> None:
    ada = firm.person("Ada")
    taken(firm, f",{ada.email},,Welding 3,2026-07-06", head=HEAD.replace("Name,", "Key,", 1))
    with pytest.raises(Conflict, match="already"):
        taken(firm, f",{ada.email},Head,Welding 3,2026-07-06", head=HEAD.replace("Name,", "Key,", 1))
    with pytest.raises(Conflict, match="already"):
        taken(firm, f",{ada.email},,,", head=HEAD.replace("Name,", "Key,", 1))
    assert SkillLevel.objects.get(person=ada).level == 3


def test_taking_back_puts_the_former_level_and_vacancy_back(firm: World) -> None:
    ada = firm.person("Ada")
    skill = firm.organisation.skills.get(name="Welding")
    assess_skills(ada, [Assessment(skill, 2)], actor=SYSTEM)
    done = taken(firm, f",{ada.email},Clerk,Welding 5,2026-07-06", head=HEAD.replace("Name,", "Key,", 1))
    assert SkillLevel.objects.get(person=ada).level == 5
    undo_people_import(done, actor=SYSTEM)
    assert SkillLevel.objects.get(person=ada).level == 2
    assert Position.objects.get(title="Clerk").holder is None
    assert Absence.objects.get(person=ada).state == "cancelled"


def test_what_somebody_built_on_since_is_not_taken_back(firm: World) -> None:
    done = taken(firm, "Zoe,zoe@acme.example,Clerk,Welding 4,")
    zoe = Person.objects.get(name="Zoe")
    level = SkillLevel.objects.get(person=zoe)
    assess_skills(zoe, [Assessment(level.skill, 5, level.version)], actor=SYSTEM)
    with pytest.raises(Conflict, match="Zoe"):
        undo_people_import(done, actor=SYSTEM)
    assert SkillLevel.objects.get(person=zoe).level == 5
    assert Position.objects.get(title="Clerk").holder == zoe


REFUSED = (
    ("Zoe,zoe@acme.example,Clark,,", "Did you mean 'Clerk'"),
    ("Zoe,zoe@acme.example,Head,,", "it is filled by Ada"),
    ("Zoe,zoe@acme.example,Nothing of the kind,,", "there is no position"),
    ("Zoe,zoe@acme.example,,Weldin 3,", "Did you mean 'Welding'"),
    ("Zoe,zoe@acme.example,,Welding,", "no skill with a level"),
    ("Zoe,zoe@acme.example,,Welding 6,", "between 0 and 5"),
    ("Zoe,zoe@acme.example,,Welding 3; welding 4,", "stands twice"),
    ("Zoe,zoe@acme.example,,,2026-07-10/2026-07-06", "is no leave"),
    ("Zoe,zoe@acme.example,,,2026-02-30", "is no leave"),
    ("Zoe,zoe@acme.example,,,soon", "is no leave"),
    ("Zoe,zoe@acme.example,,,2026-07-06 napping", "is no leave"),
    ("Zoe,zoe@acme.example,,,2026-07-06/2026-07-10; 2026-07-10/2026-07-12", "overlaps"),
)


@pytest.mark.parametrize(("row", "words"), REFUSED)
def test_each_value_at_fault_is_named_with_its_row_and_nothing_is_written(
    firm: World, row: str, words: str
) -> None:
    with pytest.raises(WrongRows) as error:
        taken(firm, "Yan,yan@acme.example,,,", row)
    (told,) = error.value.errors
    assert words in told.message
    assert "3" in told.field or "3" in told.message
    assert not Person.objects.filter(name__in=["Yan", "Zoe"]).exists()


def test_two_rows_do_not_fill_one_position(firm: World) -> None:
    with pytest.raises(WrongRows) as error:
        taken(firm, "Yan,yan@acme.example,Clerk,,", "Zoe,zoe@acme.example,Clerk,,")
    assert "another row fills it" in error.value.errors[0].message
    taken(firm, "Yan,yan@acme.example,Mason,,", "Zoe,zoe@acme.example,Mason,,")
    assert Position.objects.filter(title="Mason", holder=None).count() == 0


def test_leave_that_overlaps_what_is_there_is_refused(firm: World) -> None:
    ada = firm.person("Ada")
    request_leave(ada, from_date=DAY, to_date=DAY, actor=SYSTEM)
    with pytest.raises(WrongRows):
        taken(firm, f",{ada.email},,,2026-07-06/2026-07-07", head=HEAD.replace("Name,", "Key,", 1))


def test_what_is_exported_comes_back_as_no_change(firm: World) -> None:
    today = dt.datetime.now(tz=dt.UTC).date()
    taken(firm, f"Zoe,zoe@acme.example,Clerk,Welding 4,{today.isoformat()}")
    firm.give("Adam", "administrator", firm.root)
    content = export_people(firm.actor("Adam"), "csv").content
    rows = {row["Name"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    assert rows["Zoe"]["Skills"] == "Welding 4"
    assert rows["Zoe"]["Leave"] == f"{today.isoformat()}/{today.isoformat()}"
    changes = preview_people(io.BytesIO(content), "a.csv", firm.organisation, actor=firm.actor("Adam"))
    assert (changes.added, changes.changed) == ((), ())


def test_an_export_holds_no_skills_and_no_leave_for_whoever_may_not_see_them(firm: World) -> None:
    today = dt.datetime.now(tz=dt.UTC).date()
    taken(firm, f"Zoe,zoe@acme.example,,Welding 4,{today.isoformat()}")
    firm.give("Tina", "team-member")
    firm.people["Zoe"] = Person.objects.get(name="Zoe")
    zoe = firm.people["Zoe"]
    role = firm.organisation.roles.get(code="team-member")
    assign_role(zoe, role, firm.project.scope, actor=SYSTEM, from_date=today)
    text = export_people(firm.actor("Tina"), "csv").content.decode("utf-8-sig")
    assert "Zoe" in text
    assert "Welding" not in text
    assert today.isoformat() not in text


def test_a_position_that_is_moved_after_the_preview_is_not_taken_twice(firm: World) -> None:
    clerk = Position.objects.get(title="Clerk")
    change_position(clerk, version=1, actor=SYSTEM, holder=firm.person("Bob"))
    with pytest.raises(WrongRows) as error:
        taken(firm, "Zoe,zoe@acme.example,Clerk,,")
    assert "it is filled by Bob" in error.value.errors[0].message
