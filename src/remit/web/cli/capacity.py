"""The command on how much people have to do."""

import argparse
from collections.abc import Sequence

from remit.people.grids import day_of
from remit.people.models import Person, PoolEntry
from remit.resourcing.compute import HeatRow, heat_of
from remit.resourcing.queries import Asked, chosen_entries, chosen_people, units_of
from remit.web.cli.console import Console
from remit.web.cli.organisations import command_actor, only_organisation

HOUR = 60


def capacity(given: argparse.Namespace, console: Console) -> None:
    """Say who has more work than time in the next weeks, all projects together."""
    organisation = only_organisation(given.organisation)
    actor = command_actor(organisation.pk)
    today = day_of(organisation)
    asked = Asked(
        unit=(given.unit or "").upper(), skill=(given.skill or "").upper(), level=given.level,
        of_pool=given.pool, page=given.page,
    )  # fmt: skip
    units = units_of(organisation)
    whose: Sequence[Person | PoolEntry]
    if given.pool:
        whose, count = chosen_entries(actor, units, asked)
    else:
        whose, count = chosen_people(actor, units, asked, today)
    heat = heat_of(organisation, whose, today, given.weeks)
    what = "entries of the pool" if given.pool else "people"
    lines = [
        f"{count} {what}, {given.weeks} weeks from {heat.mondays[0].isoformat()}: {len(heat.over)} with too much"
    ]
    lines += [
        f"  {row.whose.key} {row.whose.name}: "
        + ", ".join(f"{week.monday.isoformat()} +{week.over / HOUR:.1f} h" for week in row.over)
        for row in heat.over
    ]
    facts = {"count": count, "pool" if given.pool else "people": [_told(row) for row in heat.rows]}
    console.result(facts, *lines)


def _told(row: HeatRow) -> dict[str, object]:
    weeks = [
        {
            "monday": week.monday.isoformat(),
            "work_minutes": week.work,
            "capacity_minutes": week.capacity,
            "over_minutes": week.over,
        }
        for week in row.weeks
    ]
    return {"pool_entry" if row.is_pool else "person": row.whose.key, "name": row.whose.name, "weeks": weeks}
