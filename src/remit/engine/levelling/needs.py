"""What each way to do an activity needs: stated assignments, further modes, and who could bring a skill."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from math import ceil
from typing import NamedTuple, TypeVar

from remit.engine.model import Activity, ActivityKind, Assignment, PlanError, Problem, Resource, ResourceKind
from remit.engine.network.crews import span_of

UNIT = 1000  # a unit of a resource is counted in thousandths
MOST_CHOICES, FEWEST_CHOICES = 24, 6  # crews looked at for an activity that needs skills
_CHOICES_IN_ALL = 20_000

_Crew = TypeVar("_Crew")


class Need(NamedTuple):
    """One resource at work on an activity: thousandths of units; `work_minutes` None follows the activity."""

    resource_id: str
    units: int
    work_minutes: int | None = None
    delay_minutes: int = 0


class Way(NamedTuple):
    """One way to do an activity: working minutes, needs, what it takes from budgets, money in minor units.

    `mode` is the number of the mode, 0 for the stated one; `chosen` are the resources picked for skills.
    """

    length: int
    needs: tuple[Need, ...]
    uses: tuple[tuple[str, int], ...] = ()
    cost: int = 0
    mode: int = 0
    chosen: tuple[str, ...] = ()


def thousandths(units: float) -> int:
    """Return units in thousandths."""
    return round(units * UNIT)


def follows_resources(activity: Activity) -> bool:
    """Return whether the calendars and the work of its resources decide how long an activity takes."""
    return not (
        activity.fixed_duration
        or activity.duration_is_elapsed
        or activity.ignores_resource_calendars
        or activity.duration_minutes == 0
        or activity.kind == ActivityKind.LEVEL_OF_EFFORT
    )


class Ways:
    """Finds the ways to do each activity of a problem."""

    def __init__(self, problem: Problem) -> None:
        self._resources: dict[str, Resource] = {each.id: each for each in problem.resources}
        self._assignments: dict[str, list[Assignment]] = {}
        for each in problem.assignments:
            self._assignments.setdefault(each.activity_id, []).append(each)
        self._able: dict[tuple[str, int], list[Resource]] = {}
        self._calendars = {each.id: each for each in problem.calendars}
        self._together: dict[tuple[str, str], bool] = {}
        self.is_whole = True
        """Whether every possible crew was looked at: what is proved of the ways found holds for the plan."""
        skilled = sum(1 for each in problem.activities if each.skills)
        # in a large plan fewer are looked at for each: they turn, so that all come up somewhere
        self._choices = max(FEWEST_CHOICES, min(MOST_CHOICES, _CHOICES_IN_ALL // max(1, skilled)))

    def of(self, activity: Activity, number: int) -> list[Way]:
        """Return all ways to do an activity, the stated one first; `number` turns who is asked first for a skill.

        Raises `PlanError` where nobody has a skill that is needed.
        """
        stated = [self._stated(activity), *(self._mode(activity, at) for at in range(len(activity.modes)))]
        if activity.skills:
            crews = list(self._crews(activity, number))
            stated = [self._with(way, activity, crew) for way in stated for crew in crews]
        return [each._replace(needs=_once(each.needs)) for each in stated]

    def _stated(self, activity: Activity) -> Way:
        follows = follows_resources(activity)
        needs: list[Need] = []
        uses: list[tuple[str, int]] = []
        gaps, cost = sum(each.gap_minutes for each in activity.splits), 0
        for each in self._assignments.get(activity.id, ()):
            resource = self._resources.get(each.resource_id or "")
            cost += each.cost
            if resource is None or each.units <= 0:
                continue
            if resource.kind == ResourceKind.BUDGET:
                uses.append((resource.id, thousandths(each.units)))
            elif resource.kind == ResourceKind.WORK:
                drives = follows and each.work_minutes > 0
                work = span_of(each) if drives else None
                needs.append(
                    Need(resource.id, thousandths(each.units), work, each.delay_minutes if drives else 0)
                )
                cost += each.work_minutes * resource.rate // 60
        return Way(activity.duration_minutes + gaps, tuple(needs), tuple(uses), cost)

    def _mode(self, activity: Activity, at: int) -> Way:
        mode = activity.modes[at]
        needs: list[Need] = []
        uses: list[tuple[str, int]] = []
        cost = 0
        for resource_id, units in mode.demands:
            resource = self._resources.get(resource_id)
            if resource is None:
                msg = f"Activity {activity.id} has a mode that needs {resource_id}, which is not in the plan."
                raise PlanError(msg, [activity.id])
            if resource.kind == ResourceKind.BUDGET:
                uses.append((resource_id, thousandths(units)))
            elif resource.kind == ResourceKind.WORK and units > 0:
                needs.append(Need(resource_id, thousandths(units)))
                cost += round(units * mode.duration_minutes) * resource.rate // 60
        return Way(mode.duration_minutes, tuple(needs), tuple(uses), cost, at + 1)

    def _crews(self, activity: Activity, number: int) -> Iterator[tuple[tuple[str, int], ...]]:
        """Yield who could bring the skills, as pairs of resource and thousandths; at most so many."""
        choices: list[list[tuple[tuple[str, int], ...]]] = []
        for need in activity.skills:
            able = [each for each in self._who(need.skill, need.level) if self._work_together(activity, each)]
            heads = ceil(need.units)
            if len(able) < heads or heads == 0:
                msg = f"Activity {activity.id} '{activity.name}' needs {need.units:g} with the skill"
                raise PlanError(
                    f"{msg} '{need.skill}' at level {need.level}: there are not so many.", [activity.id]
                )
            turn = number % len(able)
            units = thousandths(need.units / heads)
            found = combinations([each.id for each in (*able[turn:], *able[:turn])], heads)
            crews = self._first_of(found)
            choices.append([tuple((each, units) for each in crew) for crew in crews])
        whole = (tuple(pair for part in parts for pair in part) for parts in product(*choices))
        apart = (crew for crew in whole if len({who for who, _units in crew}) == len(crew))
        looked_at = self._first_of(apart)
        yield from looked_at
        if not looked_at:
            msg = f"Activity {activity.id} '{activity.name}' needs skills that too few people have between them."
            raise PlanError(msg, [activity.id])

    def _first_of(self, crews: Iterator[_Crew]) -> list[_Crew]:
        """Return as many crews as are looked at, and note it if there are more."""
        found = list(islice(crews, self._choices + 1))
        self.is_whole = self.is_whole and len(found) <= self._choices
        return found[: self._choices]

    def _who(self, skill: str, level: int) -> list[Resource]:
        if (skill, level) not in self._able:
            self._able[skill, level] = [
                each
                for each in self._resources.values()
                if each.kind == ResourceKind.WORK
                and each.max_units > 0
                and any(name == skill and has >= level for name, has in each.skills)
            ]
        return self._able[skill, level]

    def _work_together(self, activity: Activity, resource: Resource) -> bool:
        """Return whether a resource ever works when the activity is done, in a week without exceptions."""
        if not follows_resources(activity) or None in {activity.calendar_id, resource.calendar_id}:
            return True
        key = (activity.calendar_id or "", resource.calendar_id or "")
        if key not in self._together:
            days = zip(*(self._calendars[each].week for each in key), strict=True)
            self._together[key] = any(
                max(one.start, other.start) < min(one.finish, other.finish)
                for first, second in days
                for one in first
                for other in second
            )
        return self._together[key]

    def _with(self, way: Way, activity: Activity, crew: Sequence[tuple[str, int]]) -> Way:
        follows = follows_resources(activity)
        cost, needs = way.cost, list(way.needs)
        for who, units in crew:
            resource = self._resources[who]
            needs.append(Need(who, units, way.length if follows and resource.calendar_id else None))
            cost += way.length * units // UNIT * resource.rate // 60
        chosen = tuple(who for who, _units in crew)
        return Way(way.length, tuple(needs), way.uses, cost, way.mode, chosen)


def _once(needs: tuple[Need, ...]) -> tuple[Need, ...]:
    """Return needs that hold no resource twice.

    Who is on an activity in several ways is taken by it as a whole, from its start to its finish, with the sum; the
    ways still say how long it takes.
    """
    sums = Counter[str]()
    for each in needs:
        sums[each.resource_id] += each.units
    if len(sums) == len(needs):
        return needs
    counted = Counter(each.resource_id for each in needs)
    apart = [
        each if counted[each.resource_id] == 1 else each._replace(units=0)
        for each in needs
        if counted[each.resource_id] == 1 or each.work_minutes is not None
    ]
    return (*apart, *(Need(key, sums[key]) for key, times in counted.items() if times > 1))


def most_of(resource: Resource) -> int:
    """Return the most that is ever there of a resource, in thousandths."""
    return max(
        [thousandths(resource.max_units), *(thousandths(units) for _from, units in resource.availability)]
    )


def clipped(ways: Sequence[Way], most: Mapping[str, int]) -> tuple[list[Way], bool]:
    """Return the ways that are possible at all, else the first with its needs cut to what there is, and whether so."""
    possible = [way for way in ways if all(need.units <= most[need.resource_id] for need in way.needs)]
    if possible:
        return possible, False
    first = ways[0]
    needs = tuple(
        Need(each.resource_id, min(each.units, most[each.resource_id]), each.work_minutes, each.delay_minutes)
        for each in first.needs
    )
    return [Way(first.length, needs, first.uses, first.cost, first.mode, first.chosen)], True
