"""Deliverables: described, made, checked, submitted, and accepted or rejected by the named acceptor alone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.models import Assignment, Person
from remit.projects.deliverable_policies import may_keep_deliverables
from remit.projects.models import Deliverable, DeliverableState, Project, QualityCriterion
from remit.projects.operations.parts import (
    LONGEST_TEXT,
    check_fields,
    check_member,
    clean,
    locked_part,
    space_in,
    worded,
)

LONGEST_NAME = 300
LONGEST_CRITERION = 500
LONGEST_TOLERANCE = 200
MOST_CRITERIA = 50
FIELDS = ("name", "description", "due_on", "producer", "acceptor", "criteria")
DECIDED = frozenset({DeliverableState.ACCEPTED, DeliverableState.CONCESSION})


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is to be met, and how far it may be missed."""

    text: str
    tolerance: str = ""


def about(deliverable: Deliverable) -> About:
    """Return how the record names a deliverable; its key follows its project's."""
    project = deliverable.project
    key = f"{project.key}/{deliverable.key}"
    return About("deliverable", key, deliverable.name, project.organisation_id, project.scope.path)


def has_standing(person: Person, project: Project) -> bool:
    """Return whether a role that somebody holds today lets them accept what a project delivers: one query."""
    held = Assignment.objects.filter(person=person).in_force(day_of(project.organisation))
    found = held.values_list("scope__path", "role__capabilities")
    return any("project.accept" in rights and project.scope.path.startswith(path) for path, rights in found)


def made_by(deliverable: Deliverable) -> set[int]:
    """Return the ids of those who made it: the producer now, and whoever was at any step of its way."""
    rows = deliverable.steps.values_list("producer_id", flat=True)
    return {pk for pk in (*rows, deliverable.producer_id) if pk is not None}


def check_people(deliverable: Deliverable) -> None:
    """Raise `Invalid` unless producer and acceptor may be these two."""
    project = deliverable.project
    for field in ("producer", "acceptor"):
        check_member(project, getattr(deliverable, field), field)
    acceptor = deliverable.acceptor
    if acceptor is None:
        return
    if acceptor.pk == deliverable.producer_id or (deliverable.pk and acceptor.pk in made_by(deliverable)):
        message = _("%(name)s made it: somebody else must accept it.") % {"name": acceptor.name}
        raise Invalid(message, field="acceptor", code="producer")
    if not has_standing(acceptor, project):
        message = _("%(name)s holds no role in this project that accepts: the sponsor or an acceptor does.")
        raise Invalid(message % {"name": acceptor.name}, field="acceptor", code="standing")


@operation("projects.add_deliverable")
def add_deliverable(
    project: Project,
    *,
    name: str,
    actor: Actor,
    description: str = "",
    due_on: dt.date | None = None,
    producer: Person | None = None,
    acceptor: Person | None = None,
    criteria: Sequence[Criterion] = (),
) -> Deliverable:
    """Describe a thing that the project is to hand over."""
    require(may_keep_deliverables(actor, project))
    made = Deliverable(
        project=project,
        name=clean(name, "name", LONGEST_NAME, needed=_("Give the deliverable a name.")),
        description=clean(description, "description", LONGEST_TEXT),
        due_on=due_on,
        producer=producer,
        acceptor=acceptor,
    )
    check_people(made)
    wanted = _cleaned(criteria)
    made.key = next_key(space_in(project), "DL")
    made.save()
    _rewrite(made, wanted)
    record(actor, about(made), {each: ["", _told(made, each)] for each in FIELDS if _told(made, each)})
    return made


def _cleaned(criteria: Sequence[Criterion]) -> list[Criterion]:
    if len(criteria) > MOST_CRITERIA:
        message = _("At most %(most)d criteria: several deliverables are easier to accept.")
        raise Invalid(message % {"most": MOST_CRITERIA}, field="criteria", code="many")
    empty = _("A criterion says what is to be met.")
    found = [
        Criterion(
            clean(each.text, "criteria", LONGEST_CRITERION, needed=empty),
            clean(each.tolerance, "criteria", LONGEST_TOLERANCE),
        )
        for each in criteria
    ]
    if len({each.text.casefold() for each in found}) < len(found):
        raise Invalid(_("The same criterion stands there twice."), field="criteria", code="twice")
    return found


