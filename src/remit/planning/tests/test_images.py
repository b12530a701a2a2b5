"""What a process remembers of a plan between edits: dates come out as if everything had been read anew."""

import random
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid
from remit.planning.compute import reschedule
from remit.planning.compute.images import IMAGES, Images, PlanImage, read_image
from remit.planning.models import Activity, Link, Plan, PlanCalendar, Resource, ResourceAssignment
from remit.planning.operations.edits import edit_plan, preview_edits, undo_edit

SYSTEM = system_actor()


def edit(world: World, *steps: dict[str, Any]) -> int | None:
    return edit_plan(world.project, list(steps), actor=SYSTEM).number


def known(world: World) -> PlanImage | None:
    plan = Plan.objects.get(pk=world.plan.pk)
    return IMAGES.find(plan.pk, plan.scheduled_at)


def assert_as_if_read_anew(world: World) -> None:
    with transaction.atomic():
        result = reschedule(Plan.objects.select_for_update().get(pk=world.plan.pk))
    assert result.changed_keys == ()
    assert not result.driving


def assert_equal_columns(known: Any, read: Any) -> None:
    """Assert that two sets of columns hold the same rows, in whatever order."""
    one, two = (np.argsort(each.pks) for each in (known, read))
    for each in fields(read):
        kept, anew = getattr(known, each.name)[..., one], getattr(read, each.name)[..., two]
        assert (kept == anew).all(), each.name


def assert_kept_image_is_what_is_stored(world: World) -> None:
    plan = Plan.objects.get(pk=world.plan.pk)
    image = IMAGES.find(plan.pk, plan.scheduled_at)
    assert image is not None
    read = read_image(plan)
    assert_equal_columns(image.activities, read.activities)
    assert_equal_columns(image.links, read.links)
    assert image.calendars.pks == read.calendars.pks
    assert image.calendars.stated == read.calendars.stated
    assert sorted(image.assigned, key=repr) == sorted(read.assigned, key=repr)
    assert image.warnings == plan.warnings
    starts = Activity.objects.filter(project=world.project, is_active=True).values_list(
        "start_minute", flat=True
    )
    assert image.start == min(starts, default=plan.start_minute)


def any_other_step(random_: random.Random) -> dict[str, Any]:
    """Return a step of those that programs send most, or one about calendars and resources."""
    key = random_.choice(sorted(Activity.objects.values_list("key", flat=True)))
    version = Activity.objects.get(key=key).version
    calendars, resources = PlanCalendar.objects.order_by("pk"), Resource.objects.order_by("pk")
    calendar, rows = random_.choice(list(calendars)), list(ResourceAssignment.objects.order_by("pk"))
    end: dict[str, Any] = {
        "op": "add",
        "name": "At the end",
        "kind": random_.choice(["task", "milestone"]),
        "duration_minutes": random_.choice([0, 60, 450, 4500]),
    }
    steps: list[dict[str, Any]] = [
        end,
        end,
        {**end, "parent": key},
        {"op": "change", "key": key, "version": version, "fields": {"calendar_key": calendar.key}},
        {
            "op": "change",
            "key": key,
            "version": version,
            "fields": {"constraint": random_.choice(["alap", "asap"])},
        },
        {"op": "add_calendar", "name": "Another", "copy_of": calendar.key},
        {"op": "use_calendar", "key": calendar.key},
        {"op": "remove_calendar", "key": calendar.key},
        {
            "op": "change_calendar",
            "key": calendar.key,
            "version": calendar.version,
            "fields": {"week": [random_.choice([[[480, 720]], [[480, 720], [780, 1020]]])] * 5 + [[], []]},
        },
        {"op": "add_resource", "name": "Digger", "kind": "work"},
    ]
    if resources:
        resource = random_.choice(list(resources))
        steps.append({"op": "assign", "activity": key, "resource": resource.key, "units_percent": 50})
    if rows:
        row = random_.choice(rows)
        steps.append({"op": "unassign", "key": row.key})
        change = {"op": "change_assignment", "key": row.key, "version": row.version}
        steps.append({**change, "fields": {"work_minutes": random_.choice([225, 900])}})
    return random_.choice(steps)


