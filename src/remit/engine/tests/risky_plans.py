"""Generated plans with everything that the kernels of the simulation know, and uncertainty of every kind."""

from random import Random

from remit.engine.model import (
    Activity,
    ActivityCost,
    Assignment,
    Branch,
    Calendar,
    CalendarException,
    ConstraintKind,
    Correlation,
    Discrete,
    Distribution,
    EventKind,
    Fixed,
    History,
    Impact,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    Lognormal,
    Measure,
    Mitigation,
    Pert,
    Problem,
    Resource,
    RiskEvent,
    RiskModel,
    Shift,
    Triangular,
    Uncertainty,
    Uniform,
    Weather,
)
from remit.engine.tests.building import CLOCK, STANDARD, at, day

START = at("2026-01-05 08:00")
NIGHT = Calendar(
    "night",
    "Nights",
    ((Shift(0, 330), Shift(600, 690), Shift(1320, 1440)),) * 5 + ((), (Shift(15, 90),)),
    (CalendarException(day("2026-01-14"), day("2026-01-16")),),
)
CALENDARS = (STANDARD, CLOCK, NIGHT)
DATED = [
    ConstraintKind.SNET,
    ConstraintKind.SNLT,
    ConstraintKind.FNET,
    ConstraintKind.FNLT,
    ConstraintKind.MSO,
    ConstraintKind.MFO,
]


def distribution(chance: Random, size: float = 1.0) -> Distribution:
    low, likely, high = sorted(size * chance.uniform(0.2, 2.5) for _ in range(3))
    kinds: list[Distribution] = [
        Pert(low, likely, high, chance.choice([4.0, 2.0])),
        Triangular(low, likely, high),
        Uniform(low, high),
        Lognormal.from_percentiles(low, high),
        Discrete((0.0, low, high), (0.25, 0.25, 0.5)),
        History((low, likely, likely, high)),
        Fixed(likely),
    ]
    return chance.choice(kinds)


def minute(chance: Random) -> int:
    return START + chance.randint(-2 * 1440, 30 * 1440)


def activity(name: str, chance: Random, parents: list[str], *, plain: bool) -> Activity:
    stated: dict[str, object] = {
        "calendar_id": chance.choice([None, "standard", "24h", "night"]),
        "parent_id": chance.choice([None, *parents]),
    }
    length = chance.choice([0, 60, 480, chance.randint(1, 3000)])
    what = 9 if plain else chance.randint(0, 12)
    begun = START + chance.randint(0, 3 * 1440)
    if what == 0:
        stated |= {"constraint": chance.choice(DATED), "constraint_minute": minute(chance)}
    elif what == 1:
        stated |= {"is_manual": True, "manual_start": begun, "manual_finish": begun + 4000}
    elif what == 2:
        stated |= {"actual_start": begun, "actual_finish": begun + 2000}
    elif what == 3:
        stated |= {
            "actual_start": begun,
            "actual_duration_minutes": 200,
            "remaining_duration_minutes": length // 2,
        }
    elif what == 4:
        stated |= {"duration_is_elapsed": True}
    elif what == 5:
        stated |= {"is_active": False}
    if not plain and chance.random() < 0.2:
        stated |= {"deadline_minute": minute(chance)}
    return Activity(name, name.upper(), length, **stated)  # type: ignore[arg-type] # each field has its type above


def links(ids: list[str], chance: Random, *, plain: bool) -> list[Link]:
    found = []
    for number, after in enumerate(ids):
        for before in chance.sample(ids[:number], min(number, chance.randint(0, 3))):
            kind = LinkKind.FS if plain else chance.choice([LinkKind.FS, LinkKind.FS, *LinkKind])
            unit = chance.choice(list(LagUnit))
            most = 150 if unit == LagUnit.PERCENT else 2000
            lag = 0 if plain else chance.choice([0, 0, chance.randint(-most, most)])
            found.append(Link(before, after, kind, Lag(lag, unit)))
    return found


