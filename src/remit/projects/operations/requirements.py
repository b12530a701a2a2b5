"""Requirements: stated, changed with a reason once agreed, traced to needs and deliverables, led to acceptance."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.projects.models import (
    Collection,
    Deliverable,
    DeliverableState,
    Need,
    Priority,
    Project,
    Requirement,
    RequirementKind,
    RequirementState,
    RequirementWording,
)
from remit.projects.operations.parts import check_choice, check_fields, clean, locked_part, space_in
from remit.projects.requirement_policies import may_keep_requirements

State = RequirementState
LONGEST_STATEMENT = 5_000
LONGEST_SOURCE = 300
LONGEST_ID = 200
MOST_EFFORT = 60 * 100_000
WORDED = ("statement", "acceptance_criteria", "priority")
FIELDS = (*WORDED, "kind", "what_if_not", "effort_minutes", "collection", "source", "foreign_id")
# once it is agreed, these change by a change alone
BOUND = frozenset({*WORDED, "kind", "what_if_not"})
LOOSE = frozenset({State.PROPOSED, State.CLARIFIED, State.CHANGED})
FOLLOWS: Mapping[str, frozenset[str]] = {
    State.PROPOSED: frozenset({State.CLARIFIED, State.WITHDRAWN}),
    State.CLARIFIED: frozenset({State.AGREED, State.WITHDRAWN}),
    State.AGREED: frozenset({State.BUILT, State.CHANGED, State.WITHDRAWN}),
    State.BUILT: frozenset({State.VERIFIED, State.CHANGED, State.WITHDRAWN}),
    State.VERIFIED: frozenset({State.ACCEPTED, State.CHANGED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.CHANGED, State.WITHDRAWN}),
    State.CHANGED: frozenset({State.CLARIFIED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
_ACCEPTED = (DeliverableState.ACCEPTED, DeliverableState.CONCESSION)
_CHECKED = (DeliverableState.CHECKED, DeliverableState.SUBMITTED, *_ACCEPTED)


def about(requirement: Requirement) -> About:
    """Return how the record names a requirement; its key follows its project's."""
    project = requirement.project
    label = requirement.statement[:200]
    key = f"{project.key}/{requirement.key}"
    return About("requirement", key, label, project.organisation_id, project.scope.path)


def _checked(requirement: Requirement) -> None:
    """Clean what a requirement states; `Invalid` naming the field that is wrong."""
    needed = _("Say what must be so.")
    requirement.statement = clean(requirement.statement, "statement", LONGEST_STATEMENT, needed=needed)
    for name in ("acceptance_criteria", "what_if_not"):
        setattr(requirement, name, clean(getattr(requirement, name), name, LONGEST_STATEMENT))
    requirement.source = clean(requirement.source, "source", LONGEST_SOURCE)
    requirement.foreign_id = clean(requirement.foreign_id, "foreign_id", LONGEST_ID)
    for name, choices in (("kind", RequirementKind), ("priority", Priority)):
        check_choice(getattr(requirement, name), choices, name)
    effort = requirement.effort_minutes
    if effort is not None and not 0 <= effort <= MOST_EFFORT:
        raise Invalid(_("Give an effort between 0 and 100,000 hours."), field="effort_minutes", code="range")
    _of_project(requirement.project, [requirement.collection] if requirement.collection else [], "collection")
    twin = Requirement.objects.filter(project=requirement.project, foreign_id=requirement.foreign_id)
    if requirement.foreign_id and twin.exclude(pk=requirement.pk).exists():
        message = _("Another requirement has the identifier %(id)s already.") % {"id": requirement.foreign_id}
        raise Invalid(message, field="foreign_id", code="taken")


def _of_project(project: Project, rows: Iterable[Collection | Need | Deliverable], field: str) -> None:
    if any(each.project_id != project.pk for each in rows):
        raise Invalid(_("Choose one of this project."), field=field, code="unknown")


