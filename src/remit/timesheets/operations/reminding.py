"""Weeks that are not handed in in time: whoever had work planned in them is reminded, once for each week."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import system_actor
from remit.audit.recording import operation, record
from remit.people.absences import capacity
from remit.people.grids import day_of
from remit.people.holidays import holidays_between
from remit.people.models import Organisation, Person
from remit.people.operations.mails import tell
from remit.people.operations.organisation import about_person
from remit.resourcing.compute.demand import demand_table, live_plans
from remit.resourcing.queries import agreed_absences
from remit.timesheets.models import OWNERS, Timesheet, TimesheetReminder
from remit.timesheets.queries import WEEK, has_begun, monday_of

MISSING = gettext_lazy("Remit: hours of a week are missing")
# a week is to be handed in by the Monday after it, and is reminded of for so many weeks
DEADLINE, MOST_WEEKS = dt.timedelta(days=8), 4


def missing_weeks(organisation: Organisation, today: dt.date) -> dict[Person, list[dt.date]]:
    """Return who has not handed in which of the last weeks although the plans have work for them in it.

    Only people who can sign in, only weeks past their deadline, none before the first that anybody handed in, and none
    without working time. Eight queries.
    """
    first_ever = has_begun(organisation.pk)
    last = monday_of(today - DEADLINE)
    first = max(last - (MOST_WEEKS - 1) * WEEK, first_ever) if first_ever is not None else None
    if first is None or first > last:
        return {}
    weeks = [first + number * WEEK for number in range((last - first).days // 7 + 1)]
    rows = Person.objects.filter(organisation=organisation, user__is_active=True).present(today)
    people = list(rows.select_related("user", "organisation").order_by("pk"))
    expected = demand_table(live_plans(organisation.pk), [each.pk for each in people], first, len(weeks))
    days = (first, last + WEEK)
    holidays, leave = holidays_between(organisation.pk, *days), defaultdict(list)
    for each in agreed_absences(people, *days):
        leave[each.person_id].append(each)
    handed = Timesheet.objects.filter(organisation=organisation, week__in=weeks, number=0)
    done = set(handed.exclude(state__in=OWNERS).values_list("person_id", "week"))
    done |= set(
        TimesheetReminder.objects.filter(person__in=people, week__in=weeks).values_list("person_id", "week")
    )
    found: dict[Person, list[dt.date]] = {}
    for place, person in enumerate(people):
        times = capacity(person, leave[person.pk], first, len(weeks), holidays=holidays)
        missing = [
            week
            for number, week in enumerate(weeks)
            if expected[place][number] >= 1 and times[number].left and (person.pk, week) not in done
        ]
        if missing:
            found[person] = missing
    return found


@operation("timesheets.remind_of_weeks")
def remind_of_weeks(person: Person, weeks: Sequence[dt.date], *, today: dt.date) -> None:
    """Remind somebody of weeks that they have not handed in, in one mail."""
    TimesheetReminder.objects.bulk_create(
        [TimesheetReminder(person=person, week=week, on=today) for week in weeks], ignore_conflicts=True
    )
    who = system_actor("Remit", person.organisation_id)
    record(who, about_person(person), {"reminded": ["", ", ".join(week.isoformat() for week in weeks)]})
    url = settings.BASE_URL + reverse("timesheets:week", args=[weeks[0].isoformat()])
    tell(person, MISSING, "timesheets/email/missing.txt", {"weeks": weeks, "url": url})


def remind_of_missing_weeks() -> int:
    """Remind everybody of weeks past their deadline, once for each; return how many people. Not for the demo."""
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        today = day_of(organisation)
        for person, weeks in missing_weeks(organisation, today).items():
            remind_of_weeks(person, weeks, today=today)
            count += 1
    return count
