"""What the lines of costs say was spent by any day: what was paid, and what was owed and not yet paid. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from remit.costs.models import EntryKind
from remit.earned_value.facts import Line


@dataclass(frozen=True, slots=True)
class Spending:
    """Days with what was spent up to each, in all; `by_account` up to the last day asked for."""

    days: tuple[tuple[dt.date, int], ...]
    by_account: dict[str, int]

    @property
    def total(self) -> int:
        """Return what was spent in all."""
        return sum(self.by_account.values())


def spending(lines: Iterable[Line], until: dt.date) -> Spending:
    """Return what was spent up to `until`: actual costs whole, accruals as far as they were open on each day."""
    known = sorted((each for each in lines if each.on <= until), key=lambda each: (each.on, each.id))
    accruals = {each.id for each in known if each.kind == EntryKind.ACCRUAL and each.reverses is None}
    rest: dict[int, int] = {}
    by_day: dict[dt.date, int] = {}
    by_account: dict[str, int] = {}

    def add(line: Line, amount: int) -> None:
        by_day[line.on] = by_day.get(line.on, 0) + amount
        by_account[line.account] = by_account.get(line.account, 0) + amount

    def counted(accrual: int) -> int:
        return max(rest.get(accrual, 0), 0)

    for line in known:
        if line.kind == EntryKind.ACTUAL:
            add(line, line.amount)
        moved = (
            line.id
            if line.id in accruals
            else line.reverses
            if line.kind == EntryKind.ACCRUAL
            else line.settles
        )
        if moved is None or (moved not in accruals):
            continue
        before = counted(moved)
        change = -line.amount if line.kind == EntryKind.ACTUAL else line.amount
        rest[moved] = rest.get(moved, 0) + change
        add(line, counted(moved) - before)
    days = sorted(by_day)
    sums = accumulate(by_day[day] for day in days)
    return Spending(tuple(zip(days, sums, strict=True)), by_account)