@operation("projects.add_requirement")
def add_requirement(
    project: Project,
    *,
    actor: Actor,
    needs: Sequence[Need] = (),
    deliverables: Sequence[Deliverable] = (),
    **stated: Any,
) -> Requirement:
    """State a requirement with fields of `FIELDS`, traced to needs above and deliverables below it."""
    require(may_keep_requirements(actor, project))
    return _add(project, actor, needs, deliverables, stated)


def _add(
    project: Project,
    actor: Actor,
    needs: Sequence[Need],
    deliverables: Sequence[Deliverable],
    stated: Mapping[str, Any],
) -> Requirement:
    check_fields(stated, FIELDS)
    made = Requirement(project=project, **stated)
    _checked(made)
    _of_project(project, needs, "needs")
    _of_project(project, deliverables, "deliverables")
    made.key = next_key(space_in(project), "RQ")
    made.save()
    made.needs.set(needs)
    made.deliverables.set(deliverables)
    _keep_wording(made, actor, "")
    told = {name: ["", _told(made, name)] for name in FIELDS if _told(made, name)}
    record(actor, about(made), told | _links(made))
    return made


def _links(requirement: Requirement) -> dict[str, list[str]]:
    found = {}
    for name in ("needs", "deliverables"):
        keys = ", ".join(getattr(requirement, name).order_by("pk").values_list("key", flat=True))
        if keys:
            found[name] = ["", keys]
    return found


def _told(requirement: Requirement, name: str) -> str:
    value = getattr(requirement, name)
    if name == "collection":
        return value.key if value is not None else ""
    return "" if value is None else str(value)


def _keep_wording(requirement: Requirement, actor: Actor, reason: str) -> None:
    RequirementWording.objects.create(
        requirement=requirement,
        number=requirement.wording,
        statement=requirement.statement,
        acceptance_criteria=requirement.acceptance_criteria,
        priority=requirement.priority,
        said_on=day_of(requirement.project.organisation),
        by_name=actor.name[:200],
        reason=reason,
    )


def _locked(requirement: Requirement, version: int | None, yours: Mapping[str, Any]) -> Requirement:
    found = locked_part(requirement, "collection")
    if version is not None and found.version != version:
        raise stale(_("Somebody changed this requirement meanwhile."), yours, found)
    return found