def any_step(random_: random.Random) -> dict[str, Any]:
    rows = dict(Activity.objects.values_list("key", "version"))
    keys = sorted(rows)
    links = list(Link.objects.order_by("pk").values_list("key", flat=True))
    key = random_.choice(keys)
    fields = random_.choice(
        [
            {"duration_minutes": random_.choice([0, 450, 900, 2250])},
            {"deadline_minute": random_.choice([None, 29_700_000])},
            {"constraint": "snet", "constraint_minute": 29_680_000 + random_.randrange(9) * 1440},
            {"constraint": "asap", "constraint_minute": None},
            {"name": f"Named {random_.randrange(100)}"},
        ]
    )
    steps: list[dict[str, Any]] = [
        {"op": "change", "key": key, "version": rows[key], "fields": fields},
        {"op": "add", "name": "New", "duration_minutes": 900, "after": random_.choice([None, key])},
        {
            "op": "link",
            "predecessor": key,
            "successor": random_.choice(keys),
            "kind": random_.choice(["FS", "SS", "FF"]),
        },
        {"op": random_.choice(["indent", "outdent", "remove"]), "key": key},
        {"op": "move", "key": key, "after": random_.choice([None, *keys])},
    ]
    if links:
        steps.append({"op": "unlink", "key": random_.choice(links)})
        steps.append({"op": "change_link", "key": random_.choice(links), "lag_amount": 450})
    return random_.choice(steps)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_dates_are_those_of_a_plan_read_anew(committed_world: World, seed: int) -> None:
    random_ = random.Random(seed)
    edit(committed_world, *[{"op": "add", "name": f"Work {n}", "duration_minutes": 450} for n in range(12)])
    numbers: list[int] = []
    for _each in range(30):
        try:
            if numbers and random_.random() < 0.2:
                undo_edit(committed_world.project, numbers.pop(), actor=SYSTEM)
            elif number := edit(committed_world, any_step(random_)):
                numbers.append(number)
        except (Invalid, Conflict):
            continue
        image = known(committed_world)
        assert image is not None
        assert set(image.activities.keys) == set(Activity.objects.values_list("key", flat=True))
    assert_as_if_read_anew(committed_world)


def do_something(world: World, random_: random.Random, numbers: list[int]) -> None:
    """Edit, undo, try in vain or look ahead: whatever programs and people do, here or in another process."""
    step = random_.choice([any_step, any_other_step])(random_)
    chance = random_.random()
    if numbers and chance < 0.2:
        undo_edit(world.project, numbers.pop(random_.randrange(len(numbers))), actor=SYSTEM)
    elif chance < 0.3:
        preview_edits(world.project, [step], actor=SYSTEM, read=lambda edited: edited)
    elif chance < 0.4:
        edit(world, step, {"op": "unlink", "key": "L-0"})  # the second is refused: nothing of the first stays
    elif chance < 0.5:
        kept = known(world)
        plan = Plan.objects.get(pk=world.plan.pk)
        if number := edit(world, step):
            numbers.append(number)
        if kept is not None:
            IMAGES.keep(plan.pk, plan.scheduled_at, kept)  # as if another process had done that edit
    elif number := edit(world, step):
        numbers.append(number)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_of_a_plan_equals_what_is_stored_after_whatever_happened(
    committed_world: World, seed: int
) -> None:
    random_ = random.Random(seed)
    edit(committed_world, *[{"op": "add", "name": f"Work {n}", "duration_minutes": 450} for n in range(8)])
    edit(committed_world, {"op": "add_resource", "name": "Crew", "kind": "work"})
    edit(committed_world, *[{"op": "assign", "activity": f"T-{n}", "resource": "R-1"} for n in range(1, 7)])
    numbers: list[int] = []
    for _each in range(40):
        try:
            do_something(committed_world, random_, numbers)
        except (Invalid, Conflict):
            continue
        if known(committed_world) is not None:  # None where another process was the last
            assert_kept_image_is_what_is_stored(committed_world)
    edit(committed_world, {"op": "add", "name": "At last"})
    assert_kept_image_is_what_is_stored(committed_world)
    assert_as_if_read_anew(committed_world)


