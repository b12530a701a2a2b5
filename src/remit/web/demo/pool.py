"""What the projects of the demo share: rooms and a rig of engineering, boards of operations."""

from remit.people.models import PoolKind, Unit
from remit.resourcing.operations.pool import add_pool_entry
from remit.web.demo.firm import FULL_WEEK, Firm

# name, kind, unit that owns it, pieces, unit of measure
ENTRIES: tuple[tuple[str, str, str, int, str], ...] = (
    ("Test rooms", PoolKind.PLACE, "Engineering", 3, ""),
    ("People-counting rig", PoolKind.EQUIPMENT, "Engineering", 1, ""),
    ("Usability laboratory", PoolKind.PLACE, "Agency and accounts", 1, ""),
    ("Sensor boards", PoolKind.MATERIAL, "Operations", 0, "pieces"),
)


def load_pool(firm: Firm) -> None:
    """Put into the pool what plans use afterwards."""
    units = {each.name: each for each in Unit.objects.filter(organisation=firm.organisation)}
    for name, kind, unit, pieces, measure in ENTRIES:
        firm.pool[name] = add_pool_entry(
            firm.organisation, name=name, kind=kind, unit=units[unit], pieces=pieces,
            minutes_per_week=FULL_WEEK if pieces else 0, measure=measure, actor=firm.system,
        )  # fmt: skip
