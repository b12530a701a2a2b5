"""Who decides on a formal record of a project, and what stood there when they did."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from remit.accounts.permissions import Actor
from remit.people.away import away_on
from remit.people.catalogue import PROJECT_MANAGER, SPONSOR
from remit.people.decision_limits import days_limit, money_limit
from remit.people.grids import day_of, in_office, stands_on
from remit.people.models import Assignment, Person
from remit.people.routing import Question, Route, ways
from remit.people.threshold_queries import reach_of
from remit.projects.gating import ways_of_gates
from remit.projects.models import (
    Charter,
    FeasibilityStudy,
    FormalRecord,
    GateReview,
    GateState,
    Project,
    RecordState,
)


def in_role(project: Project, role: str) -> Assignment | None:
    """Return the assignment in which somebody holds a one-holder role of a project today, if anybody does."""
    rows = Assignment.objects.filter(
        in_office(day_of(project.organisation)), scope_id=project.scope_id, role__code=role
    )
    found: Assignment | None = rows.select_related("person", "role", "deputy").order_by("pk").first()
    return found


def sponsor_of(project: Project) -> Person | None:
    """Return the sponsor of a project today, away or not; None where nobody is."""
    held = in_role(project, SPONSOR)
    return held.person if held else None


def signatories(projects: Sequence[Project]) -> dict[int, Person]:
    """Return who signs the charter of each project, by its id: its sponsor, or the deputy of one who is away.

    All projects are of one organisation; two or three queries, however many.
    """
    if not projects:
        return {}
    organisation = projects[0].organisation
    day = day_of(organisation)
    by_scope = {each.scope_id: each.pk for each in projects}
    rows = Assignment.objects.filter(in_office(day), scope_id__in=by_scope, role__code=SPONSOR)
    held = list(rows.select_related("person", "deputy").order_by("-pk"))
    people = {pk for each in held for pk in (each.person_id, each.deputy_id or 0)}
    away = away_on(organisation, day, people) if held else {}
    return {by_scope[each.scope_id]: _signer(each, day, away) for each in held}


def _signer(held: Assignment, day: dt.date, away: Mapping[int, dt.date]) -> Person:
    deputy = held.deputy
    if held.person_id not in away or deputy is None or deputy.pk in away:
        return held.person
    stands_in = stands_on(day, held.deputy_from, held.deputy_to, deputy.left_on)
    return deputy if stands_in else held.person


def signatory(project: Project) -> Person | None:
    """Return who signs a project's charter; None where nobody is its sponsor."""
    return signatories([project]).get(project.pk)


def ways_of(records: Sequence[FormalRecord]) -> dict[int, Route]:
    """Return the way that each study goes: to the nearest whose limit is the project's budget, past its authors."""
    if not records:
        return {}
    asked = [
        Question(
            each.pk,
            each.project.scope,
            each.project.budget_minor,
            asked_by=frozenset(each.facts.get("authors", ())),
        )
        for each in records
    ]
    return ways(asked, records[0].project.organisation)


def way_of(record: FormalRecord) -> Route:
    """Return the way that one study goes."""
    return ways_of([record])[record.pk]


def to_decide(actor: Actor) -> dict[str, Any] | None:
    """Return what the start page shows of what is to be signed or decided; None where nothing waits."""
    if actor.person_id is None:
        return None
    within = actor.reach("project.view", "project__scope__path") & actor.within("project__organisation_id")
    joins = ("project__scope", "project__organisation")
    charters = list(Charter.objects.filter(within, state=RecordState.WAITING).select_related(*joins))
    studies = list(FeasibilityStudy.objects.filter(within, state=RecordState.WAITING).select_related(*joins))
    gates = list(GateReview.objects.filter(within, state=GateState.OPEN).select_related(*joins))
    gate_lines = ways_of_gates(gates)
    signers = signatories([each.project for each in charters])
    lines = ways_of(studies)
    found = {
        "charters": [each.project for each in charters if _is(actor, signers.get(each.project_id))],
        "gates": [each for each in gates if _is(actor, gate_lines[each.pk].decider)],
        "studies": [each.project for each in studies if _is(actor, lines[each.pk].decider)],
    }
    return found if any(found.values()) else None


def _is(actor: Actor, person: Person | None) -> bool:
    return person is not None and person.pk == actor.person_id


def answering(project: Project) -> dict[str, Any]:
    """Return, to be kept with a record, who answers for the project now and how far the manager decides."""
    sponsor, manager = in_role(project, SPONSOR), in_role(project, PROJECT_MANAGER)
    if manager is None:
        return {"sponsor": sponsor.person.name if sponsor else "", "manager": ""}
    reach = reach_of(project.organisation)
    return {
        "sponsor": sponsor.person.name if sponsor else "",
        "manager": manager.person.name,
        "manager_money_minor": money_limit(manager, reach),
        "manager_days": days_limit(manager, reach),
    }
