"""Training: what whoever is to be trained in, on which days, and who was."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.grids import day_of, in_office
from remit.people.models import (
    Assignment,
    Organisation,
    Person,
    Role,
    Scope,
    Training,
    TrainingDone,
    TrainingSession,
)
from remit.people.operations.organisation import root_scope, space_of
from remit.people.policies import may_keep_training, may_note_training
from remit.people.training import audience

LONGEST_SUBJECT = 200
LONGEST_MATERIAL = 500
FIELDS = ("subject", "material", "is_retired")


def _about(training: Training) -> About:
    path = training.scope.path if training.scope is not None else root_scope(training.organisation).path
    return About("training", training.key, training.subject, training.organisation_id, path)


def _line(value: str, field: str, longest: int, *, needed: bool = True) -> str:
    clean = " ".join(value.split())
    if needed and not clean:
        raise Invalid(_("This must not be empty."), field=field, code="required")
    if len(clean) > longest:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": longest, "count": len(clean)}, field=field, code="long")
    return clean


def _address(value: str) -> str:
    """Return an address that a browser may be sent to, or nothing; `Invalid` for any other."""
    clean = _line(value, "material", LONGEST_MATERIAL, needed=False)
    if not clean:
        return ""
    message = _("Give a web address that begins with https:// or http://.")
    try:
        parts = urlsplit(clean)
    except ValueError:
        raise Invalid(message, field="material", code="address") from None
    if parts.scheme not in {"http", "https"} or not parts.netloc or " " in clean:
        raise Invalid(message, field="material", code="address")
    return clean


@operation("people.add_training")
def add_training(
    organisation: Organisation,
    *,
    subject: str,
    actor: Actor,
    role: Role | None = None,
    scope: Scope | None = None,
    material: str = "",
) -> Training:
    """State what whoever holds a role, or works at a scope, is to be trained in."""
    require(may_keep_training(actor, scope))
    if role is None and scope is None:
        message = _("Say for whom: a role, a scope, or both.")
        raise Invalid(message, field="role", code="required")
    if any(each is not None and each.organisation_id != organisation.pk for each in (role, scope)):
        raise Invalid(_("Role and scope must belong to the same organisation."), field="scope")
    made = Training.objects.create(
        organisation=organisation,
        key=next_key(space_of(organisation.pk), "TR"),
        subject=_line(subject, "subject", LONGEST_SUBJECT),
        material=_address(material),
        role=role,
        scope=scope,
    )
    told = {"role": ["", role.code if role else ""], "scope": ["", scope.key if scope else ""]}
    record(actor, _about(made), {"subject": ["", made.subject], "material": ["", made.material], **told})
    return made


@operation("people.change_training")
def change_training(training: Training, *, version: int, actor: Actor, **changes: Any) -> Training:
    """Change fields of `FIELDS`; whom it is for stays. Who had it is kept when it is retired."""
    require(may_keep_training(actor, training.scope))
    if unknown := sorted(changes.keys() - set(FIELDS)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    Organisation.objects.select_for_update().get(pk=training.organisation_id)
    locked: Training = Training.objects.select_related("organisation", "scope").get(pk=training.pk)
    before = {name: _told(locked, name) for name in changes}
    if locked.version != version:
        fields = {name: {"yours": value, "theirs": before[name]} for name, value in changes.items()}
        message = _("Somebody changed this training meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": fields})
    if "subject" in changes:
        locked.subject = _line(changes["subject"], "subject", LONGEST_SUBJECT)
    if "material" in changes:
        locked.material = _address(changes["material"])
    if "is_retired" in changes:
        today = day_of(locked.organisation)
        locked.retired_on = (locked.retired_on or today) if changes["is_retired"] else None
    locked.version += 1
    locked.save()
    record(actor, _about(locked), {name: [before[name], _told(locked, name)] for name in changes})
    return locked


def _told(training: Training, name: str) -> Any:
    return training.retired_on is not None if name == "is_retired" else getattr(training, name)


@operation("people.add_training_session")
def add_training_session(
    training: Training, *, held_on: dt.date, place: str, actor: Actor
) -> TrainingSession:
    """Name a day on which a training is held, and where."""
    require(may_keep_training(actor, training.scope))
    clean = _line(place, "place", LONGEST_SUBJECT)
    locked = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if locked.sessions.filter(held_on=held_on, place=clean).exists():
        raise Invalid(_("There is this session already."), field="held_on", code="taken")
    made = TrainingSession.objects.create(training=locked, held_on=held_on, place=clean)
    record(actor, _about(training), {"session": ["", f"{held_on.isoformat()} {clean}"]})
    return made


@operation("people.note_training")
def note_training(
    training: Training, person: Person, *, actor: Actor, done_on: dt.date | None = None
) -> TrainingDone:
    """Note that somebody whom a training is for was trained: by themselves or by whoever keeps the training."""
    require(may_note_training(actor, training, person))
    day = day_of(training.organisation)
    on = done_on or day
    if on > day:
        raise Invalid(_("Choose a day that has come."), field="done_on", code="future")
    if training.retired_on is not None:
        raise Conflict("retired", _("This training is retired."))
    Person.objects.select_for_update().get(pk=person.pk)
    if not Assignment.objects.filter(in_office(day), audience(training), person=person).exists():
        message = _("The training is not for %(name)s.") % {"name": person.name}
        raise Invalid(message, field="person", code="audience")
    if TrainingDone.objects.filter(training=training, person=person).exists():
        raise Conflict("done", _("%(name)s was trained already.") % {"name": person.name})
    made = TrainingDone.objects.create(training=training, person=person, done_on=on, by_name=actor.name[:200])
    record(actor, _about(training), {"trained": ["", person.name]})
    return made
