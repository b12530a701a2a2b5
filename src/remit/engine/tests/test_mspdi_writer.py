"""Writing Microsoft Project files: what is written reads back as the same document."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from remit.engine.formats import (
    DocumentAssignment,
    DocumentBaseline,
    DocumentResource,
    DocumentTask,
    PlanDocument,
    write_mspdi,
)
from remit.engine.model import (
    Activity,
    ActivityKind,
    Assignment,
    Calendar,
    CalendarException,
    ConstraintKind,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    Resource,
    ResourceKind,
    Shift,
)
from remit.engine.tests.building import CLOCK, STANDARD, at, day
from remit.engine.tests.plan_files import read

SITE = Calendar(
    "3",
    "Site",
    ((Shift(0, 360), Shift(1320, 1440)),) * 5 + ((Shift(420, 600),), ()),
    (
        CalendarException(day("2026-04-03"), day("2026-04-06"), (), "Easter"),
        CalendarException(day("2026-12-24"), day("2026-12-24"), (Shift(420, 720),), "Half day"),
    ),
)
CALENDARS = (replace(STANDARD, id="1"), replace(CLOCK, id="2"), SITE)

DRY = Activity("3", "Dry", 2880, duration_is_elapsed=True, is_active=False, constraint=ConstraintKind.ALAP)
VISIT = Activity(
    "4",
    "Visit",
    60,
    is_manual=True,
    manual_start=at("2026-01-09 10:00"),
    manual_finish=at("2026-01-09 11:00"),
)
DONE = Activity(
    "5",
    "Done",
    0,
    ActivityKind.MILESTONE,
    actual_start=at("2026-01-09 17:00"),
    actual_finish=at("2026-01-09 17:00"),
)


def document(*tasks: DocumentTask, **stated: object) -> PlanDocument:
    plan = PlanDocument(
        name="Bridge – Ø & <Co>",
        start_minute=at("2026-01-05 08:00"),
        status_minute=at("2026-02-02 17:00"),
        minutes_per_day=450,
        minutes_per_week=2250,
        default_calendar_id="1",
        calendars=CALENDARS,
        tasks=tuple(replace(each, code=str(number)) for number, each in enumerate(tasks, 1)),
        links=(),
    )
    return replace(plan, **stated)  # type: ignore[arg-type]  # the fields are checked by the class


def without_lines(plan: PlanDocument) -> PlanDocument:
    return replace(plan, tasks=tuple(replace(each, line=0) for each in plan.tasks))


def test_a_plan_with_everything_in_it_comes_back_the_same() -> None:
    plan = document(
        DocumentTask(Activity("1", "Ground", 0, ActivityKind.SUMMARY), 0),
        DocumentTask(
            Activity(
                "2", "Dig", 960, calendar_id="3", parent_id="1", constraint=ConstraintKind.SNET,
                constraint_minute=at("2026-01-07 08:00"), deadline_minute=at("2026-01-30 17:00"), fixed_duration=True,
                ignores_resource_calendars=True, priority=700, percent_complete=50, actual_start=at("2026-01-07 08:00"),
                actual_duration_minutes=480, remaining_duration_minutes=480,
            ),
            1,
            notes="Mind the gas main.\nAsk first.",
            work_minutes=1920,
            is_estimate=True,
            stored_start=at("2026-01-07 08:00"),
            stored_finish=at("2026-01-08 17:00"),
            baselines=(
                DocumentBaseline(0, at("2026-01-06 08:00"), at("2026-01-07 17:00"), 960, 1920),
                DocumentBaseline(3, None, None),
            ),
        ),
        DocumentTask(replace(DRY, parent_id="1"), 1),
        DocumentTask(VISIT, 0),
        DocumentTask(DONE, 0),
        links=(
            Link("2", "3", LinkKind.FS, Lag(1440, LagUnit.ELAPSED)),
            Link("2", "4", LinkKind.SS, Lag(-30)),
            Link("3", "5", LinkKind.FF, Lag(-25, LagUnit.PERCENT)),
            Link("4", "5", LinkKind.SF),
        ),
        resources=(
            DocumentResource(Resource("1", "Ann", ResourceKind.WORK, "3", 0.5), "ann@example.org", "Crew"),
            DocumentResource(Resource("2", "Sand", ResourceKind.MATERIAL)),
            DocumentResource(Resource("3", "Permit", ResourceKind.COST)),
        ),
        assignments=(
            DocumentAssignment(
                Assignment("2", "1", 0.5, 960, 60, actual_work_minutes=480, remaining_work_minutes=480)
            ),
            DocumentAssignment(Assignment("2", None, 1.0, 0)),
        ),
    )  # fmt: skip
    assert without_lines(read(write_mspdi(plan))) == plan


activities = st.builds(
    Activity,
    id=st.just("1"),
    name=st.text(
        st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=50
    ),
    duration_minutes=st.integers(1, 100_000),
    calendar_id=st.none() | st.sampled_from(["1", "2", "3"]),
    constraint=st.sampled_from([ConstraintKind.ASAP, ConstraintKind.ALAP]),
    deadline_minute=st.none() | st.integers(at("1900-01-01 00:00"), at("2199-12-31 23:59")),
    is_active=st.booleans(),
    duration_is_elapsed=st.booleans(),
    fixed_duration=st.booleans(),
    ignores_resource_calendars=st.booleans(),
    priority=st.integers(0, 1000),
    percent_complete=st.integers(0, 100),
    actual_duration_minutes=st.integers(0, 100_000),
    remaining_duration_minutes=st.none() | st.integers(0, 100_000),
)


@given(activities)
def test_any_activity_comes_back_the_same(activity: Activity) -> None:
    assert read(write_mspdi(document(DocumentTask(activity, 0)))).tasks[0].activity == activity


@given(st.text(max_size=50))
def test_no_name_stops_a_plan_from_being_written_and_read(name: str) -> None:
    plan = document(DocumentTask(Activity("1", name, 60), 0, notes=name))
    again = read(write_mspdi(plan))
    assert again.tasks[0].activity.duration_minutes == 60


def test_a_name_with_spaces_of_other_scripts_comes_back_the_same() -> None:
    activity = Activity("1", "Phase\u00a01 :\u202ffin", 60)
    assert read(write_mspdi(document(DocumentTask(activity, 0)))).tasks[0].activity == activity


@pytest.mark.parametrize("minutes", [0, 1, 60, 61, 100_000])
def test_durations_are_written_in_hours_and_minutes(minutes: int) -> None:
    root = etree.fromstring(write_mspdi(document(DocumentTask(Activity("1", "A", minutes), 0))))
    text = root.findtext(".//{*}Task/{*}Duration")
    assert text == f"PT{minutes // 60}H{minutes % 60}M0S"


def test_the_parts_of_a_file_stand_in_the_order_of_the_schema() -> None:
    """Microsoft Project refuses a file in which they do not."""
    root = etree.fromstring(write_mspdi(document(DocumentTask(Activity("1", "A", 60), 0))))
    parts = [
        each.tag.rsplit("}")[-1]
        for each in root
        if len(each) or each.tag.endswith(("Resources", "Assignments"))
    ]
    assert parts == ["Calendars", "Tasks", "Resources", "Assignments"]
    assert root.tag == "{http://schemas.microsoft.com/project}Project"
