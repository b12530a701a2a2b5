"""From a baseline and progress to every figure of earned value and earned schedule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from remit.engine.model import Minute
from remit.engine.value.doubts import DataFlag, Reading, doubts_of, doubts_over_time
from remit.engine.value.earned_schedule import EarnedSchedule, earned_schedule
from remit.engine.value.figure import Unit
from remit.engine.value.indices import EarnedValue, indices
from remit.engine.value.packages import (
    Rule,
    WallClock,
    WorkingClock,
    WorkPackage,
    earned_value,
    planned_value,
)
from remit.engine.value.periods import Period, period_ends, periods_passed


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What was to be earned by a date, in all."""

    minute: Minute
    planned: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """The state of a plan at `status`: in all, by package, by each key of `groups`, in time, and what is doubtful.

    `schedule` is None where there is no budget to spread over time. `level_of_effort` is the share of the budget
    that is earned by the calendar alone, which hides lateness.
    """

    status: Minute
    unit: Unit
    total: EarnedValue
    packages: Mapping[str, EarnedValue]
    groups: Mapping[str, Mapping[str, EarnedValue]]
    curve: tuple[CurvePoint, ...]
    schedule: EarnedSchedule | None
    flags: tuple[DataFlag, ...]
    level_of_effort: float


@dataclass(frozen=True, slots=True)
class _Sums:
    bac: int
    pv: int
    ev: int
    ac: int
    etc: int | None

    def figures(self, unit: Unit) -> EarnedValue:
        return indices(bac=self.bac, pv=self.pv, ev=self.ev, ac=self.ac, etc=self.etc, unit=unit)


class _OnDemand(Mapping[str, EarnedValue]):
    """The figures of packages by id, made when they are asked for: of ten thousand few are ever looked at."""

    __slots__ = ("_sums", "_unit")

    def __init__(self, sums: Mapping[str, _Sums], unit: Unit) -> None:
        self._sums, self._unit = sums, unit

    def __getitem__(self, key: str) -> EarnedValue:
        return self._sums[key].figures(self._unit)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sums)

    def __len__(self) -> int:
        return len(self._sums)


def measure(
    packages: Sequence[WorkPackage],
    *,
    status: Minute,
    every: Period = Period.MONTH,
    clock: WorkingClock | None = None,
    history: Sequence[Reading] = (),
    unit: Unit = Unit.MONEY,
) -> Measurement:
    """Return every figure of earned value and earned schedule of `packages` at `status`.

    Planned value is spread over the time that `clock` counts (each minute where it is None) and added up at the
    ends of periods; the sums of a group are those of its packages, so they add up to the total. `history` holds
    earlier readings, in which falls are looked for. Raises `ValueError` where two packages have one id.
    """
    time = clock or WallClock()
    sums = {each.id: _sums(each, status, time) for each in packages}
    if len(sums) < len(packages):
        raise ValueError("Two packages have the same id.")
    total = _added(sums.values())
    curve = _curve(packages, every, time)
    flags = [flag for each in packages for flag in doubts_of(each, status, sums[each.id].ev)]
    flags += doubts_over_time([*history, Reading(status, total.ev, total.ac, total.pv)])
    effort = sum(each.budget for each in packages if each.rule == Rule.LEVEL_OF_EFFORT)
    return Measurement(
        status=status,
        unit=unit,
        total=total.figures(unit),
        packages=_OnDemand(sums, unit),
        groups=_groups(packages, sums, unit),
        curve=curve,
        schedule=_in_time(packages, curve, total, status),
        flags=tuple(flags),
        level_of_effort=effort / total.bac if total.bac else 0.0,
    )


def _sums(package: WorkPackage, status: Minute, clock: WorkingClock) -> _Sums:
    earned = earned_value(package, status, clock)
    planned = planned_value(package, status, clock)
    return _Sums(package.budget, planned, earned, package.actual_cost, package.estimate)


def _added(parts: Iterable[_Sums]) -> _Sums:
    """Return the sums of parts; an estimate from the bottom up only where every part has one."""
    each = tuple(parts)
    etc = [part.etc for part in each if part.etc is not None]
    return _Sums(
        sum(part.bac for part in each),
        sum(part.pv for part in each),
        sum(part.ev for part in each),
        sum(part.ac for part in each),
        sum(etc) if each and len(etc) == len(each) else None,
    )


def _groups(
    packages: Sequence[WorkPackage], sums: Mapping[str, _Sums], unit: Unit
) -> dict[str, dict[str, EarnedValue]]:
    found: dict[str, dict[str, list[_Sums]]] = {}
    for package in packages:
        for key, group in package.groups:
            found.setdefault(key, {}).setdefault(group, []).append(sums[package.id])
    return {
        key: {group: _added(parts).figures(unit) for group, parts in sorted(groups.items())}
        for key, groups in found.items()
    }


def _curve(packages: Sequence[WorkPackage], every: Period, clock: WorkingClock) -> tuple[CurvePoint, ...]:
    if not packages:
        return ()
    finish = max(max((each.finish, *(step.planned for step in each.milestones))) for each in packages)
    ends = period_ends(min(each.start for each in packages), finish, every)
    return tuple(CurvePoint(end, sum(planned_value(each, end, clock) for each in packages)) for end in ends)


def _in_time(
    packages: Sequence[WorkPackage], curve: Sequence[CurvePoint], total: _Sums, status: Minute
) -> EarnedSchedule | None:
    if not total.bac:
        return None
    ends = [point.minute for point in curve]
    finishes = [each.actual_finish for each in packages if each.budget]
    known = [date for date in finishes if date is not None]
    # without every actual finish nobody knows when all was done: time goes on
    finished = periods_passed(ends, max(known)) if known and len(known) == len(finishes) else None
    return earned_schedule(
        [point.planned for point in curve],
        earned=total.ev,
        time=periods_passed(ends, status),
        finished=finished,
    )
