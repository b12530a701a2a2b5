"""Public holidays: stated by whoever keeps people, and taken away again."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Invalid, NotFound
from remit.people.models import Holiday, Organisation
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_edit_people

MOST_AT_ONCE = 100
LONGEST_NAME = 120


def about_holiday(holiday: Holiday) -> About:
    """Return how the record names a holiday."""
    path = root_scope(holiday.organisation).path
    return About("holiday", holiday.day.isoformat(), holiday.name, holiday.organisation_id, path)


@operation("people.add_holidays")
def add_holidays(
    organisation: Organisation, days: Sequence[tuple[dt.date, str]], *, actor: Actor
) -> list[Holiday]:
    """State public holidays, each a day with its name; a day is stated once."""
    require(may_edit_people(actor))
    if not 1 <= len(days) <= MOST_AT_ONCE:
        message = _("Give between 1 and %(most)d days.") % {"most": MOST_AT_ONCE}
        raise Invalid(message, field="days", code="count")
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    stated = set(Holiday.objects.filter(organisation=locked).values_list("day", flat=True))
    made = []
    for day, name in days:
        clean = " ".join("".join(c for c in name if c.isprintable()).split())[:LONGEST_NAME]
        if not clean:
            raise Invalid(_("Give each day its name."), field="days", code="required")
        if day in stated:
            message = _("%(day)s is a holiday already.") % {"day": day.isoformat()}
            raise Invalid(message, field="days", code="twice")
        stated.add(day)
        holiday = Holiday.objects.create(organisation=locked, day=day, name=clean)
        record(actor, about_holiday(holiday), {"name": ["", clean]})
        made.append(holiday)
    return made


@operation("people.remove_holiday")
def remove_holiday(organisation: Organisation, day: dt.date, *, actor: Actor) -> None:
    """Take a public holiday away: people work on that day."""
    require(may_edit_people(actor))
    rows = Holiday.objects.select_for_update(of=("self",)).select_related("organisation")
    holiday: Holiday | None = rows.filter(organisation=organisation, day=day).first()
    if holiday is None:
        raise NotFound(_("This day is no holiday."))
    record(actor, about_holiday(holiday), {"name": [holiday.name, ""]})
    holiday.delete()
