"""The command on how much people have to do."""

import argparse

from remit.people.grids import day_of
from remit.resourcing.compute import heat_of
from remit.resourcing.queries import Asked, chosen_people, units_of
from remit.web.cli.console import Console
from remit.web.cli.organisations import command_actor, only_organisation

HOUR = 60


def capacity(given: argparse.Namespace, console: Console) -> None:
    """Say who has more work than time in the next weeks, all projects together."""
    organisation = only_organisation(given.organisation)
    actor = command_actor(organisation.pk)
    today = day_of(organisation)
    asked = Asked(unit=(given.unit or "").upper())
    people, count = chosen_people(actor, units_of(organisation), asked, today)
    heat = heat_of(organisation, people, today, given.weeks)
    lines = [
        f"{count} people, {given.weeks} weeks from {heat.mondays[0].isoformat()}: {len(heat.over)} with too much"
    ]
    lines += [
        f"  {row.person.key} {row.person.name}: "
        + ", ".join(f"{week.monday.isoformat()} +{week.over / HOUR:.1f} h" for week in row.over)
        for row in heat.over
    ]
    facts = {
        "count": count,
        "people": [
            {
                "person": row.person.key,
                "name": row.person.name,
                "weeks": [
                    {
                        "monday": week.monday.isoformat(),
                        "work_minutes": week.work,
                        "capacity_minutes": week.capacity,
                        "over_minutes": week.over,
                    }
                    for week in row.weeks
                ],
            }
            for row in heat.rows
        ],
    }
    console.result(facts, *lines)
