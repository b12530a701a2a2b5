"""What earned value is worked out from, as it is read: promised activities, accounts, lines of costs. Pure."""

import datetime as dt
from dataclasses import dataclass

SHARED = ""
"""Where the budget stands of accounts to which no activity is charged: all activities share it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is stated of how an activity is measured."""

    rule: str = ""
    account: str = SHARED
    units_planned: float = 0
    units_done: float = 0
    steps: tuple[tuple[str, int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Promised:
    """An activity as the baseline promises it, and as it stands; `is_gone` where the plan holds it no more."""

    key: str
    name: str
    start: int
    finish: int
    work: int
    duration: int
    cost: int | None
    kind: str = "task"
    percent: int = 0
    actual_start: int | None = None
    actual_finish: int | None = None
    is_gone: bool = False
    element: str = ""
    person: str = ""
    measured: Measured = Measured()


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the baseline with its budget; a contingency reserve takes no costs."""

    key: str
    kind: str
    budget: int
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of costs; `settles` and `reverses` are ids of other lines."""

    id: int
    account: str
    kind: str
    on: dt.date
    amount: int
    settles: int | None = None
    reverses: int | None = None
