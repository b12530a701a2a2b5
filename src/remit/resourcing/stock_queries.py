"""What there is of material, as it is read: deliveries, what was given, and what is left day by day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from remit.accounts.permissions import Actor
from remit.core.figures import in_unit
from remit.people.grids import day_of
from remit.people.models import PoolEntry
from remit.projects.models import Project
from remit.resourcing.models import Allocation, Delivery
from remit.resourcing.stock import Moved, free_from, least_from


def given_of(entry: PoolEntry) -> list[Allocation]:
    """Return what is given of material, also what is used up by now: one query."""
    rows = Allocation.objects.held().filter(pool=entry, amount__isnull=False)
    return list(rows.select_related("request__project").order_by("from_date", "pk"))


def moves_of(deliveries: Iterable[Delivery], given: Iterable[Allocation]) -> list[Moved]:
    """Return what comes and goes, each with its day."""
    taken = [(each.from_date, -each.amount) for each in given if each.amount is not None]
    return [*((each.day, each.amount) for each in deliveries), *taken]


@dataclass(frozen=True, slots=True)
class StockLine:
    """One delivery or one amount given, and what is left after it; the project for whoever may see it."""

    day: dt.date
    amount: Decimal
    left: Decimal
    measure: str
    delivery: Delivery | None
    request_key: str
    project: Project | None
    may_remove: bool

    @property
    def amount_words(self) -> str:
        """Return the amount with its unit and its sign."""
        return ("+" if self.amount > 0 else "") + in_unit(self.amount, self.measure)

    @property
    def left_words(self) -> str:
        """Return what is left with its unit."""
        return in_unit(self.left, self.measure)


@dataclass(frozen=True, slots=True)
class Stock:
    """What comes and goes of material by day, and what can be given today so that nothing is missing later."""

    lines: tuple[StockLine, ...]
    free: Decimal
    measure: str

    @property
    def free_words(self) -> str:
        """Return what is free today with its unit."""
        return in_unit(self.free, self.measure)


def stock_of(actor: Actor, entry: PoolEntry) -> Stock:
    """Return what there is of material: three queries."""
    deliveries = list(entry.deliveries.order_by("day", "number"))
    given = given_of(entry)
    seen = Project.objects.visible_to(actor).filter(pk__in=[each.request.project_id for each in given])
    projects = {each.pk: each for each in seen}
    moves = moves_of(deliveries, given)
    least, left, lines = dict(least_from(moves)), Decimal(0), []
    events: list[tuple[dt.date, int, int, Delivery | Allocation]] = [
        *((each.day, 0, each.number, each) for each in deliveries),
        *((each.from_date, 1, each.pk, each) for each in given),
    ]
    for day, _order, _number, each in sorted(events, key=lambda event: event[:3]):
        if isinstance(each, Delivery):
            amount, delivery, project, key = each.amount, each, None, ""
        else:
            amount, delivery = -(each.amount or Decimal(0)), None
            project = projects.get(each.request.project_id)
            key = each.request.key if project else ""
        left += amount
        may_remove = delivery is not None and least[day] >= amount
        lines.append(StockLine(day, amount, left, entry.measure, delivery, key, project, may_remove))
    return Stock(tuple(lines), free_from(moves, day_of(entry.organisation)), entry.measure)
