"""What levelling proves: bounds that no schedule beats, heard while it goes on, and when it stops."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.engine.kernels.levelling_dense import NO_PLACE, Dense, forward
from remit.engine.levelling import LevelStatus, Limit, Objective, Progress, level
from remit.engine.levelling.bounds import destructive_bound, path_and_work
from remit.engine.levelling.columns import ints
from remit.engine.model import Activity, Assignment, ConstraintKind, Link, Mode, Problem, Resource, SkillNeed
from remit.engine.tests.building import CLOCK, DAY, at, problem, shown, task
from remit.engine.tests.levelling_plans import plans, skilled, workshop
from remit.engine.tests.test_levelling_kernels import dense, on_dense_axis

AT_ONCE = Limit(0)


def shortest(project: Dense) -> int:
    """Return the least makespan of all orders in all modes."""
    n, free = len(project.release), np.zeros_like(project.free)
    starts, best = np.zeros(n, dtype=np.int64), 1 << 40
    ways = [range(project.first_mode[each], project.first_mode[each + 1]) for each in range(n)]
    for order in permutations(range(n)):
        places = {each: at for at, each in enumerate(order)}
        links = range(len(project.before))
        owners = np.repeat(np.arange(n), np.diff(project.before_first))
        if any(places[int(project.before[each])] > places[int(owners[each])] for each in links):
            continue
        for modes in product(*ways):
            found = forward(project, ints(order), ints(modes), free, starts)
            best = best if found == NO_PLACE else min(best, found)
    return best


@settings(max_examples=60)
@given(plans(calendars=False, most=4))
def test_no_order_in_no_modes_is_below_the_bounds(plan: Problem) -> None:
    project = dense(plan)
    best, low = shortest(project), path_and_work(project)
    assert low <= destructive_bound(project, low, best) <= best


def crew(plan_days: dict[str, int], *links: Link, most: float = 1.0, **units: float) -> Problem:
    """Return tasks of so many days that need so many of one resource, one where nothing else is said."""
    return problem(
        *(task(name, days) for name, days in plan_days.items()),
        *links,
        resources=(Resource("W", "Welder", max_units=most),),
        assignments=tuple(
            Assignment(name, "W", units.get(name, 1.0), round(units.get(name, 1.0) * days * DAY))
            for name, days in plan_days.items()
            if name not in {"Before", "After"}
        ),
    )


def test_the_work_of_one_lies_between_what_comes_before_and_after() -> None:
    links = [Link("Before", each) for each in ("A", "B")] + [Link(each, "After") for each in ("A", "B")]
    project = on_dense_axis(crew({"Before": 5, "A": 3, "B": 3, "After": 4}, *links))
    assert project is not None
    assert project.length.tolist() == [5, 3, 3, 4]  # a unit is a day
    assert path_and_work(project) == 5 + 3 + 3 + 4


def test_two_that_cannot_go_on_together_are_seen_to_go_one_after_the_other() -> None:
    project = on_dense_axis(crew({"A": 3, "B": 4}, most=4.0, A=2.0, B=3.0))
    assert project is not None
    assert path_and_work(project) == 5  # eighteen days of work for four at a time
    assert destructive_bound(project, 5, 20) == 3 + 4


def test_what_is_proved_without_the_exact_model_says_optimal_at_once() -> None:
    found = level(crew({"A": 3, "B": 3}, most=4.0, A=2.0, B=3.0), AT_ONCE)
    assert (found.status, found.gap) == (LevelStatus.OPTIMAL, 0.0)
    assert shown(found.finish) == "2026-01-12 17:00"


def test_a_proof_for_work_in_one_piece_says_nothing_of_work_that_may_pause() -> None:
    plan = problem(
        task("Long", 5, can_split=True),
        task("Visit", 1, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-07 08:00")),
        task("Dry", 10),
        task("Test", 12),
        Link("Long", "Dry"),
        Link("Visit", "Test"),
        resources=(Resource("W", "Welder"),),
        assignments=(Assignment("Long", "W", 1.0, 5 * DAY), Assignment("Visit", "W", 1.0, DAY)),
    )
    heard: list[Progress] = []
    found = level(plan, Limit(2), listener=heard.append)
    assert shown(found.finish) == "2026-01-26 17:00"  # Long pauses for the visit: 16 days, not 18
    assert all(each.bound <= found.value for each in heard)
    whole = level(replace(plan, activities=(task("Long", 5), *plan.activities[1:])), Limit(2))
    assert shown(whole.finish) == "2026-01-28 17:00"


def test_on_several_calendars_the_bound_is_the_quickest_way_through_the_links() -> None:
    quick = Mode(DAY, (("W", 2.0),))
    plan = problem(
        replace(task("A", 4), modes=(quick,), calendar_id=CLOCK.id),
        replace(task("B", 4), modes=(quick,)),
        Link("A", "B"),
        resources=(Resource("W", "Welder", max_units=2.0),),
        assignments=(Assignment("A", "W", 1.0, 4 * DAY), Assignment("B", "W", 1.0, 4 * DAY)),
    )
    found = level(plan, AT_ONCE)
    assert found.status == LevelStatus.OPTIMAL
    assert found.bound == found.value == at("2026-01-06 16:00") - at("2026-01-05 08:00")


def test_cost_and_lateness_have_bounds_at_once_too() -> None:
    cost = level(skilled(), AT_ONCE, objective=Objective.COST)
    assert cost.bound == 2 * 8 * 5000
    plan = workshop(people=3)
    due = tuple(replace(each, deadline_minute=at("2026-01-06 17:00")) for each in plan.activities[:3])
    clock = replace(plan.activities[3], calendar_id=CLOCK.id)
    found = level(replace(plan, activities=(*due, clock)), AT_ONCE, objective=Objective.TARDINESS)
    assert (found.status, found.bound, found.value) == (LevelStatus.OPTIMAL, found.value, found.value)
    assert found.value > 0


def many(calendars: int) -> Problem:
    """Return forty jobs for three people, on one or two calendars."""
    names = [f"T{number}" for number in range(40)]
    jobs = [
        replace(
            task(name, 1 + number * 7 % 5), calendar_id=CLOCK.id if number % 2 and calendars > 1 else None
        )
        for number, name in enumerate(names)
    ]
    links = [Link(names[number], names[number + 3 + number % 4]) for number in range(33)]
    work = [
        Assignment(each.id, "W", float(1 + number % 2), (1 + number % 2) * each.duration_minutes)
        for number, each in enumerate(jobs)
    ]
    return problem(*jobs, *links, resources=(Resource("W", "W", max_units=3.0),), assignments=tuple(work))


def test_the_search_ends_within_the_gap_on_one_calendar_and_on_several() -> None:
    for calendars in (1, 2):
        heard: list[Progress] = []
        found = level(many(calendars), Limit(60, gap=0.9), listener=heard.append)
        assert found.seconds < 50
        assert 0 < found.bound <= found.value
        assert found.gap <= 0.9
        assert heard[-1].gap <= 0.9


def test_on_several_calendars_the_listener_hears_of_every_better_placement() -> None:
    heard: list[Progress] = []
    found = level(many(2), Limit(0.5), listener=heard.append)
    values = [each.value for each in heard]
    assert values == sorted(values, reverse=True)
    assert values[-1] == found.value
    assert all(each.gap == (each.value - each.bound) / each.value for each in heard)


def test_a_cancelled_search_on_several_calendars_returns_what_it_has() -> None:
    found = level(many(2), Limit(60), cancelled=lambda: True)
    assert found.seconds < 50
    assert set(found.activities) == {each.id for each in many(2).activities}


def test_lateness_is_counted_in_working_time_as_the_exact_model_counts_it() -> None:
    plan = workshop(people=1)
    due = tuple(replace(each, deadline_minute=at("2026-01-07 17:00")) for each in plan.activities[:3])
    found = level(
        replace(plan, activities=(*due, plan.activities[3])), Limit(2), objective=Objective.TARDINESS
    )
    assert found.value == (3 + 6) * DAY  # until the Monday and the Thursday after, whichever they are
    assert (found.status, found.bound) == (LevelStatus.OPTIMAL, found.value)


def test_lateness_after_a_date_between_the_steps_of_the_exact_model_is_not_proved_by_it() -> None:
    plan = workshop(people=1)
    due = tuple(replace(each, deadline_minute=at("2026-01-07 16:31")) for each in plan.activities[:3])
    late = replace(plan, activities=(*due, plan.activities[3]))
    found = level(late, Limit(1), objective=Objective.TARDINESS)
    assert found.value == (3 + 6) * DAY + 3 * 29
    assert found.bound <= found.value


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=4), st.sampled_from([0.25, 0.5, 1.0, 3.0]))
def test_finish_and_moves_together_are_the_least_of_all_orders(days: list[int], stability: float) -> None:
    """The oracle tries every order: one welder, all could begin at once, day after day across the weekends."""
    names = [f"A{number}" for number in range(len(days))]
    plan = problem(
        *(task(name, length) for name, length in zip(names, days, strict=True)),
        resources=(Resource("W", "Welder"),),
        assignments=tuple(Assignment(name, "W", 1.0, n * DAY) for name, n in zip(names, days, strict=True)),
    )
    least = min(
        sum(order) + stability * sum(sum(order[:place]) for place in range(len(order)))
        for order in permutations(days)
    )
    found = level(plan, Limit(10), stability=stability)
    assert (found.value, found.bound) == (round(least * DAY), round(least * DAY))
    assert found.status == LevelStatus.OPTIMAL


def test_where_more_people_could_do_it_than_are_looked_at_nothing_is_proved() -> None:
    def staffed(people: int) -> Problem:
        return problem(
            Activity("A", "A", DAY, skills=(SkillNeed("steel"),)),
            resources=tuple(
                Resource(f"P{each}", f"P{each}", skills=(("steel", 1),), rate=9000 - 100 * each)
                for each in range(people)
            ),
        )

    few, many_ = (level(staffed(people), AT_ONCE, objective=Objective.COST) for people in (24, 30))
    assert (few.status, few.bound, few.value) == (LevelStatus.OPTIMAL, 8 * 6700, 8 * 6700)
    assert many_.status == LevelStatus.FEASIBLE
    assert many_.bound <= 8 * 6100 < many_.value  # the cheapest is the thirtieth
    soon = level(staffed(30), AT_ONCE)
    assert (soon.status, soon.bound) == (LevelStatus.OPTIMAL, soon.value)  # no crew is quicker than the day
