"""Stakeholders: who may see and keep them, the grid, how far they stand from where they should, and contacts."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.audit.registries import visible_changes
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.models import Role
from remit.projects.models import Engagement, Quadrant, Stakeholder
from remit.projects.operations.stakeholders import (
    add_stakeholder,
    change_stakeholder,
    note_contact,
    remove_stakeholder,
)
from remit.projects.stakeholder_queries import (
    contacts_of,
    due_contacts,
    one_stakeholder,
    power_interest_grid,
    quadrant_of,
    stakeholder_lines,
    stakeholder_overview,
    stakeholders_of,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture(scope="module")
def staffed(lasting_world: World, django_db_blocker: Any) -> World:
    """Ada manages, Lea leads, Sue sponsors, Tom is of the team, Cleo accepts for the customer, Asa assures."""
    with django_db_blocker.unblock():
        for name, role in (
            ("Ada", "project-manager"),
            ("Lea", "project-leader"),
            ("Sue", "sponsor"),
            ("Tom", "team-member"),
            ("Cleo", "acceptor"),
            ("Asa", "project-assurance"),
        ):
            lasting_world.give(name, role)
    return lasting_world


def made(world: World, name: str = "Residents", **more: Any) -> Stakeholder:
    return add_stakeholder(world.project, name=name, actor=SYSTEM, **more)


def lines(world: World, today: dt.date) -> dict[str, Any]:
    return {each.stakeholder.name: each for each in stakeholder_lines(stakeholders_of(world.project), today)}


@pytest.mark.parametrize(
    ("power", "interest", "advice"),
    [(5, 5, "closely"), (3, 3, "closely"), (3, 2, "satisfied"), (2, 3, "informed"), (2, 2, "monitor")],
)
def test_from_three_on_power_and_interest_are_high(
    staffed: World, power: int, interest: int, advice: str
) -> None:
    made(staffed, power=power, interest=interest)
    (line,) = lines(staffed, dt.date(2026, 6, 1)).values()
    assert line.quadrant == quadrant_of(power, interest) == Quadrant(advice)


def test_the_gap_counts_the_steps_from_now_to_desired_and_none_beyond(staffed: World) -> None:
    made(staffed, "Far", engagement="resistant", desired="leading")
    made(staffed, "Beyond", engagement="leading", desired="neutral")
    found = lines(staffed, dt.date(2026, 6, 1))
    assert (found["Far"].gap, found["Beyond"].gap) == (3, 0)


def test_a_contact_is_overdue_from_the_day_after_it_was_due_and_counted_from_the_last(staffed: World) -> None:
    each = made(staffed, every_days=14, owner=staffed.person("Ada"))
    Stakeholder.objects.filter(pk=each.pk).update(since=dt.date(2026, 6, 1))
    assert not lines(staffed, dt.date(2026, 6, 15))["Residents"].is_overdue
    assert lines(staffed, dt.date(2026, 6, 16))["Residents"].is_overdue
    assert [
        line.stakeholder.name for line in (due_contacts(staffed.actor("Ada")) or {"lines": []})["lines"]
    ] == ["Residents"]
    assert due_contacts(staffed.actor("Lea")) is None
    note_contact(each, channel="Call", held_on=dt.date(2026, 6, 10), actor=staffed.actor("Lea"))
    assert lines(staffed, dt.date(2026, 6, 16))["Residents"].next_on == dt.date(2026, 6, 24)


def test_a_contact_says_how_somebody_stands_from_now_on(staffed: World) -> None:
    each = made(staffed, engagement="resistant")
    note_contact(each, channel="Visit", engagement="neutral", actor=staffed.actor("Ada"))
    each.refresh_from_db()
    assert (each.engagement, each.version) == (Engagement.NEUTRAL, 2)
    note_contact(each, channel="Call", actor=staffed.actor("Ada"))
    assert [row.engagement for row in contacts_of(staffed.actor("Ada"), each)] == ["neutral", "neutral"]


@pytest.mark.parametrize(("name", "sees", "keeps"), [
    ("Ada", True, True), ("Lea", True, True), ("Sue", True, False), ("Asa", True, False),
    ("Tom", False, False), ("Cleo", False, False),
])  # fmt: skip
def test_those_who_are_spoken_of_do_not_see_it(staffed: World, name: str, sees: bool, keeps: bool) -> None:  # noqa: FBT001 - a table
    each, actor = made(staffed), staffed.actor(name)
    if sees:
        assert one_stakeholder(actor, "P-1", each.key) == each
        assert stakeholder_overview(actor, staffed.project) is not None
    else:
        with pytest.raises(NotAllowed):
            one_stakeholder(actor, "P-1", each.key)
        assert stakeholder_overview(actor, staffed.project) is None
        assert not Stakeholder.objects.visible_to(actor)
    if keeps:
        assert change_stakeholder(each, version=1, power=5, actor=actor).power == 5
    else:
        for attempt in (
            lambda: add_stakeholder(staffed.project, name="New", actor=actor),
            lambda: change_stakeholder(each, version=1, power=5, actor=actor),
            lambda: note_contact(each, channel="Call", actor=actor),
            lambda: remove_stakeholder(each, version=1, actor=actor),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_what_is_confidential_is_for_few_eyes_in_the_record_too(staffed: World) -> None:
    ada, lea, asa = (staffed.actor(name) for name in ("Ada", "Lea", "Asa"))
    each = add_stakeholder(staffed.project, name="Mayor", confidential="Wants the next job", actor=ada)
    note_contact(each, channel="Dinner", summary="Off the record", is_confidential=True, actor=ada)
    note_contact(each, channel="Call", summary="On the record", actor=ada)
    assert [row.summary for row in contacts_of(lea, each)] == ["On the record"]
    assert len(contacts_of(ada, each)) == len(contacts_of(staffed.actor("Sue"), each)) == 2
    with pytest.raises(NotAllowed):
        change_stakeholder(each, version=1, confidential="", actor=lea)
    with pytest.raises(NotAllowed):
        note_contact(each, channel="Call", is_confidential=True, actor=lea)
    told = [visible_changes(event, asa) for event in AuditEvent.objects.filter(object_key=f"P-1/{each.key}")]
    assert "Wants the next job" not in str(told)
    assert "Off the record" not in str(told)
    assert "On the record" in str(told)


def test_the_record_names_nobody_to_whom_the_register_is_closed(staffed: World) -> None:
    each = made(staffed, "Mayor", engagement="resistant")
    event = AuditEvent.objects.get(object_kind="stakeholder", object_key=f"P-1/{each.key}")
    assert "Mayor" not in event.object_label
    told = str(visible_changes(event, staffed.actor("Tom")))
    assert "Mayor" not in told
    assert "resistant" not in told


def test_a_stale_change_is_told_both_values_and_never_a_confidential_one_to_others(staffed: World) -> None:
    each = made(staffed, power=2, confidential="Secret")
    change_stakeholder(each, version=1, power=4, actor=staffed.actor("Ada"))
    with pytest.raises(Conflict) as caught:
        change_stakeholder(each, version=1, power=5, actor=staffed.actor("Ada"))
    assert caught.value.current["fields"]["power"] == {"yours": "5", "theirs": "4"}
    with pytest.raises(NotAllowed):
        change_stakeholder(each, version=1, confidential="x", actor=staffed.actor("Lea"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 201),
        ("power", 0),
        ("interest", 6),
        ("engagement", "keen"),
        ("every_days", 0),
        ("every_days", 367),
        ("nothing", 1),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(staffed: World, field: str, value: object) -> None:
    with pytest.raises(Invalid):
        add_stakeholder(staffed.project, actor=SYSTEM, **({"name": "Residents"} | {field: value}))
    assert not Stakeholder.objects.filter(project=staffed.project).exists()


def test_a_contact_that_has_not_been_is_refused(staffed: World) -> None:
    each = made(staffed)
    with pytest.raises(Invalid, match="day that has come"):
        note_contact(each, channel="Call", held_on=dt.date(2098, 1, 1), actor=SYSTEM)


def test_who_is_removed_goes_with_all_that_was_spoken_and_the_record_stays(staffed: World) -> None:
    each = made(staffed)
    note_contact(each, channel="Call", actor=SYSTEM)
    remove_stakeholder(each, version=1, actor=staffed.actor("Ada"))
    assert not Stakeholder.objects.filter(key=each.key).exists()
    assert AuditEvent.objects.filter(operation="projects.remove_stakeholder").exists()
    with pytest.raises(NotFound):
        change_stakeholder(each, version=1, power=5, actor=SYSTEM)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=12))
def test_everybody_stands_in_the_grid_once_where_power_and_interest_say(
    places: list[tuple[int, int]],
) -> None:
    rows = []
    for number, (power, interest) in enumerate(places):
        row: Any = Stakeholder(pk=number, name=str(number), power=power, interest=interest)
        row.quadrant, row.gap, row.last_on, row.counted_from = "monitor", 0, None, dt.date(2026, 1, 1)
        rows.append(row)
    grid = power_interest_grid(stakeholder_lines(rows, dt.date(2026, 6, 1)))
    assert [power for power, _cells in grid] == [5, 4, 3, 2, 1]
    stand = {
        line.stakeholder.pk: (cell.power, cell.interest)
        for _power, cells in grid
        for cell in cells
        for line in cell.lines
    }
    assert stand == dict(enumerate(places))
    assert sum(len(cell.lines) for _power, cells in grid for cell in cells) == len(places)


def test_whoever_reads_the_record_of_projects_and_leads_or_assures_sees_stakeholders(staffed: World) -> None:
    roles = Role.objects.filter(organisation=staffed.organisation)
    sees = {each.code for each in roles if "stakeholder.view" in each.capabilities}
    keeps = {each.code for each in roles if "stakeholder.keep" in each.capabilities}
    confides = {each.code for each in roles if "stakeholder.confide" in each.capabilities}
    assert keeps | confides <= sees
    assert not {"acceptor", "team-member", "developer", "administrator"} & sees
