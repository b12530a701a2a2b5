"""The check of a proposal: plain, slow, and sharing nothing with what made it but the model and its calendars.

Whoever does not trust the search can read this instead.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from remit.engine.calendars import WorkingTime, around_the_clock, intersection, working_time
from remit.engine.levelling.result import LevelledActivity, Levelling
from remit.engine.model import (
    Activity,
    ActivityKind,
    Assignment,
    ConstraintKind,
    LagCalendar,
    LagUnit,
    Link,
    LinkKind,
    Minute,
    Problem,
    Resource,
    ResourceKind,
    day_of,
)
from remit.engine.network.crews import span_of

_NEAR = 1e-6


class Broken(StrEnum):
    """What a proposal may break."""

    MISSING = "missing"
    WORK = "work"
    LINK = "link"
    MAXIMUM = "maximum"
    CAPACITY = "capacity"
    CONSTRAINT = "constraint"
    BUDGET = "budget"
    SKILL = "skill"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that a proposal breaks: what, at which activity or resource, in words."""

    kind: Broken
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class _Work:
    """One resource at work: units from start to finish; `is_own` where its own work and calendar say when."""

    resource_id: str
    units: float
    start: Minute
    finish: Minute
    is_own: bool


def verify(problem: Problem, levelling: Levelling) -> tuple[Violation, ...]:
    """Return everything that a proposal breaks: links, maxima, calendars, capacity at every instant, modes, budgets,
    skills, constraints, and work that was to stay; empty for a good one.

    What is marked `is_overloaded` may lack units and miss a constraint, and what stays may break a link.
    """  # noqa: D205 - the list of what is checked is the sentence
    return tuple(_Check(problem, levelling).violations())