def risk(ids: list[str], found: list[Link], chance: Random, idle: set[str]) -> RiskModel:
    uncertain = [
        Uncertainty(each, distribution(chance))
        if chance.random() < 0.8
        else Uncertainty(each, distribution(chance, 900), Measure.MINUTES)
        for each in ids
        if chance.random() < 0.7
    ]
    events = [
        RiskEvent(
            f"R{number}",
            "Flood",
            chance.random(),
            tuple(
                Impact(each, distribution(chance))
                if chance.random() < 0.5
                else Impact(each, distribution(chance, 400), Measure.MINUTES)
                for each in chance.sample(ids, min(2, len(ids)))
            ),
            cost=chance.choice([None, distribution(chance, 1000)]),
            kind=chance.choice(list(EventKind)),
            mitigation=chance.choice([None, Mitigation(0.1, price=500.0)]),
        )
        for number in range(chance.randint(0, 3))
    ]
    tied = [
        Correlation(tuple(chance.sample(ids, 2)), chance.uniform(-1, 1)) for _ in range(2) if len(ids) > 2
    ]
    weathers = [Weather("rain", ("standard",), (0.3,) * 12)] if chance.random() < 0.5 else []
    return RiskModel(
        tuple(uncertain),
        tuple(events),
        tuple(tied),
        tuple(weathers),
        branches(found, chance, idle),
        tuple(ActivityCost(each, distribution(chance, 5000), chance.randint(0, 90)) for each in ids[::2]),
        overhead_per_day=chance.choice([0.0, 120.0]),
    )


def branches(found: list[Link], chance: Random, idle: set[str]) -> tuple[Branch, ...]:
    followers: dict[str, list[str]] = {}
    for link in found:
        if link.successor_id not in idle and link.successor_id not in followers.get(link.predecessor_id, []):
            followers.setdefault(link.predecessor_id, []).append(link.successor_id)
    for before, after in followers.items():
        if len(after) > 1 and chance.random() < 0.5:
            rest = 0.75 / (len(after) - 1)
            return (Branch(before, ((after[0], 0.25), *((each, rest) for each in after[1:]))),)
    return ()


def risky_plan(seed: int, *, plain: bool = False) -> Problem:
    """Return a plan of up to twelve activities; a `plain` one has neither constraints nor lags nor progress."""
    chance = Random(seed)
    parents = [f"s{number}" for number in range(chance.randint(0, 2))]
    ids = [f"a{number}" for number in range(chance.randint(1, 12))]
    activities = [activity(each, chance, parents, plain=plain) for each in ids]
    held = {each.parent_id for each in activities}
    summaries = [Activity(each, each.upper(), 0) for each in parents if each in held]
    found = links(ids, chance, plain=plain)
    for summary in summaries if not plain else ():
        inside = {each.id for each in activities if each.parent_id == summary.id}
        if inside == set(ids[-len(inside) :]):  # what comes last may wait as a whole
            found.extend(
                Link(each, summary.id, chance.choice(list(LinkKind))) for each in ids[: -len(inside)][:2]
            )
        elif inside == set(ids[: len(inside)]):
            found.extend(
                Link(summary.id, each, chance.choice(list(LinkKind))) for each in ids[len(inside) :][:2]
            )
    begun = {each.id for each in activities if each.actual_start is not None}
    crew = [each for each in ids if each not in begun and not plain and chance.random() < 0.3]
    idle = {each.id for each in activities if not each.is_active} | set(parents)
    return Problem(
        START,
        CALENDARS,
        chance.choice(CALENDARS).id,
        (*summaries, *activities),
        tuple(found),
        resources=(
            Resource("day", "Ada", calendar_id="standard", rate=60),
            Resource("night", "Bo", calendar_id="night"),
        ),
        assignments=tuple(
            Assignment(
                each,
                chance.choice(["day", "night"]),
                chance.choice([0.5, 1.0]),
                chance.randint(0, 900),
                chance.choice([0, 60]),
            )
            for each in crew
            for _ in range(chance.randint(1, 2))
        ),
        risk=risk(ids, found, chance, idle),
    )
