"""Somebody is named to follow: from the day after the last day, and never two at once."""

import datetime as dt

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.grids import day_of, in_office
from remit.people.models import Assignment, Role
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import Term, assign_role, end_assignment, end_elapsed
from remit.people.operations.successors import name_successor
from remit.people.queries import holder

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
DAY = dt.timedelta(days=1)


def today(world: World) -> dt.date:
    return day_of(world.organisation)


def held(name: str) -> Assignment:
    found: Assignment = Assignment.objects.get(person__name=name, ended_at=None)
    return found


def in_office_on(world: World, day: dt.date) -> list[str]:
    rows = Assignment.objects.filter(in_office(day), role__code="project-manager", scope=world.project.scope)
    return list(rows.order_by("pk").values_list("person__name", flat=True))


def followed(world: World, after: int = 9, **more: object) -> Assignment:
    last = today(world) + after * DAY
    named: dict[str, object] = {"last_day": last, "version": 1, "actor": SYSTEM, **more}
    return name_successor(held("Ada"), world.person("Bob"), **named)  # type: ignore[arg-type]  # as named


def test_the_successor_begins_the_day_after_and_the_holder_keeps_every_right_until_then(world: World) -> None:
    world.give("Ada", "project-manager")
    following = followed(world)
    last = today(world) + 9 * DAY
    assert (held("Ada").to_date, following.from_date) == (last, last + DAY)
    assert [in_office_on(world, day) for day in (today(world), last, last + DAY)] == [
        ["Ada"],
        ["Ada"],
        ["Bob"],
    ]
    assert world.actor("Bob").grants == ()
    manager = holder(world.project.scope_id)
    assert manager is not None
    assert manager.name == "Ada"


def test_a_holder_whose_last_day_is_stated_is_followed_by_giving_the_role_from_a_later_day(
    world: World,
) -> None:
    world.give("Ada", "project-manager")
    change_assignment(held("Ada"), version=1, to_date=today(world) + DAY, actor=SYSTEM)
    role = Role.objects.get(code="project-manager")
    for name, day in (("Bob", today(world) + DAY), ("Cid", today(world) + 2 * DAY)):
        given = {"actor": SYSTEM, "from_date": day}
        if name == "Bob":
            with pytest.raises(Conflict, match="There is exactly one"):
                assign_role(world.person(name), role, world.project.scope, **given)  # type: ignore[arg-type]  # as named
        else:
            made = assign_role(world.person(name), role, world.project.scope, **given)  # type: ignore[arg-type]  # as named
            assert made.is_next
    with pytest.raises(Conflict, match="named to follow"):
        assign_role(
            world.person("Dan"), role, world.project.scope, actor=SYSTEM, from_date=today(world) + 9 * DAY
        )


def test_who_is_ended_gives_way_to_the_successor_from_the_day_that_was_said(world: World) -> None:
    world.give("Ada", "project-manager")
    followed(world)
    end_assignment(held("Ada"), actor=SYSTEM, version=2)
    assert not held("Bob").is_next
    assert in_office_on(world, today(world)) == []
    assert in_office_on(world, today(world) + 10 * DAY) == ["Bob"]


def test_who_is_over_by_the_own_last_day_gives_way_too(world: World) -> None:
    world.give("Ada", "project-manager")
    followed(world)
    Assignment.objects.filter(person__name="Ada").update(to_date=today(world) - DAY)
    end_elapsed(held("Ada"))
    assert not held("Bob").is_next


def test_the_last_day_can_not_be_moved_beyond_the_successors_first(world: World) -> None:
    world.give("Ada", "project-manager")
    followed(world)
    for day in (None, today(world) + 10 * DAY):
        with pytest.raises(Invalid, match="holds this role here from"):
            change_assignment(held("Ada"), version=2, to_date=day, actor=SYSTEM)
    change_assignment(held("Ada"), version=2, to_date=today(world) + 8 * DAY, actor=SYSTEM)


def test_the_database_itself_refuses_a_second_successor(world: World) -> None:
    world.give("Ada", "project-manager")
    following = followed(world)
    following.pk, following.key = None, "A-99"
    with pytest.raises(IntegrityError):
        following.save(force_insert=True)


@pytest.mark.parametrize(("after", "who"), [(-1, "Bob"), (9, "Ada")], ids=["past", "the holder"])
def test_no_successor_for_a_day_that_is_over_and_nobody_follows_themselves(
    world: World, after: int, who: str
) -> None:
    world.give("Ada", "project-manager")
    with pytest.raises(Invalid):
        name_successor(
            held("Ada"), world.person(who), last_day=today(world) + after * DAY, version=1, actor=SYSTEM
        )
    assert held("Ada").to_date is None


def test_only_whoever_gives_the_role_names_a_successor(world: World) -> None:
    world.give("Ada", "project-manager")
    with pytest.raises(NotAllowed):
        followed(world, actor=world.give("Tom", "team-member"))
    assert followed(world, actor=world.give("Sue", "sponsor")).person.name == "Bob"


def test_by_page_and_by_program(world: World) -> None:
    world.give("Ada", "project-manager")
    world.give("Sue", "sponsor")
    bob, sue = world.person("Bob"), world.client("Sue")
    page = f"/assignments/{held('Ada').key}/successor/"
    assert sue.get(page).status_code == 200
    last = (today(world) + DAY).isoformat()
    answer = sue.post(page, {"person": bob.pk, "last_day": last, "version": 1})
    assert answer.status_code == 302
    assert "Bob" in sue.get(f"/assignments/{held('Ada').key}/").content.decode()
    body = {"person": bob.key, "last_day": last, "version": 2}
    path = f"/api/v1/assignments/{held('Ada').key}/successor"
    assert sue.post(path, body, content_type="application/json").status_code == 409


days = st.integers(0, 30)


@given(st.tuples(days, st.none() | days), st.tuples(days, st.none() | days))
def test_two_terms_meet_where_they_share_a_day(
    one: tuple[int, int | None], other: tuple[int, int | None]
) -> None:
    begin = dt.date(2026, 6, 1)

    def dates(first: int, length: int | None) -> tuple[dt.date, dt.date | None]:
        return begin + first * DAY, None if length is None else begin + (first + length) * DAY

    held_days = [
        {begin + number * DAY for number in range(first, 99 if length is None else first + length + 1)}
        for first, length in (one, other)
    ]
    second = dates(*other)
    assignment = Assignment(from_date=second[0], to_date=second[1])
    assert Term(*dates(*one)).meets(assignment) is bool(held_days[0] & held_days[1])