@operation("projects.change_requirement")
def change_requirement(
    requirement: Requirement, *, version: int, actor: Actor, reason: str = "", **changes: Any
) -> Requirement:
    """Change fields of `FIELDS`; what was agreed needs a reason, such as the change request, and is agreed anew."""
    require(may_keep_requirements(actor, requirement.project))
    check_fields(changes, FIELDS)
    locked = _locked(requirement, version, changes)
    if locked.state == State.WITHDRAWN:
        raise Conflict("withdrawn", _("It is withdrawn: state a new one."))
    before = {name: _told(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    _checked(locked)
    told = {
        name: [before[name], _told(locked, name)] for name in changes if before[name] != _told(locked, name)
    }
    why = clean(reason, "reason", LONGEST_STATEMENT)
    if BOUND & told.keys() and locked.state not in LOOSE:
        if not why:
            message = _("It is agreed: say by which change request, or why, it changes.")
            raise Invalid(message, field="reason", code="required")
        told["state"] = [locked.state, State.CHANGED.value]
        locked.state = State.CHANGED
    if set(WORDED) & told.keys():
        locked.wording += 1
        _keep_wording(locked, actor, why)
    locked.version += 1
    locked.save()
    record(actor, about(locked), told, reason=why)
    return locked


@operation("projects.move_requirement")
def move_requirement(
    requirement: Requirement, state: str, *, version: int, actor: Actor, reason: str = ""
) -> Requirement:
    """Lead a requirement into another state; `FOLLOWS` says which follows which. Withdrawing needs a reason."""
    require(may_keep_requirements(actor, requirement.project))
    locked = _locked(requirement, version, {})
    check_choice(state, State, "state")
    if state == State.CHANGED:
        raise Invalid(_("It changes by what is changed about it."), field="state", code="change")
    if state not in FOLLOWS[locked.state]:
        words = {"now": State(locked.state).label, "next": State(state).label}
        raise Conflict("order", _("A requirement that is %(now)s does not become %(next)s.") % words)
    why = clean(reason, "reason", LONGEST_STATEMENT)
    _check_before(locked, state, why)
    today = day_of(locked.project.organisation)
    before, locked.state = locked.state, state
    if state == State.AGREED and locked.agreed_on is None:
        locked.agreed_on = today
    if state == State.WITHDRAWN:
        locked.withdrawn_on = today
    locked.version += 1
    locked.save()
    record(actor, about(locked), {"state": [before, state]}, reason=why)
    return locked


def _check_before(requirement: Requirement, state: str, reason: str) -> None:
    """Raise `Conflict` or `Invalid` with what is missing before a requirement may come into `state`."""
    if state == State.WITHDRAWN and not reason:
        raise Invalid(_("Say why it is withdrawn."), field="reason", code="required")
    if state == State.AGREED:
        if not requirement.acceptance_criteria:
            raise Conflict("criterion", _("Say first what must be seen for it to be accepted."))
        if requirement.priority == Priority.MUST and not requirement.what_if_not:
            raise Conflict("what_if_not", _("A Must needs an answer: what if it is not there?"))
    below = requirement.deliverables
    if state == State.BUILT and not below.exists():
        raise Conflict("deliverable", _("Trace it first to the deliverable that meets it."))
    if state == State.VERIFIED and not below.filter(state__in=_CHECKED).exists():
        raise Conflict("checked", _("No deliverable that meets it is checked yet."))
    if state == State.ACCEPTED and not below.filter(state__in=_ACCEPTED).exists():
        raise Conflict("accepted", _("No deliverable that meets it is accepted yet."))


@operation("projects.trace_requirement")
def trace_requirement(
    requirement: Requirement,
    *,
    actor: Actor,
    needs: Sequence[Need] | None = None,
    deliverables: Sequence[Deliverable] | None = None,
    version: int | None = None,
) -> Requirement:
    """Put needs and deliverables in place of those a requirement is traced to; None leaves them as they are."""
    require(may_keep_requirements(actor, requirement.project))
    locked = _locked(requirement, version, {})
    told = {}
    for name, wanted in (("needs", needs), ("deliverables", deliverables)):
        if wanted is None:
            continue
        _of_project(locked.project, wanted, name)
        rows = getattr(locked, name)
        before = ", ".join(rows.order_by("pk").values_list("key", flat=True))
        rows.set(wanted)
        told[name] = [before, ", ".join(rows.order_by("pk").values_list("key", flat=True))]
    locked.version += 1
    locked.save(update_fields=["version"])
    record(actor, about(locked), told)
    return locked


@operation("projects.link_requirement")
def link_requirement(
    requirement: Requirement, deliverable: Deliverable, *, is_linked: bool, actor: Actor
) -> Requirement:
    """Say that a deliverable meets a requirement, or that it does not: one cell of the matrix."""
    require(may_keep_requirements(actor, requirement.project))
    locked = _locked(requirement, None, {})
    _of_project(locked.project, [deliverable], "deliverable")
    stood = locked.deliverables.filter(pk=deliverable.pk).exists()
    (locked.deliverables.add if is_linked else locked.deliverables.remove)(deliverable)
    locked.version += 1
    locked.save(update_fields=["version"])
    told = {"deliverables": [deliverable.key if stood else "", deliverable.key if is_linked else ""]}
    record(actor, about(locked), told)
    return locked


@operation("projects.take_in_requirements")
def take_in_requirements(project: Project, rows: Sequence[Mapping[str, Any]], *, actor: Actor) -> list[str]:
    """State many requirements at once, or none of them; each row as `add_requirement` takes it. Return their keys."""
    require(may_keep_requirements(actor, project))
    made = [
        _add(project, actor, row.get("needs", ()), row.get("deliverables", ()), _plain(row)) for row in rows
    ]
    if not made:
        raise Invalid(_("There is nothing to take in."), code="empty")
    return [each.key for each in made]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"needs", "deliverables"}}
