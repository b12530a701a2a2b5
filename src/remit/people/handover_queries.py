"""Handovers as pages and programs show them: what is vacant, who appoints, who held what when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.grids import chain, day_of, in_office
from remit.people.models import Assignment, Handover, HandoverCause, Organisation, Person, Scope
from remit.people.routing import DECIDES

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """A handover as it stands on a day: `code` is closed, vacant, away or held."""

    handover: Handover
    code: str
    days_late: int
    done: int
    count: int

    @property
    def colour(self) -> str:
        """Return the colour of its status."""
        if self.code in {"vacant", "away"}:
            return "red"
        if self.code == "closed":
            return "green"
        return "amber" if self.days_late else "grey"


def handovers(actor: Actor) -> Any:
    """Return the handovers that the actor may see, with what a line of them shows."""
    rows = Handover.objects.visible_to(actor).select_related(
        "assignment__person", "assignment__role", "assignment__scope__organisation", "organisation"
    )
    done = Count("items", filter=Q(items__done_on__isnull=False))
    return rows.annotate(done=done, count=Count("items"))


def one_handover(actor: Actor, key: str) -> Any:
    """Return the handover with `key`, or raise `NotFound`."""
    found = handovers(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def standings(rows: Sequence[Any], day: dt.date) -> list[Standing]:
    """Return how each handover of `handovers` stands on a day: one query."""
    wanted = {(each.assignment.role_id, each.assignment.scope_id) for each in rows if not each.closed_on}
    present = holders_on(wanted, day)
    return [_standing(each, present, day) for each in rows]


def holders_on(wanted: set[tuple[int, int]], day: dt.date) -> dict[tuple[int, int], set[int]]:
    """Return who is in office by role and scope, by the keys of assignments: one query, none where nothing is asked."""
    if not wanted:
        return {}
    rows = Assignment.objects.filter(
        in_office(day),
        role_id__in={role for role, _s in wanted},
        scope_id__in={scope for _r, scope in wanted},
    )
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for pk, role_id, scope_id in rows.order_by().values_list("pk", "role_id", "scope_id"):
        found[role_id, scope_id].add(pk)
    return dict(found)


def _standing(each: Any, present: dict[tuple[int, int], set[int]], day: dt.date) -> Standing:
    held = present.get((each.assignment.role_id, each.assignment.scope_id), set())
    late = max(0, (day - each.due_on).days)
    if each.closed_on:
        return Standing(each, "closed", 0, each.done, each.count)
    if not held:
        return Standing(each, "vacant", late, each.done, each.count)
    is_away = each.cause == HandoverCause.AWAY and held == {each.assignment_id}
    return Standing(each, "away" if is_away else "held", late, each.done, each.count)


def appointers(rows: Sequence[Any], day: dt.date) -> dict[int, list[Person]]:
    """Return who appoints anew in each handover's place, by its primary key: one query.

    They are those nearest above who give roles there and have more authority than the role, not who leaves it;
    where nobody has more, whoever gives roles nearest.
    """
    scopes = {pk for each in rows for pk in chain(each.assignment.scope)}
    line: defaultdict[int, list[Assignment]] = defaultdict(list)
    held = Assignment.objects.filter(in_office(day), scope_id__in=scopes).order_by("pk")
    for each in held.select_related("person__user", "person__organisation", "role"):
        if DECIDES in each.role.capabilities:
            line[each.scope_id].append(each)
    return {each.pk: _appointers(each.assignment, line) for each in rows}


def _appointers(left: Assignment, line: dict[int, list[Assignment]]) -> list[Person]:
    places = [
        [each for each in line.get(pk, ()) if each.person_id != left.person_id] for pk in chain(left.scope)
    ]
    above = [[each for each in place if each.role.authority > left.role.authority] for place in places]
    nearest: list[Assignment] = next((place for place in (*above, *places) if place), [])
    return list({each.person_id: each.person for each in nearest}.values())


def at_home(actor: Actor) -> dict[str, Any] | None:
    """Return the open handovers in which the actor appoints, or which are the actor's own to hand over."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    open_ones = handovers(actor).filter(closed_on=None)
    may_appoint = actor.reach("project.assign", "assignment__scope__path")
    rows = list(open_ones.filter(may_appoint | Q(assignment__person_id=actor.person_id))[:MOST_SHOWN])
    if not rows:
        return None
    day = day_of(rows[0].organisation)
    appoint = appointers(rows, day)
    mine = [
        each
        for each in rows
        if each.assignment.person_id == actor.person_id
        or actor.person_id in {person.pk for person in appoint[each.pk]}
    ]
    return {"rows": standings(mine, day)} if mine else None


def of_scope(actor: Actor, scope: Scope) -> dict[str, Any] | None:
    """Return the open handovers at a scope; None where there are none."""
    rows = list(handovers(actor).filter(closed_on=None, assignment__scope=scope)[:MOST_SHOWN])
    return {"rows": standings(rows, day_of(scope.organisation)), "scope": scope} if rows else None


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody held a role from a day to a day, which is None while it lasts."""

    assignment: Assignment
    first: dt.date
    last: dt.date | None
    is_now: bool


def tenures(actor: Actor, scope: Scope) -> list[tuple[str, list[Tenure]]]:
    """Return who held which role of a scope when, by role, the latest first: one query."""
    rows = Assignment.objects.visible_to(actor).filter(scope=scope).select_related("person", "role")
    day = day_of(Organisation.objects.get(pk=scope.organisation_id))
    found: defaultdict[str, list[Tenure]] = defaultdict(list)
    for each in rows.order_by("-role__authority", "role__name", "-from_date", "-pk"):
        last = _last_day(each)
        found[each.role.name].append(
            Tenure(each, each.from_date, last, each.from_date <= day and (last is None or last >= day))
        )
    return list(found.items())


def _last_day(each: Assignment) -> dt.date | None:
    ends = [each.to_date, each.ended_at.date() if each.ended_at else None, each.person.left_on]
    stated = [day for day in ends if day is not None]
    return max(each.from_date, min(stated)) if stated else None