@pytest.mark.django_db(transaction=True)
def test_work_that_follows_a_duration_is_known(committed_world: World) -> None:
    edit(committed_world, {"op": "add", "name": "Dig", "duration_minutes": 450})
    edit(committed_world, {"op": "add_resource", "name": "Crew", "kind": "work"})
    edit(committed_world, {"op": "assign", "activity": "T-1", "resource": "R-1"})
    number = edit(
        committed_world, {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": 900}}
    )
    assert_kept_image_is_what_is_stored(committed_world)
    assert number is not None
    undo_edit(committed_world.project, number, actor=SYSTEM)
    assert_kept_image_is_what_is_stored(committed_world)
    edit(committed_world, {"op": "remove", "key": "T-1"})
    assert_kept_image_is_what_is_stored(committed_world)
    assert_as_if_read_anew(committed_world)


@pytest.mark.django_db(transaction=True)
def test_activities_that_programs_append_come_out_as_if_the_whole_plan_were_computed(
    committed_world: World,
) -> None:
    edit(committed_world, *[{"op": "add", "name": f"Work {n}", "duration_minutes": 4500} for n in range(3)])
    edit(committed_world, {"op": "link", "predecessor": "T-1", "successor": "T-2"})
    for minutes in (450, 0, 9000, 9001, 450):  # the fourth ends later than all before
        edit(committed_world, {"op": "add", "name": "More", "duration_minutes": minutes})
        assert_kept_image_is_what_is_stored(committed_world)
    assert list(Activity.objects.order_by("position").values_list("position", flat=True)) == list(range(8))
    assert_as_if_read_anew(committed_world)


@pytest.mark.django_db(transaction=True)
def test_an_edit_of_a_plan_known_to_the_process_reads_only_what_it_touched(committed_world: World) -> None:
    edit(committed_world, *[{"op": "add", "name": f"Work {n}"} for n in range(30)])
    key = Activity.objects.get(name="Work 7").key
    with CaptureQueriesContext(connection) as queries:
        edit(committed_world, {"op": "change", "key": key, "version": 1, "fields": {"duration_minutes": 900}})
    whole = [
        each["sql"]
        for each in queries
        if "early_start_minute" in each["sql"] and "SELECT" in each["sql"] and " IN " not in each["sql"]
    ]
    one = [sql for sql in whole if f"'{key}'" not in sql]
    assert one == []


@pytest.mark.django_db(transaction=True)
def test_a_preview_leaves_nothing_behind(committed_world: World) -> None:
    edit(committed_world, {"op": "add", "name": "Work", "duration_minutes": 450})
    before = known(committed_world)
    step = {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": 4500}}
    preview_edits(committed_world.project, [step], actor=SYSTEM, read=lambda edited: edited)
    assert known(committed_world) is before
    assert_as_if_read_anew(committed_world)


@pytest.mark.django_db(transaction=True)
def test_what_another_process_wrote_is_seen(committed_world: World) -> None:
    edit(committed_world, *[{"op": "add", "name": f"Work {n}", "duration_minutes": 450} for n in range(3)])
    stale = known(committed_world)
    plan = Plan.objects.get(pk=committed_world.plan.pk)
    Activity.objects.filter(key="T-2").update(duration_minutes=9000)  # as another process would
    with transaction.atomic():
        reschedule(Plan.objects.select_for_update().get(pk=plan.pk))
    assert stale is not None
    IMAGES.keep(plan.pk, plan.scheduled_at, stale)  # this process knows only what was before
    edit(committed_world, {"op": "link", "predecessor": "T-2", "successor": "T-3"})
    assert_as_if_read_anew(committed_world)


@pytest.mark.django_db
def test_no_more_is_kept_than_is_allowed_and_the_oldest_goes_first(world: World) -> None:
    edit(world, *[{"op": "add", "name": f"Work {n}"} for n in range(4)])
    image = read_image(world.plan)
    images = Images(most=9)
    for pk in (1, 2, 3):
        images.keep(pk, "stamp", image)
    assert images.find(1, "stamp") is None
    assert images.find(2, "stamp") is image
    assert images.find(3, "another") is None
