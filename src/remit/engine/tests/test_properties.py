"""What holds for every plan, tried on generated ones; and an oracle that shares no code with the engine."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from remit.engine.calendars import around_the_clock, working_time
from remit.engine.model import (
    Activity,
    Calendar,
    ConstraintKind,
    CycleError,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    Problem,
    ScheduledActivity,
    Shift,
    day_of,
)
from remit.engine.network import schedule
from remit.engine.tests.building import CLOCK, STANDARD, at

WEEK = 7 * 1440
START = at("2026-01-05 08:00")
SHORT = Calendar("short", "Short days", ((Shift(540, 760),),) * 4 + ((), (Shift(0, 90),), ()))
CALENDARS = (STANDARD, CLOCK, SHORT)
KINDS = st.sampled_from(LinkKind)
FROM_FINISH = {LinkKind.FS, LinkKind.FF}
TO_START = {LinkKind.FS, LinkKind.SS}


@st.composite
def lags(draw: st.DrawFn) -> Lag:
    unit = draw(st.sampled_from([LagUnit.WORKING, *LagUnit]))
    most = 150 if unit == LagUnit.PERCENT else 3000
    return Lag(draw(st.sampled_from([0, 0, 0]) | st.integers(-most, most)), unit)


@st.composite
def problems(draw: st.DrawFn, *, calendars: tuple[Calendar, ...] = CALENDARS, mixed: bool = True) -> Problem:
    """Return a plan without constraints: only links, with every kind of lag, forward in the list."""
    count = draw(st.integers(1, 9))
    ids = [f"a{number}" for number in range(count)]
    default = draw(st.sampled_from(calendars))
    activities = tuple(
        Activity(
            each,
            each.upper(),
            draw(st.sampled_from([0, 60, 240, 480]) | st.integers(0, 3000)),
            calendar_id=draw(st.none() | st.sampled_from([c.id for c in calendars])) if mixed else None,
            duration_is_elapsed=mixed and draw(st.integers(0, 9)) == 0,
        )
        for each in ids
    )
    pairs = [(a, b) for number, a in enumerate(ids) for b in ids[number + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=14)) if pairs else []
    links = tuple(Link(a, b, draw(KINDS), draw(lags())) for a, b in chosen)
    return Problem(START, calendars, default.id, activities, links)


def dates(plan: Problem) -> dict[str, tuple[int, int]]:
    return {key: (each.start, each.finish) for key, each in schedule(plan).activities.items()}


def with_links(plan: Problem, links: Iterable[Link], activities: Iterable[Activity] = ()) -> Problem:
    return replace(plan, links=tuple(links), activities=tuple(activities) or plan.activities)


def is_satisfied(plan: Problem, link: Link, dated: dict[str, ScheduledActivity]) -> bool:
    """Return whether the lag has been served, on the successor's calendar or by the clock."""
    stated = {each.id: each for each in plan.activities}
    before, after = dated[link.predecessor_id], dated[link.successor_id]
    first = before.finish if link.kind in FROM_FINISH else before.start
    second = after.start if link.kind in TO_START else after.finish
    successor = stated[link.successor_id]
    calendars = {each.id: each for each in plan.calendars}
    time = working_time(calendars[successor.calendar_id or plan.default_calendar_id], day_of(START))
    if link.lag.unit == LagUnit.ELAPSED:
        # what ends on Friday at 17:00 has ended on Sunday as well: no work lies between
        working = around_the_clock(day_of(START)) if successor.duration_is_elapsed else time
        return working.between(first + link.lag.amount, second) >= 0
    lag = link.lag.amount
    if link.lag.unit == LagUnit.PERCENT:
        lag = round(stated[link.predecessor_id].duration_minutes * lag / 100)
    if successor.duration_is_elapsed and link.kind not in TO_START:
        first, second = first - (after.finish - after.start), after.start
    return time.between(first, second) >= lag


@settings(max_examples=300)
@given(problems())
def test_every_link_is_satisfied(plan: Problem) -> None:
    dated = schedule(plan).activities
    for link in plan.links:
        assert is_satisfied(plan, link, dict(dated)), link


@settings(max_examples=300)
@given(problems())
def test_without_constraints_total_float_is_at_least_free_float_and_never_negative(plan: Problem) -> None:
    for key, each in schedule(plan).activities.items():
        assert each.total_float_minutes >= each.free_float_minutes >= 0, key
        assert each.late_finish >= each.early_finish or each.total_float_minutes == 0, key


@given(problems())
def test_something_is_critical_and_the_critical_path_ends_with_the_plan(plan: Problem) -> None:
    answer = schedule(plan)
    assert answer.critical_path
    assert answer.activities[answer.critical_path[-1]].finish == answer.finish
    assert any(each.critical for each in answer.activities.values())
    for before, after in zip(answer.critical_path, answer.critical_path[1:], strict=False):
        assert answer.activities[after].driver.held_by == before


@given(problems())
def test_everything_is_held_by_the_start_of_the_plan_or_by_a_link_that_it_cannot_pass(plan: Problem) -> None:
    answer = schedule(plan)
    for key in answer.activities:
        chain = answer.why(key)
        assert chain[0][0] == key
        assert chain[-1][1].link is None
        assert all(driver.link is not None for _key, driver in chain[:-1])


