"""Promises: made by oneself, kept or released by whoever got them, moved to another day only with a reason."""

import datetime as dt

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.models import Commitment, CommitmentState, Person, Renegotiation, Scope
from remit.people.operations.organisation import space_of
from remit.people.policies import may_close_promise, may_promise, may_renegotiate

LONGEST_WHAT = 300
LONGEST_NAME = 200
LONGEST_TEXT = 2000


def _about(commitment: Commitment) -> About:
    label = f"{commitment.by.name}: {commitment.what}"
    return About("commitment", commitment.key, label, commitment.organisation_id, commitment.scope.path)


def _text(value: str, field: str, longest: int, *, needed: str = "") -> str:
    clean = " ".join(value.split()) if longest < LONGEST_TEXT else value.strip()
    if needed and not clean:
        raise Invalid(needed, field=field, code="required")
    if len(clean) > longest:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": longest, "count": len(clean)}, field=field, code="long")
    return clean


def _checked(by: Person, scope: Scope, due_on: dt.date, to_person: Person | None, to_name: str) -> str:
    """Return the name of somebody outside, empty where it is a person here; `Invalid` where it cannot be."""
    foreign = to_person is not None and to_person.organisation_id != by.organisation_id
    if foreign or scope.organisation_id != by.organisation_id:
        raise Invalid(_("Person and scope must belong to the same organisation."), field="to_person")
    outside = _text(to_name, "to_name", LONGEST_NAME)
    if (to_person is None) == (not outside):
        message = _("Say to whom: a person here, or the name of somebody outside.")
        raise Invalid(message, field="to_person", code="required")
    if to_person is not None and to_person.pk == by.pk:
        raise Invalid(_("Promise it to somebody else."), field="to_person", code="self")
    if due_on < day_of(scope.organisation):
        raise Invalid(_("Choose a day that is still to come."), field="due_on", code="past")
    return outside


@operation("people.promise")
def promise(
    by: Person,
    scope: Scope,
    *,
    what: str,
    due_on: dt.date,
    actor: Actor,
    to_person: Person | None = None,
    to_name: str = "",
) -> Commitment:
    """Write down what `by`, who is the actor, promises to somebody by a day; the system may write it for anybody."""
    if not actor.is_system:
        require(may_promise(actor))
    if actor.person_id != by.pk and not actor.is_system:
        raise Invalid(_("One promises for oneself."), field="by", code="other")
    outside = _checked(by, scope, due_on, to_person, to_name)
    today = day_of(scope.organisation)
    made = Commitment.objects.create(
        organisation_id=by.organisation_id,
        key=next_key(space_of(by.organisation_id), "CM"),
        scope=scope,
        by=by,
        to_person=to_person,
        to_name=outside,
        what=_text(what, "what", LONGEST_WHAT, needed=_("Say what is promised.")),
        promised_on=today,
        first_due_on=due_on,
        due_on=due_on,
    )
    record(
        actor,
        _about(made),
        {"what": ["", made.what], "to": ["", made.to], "due_on": ["", due_on.isoformat()]},
    )
    return made


def _locked(commitment: Commitment, version: int) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",))
    found: Commitment | None = (
        rows.select_related("scope__organisation", "by", "to_person").filter(pk=commitment.pk).first()
    )
    if found is None:
        raise NotFound
    if found.version != version:
        raise Conflict("stale", _("Somebody changed this promise meanwhile: load the page again."))
    if found.state != CommitmentState.OPEN:
        raise Conflict("closed", _("This promise is closed already."))
    return found


@operation("people.close_promise")
def close_promise(
    commitment: Commitment, *, version: int, actor: Actor, is_kept: bool = True, note: str = ""
) -> Commitment:
    """Say that a promise is kept, or that it is not needed any more; it stays in the log with the day."""
    require(may_close_promise(actor, commitment))
    locked = _locked(commitment, version)
    locked.state = CommitmentState.KEPT if is_kept else CommitmentState.RELEASED
    locked.closed_on = day_of(locked.scope.organisation)
    locked.note = _text(note, "note", LONGEST_TEXT)
    locked.version += 1
    locked.save(update_fields=["state", "closed_on", "note", "version"])
    changes = {"state": [CommitmentState.OPEN.value, locked.state]}
    record(actor, _about(locked), changes, reason=locked.note)
    return locked


@operation("people.renegotiate_promise")
def renegotiate_promise(
    commitment: Commitment, *, due_on: dt.date, reason: str, version: int, actor: Actor
) -> Commitment:
    """Agree on another day, with the reason; the days before it stay in the log."""
    require(may_renegotiate(actor, commitment))
    locked = _locked(commitment, version)
    told = _text(reason, "reason", LONGEST_TEXT, needed=_("Say why another day is needed."))
    today = day_of(locked.scope.organisation)
    if due_on < today:
        raise Invalid(_("Choose a day that is still to come."), field="due_on", code="past")
    if due_on == locked.due_on:
        raise Invalid(_("That is the day already: choose another."), field="due_on", code="same")
    before = locked.due_on
    Renegotiation.objects.create(
        commitment=locked,
        number=locked.renegotiations.count() + 1,
        from_day=before,
        to_day=due_on,
        reason=told,
        agreed_on=today,
        by_name=actor.name,
    )
    locked.due_on = due_on
    locked.version += 1
    locked.save(update_fields=["due_on", "version"])
    record(actor, _about(locked), {"due_on": [before.isoformat(), due_on.isoformat()]}, reason=told)
    return locked