class _Check:
    def __init__(self, problem: Problem, levelling: Levelling) -> None:
        self.problem = problem
        self.given = levelling.activities
        self.stated = {each.id: each for each in problem.activities}
        self.parents = {each.id: each.parent_id for each in problem.activities}
        above = set(self.parents.values())
        hammocks = {ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY}
        self.leaves = {
            each.id: each
            for each in problem.activities
            if each.id not in above and each.is_active and each.kind not in hammocks
        }
        self.resources = {each.id: each for each in problem.resources}
        self.assignments: dict[str, list[Assignment]] = defaultdict(list)
        for each in problem.assignments:
            self.assignments[each.activity_id].append(each)
        self.calendars = {each.id: each for each in problem.calendars}
        self._times: dict[tuple[str, ...], WorkingTime] = {}
        self._crews: dict[str, list[tuple[Resource, float, int | None, int]]] = {}
        self._spans: dict[str, list[_Work]] = {}
        self._below: dict[str, list[str]] = defaultdict(list)
        for key in self.leaves:
            at: str | None = key
            while at is not None:
                self._below[at].append(key)
                at = self.parents[at]

    def violations(self) -> Iterator[Violation]:
        missing = [key for key in self.leaves if key not in self.given]
        for key in missing:
            yield Violation(Broken.MISSING, key, "it has no dates")
        if missing:
            return
        for key, activity in self.leaves.items():
            if not 0 <= self.given[key].mode <= len(activity.modes):
                yield Violation(Broken.MISSING, key, f"it has no mode {self.given[key].mode}")
                return
        unskilled = [each for key in self.leaves for each in self._skilled(self.leaves[key], self.given[key])]
        yield from unskilled
        if unskilled:  # who works on it is unknown: nothing further can be said
            return
        for activity in self.leaves.values():
            yield from self._stays(activity) if self.is_fixed(activity) else self._works(activity)
        for link in self.problem.links:
            yield from self._holds(link)
        yield from self._fits()
        yield from self._affords()

    # calendars

    def time(self, *ids: str | None) -> WorkingTime:
        key = tuple(dict.fromkeys(each for each in ids if each)) or (self.problem.default_calendar_id,)
        if key not in self._times:
            origin = day_of(self.problem.start_minute)
            first, *others = (self.calendars[each] for each in key)
            self._times[key] = (
                intersection(first, others[0], origin) if others else working_time(first, origin)
            )
        return self._times[key]

    def time_of(self, activity: Activity) -> WorkingTime:
        if activity.duration_is_elapsed:
            return self._times.setdefault(("",), around_the_clock(day_of(self.problem.start_minute)))
        return self.time(activity.calendar_id)

    # what an activity needs

    def is_fixed(self, activity: Activity) -> bool:
        mandatory = {"mso", "mfo", "mandatory-start", "mandatory-finish"}
        manual = {activity.manual_start, activity.manual_finish} if activity.is_manual else {None}
        given = {activity.actual_start, activity.actual_finish} | manual
        return given != {None} or bool(mandatory & {activity.constraint, activity.second_constraint})

    def length(self, activity: Activity, given: LevelledActivity) -> int:
        if given.mode:
            return activity.modes[given.mode - 1].duration_minutes
        return activity.duration_minutes + sum(each.gap_minutes for each in activity.splits)

    def crew(
        self, activity: Activity, given: LevelledActivity
    ) -> list[tuple[Resource, float, int | None, int]]:
        """Return who works on an activity: resource, units, own work in minutes where it counts, own delay."""
        if activity.id not in self._crews:
            self._crews[activity.id] = self._found_crew(activity, given)
        return self._crews[activity.id]

    def _found_crew(
        self, activity: Activity, given: LevelledActivity
    ) -> list[tuple[Resource, float, int | None, int]]:
        follows = not (
            activity.fixed_duration
            or activity.duration_is_elapsed
            or activity.ignores_resource_calendars
            or not activity.duration_minutes
        )
        found: list[tuple[Resource, float, int | None, int]] = []
        if given.mode:
            found = [
                (self.resources[key], units, None, 0)
                for key, units in activity.modes[given.mode - 1].demands
                if self.resources[key].kind == ResourceKind.WORK
            ]
        for each in self.assignments[activity.id] if not given.mode else ():
            resource = self.resources.get(each.resource_id or "")
            if resource and resource.kind == ResourceKind.WORK and each.units > 0:
                own = span_of(each) if follows and each.work_minutes else None
                found.append((resource, each.units, own, each.delay_minutes if own is not None else 0))
        chosen = iter(given.resources)
        for need in activity.skills:
            for _head in range(ceil(need.units)):
                resource = self.resources[next(chosen)]
                own = self.length(activity, given) if follows and resource.calendar_id else None
                found.append((resource, need.units / ceil(need.units), own, 0))
        return found

    def spans(self, activity: Activity, given: LevelledActivity) -> list[_Work]:
        """Return when each of those who work on an activity does so; what stays is taken as a whole."""
        if activity.id not in self._spans:
            self._spans[activity.id] = list(self._found_spans(activity, given))
        return self._spans[activity.id]

    def _found_spans(self, activity: Activity, given: LevelledActivity) -> Iterator[_Work]:
        for resource, units, own, delay in self.crew(activity, given):
            start, finish = given.start, given.finish
            counts = own is not None and not self.is_fixed(activity) and not given.pieces
            if own is not None and counts:
                time = self.time(activity.calendar_id, resource.calendar_id)
                start = time.start_after(given.start, delay)
                finish = time.finish_after(start, own)
            for first, last in given.pieces or ((start, finish),):
                yield _Work(resource.id, units, first, last, counts)

    # checks

    def _stays(self, activity: Activity) -> Iterator[Violation]:
        given = self.given[activity.id]
        if (given.start, given.finish) != (given.unlevelled_start, given.unlevelled_finish):
            yield Violation(Broken.FIXED, activity.id, "it was to stay where it is")

    def _works(self, activity: Activity) -> Iterator[Violation]:
        """All its work lies between its dates, and no more time than it takes; nothing before the plan's start."""
        given, time = self.given[activity.id], self.time_of(activity)
        length = self.length(activity, given)
        own = [each.finish for each in self.spans(activity, given) if each.is_own]
        if given.pieces:
            done = sum(time.between(start, finish) for start, finish in given.pieces)
            if done != length:
                yield Violation(
                    Broken.WORK, activity.id, f"its pieces hold {done} minutes of work, not {length}"
                )
        elif own:
            if max(own) != given.finish:
                yield Violation(Broken.WORK, activity.id, "it does not finish when those who work on it do")
        elif time.finish_after(given.start, length) != given.finish:
            yield Violation(Broken.WORK, activity.id, f"its dates do not hold {length} minutes of work")
        if not given.is_overloaded:
            yield from self._dated(activity, given)

    def _dated(self, activity: Activity, given: LevelledActivity) -> Iterator[Violation]:
        pairs = (
            (activity.constraint, activity.constraint_minute),
            (activity.second_constraint, activity.second_constraint_minute),
        )
        for kind, minute in pairs:
            if minute is None:
                continue
            wrong = {
                ConstraintKind.SNET: given.start < minute,
                ConstraintKind.FNET: given.finish < min(minute, given.unlevelled_finish),
                ConstraintKind.SNLT: given.start > max(minute, given.unlevelled_start),
                ConstraintKind.FNLT: given.finish > max(minute, given.unlevelled_finish),
            }
            if wrong.get(kind):
                yield Violation(Broken.CONSTRAINT, activity.id, f"its constraint {kind} is not kept")

    def _skilled(self, activity: Activity, given: LevelledActivity) -> Iterator[Violation]:
        wanted = sum(ceil(need.units) for need in activity.skills)
        if len(set(given.resources)) != wanted or len(given.resources) != wanted:
            yield Violation(Broken.SKILL, activity.id, f"{wanted} different people are needed")
            return
        chosen = iter(given.resources)
        for need in activity.skills:
            for _head in range(ceil(need.units)):
                who = self.resources[next(chosen)]
                if not any(name == need.skill and has >= need.level for name, has in who.skills):
                    yield Violation(Broken.SKILL, activity.id, f"{who.id} lacks the skill {need.skill}")

    def _holds(self, link: Link) -> Iterator[Violation]:
        befores, afters = self._below.get(link.predecessor_id, ()), self._below.get(link.successor_id, ())
        if not befores:
            return
        from_end = link.kind in {LinkKind.FS, LinkKind.FF}
        for key in afters:
            after, given = self.leaves[key], self.given[key]
            if link.predecessor_id in self.leaves and link.predecessor_id == key:
                continue
            dates = [
                self.given[each].finish if from_end else self.given[each].start
                for each in befores
                if each != key
            ]
            if not dates:
                continue
            anchor = max(dates) if from_end else min(dates)
            if link.maximum:
                to_end = link.kind in {LinkKind.FF, LinkKind.SF}
                if (given.finish if to_end else given.start) > self._allowed(link, anchor, after):
                    yield Violation(Broken.MAXIMUM, key, f"it lies too long after {link.predecessor_id}")
            elif not self.is_fixed(after) and given.start < self._demanded(link, anchor, after):
                yield Violation(Broken.LINK, key, f"it does not wait for {link.predecessor_id}")

    def _demanded(self, link: Link, anchor: Minute, after: Activity) -> Minute:
        """Return where a link lets an activity start, by the rules of the critical path method."""
        given = self.given[after.id]
        if link.lag.unit == LagUnit.ELAPSED:
            anchor += link.lag.amount
        if link.kind in {LinkKind.FF, LinkKind.SF}:
            own = [
                self.time(after.calendar_id, resource.calendar_id).begin_before(anchor, work + delay)
                for resource, _units, work, delay in self.crew(after, given)
                if work is not None
            ]
            length = self.length(after, given)
            anchor = min(own) if own else self.time_of(after).begin_before(anchor, length)
        if link.lag.unit == LagUnit.ELAPSED:
            return anchor
        return self._lagged(link, anchor, moment=not self.length(after, given), after=after)

    def _lagged(self, link: Link, anchor: Minute, *, moment: bool, after: Activity) -> Minute:
        amount = link.lag.amount
        if link.lag.unit == LagUnit.PERCENT:
            amount = round(self._length_before(link) * amount / 100)
        if not amount:
            return anchor
        if link.lag.unit == LagUnit.ELAPSED:
            return anchor + amount
        time = self._lag_time(link, after)
        return (
            time.finish_after(anchor, amount) if moment and amount > 0 else time.start_after(anchor, amount)
        )

    def _allowed(self, link: Link, anchor: Minute, after: Activity) -> Minute:
        """Return the last minute that a maximum allows; no working time lies between the one it states and this."""
        amount = link.lag.amount
        if link.lag.unit == LagUnit.ELAPSED:
            return anchor + amount
        if link.lag.unit == LagUnit.PERCENT:
            amount = round(self._length_before(link) * amount / 100)
        return self._lag_time(link, after).start_after(anchor, amount)

    def _length_before(self, link: Link) -> int:
        """Return how long the predecessor takes; a summary what it spans without levelling."""
        if link.predecessor_id in self.leaves:
            return self.leaves[link.predecessor_id].duration_minutes
        below = [self.given[each] for each in self._below[link.predecessor_id]]
        dates = [each.unlevelled_start for each in below], [each.unlevelled_finish for each in below]
        return self.time(self.stated[link.predecessor_id].calendar_id).between(min(dates[0]), max(dates[1]))

    def _lag_time(self, link: Link, after: Activity) -> WorkingTime:
        if link.lag_calendar_id:
            return self.time(link.lag_calendar_id)
        default = LagCalendar.SUCCESSOR if self.problem.rules != "primavera-p6" else LagCalendar.PREDECESSOR
        chosen = self.problem.options.lag_calendar or default
        if chosen == LagCalendar.CLOCK:
            return around_the_clock(day_of(self.problem.start_minute))
        before = self.stated[link.predecessor_id]
        whose = {LagCalendar.SUCCESSOR: after, LagCalendar.PREDECESSOR: before}.get(chosen)
        return self.time(whose.calendar_id if whose else None)

    def _fits(self) -> Iterator[Violation]:
        """At no instant more of a resource is used than there is, but where something marked takes part."""
        events: dict[str, list[tuple[Minute, float, str]]] = defaultdict(list)
        for key, activity in self.leaves.items():
            for each in self.spans(activity, self.given[key]):
                if each.start < each.finish:
                    events[each.resource_id] += [
                        (each.start, each.units, key),
                        (each.finish, -each.units, key),
                    ]
        for resource_id, changes in events.items():
            yield from self._sweep(self.resources[resource_id], changes)

    def _sweep(self, resource: Resource, changes: list[tuple[Minute, float, str]]) -> Iterator[Violation]:
        steps = [(minute, units, "") for minute, units in resource.availability]
        used, there = 0.0, resource.max_units
        busy: dict[str, int] = defaultdict(int)
        line = sorted([*changes, *steps], key=lambda each: each[0])
        for at, (minute, units, key) in enumerate(line):
            if key:
                used += units
                busy[key] += 1 if units > 0 else -1
            else:
                there = units
            if at + 1 < len(line) and line[at + 1][0] == minute:
                continue
            if used > there + _NEAR and not self._excused(busy):
                yield Violation(
                    Broken.CAPACITY, resource.id, f"{used:g} of {there:g} units are used at {minute}"
                )
                return

    def _excused(self, busy: dict[str, int]) -> bool:
        """Return whether something takes part that could not be moved away."""
        return any(
            count and (self.given[key].is_overloaded or self.is_fixed(self.leaves[key]))
            for key, count in busy.items()
        )

    def _affords(self) -> Iterator[Violation]:
        used: dict[str, float] = defaultdict(float)
        for key, activity in self.leaves.items():
            given = self.given[key]
            pairs = (
                activity.modes[given.mode - 1].demands
                if given.mode
                else [(each.resource_id or "", each.units) for each in self.assignments[key]]
            )
            for resource_id, units in pairs:
                used[resource_id] += units
        for resource_id, units in used.items():
            resource = self.resources.get(resource_id)
            if resource and resource.kind == ResourceKind.BUDGET and units > resource.max_units + _NEAR:
                yield Violation(Broken.BUDGET, resource_id, f"{units:g} of {resource.max_units:g} are used")