@given(problems(), st.integers(1, 60))
def test_whole_weeks_of_delay_at_the_start_move_every_date_by_as_much(plan: Problem, weeks: int) -> None:
    slip = weeks * WEEK
    moved = {key: (start + slip, finish + slip) for key, (start, finish) in dates(plan).items()}
    assert dates(replace(plan, start_minute=START + slip)) == moved


@given(problems(), st.data())
def test_another_link_never_lets_anything_finish_earlier(plan: Problem, data: st.DataObject) -> None:
    assume(len(plan.activities) > 1)
    ids = [each.id for each in plan.activities]
    first, second = sorted(data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)))
    link = Link(first, second, data.draw(KINDS), data.draw(lags()))
    before, after = dates(plan), dates(with_links(plan, (*plan.links, link)))
    assert all(after[key] >= before[key] for key in ids)


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_a_plan_states_things_changes_nothing(plan: Problem, random: Random) -> None:
    activities, links = list(plan.activities), list(plan.links)
    random.shuffle(activities)
    random.shuffle(links)
    first, second = schedule(plan), schedule(with_links(plan, links, activities))
    assert first.activities == second.activities
    assert (first.critical_path, first.warnings) == (second.critical_path, second.warnings)


def begun_late(plan: Problem, key: str, minute: int) -> Problem:
    """Return the plan with one activity held from starting before `minute`."""
    activities = (
        replace(each, constraint=ConstraintKind.SNET, constraint_minute=minute) if each.id == key else each
        for each in plan.activities
    )
    return with_links(plan, plan.links, activities)


@given(problems(mixed=False))
def test_total_float_is_exactly_how_far_an_activity_may_slip(plan: Problem) -> None:
    """To the working minute; elapsed lags are left out, for they tell evening and morning apart."""
    plan = with_links(plan, (each for each in plan.links if each.lag.unit != LagUnit.ELAPSED))
    answer = schedule(plan)
    time = working_time(
        plan.calendars[[each.id for each in plan.calendars].index(plan.default_calendar_id)], 0
    )
    for key, each in answer.activities.items():
        assert schedule(begun_late(plan, key, each.late_start)).finish == answer.finish, key
        later = time.start_after(each.late_start, 1)
        assert schedule(begun_late(plan, key, later)).finish > answer.finish, key


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(problems(mixed=False, calendars=(CLOCK,)))
def test_around_the_clock_the_engine_agrees_with_an_oracle_of_longest_paths(plan: Problem) -> None:
    """The oracle: longest paths by recursion over the definition of each link, no calendar, no pass."""
    length = {each.id: each.duration_minutes for each in plan.activities}

    def demand(link: Link) -> int:
        """Return how far the successor's start lies after the predecessor's at the least."""
        lag = link.lag.amount
        if link.lag.unit == LagUnit.PERCENT:
            lag = round(length[link.predecessor_id] * lag / 100)
        from_end = length[link.predecessor_id] if link.kind in FROM_FINISH else 0
        to_end = 0 if link.kind in TO_START else length[link.successor_id]
        return from_end + lag - to_end

    @cache
    def early(key: str) -> int:
        return max(
            [
                0,
                *(
                    early(link.predecessor_id) + demand(link)
                    for link in plan.links
                    if link.successor_id == key
                ),
            ]
        )

    end = max(early(key) + length[key] for key in length)

    @cache
    def late(key: str) -> int:
        out = [link for link in plan.links if link.predecessor_id == key]
        return min([end - length[key], *(late(link.successor_id) - demand(link) for link in out)])

    for key, each in schedule(plan).activities.items():
        assert (each.early_start - START, each.late_start - START) == (early(key), late(key)), key
        assert each.total_float_minutes == late(key) - early(key)
        assert each.critical is (late(key) == early(key))
        out = [link for link in plan.links if link.predecessor_id == key]
        slacks = [early(link.successor_id) - early(key) - demand(link) for link in out]
        assert each.free_float_minutes == min([*slacks, end - early(key) - length[key]])


@given(st.integers(2, 8), st.data())
def test_a_circle_is_always_found_and_named_in_order(count: int, data: st.DataObject) -> None:
    ids = [f"a{number}" for number in range(count)]
    ring = data.draw(st.permutations(ids))[: data.draw(st.integers(2, count))]
    links = [Link(a, b, data.draw(KINDS)) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    outside = [each for each in ids if each not in ring]
    links += [Link(each, ring[0]) for each in outside[:1]] + [Link(ring[-1], each) for each in outside[1:]]
    activities = tuple(Activity(each, each, 60) for each in ids)
    with pytest.raises(CycleError) as caught:
        schedule(Problem(START, CALENDARS, STANDARD.id, activities, tuple(links)))
    named = caught.value.activity_ids
    assert set(named) == set(ring)
    ends = {(link.predecessor_id, link.successor_id) for link in links}
    assert all(pair in ends for pair in zip(named, [*named[1:], named[0]], strict=True))
