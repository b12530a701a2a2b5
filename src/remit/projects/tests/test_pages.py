"""The pages of projects: what they show, what they refuse and how, what a stale form is answered with."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.registries import value_in_words
from remit.people.models import Assignment, Role
from remit.projects.models import Phase, Project
from remit.projects.operations.phases import change_phase

STATED = {"name": "Bridge", "kind": "predictive", "starts_on": "2026-06-01", "version": "1"}


@pytest.fixture
def manager(world: World) -> Client:
    world.give("Mona", "project-manager")
    return world.client("Mona")


def test_the_list_names_the_one_who_answers(world: World, manager: Client) -> None:
    page = manager.get("/projects/").content.decode()
    assert "Bridge" in page
    assert "Mona" in page


def test_the_list_says_where_nobody_answers(world: World) -> None:
    world.give("Pia", "portfolio-manager", world.root)
    assert "nobody" in world.client("Pia").get("/projects/").content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=bri", 200),
        ("q=%00", 200),
        ("order_by=-name", 200),
        ("order_by=owner__password", 400),
        ("order_by=scope__path", 400),
        ("phase=planning", 200),
        ("phase=nonsense", 400),
        ("page=9999", 200),
        ("page=x", 200),
        ("export=pdf", 400),
    ],
)
def test_a_list_takes_what_it_offers_and_refuses_the_rest(manager: Client, query: str, status: int) -> None:
    assert manager.get(f"/projects/?{query}").status_code == status


def test_a_list_exports_what_no_spreadsheet_runs(world: World, manager: Client) -> None:
    Project.objects.filter(pk=world.project.pk).update(name='=HYPERLINK("http://evil.example")')
    lines = manager.get("/projects/?export=csv&show=name").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("\"'=HYPERLINK")
    sheet = manager.get("/projects/?export=xlsx&show=name")
    assert sheet["Content-Disposition"] == 'attachment; filename="projects.xlsx"'
    assert _cells(sheet.content)[1][0].startswith("=HYPERLINK")


def _cells(content: bytes) -> list[list[Any]]:
    import io  # noqa: PLC0415 - read only here

    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - as above

    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_filter_asked_for_in_place_answers_with_the_list_alone(manager: Client) -> None:
    part = manager.get("/projects/?q=bri", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Bridge" in part


def test_a_project_begins_with_what_was_typed(world: World) -> None:
    world.give("Pia", "portfolio-manager", world.root)
    sent = {
        "name": "Tunnel",
        "kind": "hybrid",
        "starts_on": "2026-07-01",
        "parent": world.root.pk,
        "budget": "12.50",
    }
    answer = world.client("Pia").post("/projects/new/", sent)
    made = Project.objects.get(name="Tunnel")
    assert answer["Location"] == f"/projects/{made.key}/people/"
    assert (made.budget_minor, made.starts_on) == (1250, dt.date(2026, 7, 1))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"starts_on": "tomorrow"}, "starts_on"),
        ({"promised_on": "2026-05-01"}, "promised_on"),
        ({"kind": "nonsense"}, "kind"),
        ({"budget": "-1"}, "budget"),
        ({"budget": "NaN"}, "budget"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(
    world: World, manager: Client, change: dict[str, str], field: str
) -> None:
    events = AuditEvent.objects.count()
    answer = manager.post("/projects/P-1/edit/", STATED | change)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert AuditEvent.objects.count() == events


def test_a_stale_form_is_shown_with_both_values_and_may_then_be_saved(world: World, manager: Client) -> None:
    manager.post("/projects/P-1/edit/", STATED | {"name": "Arch bridge"})
    answer = manager.post("/projects/P-1/edit/", STATED | {"name": "Rope bridge"})
    assert answer.status_code == 409
    assert [(both.yours, both.theirs) for both in answer.context["form"].both] == [
        ("Rope bridge", "Arch bridge")
    ]
    assert Project.objects.get(pk=world.project.pk).name == "Arch bridge"
    again = answer.context["form"].data["version"]
    assert (
        manager.post("/projects/P-1/edit/", STATED | {"name": "Rope bridge", "version": again}).status_code
        == 302
    )
    assert Project.objects.get(pk=world.project.pk).name == "Rope bridge"


def test_a_second_project_manager_is_refused_by_name(world: World, manager: Client) -> None:
    role = Role.objects.get(code="project-manager")
    sent = {"role": role.pk, "person": world.person("Paul").pk, "from_date": "2026-06-01"}
    answer = manager.post("/projects/P-1/people/", sent)
    assert answer.status_code == 409
    assert "Mona is Project manager of Bridge" in answer.content.decode()
    assert Assignment.objects.filter(role=role, ended_at=None).count() == 1


def test_a_role_that_is_ended_gives_no_right_from_then_on(world: World, manager: Client) -> None:
    world.give("Tim", "team-member")
    member = world.client("Tim")
    held = Assignment.objects.get(person=world.person("Tim"))
    assert member.get("/projects/P-1/").status_code == 200
    manager.post(f"/projects/P-1/people/{held.key}/end", {"version": held.version})
    assert member.get("/projects/P-1/").status_code == 404


def test_a_budget_is_shown_to_those_who_may_see_cost_and_to_nobody_else(
    world: World, manager: Client
) -> None:
    manager.post("/projects/P-1/edit/", STATED | {"budget": "987654"})
    world.give("Tim", "team-member")
    assert "987,654" in manager.get("/projects/P-1/").content.decode()
    assert "987,654" not in world.client("Tim").get("/projects/P-1/").content.decode()


def test_the_history_shows_phases_and_amounts_as_people_read_them(world: World, manager: Client) -> None:
    world.baseline()
    change_phase(world.project, Phase.EXECUTION, version=1, actor=system_actor())
    page = manager.get("/history/project/P-1/").content.decode()
    assert "<del>Planning</del> → <ins>Execution</ins>" in page
    assert value_in_words("budget_minor", 123450) == "1,234.50"
    assert value_in_words("budget_minor", "") == ""
