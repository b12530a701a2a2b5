"""What the impacts of a project's risks are measured against, today."""

import datetime as dt

from remit.people.grids import day_of
from remit.projects.models import Charter, Project, RecordState
from remit.registers.scoring import Scale

WORKING_DAYS = 5


def working_days(first: dt.date, last: dt.date) -> int:
    """Return how many days from Monday to Friday lie from one day to another, both counted; 0 where it is before."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * WORKING_DAYS + sum((first.weekday() + each) % 7 < WORKING_DAYS for each in range(rest))


def after_working_days(day: dt.date, count: int) -> dt.date:
    """Return the day so many working days after another."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= day.weekday() < WORKING_DAYS
    return day


def scale_of(project: Project) -> Scale:
    """Return the budget of the signed charter, or else the project's, and the working days to its promised end.

    One query.
    """
    agreed = Charter.objects.filter(project=project, state=RecordState.AGREED).order_by("-number").first()
    budget = agreed.content.get("budget_minor") if agreed is not None else None
    days = working_days(day_of(project.organisation), project.promised_on) if project.promised_on else 0
    return Scale(budget or project.budget_minor or None, days or None)
