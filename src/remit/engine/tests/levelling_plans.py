"""Random plans for the tests of levelling: small, with everything that a plan may state."""

from typing import Any

from hypothesis import strategies as st

from remit.engine.model import (
    Activity,
    Assignment,
    ConstraintKind,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    Mode,
    Problem,
    Resource,
    ResourceKind,
    SkillNeed,
)
from remit.engine.tests.building import CLOCK, DAY, MONDAY, STANDARD, at

HOURS = 60
KINDS = st.sampled_from(list(LinkKind))


@st.composite
def plans(draw: st.DrawFn, *, calendars: bool = True, most: int = 8) -> Problem:
    """Return a plan that can be levelled: each need is at most what there is of the resource."""
    capacities = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    others: list[str | None] = [None, STANDARD.id, CLOCK.id] if calendars else [None]
    resources = [
        Resource(
            f"R{number}", f"R{number}", calendar_id=draw(st.sampled_from(others)), max_units=float(units)
        )
        for number, units in enumerate(capacities)
    ]
    activities: list[Activity] = []
    links: list[Link] = []
    assignments: list[Assignment] = []
    for number in range(draw(st.integers(1, most))):
        key = f"A{number}"
        activities.append(draw(_activities(key, capacities, others)))
        length = activities[-1].duration_minutes
        if length:
            needs = draw(_needs(capacities))
            assignments.extend(Assignment(key, who, units, round(units * length)) for who, units in needs)
        befores = draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else set()
        links.extend([draw(_links(f"A{before}", key, calendars=calendars)) for before in sorted(befores)])
    return Problem(
        start_minute=at(MONDAY),
        calendars=(STANDARD, CLOCK),
        default_calendar_id=STANDARD.id,
        activities=tuple(activities),
        links=tuple(links),
        resources=tuple(resources),
        assignments=tuple(assignments),
    )


def _needs(capacities: list[int]) -> st.SearchStrategy[list[tuple[str, float]]]:
    pairs = [
        st.tuples(st.just(f"R{number}"), st.integers(1, units).map(float))
        for number, units in enumerate(capacities)
    ]
    return st.lists(st.one_of(pairs), max_size=2, unique_by=lambda pair: pair[0])


@st.composite
def _activities(draw: st.DrawFn, key: str, capacities: list[int], others: list[str | None]) -> Activity:
    stated: dict[str, Any] = {"calendar_id": draw(st.sampled_from(others))}
    length = draw(st.integers(0, 6)) * 4 * HOURS
    if length and draw(st.booleans()):
        stated["modes"] = (Mode(draw(st.integers(1, 8)) * 4 * HOURS, tuple(draw(_needs(capacities)))),)
    if len(others) > 1:
        stated["can_split"] = draw(st.booleans())
        stated["priority"] = draw(st.sampled_from([500, 500, 900]))
        if draw(st.booleans()):
            stated["constraint"] = ConstraintKind.SNET
            stated["constraint_minute"] = at(MONDAY) + draw(st.integers(0, 5)) * 1440
    return Activity(key, key, length, **stated)


@st.composite
def _links(draw: st.DrawFn, before: str, after: str, *, calendars: bool) -> Link:
    unit = draw(st.sampled_from([LagUnit.WORKING, LagUnit.ELAPSED] if calendars else [LagUnit.WORKING]))
    lag = Lag(draw(st.sampled_from([0, 0, 0, 4, 8, -4])) * HOURS, unit)
    return Link(before, after, draw(KINDS), lag)


def workshop(*, people: int = 2, **stated: Any) -> Problem:
    """Return three days of work each for three tasks that one welder does, with a painter at the end."""
    names = ("Cut", "Weld", "Grind")
    activities = [Activity(each, each, 3 * DAY, **stated) for each in names] + [
        Activity("Paint", "Paint", DAY)
    ]
    return Problem(
        start_minute=at(MONDAY),
        calendars=(STANDARD, CLOCK),
        default_calendar_id=STANDARD.id,
        activities=tuple(activities),
        links=tuple(Link(each, "Paint") for each in names),
        resources=(Resource("W", "Welder", max_units=float(people)), Resource("P", "Painter")),
        assignments=(
            *(Assignment(each, "W", 1.0, 3 * DAY) for each in names),
            Assignment("Paint", "P", 1.0, DAY),
        ),
    )


def skilled() -> Problem:
    """Return two tasks that need the skill "steel" at level 3, which two of three people have."""
    needs = (SkillNeed("steel", 3),)
    return Problem(
        start_minute=at(MONDAY),
        calendars=(STANDARD, CLOCK),
        default_calendar_id=STANDARD.id,
        activities=(Activity("A", "A", DAY, skills=needs), Activity("B", "B", DAY, skills=needs)),
        resources=(
            Resource("Ann", "Ann", skills=(("steel", 4),), rate=9000),
            Resource("Bob", "Bob", skills=(("steel", 2),), rate=4000),
            Resource("Cem", "Cem", skills=(("steel", 3),), rate=5000),
        ),
    )


def budget(units: float) -> Resource:
    """Return a stock of money that is used up."""
    return Resource("M", "Money", ResourceKind.BUDGET, max_units=units)
