"""What a person's page shows beside the roles: position, skills, certificates."""

import datetime as dt
from typing import Any

from remit.accounts.permissions import Actor
from remit.people.grids import day_of
from remit.people.leads import ladder_of
from remit.people.models import Certificate, Person, Position
from remit.people.policies import may_assess, may_keep_certificates, may_see_skills
from remit.people.skills import levels_of
from remit.people.staff_tables import CERTIFICATE_STATES, certificate_state


def profile(actor: Actor, person: Person) -> dict[str, Any]:
    """Return what the actor may see of somebody's position, skills and certificates: a constant number of queries."""
    today = day_of(person.organisation)
    is_lead = ladder_of(person.organisation).is_above(actor.person_id, person.pk)
    sees = bool(may_see_skills(actor)) or is_lead or actor.person_id == person.pk
    return {
        "positions": positions_of(person, today),
        "sees_skills": sees,
        "may_assess": may_assess(actor, person, is_lead=is_lead),
        "may_certify": may_keep_certificates(actor, person, is_lead=is_lead),
        "skill_levels": levels_of(person) if sees else [],
        "certificates": certificates_of(person, today) if sees else [],
    }


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
