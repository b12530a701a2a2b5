"""What the projects of the demo share: rooms and a rig of engineering, boards of operations with their deliveries."""

import datetime as dt
from decimal import Decimal

from remit.people.models import PoolKind, Unit
from remit.resourcing.operations.pool import add_pool_entry
from remit.resourcing.operations.stock import add_delivery
from remit.web.demo.firm import FULL_WEEK, Firm

# name, kind, unit that owns it, pieces, unit of measure
ENTRIES: tuple[tuple[str, str, str, int, str], ...] = (
    ("Test rooms", PoolKind.PLACE, "Engineering", 3, ""),
    ("People-counting rig", PoolKind.EQUIPMENT, "Engineering", 1, ""),
    ("Usability laboratory", PoolKind.PLACE, "Agency and accounts", 1, ""),
    ("Sensor boards", PoolKind.MATERIAL, "Operations", 0, "pieces"),
)
# amount, day and what it is, of the sensor boards
DELIVERIES = (
    (120, dt.date(2026, 6, 1), "Store in Leeds"),
    (300, dt.date(2026, 7, 20), "Second lot of the maker"),
)


def load_pool(firm: Firm) -> None:
    """Put into the pool what plans use afterwards."""
    units = {each.name: each for each in Unit.objects.filter(organisation=firm.organisation)}
    for name, kind, unit, pieces, measure in ENTRIES:
        firm.pool[name] = add_pool_entry(
            firm.organisation, name=name, kind=kind, unit=units[unit], pieces=pieces,
            minutes_per_week=FULL_WEEK if pieces else 0, measure=measure, actor=firm.system,
        )  # fmt: skip
    for number, (amount, day, words) in enumerate(DELIVERIES, 1):
        add_delivery(
            firm.pool["Sensor boards"], amount=Decimal(amount), day=day, words=words, version=number, actor=firm.system,
        )  # fmt: skip
