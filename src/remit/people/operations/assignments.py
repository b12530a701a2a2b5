import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.core.statements import Statement
from remit.people.grids import day_of
from remit.people.models import Assignment, Handover, HandoverCause, Person, Role, Scope, SeparationReview
from remit.people.operations.handovers import begin_where_due
from remit.people.operations.matrices import answers_as_role, locked_root
from remit.people.operations.organisation import lock_scope, space_of
from remit.people.policies import may_acknowledge, may_assign, may_give_limits
from remit.people.separation import clashing
from remit.people.threshold_queries import limits_of

DEPUTY = ("deputy", "deputy_from", "deputy_to")
# what an assignment states beside who holds which role where, and what may change while it lasts
STATED = ("to_date", "allocation_percent", "money_limit_minor", "days_limit", *DEPUTY)

_HOLDING = Statement(
    lambda role_id, scope_id: (
        Assignment.objects.filter(role_id=role_id, scope_id=scope_id, ended_at__isnull=True)
        .select_related("person")
        .order_by("is_next", "pk")
    ),
    int,
    int,
)
_HELD = Statement(
    lambda person_id, scope_id: (
        Assignment.objects.filter(person_id=person_id, scope_id=scope_id, ended_at__isnull=True)
        .order_by("pk")
        .values_list("role__code", "role__name")
    ),
    int,
    int,
)
_PAST = Statement(
    lambda role_id, scope_id, day: Assignment.objects.filter(
        role_id=role_id, scope_id=scope_id, ended_at=None, to_date__lt=day
    ).order_by("pk"),
    int,
    int,
    dt.date,
)


@dataclass(frozen=True, slots=True)
class Term:
    """From which day to which day somebody holds a role; open where there is no last day."""

    first: dt.date
    last: dt.date | None

    def meets(self, assignment: Assignment) -> bool:
        """Return whether an assignment holds on one of these days."""
        last = assignment.to_date or dt.date.max
        return assignment.from_date <= (self.last or dt.date.max) and last >= self.first


