"""People from files: previewed, taken in by one operation, taken back as a whole, and written so that it reads back."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.audit.queries import verify_chains
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.interchange.compute.people_files import COLUMNS, heads, in_all_languages
from remit.interchange.compute.sheets import folded
from remit.interchange.models import PeopleImport
from remit.interchange.operations.people import import_people, preview_people, undo_people_import
from remit.interchange.people_export import export_people
from remit.interchange.tests.people_tables import csv_of, xlsx_of
from remit.people.models import Person
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import add_person, change_person
from remit.people.reporting_lines import circle_through, circles

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
LINES = "Name,E-mail,Title,Unit,Line manager,Hours a week,External,First day,Last day"
STAFF = csv_of(
    "Eve Lund,eve@acme.example,Head of works,Works,,40,no,2026-01-05,",
    "Kim Roe,kim@acme.example,Engineer,works,eve@acme.example,37.5,yes,05.02.2026,",
    head=LINES,
)


@pytest.fixture
def admin(world: World) -> Client:
    world.give("Adam", "administrator", world.root)
    create_unit(world.organisation, name="Works", actor=SYSTEM)
    return world.client("Adam")


def taken_in(world: World, content: bytes, **more: Any) -> PeopleImport:
    return import_people(io.BytesIO(content), "staff.csv", world.organisation, actor=SYSTEM, **more)


def person(email: str) -> Person:
    found: Person = Person.objects.select_related("unit", "line_manager").get(email=email)
    return found


def facts(world: World) -> list[tuple[Any, ...]]:
    rows = Person.objects.filter(organisation=world.organisation).order_by("pk")
    return list(
        rows.values_list(
            "key", "name", "email", "title", "unit__name", "line_manager__email", "capacity_minutes_per_week",
            "is_external", "joined_on", "left_on",
        )
    )  # fmt: skip


def test_people_are_added_with_everything_that_the_file_states(world: World, admin: Client) -> None:
    done = taken_in(world, STAFF)
    kim = person("kim@acme.example")
    assert (done.added, done.changed, done.same) == (2, 0, 0)
    assert (kim.name, kim.title, kim.is_external, kim.joined_on) == (
        "Kim Roe",
        "Engineer",
        True,
        dt.date(2026, 2, 5),
    )
    assert kim.unit is not None
    assert kim.unit.name == "Works"
    assert kim.line_manager == person("eve@acme.example")
    assert kim.capacity_minutes_per_week == 2250
    assert kim.user is None, "a file gives no sign-in"


def test_the_same_file_again_changes_nothing_and_says_so(world: World, admin: Client) -> None:
    taken_in(world, STAFF)
    before = facts(world)
    with pytest.raises(Conflict) as refusal:
        taken_in(world, STAFF)
    assert refusal.value.code == "nothing_to_do"
    assert facts(world) == before


def test_an_empty_cell_empties_and_a_missing_column_leaves_alone(world: World, admin: Client) -> None:
    taken_in(world, STAFF)
    done = taken_in(world, csv_of(",kim@acme.example,,", head="Name,E-mail,Title,Hours a week"))
    kim = person("kim@acme.example")
    assert (done.changed, kim.name, kim.title, kim.capacity_minutes_per_week) == (1, "Kim Roe", "", 2250)
    assert kim.line_manager is not None


def test_by_its_key_somebody_gets_another_address_and_managers_are_found_by_it(
    world: World, admin: Client
) -> None:
    taken_in(world, STAFF)
    key = person("eve@acme.example").key
    taken_in(world, csv_of(f"{key},lund@acme.example,", ",kim@acme.example,lund@acme.example",
                           head="Key,E-mail,Line manager"))  # fmt: skip
    assert person("kim@acme.example").line_manager == person("lund@acme.example")
    assert person("lund@acme.example").key == key


def test_who_swap_places_form_no_circle(world: World, admin: Client) -> None:
    taken_in(world, STAFF)
    swapped = csv_of("eve@acme.example,kim@acme.example", "kim@acme.example,", head="E-mail,Line manager")
    taken_in(world, swapped)
    assert person("eve@acme.example").line_manager == person("kim@acme.example")


@pytest.mark.parametrize(
    "content",
    [
        STAFF,
        STAFF.replace(b",", b";"),
        STAFF.replace(b",", b"\t"),
        b"sep=,\r\n" + STAFF,
        b"\xef\xbb\xbf" + STAFF,
        STAFF.decode().encode("utf-16"),
        b"\r\n\r\n" + STAFF.replace(b"\r\n", b"\n"),
        STAFF.replace(b"Line manager", b"LINE_MANAGER *").replace(b"E-mail", b"email"),
        STAFF.replace(b"Name,", b"Name,", 1).replace(b"First day", b"Erster Tag"),
    ],
    ids=["commas", "semicolons", "tabs", "sep=", "mark", "UTF-16", "blank lines", "spelling", "German"],
)
def test_the_dialects_of_csv_say_the_same(world: World, admin: Client, content: bytes) -> None:
    changes = preview_people(io.BytesIO(content), "a.csv", world.organisation, actor=SYSTEM)
    assert [each.name for each in changes.added] == ["Eve Lund", "Kim Roe"]
    assert changes.added[1].values["line_manager"] is changes.added[0]
    assert changes.file.ignored == ()


@pytest.mark.parametrize(("properties", "serial"), [("", 46058), ('<workbookPr date1904="1"/>', 44596)])
def test_a_workbook_says_the_same_with_its_own_numbers(
    world: World, admin: Client, properties: str, serial: int
) -> None:
    content = xlsx_of(
        ["E-mail", "Name", "Hours a week", "External", "First day", "Shoe size"],
        ["kim@acme.example", "Kim Roe", 37.5, True, serial, 43],
        properties=properties,
    )
    changes = preview_people(io.BytesIO(content), "a.xlsx", world.organisation, actor=SYSTEM)
    values = changes.added[0].values
    assert (values["capacity_minutes_per_week"], values["is_external"]) == (2250, True)
    assert values["joined_on"] == dt.date(2026, 2, 5)
    assert changes.file.ignored == ("Shoe size",)


def test_each_person_and_the_organisation_have_it_in_their_history(world: World, admin: Client) -> None:
    taken_in(world, STAFF)
    events = AuditEvent.objects.filter(operation="interchange.import_people")
    assert sorted(events.values_list("object_kind", flat=True)) == ["organisation", "person", "person"]
    kim = events.get(object_key=person("kim@acme.example").key)
    assert kim.changes["line_manager"] == [None, "eve@acme.example"]
    assert verify_chains().holds


def test_an_import_is_taken_back_as_a_whole(world: World, admin: Client) -> None:
    ann = add_person(world.organisation, name="Ann", email="ann@acme.example", actor=SYSTEM, title="Clerk")
    before = facts(world)
    done = taken_in(
        world,
        csv_of("Ann,ann@acme.example,Chief,kim@acme.example", "Kim,kim@acme.example,,",
               head="Name,E-mail,Title,Line manager"),
    )  # fmt: skip
    assert facts(world) != before
    undo_people_import(done, actor=SYSTEM)
    assert facts(world) == before
    ann.refresh_from_db()
    assert ann.version == 3
    with pytest.raises(Conflict):
        undo_people_import(done, actor=SYSTEM)
    assert verify_chains().holds


def test_an_import_on_which_somebody_built_is_not_taken_back(world: World, admin: Client) -> None:
    done = taken_in(world, STAFF)
    kim = person("kim@acme.example")
    change_person(kim, version=kim.version, actor=SYSTEM, title="Chief")
    before = facts(world)
    with pytest.raises(Conflict, match="Changed since the import: Kim Roe"):
        undo_people_import(done, actor=SYSTEM)
    assert facts(world) == before


def test_whom_others_need_by_now_are_not_removed(world: World, admin: Client) -> None:
    done = taken_in(world, STAFF)
    zoe = add_person(world.organisation, name="Zoe", email="zoe@acme.example", actor=SYSTEM)
    change_person(zoe, version=1, actor=SYSTEM, line_manager=person("eve@acme.example"))
    with pytest.raises(Conflict, match="Eve Lund"):
        undo_people_import(done, actor=SYSTEM)
    assert Person.objects.filter(email="kim@acme.example").exists()


def test_only_an_administrator_takes_people_in(world: World) -> None:
    actor = world.give("Mona", "project-manager")
    with pytest.raises(NotAllowed):
        import_people(io.BytesIO(STAFF), "staff.csv", world.organisation, actor=actor)
    with pytest.raises(NotAllowed):
        preview_people(io.BytesIO(STAFF), "staff.csv", world.organisation, actor=actor)


def test_people_and_units_of_another_organisation_are_neither_seen_nor_changed(
    world: World, admin: Client, stranger: World
) -> None:
    create_unit(stranger.organisation, name="Moon", actor=SYSTEM)
    eve = add_person(stranger.organisation, name="Eve", email="eve@acme.example", actor=SYSTEM)
    taken_in(world, STAFF)
    eve.refresh_from_db()
    assert (eve.name, eve.version) == ("Eve", 1)
    with pytest.raises(Invalid):
        taken_in(world, csv_of("Max,max@acme.example,Moon", head="Name,E-mail,Unit"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_reads_back_and_changes_nothing(world: World, admin: Client, kind: str) -> None:
    taken_in(world, STAFF)
    names = ["=SUM(A1)", "'quoted", "-5", 'Zoë, "the" Ünal', "العربية"]
    for number, name in enumerate(names):
        add_person(world.organisation, name=name, title=name, email=f"n{number}@acme.example", actor=SYSTEM)
    file = export_people(world.actor("Adam"), kind)
    changes = preview_people(io.BytesIO(file.content), file.name, world.organisation, actor=SYSTEM)
    assert [(each.name, each.changes) for each in changes.changed] == []
    assert (changes.added, changes.same, changes.not_named) == ((), Person.objects.count(), 0)


# what each example adds it removes again
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    titles=st.lists(
        st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=40),
        min_size=1,
        max_size=6,
    )
)
def test_any_title_survives_the_way_out_and_in(world: World, titles: list[str]) -> None:
    rows = [add_person(world.organisation, name="N", title=" ".join(title.split()), actor=SYSTEM,
                       email=f"t{number}@acme.example") for number, title in enumerate(titles)]  # fmt: skip
    for kind in ("csv", "xlsx"):
        file = export_people(system_actor("x", world.organisation.pk), kind)
        changes = preview_people(io.BytesIO(file.content), file.name, world.organisation, actor=SYSTEM)
        assert [(each.name, each.changes) for each in changes.changed] == []
    Person.objects.filter(pk__in=[row.pk for row in rows]).delete()


def test_no_head_means_two_columns() -> None:
    known = [folded(label) for column in COLUMNS for label in in_all_languages(column.label)]
    assert {heads()[head].name for head in known} == {column.name for column in COLUMNS}
    assert len({(heads()[head].name, head) for head in known}) == len(set(known))


@given(st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 12)))
def test_circles_are_found_where_following_the_lines_finds_them(above: dict[int, int | None]) -> None:
    members = {each for circle in circles(above) for each in circle}
    assert members == {each for each in above if circle_through(above, each)}
    assert sum(map(len, circles(above))) == len(members)


# pages


def sent(content: bytes, name: str = "staff.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content, content_type="text/csv")}


def token_in(page: str) -> str:
    found = re.search(r'name="preview" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_file_is_previewed_confirmed_and_taken_back_on_the_pages(world: World, admin: Client) -> None:
    preview = admin.post("/import/people/", sent(STAFF)).content.decode()
    assert "Eve Lund" in preview
    assert "Nothing is changed yet." in preview
    assert not Person.objects.filter(email="eve@acme.example").exists()
    answer = admin.post("/import/people/confirm", {"preview": token_in(preview)}, follow=True)
    assert "2 added, 0 changed" in answer.content.decode()
    assert person("kim@acme.example").name == "Kim Roe"
    number = PeopleImport.objects.get().number
    admin.post(f"/import/people/{number}/undo")
    assert not Person.objects.filter(email="eve@acme.example").exists()
    assert "Taken back by Adam" in admin.get(f"/import/people/{number}/").content.decode()


def test_what_changed_since_the_preview_is_shown_before_it_is_taken_in(world: World, admin: Client) -> None:
    preview = admin.post("/import/people/", sent(STAFF)).content.decode()
    add_person(world.organisation, name="Eve L.", email="eve@acme.example", actor=SYSTEM)
    again = admin.post("/import/people/confirm", {"preview": token_in(preview)})
    assert again.status_code == 409
    page = again.content.decode()
    assert "People were changed since the preview" in page
    assert "<del>Eve L.</del>" in page
    assert person("eve@acme.example").name == "Eve L."
    admin.post("/import/people/confirm", {"preview": token_in(page)})
    assert person("eve@acme.example").name == "Eve Lund"


def test_a_preview_is_of_use_to_nobody_else(world: World, admin: Client) -> None:
    token = token_in(admin.post("/import/people/", sent(STAFF)).content.decode())
    world.give("Alma", "administrator", world.root)
    assert world.client("Alma").post("/import/people/confirm", {"preview": token}).status_code == 409
    assert admin.post("/import/people/confirm", {"preview": token + "x"}).status_code == 409
    assert not Person.objects.filter(email="eve@acme.example").exists()


def test_the_page_lists_each_value_at_fault(admin: Client) -> None:
    answer = admin.post("/import/people/", sent(csv_of("Ada,nowhere", "<b>Bo</b>,b@")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 values of the file need mending" in page
    assert "nowhere" in page
    assert admin.post("/import/people/", sent(b"")).status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_people_are_handed_out_as_a_file_only_as_far_as_one_sees_them(world: World, kind: str) -> None:
    world.give("Tim", "team-member")
    world.person("Hidden")
    found = world.client("Tim").get(f"/export/people.{kind}")
    assert found.status_code == 200
    assert found["Content-Disposition"] == f'attachment; filename="people.{kind}"'
    if kind == "csv":
        assert b"Tim" in found.content
        assert b"Hidden" not in found.content
    assert world.client("Tim").get("/export/people.pdf").status_code == 404
