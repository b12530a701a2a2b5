"""What a person's page shows beside the roles: position, absences and time, skills, certificates."""

import datetime as dt
from typing import Any

from remit.accounts.permissions import Actor
from remit.people.absences import capacity, visible_absences
from remit.people.grids import day_of
from remit.people.holidays import holidays_between
from remit.people.leads import Ladder, ladder_of
from remit.people.models import AbsenceState, Certificate, Person, Position
from remit.people.operations.absences import OPEN
from remit.people.policies import (
    may_assess,
    may_keep_certificates,
    may_request_leave,
    may_see_skills,
    may_see_why_absent,
)
from remit.people.skills import levels_of
from remit.people.staff_tables import CERTIFICATE_STATES, certificate_state

WEEKS = 8


def profile(actor: Actor, person: Person) -> dict[str, Any]:
    """Return what the actor may see of somebody's position, skills and certificates: a constant number of queries."""
    today = day_of(person.organisation)
    ladder = ladder_of(person.organisation)
    is_lead = ladder.is_above(actor.person_id, person.pk)
    sees = bool(may_see_skills(actor)) or is_lead or actor.person_id == person.pk
    return {
        "positions": positions_of(person, today),
        "sees_skills": sees,
        "may_assess": may_assess(actor, person, is_lead=is_lead),
        "may_certify": may_keep_certificates(actor, person, is_lead=is_lead),
        "skill_levels": levels_of(person) if sees else [],
        "certificates": certificates_of(person, today) if sees else [],
        "why_hidden": not may_see_why_absent(actor, person.pk, is_lead=is_lead),
        "may_request": may_request_leave(actor, person, is_lead=is_lead),
        **_time_of(actor, person, today, ladder, sees=sees),
    }


def sees_profile(actor: Actor, person: Person) -> bool:
    """Return whether the actor may see what somebody can do: at most four queries."""
    if may_see_skills(actor) or actor.person_id == person.pk:
        return True
    return ladder_of(person.organisation).is_above(actor.person_id, person.pk)


def _time_of(actor: Actor, person: Person, today: dt.date, ladder: Ladder, *, sees: bool) -> dict[str, Any]:
    """Return the absences to come and the working time of the next weeks, as far as the actor may see them."""
    if not sees:
        return {"absences": [], "weeks": []}
    rows = visible_absences(actor, ladder).filter(person=person, state__in=OPEN)
    shown = list(rows.filter(to_date__gte=today - dt.timedelta(days=today.weekday())))
    agreed = [each for each in shown if each.state == AbsenceState.APPROVED]
    monday = today - dt.timedelta(days=today.weekday())
    days = holidays_between(person.organisation_id, monday, monday + dt.timedelta(weeks=WEEKS))
    weeks = capacity(person, agreed, today, WEEKS, holidays=days)
    return {"absences": shown, "weeks": weeks}


def positions_of(person: Person, today: dt.date) -> list[Position]:
    """Return the positions that somebody fills, with the unit and whoever fills the position above: one query."""
    rows = Position.objects.filter(holder=person).exclude(to_date__lt=today)
    return list(rows.select_related("unit", "reports_to__holder"))


def certificates_of(person: Person, today: dt.date) -> list[Certificate]:
    """Return the certificates of somebody, each with the words and colour of its `state`: one query."""
    rows: Any = Certificate.objects.filter(person=person).annotate(state=certificate_state(today))
    found = list(rows)
    for each in found:
        each.words, each.colour = CERTIFICATE_STATES[each.state]
    return found