def _rewrite(deliverable: Deliverable, wanted: Sequence[Criterion]) -> None:
    """Put criteria in place of those there were; one that was checked stays, so that its checks keep their meaning."""
    stand = {each.text.casefold(): each for each in deliverable.criteria.all()}
    kept = {each.text.casefold() for each in wanted}
    gone = [each for text, each in stand.items() if text not in kept]
    checked = deliverable.checks.filter(criterion__in=gone).select_related("criterion").first()
    if checked is not None:
        message = _("'%(text)s' was checked already: it cannot be removed or reworded.")
        raise Invalid(message % {"text": checked.criterion.text[:80]}, field="criteria", code="checked")
    deliverable.criteria.filter(pk__in=[each.pk for each in gone]).delete()
    last = max((each.number for each in stand.values()), default=0)
    for each in wanted:
        old = stand.get(each.text.casefold())
        if old is None:
            last += 1
            QualityCriterion.objects.create(
                deliverable=deliverable, number=last, text=each.text, tolerance=each.tolerance
            )
        elif old.tolerance != each.tolerance:
            old.tolerance = each.tolerance
            old.save(update_fields=["tolerance"])


def _lines(criteria: Iterable[Criterion | QualityCriterion]) -> str:
    return "\n".join(f"{each.text} | {each.tolerance}" if each.tolerance else each.text for each in criteria)


def criteria_lines(deliverable: Deliverable) -> str:
    """Return the criteria as people type them: one a line, the tolerance behind a bar."""
    return _lines(deliverable.criteria.all()) if deliverable.pk else ""


def _told(deliverable: Deliverable, name: str) -> str:
    """Return a field as the record states it."""
    return criteria_lines(deliverable) if name == "criteria" else worded(getattr(deliverable, name))


def locked_deliverable(deliverable: Deliverable, version: int | None, yours: dict[str, Any]) -> Deliverable:
    """Return a deliverable, locked, as it stands; `Conflict` where it is not at `version`, if one is stated."""
    found = locked_part(deliverable, "producer", "acceptor")
    if version is not None and found.version != version:
        fields = {
            name: {
                "yours": _lines(value) if name == "criteria" else worded(value),
                "theirs": _told(found, name),
            }
            for name, value in yours.items()
        }
        message = _("Somebody changed this deliverable meanwhile.")
        raise Conflict("stale", message, current={"fields": fields})
    return found


@operation("projects.change_deliverable")
def change_deliverable(
    deliverable: Deliverable, *, version: int, actor: Actor, **changes: Any
) -> Deliverable:
    """Change fields of `FIELDS`; what was accepted stays as it was accepted."""
    require(may_keep_deliverables(actor, deliverable.project))
    check_fields(changes, FIELDS)
    locked = locked_deliverable(deliverable, version, changes)
    if locked.state in DECIDED:
        raise Conflict("accepted", _("It was accepted as it stands: it cannot be changed any more."))
    before = {name: _told(locked, name) for name in changes}
    for name, value in changes.items():
        if name != "criteria":
            setattr(locked, name, value)
    locked.name = clean(locked.name, "name", LONGEST_NAME, needed=_("Give the deliverable a name."))
    locked.description = clean(locked.description, "description", LONGEST_TEXT)
    if {"producer", "acceptor"} & changes.keys():
        check_people(locked)
    if "criteria" in changes:
        _rewrite(locked, _cleaned(changes["criteria"]))
    locked.version += 1
    locked.save()
    record(actor, about(locked), {name: [before[name], _told(locked, name)] for name in changes})
    return locked


@operation("projects.remove_deliverable")
def remove_deliverable(deliverable: Deliverable, *, version: int, actor: Actor) -> None:
    """Remove a deliverable on which no work has begun."""
    require(may_keep_deliverables(actor, deliverable.project))
    locked = locked_deliverable(deliverable, version, {})
    if locked.state != DeliverableState.DEFINED:
        message = _("Work on it has begun: it cannot be removed any more.")
        raise Conflict("begun", message)
    stated = {name: [_told(locked, name), ""] for name in FIELDS if _told(locked, name)}
    record(actor, about(locked), stated)
    try:
        locked.delete()
    except ProtectedError:
        message = _("Activities of the plan lead to it: take it from them first.")
        raise Conflict("led_to", message) from None
