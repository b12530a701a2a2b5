"""After any edits the schedule equals one computed from the edited plan as a whole."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    ConstraintKind,
    CycleError,
    DateOutOfRangeError,
    Link,
    LinkKind,
    PlanError,
    Problem,
    Resource,
    Schedule,
    Shift,
    UnknownReferenceError,
)
from remit.engine.network import schedule
from remit.engine.network.live import LiveSchedule
from remit.engine.tests.building import DAY, STANDARD, at, link, problem, shown, task
from remit.engine.tests.plans import CALENDARS, CONSTRAINTS, DATES, LENGTHS, lags, plans


def plan() -> Problem:
    return problem(task("A", 2), task("B", 1), task("C", 1), task("L", 9), link("A FS B"), link("B FS C"))


def test_a_longer_activity_moves_what_follows_and_says_so() -> None:
    live = LiveSchedule(plan())
    changes = live.change("A", duration_minutes=3 * DAY)
    assert set(changes.activity_ids) == {"A", "B", "C"}
    assert shown(live.dates("C")[0]) == "2026-01-09 08:00"
    assert live.schedule() == schedule(live.problem)


def test_what_moves_the_end_changes_the_float_of_the_rest() -> None:
    live = LiveSchedule(plan())
    changes = live.change("L", duration_minutes=10 * DAY)
    assert set(changes.activity_ids) == {"A", "B", "C", "L"}
    assert changes.finish == at("2026-01-16 17:00")
    assert live.schedule() == schedule(live.problem)


def test_another_name_moves_nothing() -> None:
    live = LiveSchedule(plan())
    assert live.change("A", name="Dig").activity_ids == ()
    assert live.problem.activities[0].name == "Dig"


def test_a_schedule_taken_stays_as_it_was() -> None:
    live = LiveSchedule(plan())
    before = live.schedule()
    live.change("A", duration_minutes=5 * DAY)
    assert before == schedule(plan())


def test_a_link_against_the_order_is_taken_in_and_a_circle_is_refused_by_name() -> None:
    live = LiveSchedule(problem(*(task(each, 1) for each in "ABCD"), link("A FS B"), link("C FS D")))
    live.add_link(link("D FS A"))
    assert live.schedule() == schedule(live.problem)
    before = live.schedule()
    with pytest.raises(CycleError, match="circle") as caught:
        live.add_link(link("B FS C"))
    assert set(caught.value.activity_ids) == set("ABCD")
    assert live.schedule() == before
    live.remove_link(link("D FS A"))
    assert live.schedule() == schedule(live.problem)


def test_without_the_link_that_left_a_summary_what_stands_below_it_floats_freely() -> None:
    far = task("F", 1, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-15 08:00"))
    inside = (task("S", 0), task("A", 1, parent_id="S"))
    live = LiveSchedule(problem(*inside, task("N", 1), far, link("S FS N"), link("S FS F")))
    assert live.schedule().activities["A"].free_float_minutes == 0
    live.remove_link(link("S FS N"))
    assert live.schedule().activities["A"].free_float_minutes == 7 * DAY
    assert live.schedule() == schedule(replace(live.problem))


def test_an_edit_that_has_no_place_is_refused_and_changes_nothing() -> None:
    live = LiveSchedule(plan())
    before = live.schedule()
    with pytest.raises(DateOutOfRangeError, match="Activity A"):
        live.change("A", duration_minutes=90_000 * DAY)
    assert live.schedule() == before
    assert live.change("A", duration_minutes=3 * DAY).activity_ids
    assert live.schedule() == schedule(live.problem)


def test_what_is_not_there_is_refused() -> None:
    live = LiveSchedule(plan())
    with pytest.raises(UnknownReferenceError):
        live.change("X", duration_minutes=1)
    with pytest.raises(UnknownReferenceError):
        live.add_link(Link("A", "X"))
    with pytest.raises(UnknownReferenceError):
        live.remove_link(link("A SS B"))


def test_activities_come_and_go() -> None:
    live = LiveSchedule(plan())
    changes = live.add_activity(task("N", 4), [link("A FS N"), link("N FS C")])
    assert set(changes.activity_ids) >= {"N", "C"}
    assert live.schedule() == schedule(live.problem)
    assert set(live.remove_activity("N").activity_ids) >= {"C"}
    assert live.schedule() == schedule(plan())


def test_work_that_begins_to_take_time_follows_the_calendars_of_its_people() -> None:
    nights = Calendar("nights", "Nights", ((Shift(0, 240),),) * 7)
    stated = problem(
        task("A", 1),
        task("B", 0),
        link("A FS B"),
        calendars=(STANDARD, nights),
        resources=(Resource("r", "R", calendar_id="nights"),),
        assignments=(Assignment("B", "r", 1.0, DAY),),
    )
    live = LiveSchedule(stated)
    for minutes in (DAY, 0, 2 * DAY):
        live.change("B", duration_minutes=minutes)
        assert live.schedule() == schedule(replace(live.problem))


@st.composite
def edits(draw: st.DrawFn, ids: list[str]) -> tuple[str, Any]:  # noqa: PLR0911 - one for each kind of edit
    what = draw(
        st.sampled_from(
            ["length", "length", "date", "calendar", "progress", "link", "link", "unlink", "delay"]
        )
    )
    key = draw(st.sampled_from(ids))
    if what == "length":
        return key, {"duration_minutes": draw(LENGTHS)}
    if what == "date":
        kind = draw(st.sampled_from(CONSTRAINTS))
        undated = kind in {ConstraintKind.ASAP, ConstraintKind.ALAP}
        return key, {"constraint": kind, "constraint_minute": None if undated else draw(DATES)}
    if what == "calendar":
        return key, {"calendar_id": draw(st.sampled_from([each.id for each in CALENDARS]))}
    if what == "progress":
        one, two = sorted((draw(DATES), draw(DATES)))
        return key, {"actual_start": one, "actual_finish": draw(st.sampled_from([None, two]))}
    if what == "delay":
        return key, {"deadline_minute": draw(DATES), "levelling_delay_minutes": draw(st.integers(0, 900))}
    if what == "link":
        other = draw(st.sampled_from(ids))
        return what, (key, other, draw(st.sampled_from(LinkKind)), draw(lags()))
    return what, draw(st.integers(0, 20))


def applied(live: LiveSchedule, edit: tuple[str, Any]) -> None:
    what, facts = edit
    try:
        if what == "unlink":
            links = live.problem.links
            if links:
                live.remove_link(links[facts % len(links)])
        elif what == "link":
            if facts[0] != facts[1]:
                live.add_link(Link(*facts))
        else:
            live.change(what, **facts)
    except PlanError:
        return


def outcome(plan: Problem) -> Schedule | type[PlanError]:
    try:
        return schedule(plan)
    except PlanError as error:
        return type(error)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.data())
def test_after_any_edits_it_equals_a_full_run(plan: Problem, data: st.DataObject) -> None:
    if data.draw(st.booleans()):
        plan = replace(plan, rules="primavera-p6", status_minute=data.draw(st.none() | DATES))
    if not isinstance(outcome(plan), Schedule):
        return
    live = LiveSchedule(plan)
    ids = [each.id for each in plan.activities]
    for _number in range(data.draw(st.integers(1, 6))):
        before = live.schedule()
        edit = data.draw(edits(ids))
        applied(live, edit)
        now = live.schedule()
        assert now == schedule(replace(live.problem)), edit
        assert before.columns.ids == now.columns.ids


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(plans(most=8), st.data())
def test_what_changed_is_named(plan: Problem, data: st.DataObject) -> None:
    if not isinstance(outcome(plan), Schedule):
        return
    live = LiveSchedule(plan)
    before = live.schedule()
    key = data.draw(st.sampled_from([each.id for each in plan.activities]))
    try:
        changes = live.change(key, duration_minutes=data.draw(LENGTHS))
    except PlanError:
        return
    after = live.schedule()
    summaries = {each.parent_id for each in plan.activities}
    facts = ("start", "finish", "late_start", "late_finish", "total_float_minutes", "free_float_minutes")
    for name in after.activities:
        one, two = before.activities[name], after.activities[name]
        if name not in summaries and any(getattr(one, fact) != getattr(two, fact) for fact in facts):
            assert name in changes.activity_ids or not _is_active(plan, name)


def _is_active(plan: Problem, key: str) -> bool:
    return next(each.is_active for each in plan.activities if each.id == key)


def test_the_type_of_an_activity_is_kept() -> None:
    live = LiveSchedule(plan())
    live.change("A", duration_minutes=5)
    assert all(isinstance(each, Activity) for each in live.problem.activities)
