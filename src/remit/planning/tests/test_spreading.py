"""Interruptions of activities, contours of work, and what they do to dates; each can be taken back."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid
from remit.core.plan_time import from_minute
from remit.planning.compute.loads import ResourceLoad, resource_loads
from remit.planning.compute.spreading import interrupted, scaled, stretches_of, with_work
from remit.planning.models import Activity, Contour, ResourceAssignment
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.resources import Staffing, add_resource, assign_resources

SYSTEM = system_actor()
DAY = 450


@pytest.fixture
def dig(world: World) -> Activity:
    """Four days from Monday 1 June 2026; a working day has 7.5 hours."""
    edit_plan(world.project, [{"op": "add", "name": "Dig", "duration_minutes": 4 * DAY}], actor=SYSTEM)
    return Activity.objects.get(project=world.project)


def finish(activity: Activity) -> str:
    activity.refresh_from_db()
    assert activity.finish_minute is not None
    return from_minute(activity.finish_minute).strftime("%d.%m %H:%M")


def change(world: World, activity: Activity, **fields: Any) -> int:
    activity.refresh_from_db()
    step = {"op": "change", "key": activity.key, "version": activity.version, "fields": fields}
    return edit_plan(world.project, [step], actor=SYSTEM).number or 0


def staff(world: World, **fields: Any) -> int:
    row = ResourceAssignment.objects.get()
    step = {"op": "change_assignment", "key": row.key, "version": row.version, "fields": fields}
    return edit_plan(world.project, [step], actor=SYSTEM).number or 0


@pytest.fixture
def crew(world: World, dig: Activity) -> ResourceAssignment:
    add_resource(world.project, name="Crew", actor=SYSTEM)
    assign_resources(world.project, [Staffing(dig.key, "R-1")], actor=SYSTEM)
    return ResourceAssignment.objects.get()


def load(world: World, activity: Activity, weeks: int) -> ResourceLoad:
    assert activity.start_minute is not None
    (found,) = resource_loads(world.project.plan, activity.start_minute // 1440, weeks).values()
    return found


def stands(activity: Activity) -> Any:
    activity.refresh_from_db()
    own = Activity.objects.filter(pk=activity.pk).values().get()
    rows = ResourceAssignment.objects.values("units_percent", "work_minutes", "contour", "pieces")
    return {name: value for name, value in own.items() if name != "version"}, list(rows)


def test_an_interruption_moves_the_finish_by_its_working_time(world: World, dig: Activity) -> None:
    assert finish(dig) == "04.06 17:30"
    change(world, dig, splits=[[DAY, 2 * DAY], [3 * DAY, DAY]])
    assert finish(dig) == "09.06 17:30"


def test_an_interruption_moves_work_of_people_as_well(
    world: World, dig: Activity, crew: ResourceAssignment
) -> None:
    change(world, dig, splits=[[DAY, 2 * DAY]])
    assert finish(dig) == "08.06 17:30"
    loads = load(world, dig, 2)
    assert [week.work_minutes for week in loads.weeks] == [3 * DAY, DAY]


@pytest.mark.parametrize(
    ("splits", "why"),
    [
        ("often", "list"),
        ([[0, 60]], "number from 1"),
        ([[60]], "after how much work"),
        ([[60, 0]], "number from 1"),
        ([[4 * DAY, 60]], "before all of the work"),
        ([[120, 60], [60, 60]], "follow one another"),
        ([[60, True]], "whole number"),
        ([[60 + n, 1] for n in range(101)], "at most 100"),
    ],
)
def test_interruptions_that_make_no_sense_are_refused(
    world: World, dig: Activity, splits: Any, why: str
) -> None:
    with pytest.raises(Invalid, match=why):
        change(world, dig, splits=splits)
    assert finish(dig) == "04.06 17:30"


def test_a_milestone_is_not_interrupted(world: World, dig: Activity) -> None:
    change(world, dig, duration_minutes=0)
    with pytest.raises(Invalid, match="takes time"):
        change(world, dig, splits=[[60, 60]])


def test_of_two_who_interrupt_at_once_the_second_is_told_both_values(world: World, dig: Activity) -> None:
    seen = dig.version
    change(world, dig, splits=[[DAY, DAY]])
    step = {"op": "change", "key": dig.key, "version": seen, "fields": {"splits": [[DAY, 60]]}}
    with pytest.raises(Conflict) as caught:
        edit_plan(world.project, [step], actor=SYSTEM)
    assert caught.value.current["fields"]["splits"] == {"yours": [[DAY, 60]], "theirs": [[DAY, DAY]]}


def test_a_second_constraint_holds_what_the_first_leaves_open(world: World, dig: Activity) -> None:
    change(
        world, dig, constraint="snet", constraint_minute="2026-06-02T09:00",
        second_constraint="fnlt", second_constraint_minute="2026-06-04T17:30",
    )  # fmt: skip
    assert finish(dig) == "05.06 17:30"
    assert dig.total_float_minutes == -DAY


def test_a_second_constraint_needs_a_first_and_a_date(world: World, dig: Activity) -> None:
    with pytest.raises(Invalid, match="first constraint first"):
        change(world, dig, second_constraint="fnlt", second_constraint_minute="2026-06-04T17:30")
    with pytest.raises(Invalid, match="needs a date"):
        change(world, dig, constraint="snet", constraint_minute="2026-06-02T09:00", second_constraint="fnlt")


def test_what_is_resumed_before_it_is_suspended_is_refused(world: World, dig: Activity) -> None:
    with pytest.raises(Invalid, match="resumed before"):
        change(world, dig, suspended_minute="2026-06-03T09:00", resumed_minute="2026-06-02T09:00")


def test_a_contour_takes_longer_because_full_units_are_reached_only_for_a_while(
    world: World, dig: Activity, crew: ResourceAssignment
) -> None:
    staff(world, contour="bell")
    assert finish(dig) == "10.06 17:30"  # 8 days at half of the units on average
    assert dig.duration_minutes == 8 * DAY
    loads = load(world, dig, 2)
    assert sum(week.work_minutes for week in loads.weeks) == 4 * DAY
    assert loads.days_over == ()


def test_work_by_hand_lies_where_its_pieces_say(
    world: World, dig: Activity, crew: ResourceAssignment
) -> None:
    staff(world, pieces=[[0, DAY, DAY], [2 * DAY, DAY, 200]])
    assert finish(dig) == "03.06 17:30"
    crew.refresh_from_db()
    assert (crew.contour, crew.work_minutes) == ("contoured", DAY + 200)
    loads = load(world, dig, 1)
    assert loads.weeks[0].work_minutes == DAY + 200


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"contour": "steep"}, "Choose one of"),
        ({"contour": "contoured"}, "needs its pieces"),
        ({"pieces": [[0, 0, 60]]}, "take time"),
        ({"pieces": [[0, 60, 60], [30, 60, 60]]}, "overlap"),
        ({"pieces": [[0, 60]]}, "how long it lasts"),
        ({"pieces": "all"}, "list"),
        ({"pieces": [[0, 60, 60]], "contour": "bell"}, "Either"),
    ],
)
@pytest.mark.usefixtures("crew")
def test_work_that_is_spread_wrongly_is_refused(world: World, fields: Any, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        staff(world, **fields)


EDITS = [
    lambda world, dig: change(world, dig, splits=[[DAY, DAY]]),
    lambda world, dig: change(world, dig, duration_minutes=7 * DAY),
    lambda world, dig: change(world, dig, duration_minutes=3 * DAY, splits=[[100, 77]]),
    lambda world, dig: change(world, dig, duration_minutes=0),
    lambda world, dig: staff(world, contour="turtle"),
    lambda world, dig: staff(world, work_minutes=7 * DAY + 1),
    lambda world, dig: staff(world, units_percent="33.3"),
    lambda world, dig: staff(world, pieces=[[0, 60, 10], [100, 60, 60]]),
]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.usefixtures("crew")
def test_edits_of_work_by_hand_are_undone_exactly_and_done_again(
    world: World, dig: Activity, edit: Any
) -> None:
    staff(world, pieces=[[0, DAY, DAY], [DAY, 100, 33], [2 * DAY, 3 * DAY, 777]])
    before = stands(dig)
    number = edit(world, dig)
    after = stands(dig)
    assert after != before
    undone = undo_edit(world.project, number, actor=SYSTEM)
    assert stands(dig) == before
    undo_edit(world.project, undone.number or 0, actor=SYSTEM)
    assert stands(dig) == after


PIECES = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500)), min_size=1, max_size=5
).map(
    lambda rows: [[sum(a + b for a, b, _ in rows[:n]) + rows[n][0], *rows[n][1:]] for n in range(len(rows))]
)


@given(pieces=PIECES, factor=st.fractions(Fraction(1, 5), 5))
def test_scaled_pieces_follow_one_another_and_keep_the_share_of_work(
    pieces: list[list[int]], factor: Fraction
) -> None:
    found = scaled(pieces, factor)
    assert all(a[0] + a[1] <= b[0] for a, b in pairwise(found))
    assert all(length > 0 for _begin, length, _work in found)
    assert with_work(pieces, Fraction(1)) == pieces == scaled(pieces, Fraction(1))


@given(pieces=PIECES, gaps=st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), max_size=4))
def test_interrupted_work_keeps_its_sum_and_pauses_as_long_as_its_activity(
    pieces: list[list[int]], gaps: list[tuple[int, int]]
) -> None:
    length = sum(each[1] for each in pieces)
    points = sorted({after % length for after, _gap in gaps} - {0})
    splits = [[after, gap] for after, (_same, gap) in zip(points, gaps, strict=False)]
    found = interrupted(pieces, splits)
    begin = pieces[0][0]
    assert sum(each[2] for each in found) == sum(each[2] for each in pieces)
    assert sum(each[1] for each in found) == length
    reached = found[-1][0] + found[-1][1] - begin
    assert reached == length + sum(gap for _after, gap in splits)


@settings(max_examples=50)
@given(
    contour=st.sampled_from([each for each in Contour.values if each != "contoured"]),
    work=st.integers(10, 9000),
)
def test_every_contour_does_all_of_the_work(contour: str, work: int) -> None:
    found = stretches_of((1.0, work, contour, []), [[3, 7]], work)
    assert sum(each[2] for each in found) == pytest.approx(work)
    assert all(a[0] + a[1] <= b[0] for a, b in pairwise(found))
