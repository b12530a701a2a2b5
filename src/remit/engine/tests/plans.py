"""Generated plans with everything in them: outlines, every constraint, progress, resources, every link and lag."""

from hypothesis import strategies as st

from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    CalendarException,
    ConstraintKind,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    Problem,
    Resource,
    ResourceKind,
    Shift,
)
from remit.engine.tests.building import CLOCK, STANDARD, at, day

START = at("2026-01-05 08:00")
SHORT = Calendar("short", "Short days", ((Shift(540, 760),),) * 4 + ((), (Shift(0, 90),), ()))
NIGHTS = Calendar(
    "nights",
    "Nights",
    ((Shift(0, 360), Shift(1320, 1440)),) * 5 + ((Shift(0, 360),), ()),
    (
        CalendarException(day("2026-01-12"), day("2026-01-14")),
        CalendarException(day("2026-01-20"), day("2026-01-20")),
    ),
)
CALENDARS = (STANDARD, CLOCK, SHORT, NIGHTS)
CONSTRAINTS = tuple(each for each in ConstraintKind if not each.startswith("mandatory"))
LENGTHS = st.sampled_from([0, 60, 240, 480]) | st.integers(0, 3000)
DATES = st.sampled_from([START, START + 1440, START + 540, START + 4 * 1440 + 540]) | st.integers(
    START - 3000, START + 30_000
)


@st.composite
def lags(draw: st.DrawFn) -> Lag:
    """Return a lag of any unit, nothing among them."""
    unit = draw(st.sampled_from([LagUnit.WORKING, *LagUnit]))
    most = 150 if unit == LagUnit.PERCENT else 3000
    return Lag(draw(st.sampled_from([0, 0, 0]) | st.integers(-most, most)), unit)


@st.composite
def activities(draw: st.DrawFn, key: str, parent: str | None) -> Activity:
    """Return an activity that may be anything."""
    constraint = draw(st.sampled_from([ConstraintKind.ASAP] * 4 + [*CONSTRAINTS]))
    dated = constraint not in {ConstraintKind.ASAP, ConstraintKind.ALAP}
    one, two = sorted((draw(DATES), draw(DATES)))
    begun = draw(st.sampled_from(["no", "no", "no", "no", "begun", "done", "ended"]))
    manual = draw(st.integers(0, 7)) == 0
    return Activity(
        key,
        key.upper(),
        draw(LENGTHS),
        calendar_id=draw(st.none() | st.sampled_from([each.id for each in CALENDARS])),
        parent_id=parent,
        constraint=constraint,
        constraint_minute=draw(DATES) if dated else None,
        deadline_minute=draw(st.none() | st.none() | DATES),
        is_manual=manual,
        manual_start=one if manual and draw(st.booleans()) else None,
        manual_finish=two if manual and draw(st.booleans()) else None,
        is_active=draw(st.integers(0, 9)) > 0,
        duration_is_elapsed=draw(st.integers(0, 9)) == 0,
        fixed_duration=draw(st.integers(0, 4)) == 0,
        actual_start=one if begun in {"begun", "done"} else None,
        actual_finish=two if begun in {"done", "ended"} else None,
        actual_duration_minutes=draw(st.integers(0, 600)) if begun == "begun" else 0,
        remaining_duration_minutes=draw(st.none() | st.integers(0, 900)) if begun == "begun" else None,
    )


RESOURCES = (
    Resource("r1", "On the plan's calendar"),
    Resource("r2", "On nights", calendar_id=NIGHTS.id),
    Resource("r3", "On short days", calendar_id=SHORT.id),
    Resource("m", "Sand", ResourceKind.MATERIAL),
)


@st.composite
def plans(draw: st.DrawFn, most: int = 10) -> Problem:
    """Return a plan of up to `most` activities and four summaries; links lead forward in the outline."""
    summaries = [f"s{number}" for number in range(draw(st.integers(0, 4)))]
    above = {key: draw(st.sampled_from([None, *summaries[:number]])) for number, key in enumerate(summaries)}
    leaves = [f"a{number}" for number in range(draw(st.integers(1, most)))]
    for key in leaves:
        above[key] = draw(st.sampled_from([None, *summaries]))
    stated = [draw(activities(key, above[key])) for key in (*summaries, *leaves)]
    ends = [key for key in above if key not in above.values()]
    pairs = [(one, two) for one in above for two in above if one != two and _forward(above, ends, one, two)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=14)) if pairs else []
    links = tuple(Link(one, two, draw(st.sampled_from(LinkKind)), draw(lags())) for one, two in chosen)
    assigned = [
        Assignment(
            draw(st.sampled_from(leaves)),
            draw(st.none() | st.sampled_from([each.id for each in RESOURCES])),
            draw(st.sampled_from([1.0, 0.5, 2.0, 0.0])),
            draw(st.integers(0, 1500)),
            draw(st.sampled_from([0, 0, 120])),
        )
        for _number in range(draw(st.integers(0, 5)))
    ]
    default = draw(st.sampled_from(CALENDARS))
    return Problem(
        START, CALENDARS, default.id, tuple(draw(st.permutations(stated))), links, RESOURCES, tuple(assigned)
    )


def _forward(above: dict[str, str | None], ends: list[str], one: str, two: str) -> bool:
    """Return whether all activities of `one` stand before all of `two`: no circle can come of it."""
    places = [[number for number, leaf in enumerate(ends) if _below(above, leaf, end)] for end in (one, two)]
    return max(places[0]) < min(places[1])


def _below(above: dict[str, str | None], key: str | None, end: str) -> bool:
    while key is not None and key != end:
        key = above[key]
    return key == end