def about_assignment(assignment: Assignment) -> About:
    """Return how the record names an assignment."""
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
    separation_reason: str = "",
    **stated: Any,
) -> Assignment:
    """Give `person` the `role` at `scope` from a day on, with what `stated` says of `STATED`.

    A role with one holder must be vacant, or its holder has a last day before `from_date`: then whoever gets it
    follows, and is the only one who does. Duties that should be apart are refused together; a firm of
    fewer than ten may say why it cannot part them.
    """
    unknown = set(stated) - set(STATED)
    if unknown:
        raise Invalid(_("These fields cannot be stated: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    require(may_assign(actor, role, scope, person=person))
    require(may_give_limits(actor, scope, stated.get("money_limit_minor"), stated.get("days_limit")))
    _check(person, role, scope, from_date, stated.get("to_date"))
    check_deputy(person, *(stated.get(name) for name in DEPUTY))
    term = Term(from_date, stated.get("to_date"))
    is_next, kept_reason = _reserve(person, role, scope, separation_reason.strip(), term)
    assignment = Assignment.objects.create(
        key=next_key(space_of(scope.organisation_id), "A"),
        person=person,
        role=role,
        scope=scope,
        from_date=from_date,
        separation_reason=kept_reason,
        only_one=role.holders_per_scope == 1,
        is_next=is_next,
        **stated,
    )
    record(actor, about_assignment(assignment), _given(assignment), reason=kept_reason)
    if kept_reason:
        _have_reviewed(assignment, actor)
    return assignment


def _have_reviewed(assignment: Assignment, actor: Actor) -> None:
    """Let a second person look at duties that are kept together, within the organisation's days."""
    organisation = assignment.scope.organisation
    due = day_of(organisation) + dt.timedelta(days=limits_of(organisation).review_days)
    SeparationReview.objects.create(assignment=assignment, given_by_id=actor.person_id, due_on=due)


def _given(assignment: Assignment) -> dict[str, list[str]]:
    """Return what the record keeps of a role that was given: who, which, from when, and limits where stated."""
    stated = {
        "person": assignment.person.name,
        "role": assignment.role.name,
        "from_date": assignment.from_date.isoformat(),
        "to_date": assignment.to_date,
        "money_limit_minor": assignment.money_limit_minor,
        "days_limit": assignment.days_limit,
        "deputy": assignment.deputy,
    }
    return {name: ["", str(value)] for name, value in stated.items() if value is not None}


def _reserve(person: Person, role: Role, scope: Scope, reason: str, term: Term) -> tuple[bool, str]:
    """Lock where holders are counted and refuse what cannot stand beside them.

    Return whether the holder is still there and this is the successor, and the reason that combined duties needed.
    """
    # no matrix comes into force meanwhile for which this role answers
    locked_root(scope)
    # the scope's row is the lock under which holders are counted
    lock_scope(scope.pk)
    _end_elapsed(role, scope)
    is_next = _check_vacant(role, scope, term)
    kept_reason = _check_separate(person, role, scope, reason)
    _check_answers_alone(role, scope, term)
    return is_next, kept_reason


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


def _check_vacant(role: Role, scope: Scope, term: Term) -> bool:
    """Return whether somebody holds a role of one holder until a day before `term`; refuse where it is not free."""
    if role.holders_per_scope != 1:
        return False
    held = _HOLDING.all(role.pk, scope.pk)
    for each in held:
        if each.is_next:
            message = _("%(name)s is named to follow as %(role)s of %(scope)s already: end that first.")
            code = "successor_named"
        elif each.to_date is None or each.to_date >= term.first:
            message = _(
                "%(name)s is %(role)s of %(scope)s. There is exactly one: end that assignment first, or name a "
                "successor there."
            )
            code = "one_holder"
        else:
            continue
        words = {"name": each.person.name, "role": role.name, "scope": scope.name}
        raise Conflict(code, message % words)
    return bool(held)


def _check_answers_alone(role: Role, scope: Scope, term: Term) -> None:
    """Refuse a second holder, at the same time, of a role that answers for something by a matrix in force."""
    first = next((each for each in _HOLDING.all(role.pk, scope.pk) if term.meets(each)), None)
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


def check_beside(assignment: Assignment) -> None:
    """Refuse dates that would let two hold a role at once of which there is one, or which answers for something."""
    rows = Assignment.objects.filter(
        role_id=assignment.role_id, scope_id=assignment.scope_id, ended_at__isnull=True
    )
    term = Term(assignment.from_date, assignment.to_date)
    others = [each for each in rows.exclude(pk=assignment.pk).select_related("person") if term.meets(each)]
    if others and (assignment.only_one or answers_as_role(assignment.role, assignment.scope) is not None):
        other = others[0]
        message = _("%(name)s holds this role here from %(day)s: choose an earlier last day.")
        words = {"name": other.person.name, "day": other.from_date.isoformat()}
        raise Invalid(message % words, field="to_date", code="one_holder")


def _check_separate(person: Person, role: Role, scope: Scope, reason: str) -> str:
    """Return the reason that was needed for duties that should be apart; empty where none was."""
    names = dict(_HELD.all(person.pk, scope.pk))
    clash = clashing(role.code, names)
    if not clash:
        return ""
    day = day_of(scope.organisation)
    small = limits_of(scope.organisation).small_firm
    if (
        Person.objects.filter(organisation_id=scope.organisation_id).present(day).count() >= small
        or not reason
    ):
        message = _("%(name)s already is %(other)s here, and nobody may be both.")
        words = {"name": person.name, "other": ", ".join(names[code] for code in clash)}
        raise Conflict("separate_duties", message % words)
    return reason


def check_deputy(person: Person, deputy: Person | None, starts: dt.date | None, ends: dt.date | None) -> None:
    """Refuse a deputy who is the holder, of elsewhere or gone, and dates without one or in the wrong order."""
    if deputy is None:
        if starts is not None or ends is not None:
            raise Invalid(
                _("Name the deputy for whom these days are meant."), field="deputy", code="required"
            )
        return
    if deputy.pk == person.pk:
        raise Invalid(_("Nobody is their own deputy: name somebody else."), field="deputy", code="self")
    if deputy.organisation_id != person.organisation_id:
        message = _("The deputy belongs to another organisation.")
        raise Invalid(message, field="deputy", code="elsewhere")
    if deputy.is_gone(day_of(deputy.organisation)):
        raise Invalid(_("%(name)s has left.") % {"name": deputy.name}, field="deputy", code="left")
    if starts is not None and ends is not None and ends < starts:
        raise Invalid(_("The last day lies before the first: choose a later one."), field="deputy_to")


def _end_elapsed(role: Role, scope: Scope) -> None:
    """End what ran out by its own dates, so that a successor finds the role vacant."""
    for each in _PAST.all(role.pk, scope.pk, day_of(scope.organisation)):
        end_elapsed(each)


@operation("people.end_elapsed")
def end_elapsed(assignment: Assignment) -> Assignment:
    """Close an assignment whose last day is over: its rights ended with that day, its history stays."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("person", "role", "scope")
    locked: Assignment = rows.select_related("scope__organisation").get(pk=assignment.pk)
    if locked.ended_at is not None:
        raise Conflict("ended", _("This assignment has ended already."))
    if locked.to_date is None or locked.to_date >= day_of(locked.scope.organisation):
        raise Conflict("in_force", _("This assignment is not over yet."))
    close_assignment(locked)
    system = system_actor("Remit", locked.scope.organisation_id)
    record(system, about_assignment(locked), {"ended_at": ["", locked.to_date.isoformat()]})
    if not Handover.objects.filter(assignment=locked).exists():
        begin_where_due(locked, HandoverCause.ENDED, None)
    return locked


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
    now = close_assignment(locked)
    record(actor, about_assignment(locked), {"ended_at": ["", now.isoformat()]}, reason=reason)
    if not locked.is_next:
        begin_where_due(locked, HandoverCause.ENDED, None)
    return locked


def close_assignment(assignment: Assignment) -> dt.datetime:
    """End an assignment that is locked; whoever was named to follow is then the holder, from their first day on."""
    assignment.ended_at = timezone.now()
    assignment.version += 1
    assignment.save(update_fields=["ended_at", "version"])
    if assignment.only_one and not assignment.is_next:
        following = Assignment.objects.filter(role_id=assignment.role_id, scope_id=assignment.scope_id)
        following.filter(is_next=True, ended_at=None).update(is_next=False)
    return assignment.ended_at


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
    record(actor, about_assignment(locked), {"acknowledged_version": [str(before or ""), str(version)]})
    return locked
