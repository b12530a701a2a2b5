import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.catalogue import PROJECT_MANAGER, SPONSOR
from remit.people.models import Assignment, Person, Role, Scope
from remit.people.operations.matrices import answers_as_role, locked_root
from remit.people.operations.organisation import space_of
from remit.people.policies import may_acknowledge, may_assign

# Pairs of roles that one person may not hold at the same scope (separation of duties).
SEPARATE = (
    frozenset({PROJECT_MANAGER, SPONSOR}),
    frozenset({PROJECT_MANAGER, "project-assurance"}),
)


def _about(assignment: Assignment) -> About:
    label = f"{assignment.person.name}: {assignment.role.name}, {assignment.scope.name}"
    return About("assignment", assignment.key, label, assignment.scope.organisation_id, assignment.scope.path)


@operation("people.assign_role")
def assign_role(
    person: Person,
    role: Role,
    scope: Scope,
    *,
    actor: Actor,
    from_date: dt.date,
    to_date: dt.date | None = None,
    allocation_percent: int = 100,
    money_limit_minor: int | None = None,
    days_limit: int | None = None,
    deputy: Person | None = None,
) -> Assignment:
    """Give `person` the `role` at `scope` from a day on; a role with one holder must be vacant first."""
    require(may_assign(actor, role, scope))
    _check(person, role, scope, from_date, to_date)
    # no matrix comes into force meanwhile for which this role answers
    locked_root(scope)
    # the scope's row is the lock under which holders are counted
    Scope.objects.select_for_update().get(pk=scope.pk)
    _check_vacant(role, scope)
    _check_separate(person, role, scope)
    _check_answers_alone(role, scope)
    assignment = Assignment.objects.create(
        key=next_key(space_of(scope.organisation_id), "A"),
        person=person,
        role=role,
        scope=scope,
        from_date=from_date,
        to_date=to_date,
        allocation_percent=allocation_percent,
        money_limit_minor=money_limit_minor,
        days_limit=days_limit,
        deputy=deputy,
        only_one=role.holders_per_scope == 1,
    )
    changes = {"person": ["", person.name], "role": ["", role.name], "from_date": ["", from_date.isoformat()]}
    record(actor, _about(assignment), changes)
    return assignment


def _check(person: Person, role: Role, scope: Scope, from_date: dt.date, to_date: dt.date | None) -> None:
    if person.organisation_id != scope.organisation_id or role.organisation_id != scope.organisation_id:
        raise Invalid(_("Person, role and scope must belong to the same organisation."), field="person")
    if role.retired_on is not None:
        message = _("%(role)s is retired and is not given any more: choose another role.")
        raise Invalid(message % {"role": role.name}, field="role", code="retired")
    if to_date is not None and to_date < from_date:
        raise Invalid(_("The last day lies before the first: choose a later one."), field="to_date")
    if person.left_on is not None and person.left_on < from_date:
        message = _("%(name)s left on %(day)s and cannot take on a role after that.")
        raise Invalid(message % {"name": person.name, "day": person.left_on.isoformat()}, field="person")


def _check_vacant(role: Role, scope: Scope) -> None:
    if role.holders_per_scope != 1:
        return
    holder = (
        Assignment.objects.filter(role=role, scope=scope, ended_at__isnull=True)
        .select_related("person")
        .first()
    )
    if holder is not None:
        message = _("%(name)s is %(role)s of %(scope)s. There is exactly one: end that assignment first.")
        raise Conflict(
            "one_holder", message % {"name": holder.person.name, "role": role.name, "scope": scope.name}
        )


def _check_answers_alone(role: Role, scope: Scope) -> None:
    """Refuse a second holder of a role that answers for something by a matrix in force."""
    held = Assignment.objects.filter(role=role, scope=scope, ended_at__isnull=True)
    first = held.select_related("person").first()
    row = answers_as_role(role, scope) if first is not None else None
    if first is not None and row is not None:
        message = _(
            "%(role)s answers for “%(text)s”, and %(name)s holds that here: exactly one person may. "
            "First name one of them in the matrix of %(scope)s."
        )
        words = {
            "role": role.name,
            "text": row.text,
            "name": first.person.name,
            "scope": row.matrix.scope.key,
        }
        raise Conflict("one_accountable", message % words)


def _check_separate(person: Person, role: Role, scope: Scope) -> None:
    held = set(
        Assignment.objects.filter(Q(person=person), scope=scope, ended_at__isnull=True).values_list(
            "role__code", flat=True
        )
    )
    for pair in SEPARATE:
        clash = (pair - {role.code}) & held if role.code in pair else frozenset()
        if clash:
            message = _("%(name)s already is %(other)s here, and nobody may be both.")
            raise Conflict("separate_duties", message % {"name": person.name, "other": ", ".join(clash)})


@operation("people.end_assignment")
def end_assignment(assignment: Assignment, *, actor: Actor, version: int, reason: str = "") -> Assignment:
    """End an assignment now: its rights end with this transaction, its history stays."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("person", "role", "scope")
    locked: Assignment = rows.get(pk=assignment.pk)
    require(may_assign(actor, locked.role, locked.scope))
    if locked.ended_at is not None:
        raise Conflict("ended", _("This assignment has ended already."))
    if locked.version != version:
        raise Conflict("stale", _("Somebody changed this assignment meanwhile: load the page again."))
    locked.ended_at = timezone.now()
    locked.version += 1
    locked.save(update_fields=["ended_at", "version"])
    record(actor, _about(locked), {"ended_at": ["", locked.ended_at.isoformat()]}, reason=reason)
    return locked


@operation("people.acknowledge_role")
def acknowledge_role(assignment: Assignment, *, version: int, actor: Actor) -> Assignment:
    """Let the holder say: I have read `version` of my role and take it on. Only the present version counts.

    The system may say so for somebody, of what was acknowledged before it came here.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("person", "role", "scope")
    locked: Assignment = rows.get(pk=assignment.pk)
    require(may_acknowledge(actor, locked))
    if locked.ended_at is not None:
        raise Conflict("ended", _("This assignment has ended already."))
    if locked.role.version != version:
        raise Conflict("stale", _("The role was changed meanwhile: read what differs, then acknowledge it."))
    if locked.acknowledged_version == version:
        raise Conflict("acknowledged", _("You have acknowledged this version already."))
    before = locked.acknowledged_version
    locked.acknowledged_version, locked.acknowledged_at = version, timezone.now()
    # the assignment's own version stays: what its giver saw of it is unchanged
    locked.save(update_fields=["acknowledged_version", "acknowledged_at"])
    record(actor, _about(locked), {"acknowledged_version": [str(before or ""), str(version)]})
    return locked
