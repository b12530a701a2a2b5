"""Why somebody has so much to do in a week: which activities of which projects, and who is accountable."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.people.models import Organisation, Person, PoolEntry
from remit.resourcing.compute.demand import live_plans, number_of, rows_of, times_of, week_number, weekly_work
from remit.resourcing.queries import named_plan_rows

_MORE = ("resource__key", "activity__key", "activity__name", "activity__accountable__name")
_PROJECT = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Work of somebody in a week, in minutes: an activity, or all that lies in projects that the asker may not see."""

    minutes: int
    project_key: str = ""
    project_name: str = ""
    resource_key: str = ""
    activity_key: str = ""
    activity_name: str = ""
    accountable: str = ""
    may_edit: bool = False

    @property
    def words(self) -> str:
        """Return what it is, in words."""
        return self.activity_name or str(_("Work in projects that you may not see"))


def reasons_of(
    actor: Actor, organisation: Organisation, whose: Person | PoolEntry, monday: dt.date
) -> list[Reason]:
    """Return what somebody or something works on in the week of `monday`, the most first: four queries.

    Work in projects whose plan the actor may not see is one sum without names.
    """
    plans = live_plans(organisation.pk)
    rows = list(rows_of(plans, [number_of(whose)], _MORE))
    touched = {row[_PROJECT] for row in rows}
    times = times_of([plan for plan in plans if plan.project_id in touched])
    seen = named_plan_rows(actor, sorted(touched))
    week, hidden = week_number(monday), 0.0
    found = []
    for row in rows:
        minutes = weekly_work(row, times[row[_PROJECT]]).get(week, 0.0)
        project = seen.get(row[_PROJECT])
        if project is None:
            hidden += minutes
        elif round(minutes):
            resource, activity, name, accountable = row[-len(_MORE) :]
            found.append(
                Reason(
                    round(minutes), project["key"], project["name"], resource, activity, name,
                    accountable or "", project["may_edit"],
                )
            )  # fmt: skip
    found.sort(key=lambda each: (-each.minutes, each.project_key, each.activity_key))
    return [*found, Reason(round(hidden))] if round(hidden) else found
