"""The handover of a project to operations: written, proposed to its service owner, accepted, refused or waived."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.closure.models import ServiceHandover, ServiceState
from remit.closure.service_content import LABELS, LONGEST, LONGEST_ANSWER, NAMES
from remit.closure.service_policies import may_answer_service, may_waive_service
from remit.closure.service_queries import gaps_of, is_above_owner
from remit.core.errors import Conflict, stale
from remit.people.operations.mails import tell
from remit.projects.models import Project
from remit.projects.operations.parts import check_fields, check_member, clean, day_so_far, locked_part, worded
from remit.projects.operations.records import locked_project
from remit.projects.policies import may_edit_project
from remit.projects.reach import those_who_see

FIELDS = ("owner", *NAMES)
WRITTEN = (ServiceState.DRAFT, ServiceState.REFUSED)


def _about(row: ServiceHandover) -> About:
    project = row.project
    return About("service-handover", project.key, project.name, project.organisation_id, project.scope.path)


def _locked(
    row: ServiceHandover, version: int, states: tuple[ServiceState, ...], changes: Any = None
) -> ServiceHandover:
    """Return a handover, locked, that stands in one of `states` and was seen as it is."""
    locked = locked_part(row, "owner")
    if locked.version != version:
        raise stale(_("Somebody changed the handover meanwhile."), changes or {}, locked)
    if locked.state not in states:
        message = _("The handover is %(state)s.")
        raise Conflict("state", message % {"state": locked.get_state_display()})
    return locked


@operation("closure.begin_service_handover")
def begin_service_handover(project: Project, *, actor: Actor) -> ServiceHandover:
    """Begin the handover of a project to operations; a project has one."""
    locked = locked_project(project)
    require(may_edit_project(actor, locked))
    if ServiceHandover.objects.filter(project=locked).exists():
        raise Conflict("exists", _("The project has a handover to operations already."))
    row = ServiceHandover.objects.create(project=locked)
    record(actor, _about(row), {"state": ["", row.state]})
    return row


@operation("closure.change_service_handover")
def change_service_handover(
    row: ServiceHandover, *, version: int, actor: Actor, **changes: Any
) -> ServiceHandover:
    """Change fields of `FIELDS` of a handover that is a draft or was refused."""
    require(may_edit_project(actor, row.project))
    check_fields(changes, FIELDS)
    locked = _locked(row, version, WRITTEN, changes)
    require(may_edit_project(actor, locked.project))
    told = {}
    for name, value in changes.items():
        if name == "owner":
            check_member(locked.project, value, "owner")
        kept = value if name == "owner" else clean(value, name, LONGEST)
        before = getattr(locked, name)
        if before != kept:
            told[name] = [worded(before), worded(kept)]
        setattr(locked, name, kept)
    locked.version += 1
    locked.save()
    record(actor, _about(locked), told)
    return locked


@operation("closure.propose_service_handover")
def propose_service_handover(row: ServiceHandover, *, version: int, actor: Actor) -> ServiceHandover:
    """Propose a handover to its service owner, who is told by mail; refused while something is missing."""
    require(may_edit_project(actor, row.project))
    locked = _locked(row, version, WRITTEN)
    require(may_edit_project(actor, locked.project))
    if gaps := gaps_of(locked):
        raise Conflict("incomplete", _("Still missing: %(name)s.") % {"name": LABELS[gaps[0]]})
    if actor.person_id is not None and locked.owner_id == actor.person_id:
        raise Conflict("same", _("Whoever proposes it does not accept it: name somebody of operations."))
    if locked.owner not in those_who_see(locked.project):
        words = _(
            "%(name)s does not see the project and could not read what to accept: give them a role in it first."
        )
        raise Conflict("unseen", words % {"name": locked.owner.name if locked.owner else ""})
    before, locked.state = locked.state, ServiceState.PROPOSED
    locked.proposed_by_id = actor.person_id
    locked.version += 1
    locked.save()
    record(actor, _about(locked), {"state": [before, locked.state]})
    _tell(locked, actor)
    return locked


def _tell(row: ServiceHandover, actor: Actor) -> None:
    if row.owner is None:
        return
    url = settings.BASE_URL + reverse("closure:service", args=[row.project.key])
    subject = format_lazy("{} {}", gettext_lazy("Remit, to be accepted by operations:"), row.project.name)
    context = {"project": row.project, "by": actor.name, "url": url}
    tell(row.owner, subject, "closure/email/service.txt", context)


def _decide(
    row: ServiceHandover, state: ServiceState, words: str, on: dt.date | None, actor: Actor
) -> ServiceHandover:
    needed = "" if state == ServiceState.ACCEPTED else _("Say why.")
    before = row.state
    row.answer = clean(words, "answer", LONGEST_ANSWER, needed=needed)
    row.decided_on = day_so_far(row.project, on, "on")
    row.state, row.version = state, row.version + 1
    row.decided_by_id, row.decided_by_name = actor.person_id, actor.name[:200]
    row.save()
    record(actor, _about(row), {"state": [before, row.state]}, reason=row.answer)
    return row


@operation("closure.answer_service_handover")
def answer_service_handover(
    row: ServiceHandover, *, accept: bool, answer: str, version: int, actor: Actor, on: dt.date | None = None
) -> ServiceHandover:
    """Accept a proposed handover as its service owner, or refuse it with the reason; `on` where that was before."""
    locked = _locked(row, version, (ServiceState.PROPOSED,))
    require(may_answer_service(actor, locked))
    state = ServiceState.ACCEPTED if accept else ServiceState.REFUSED
    return _decide(locked, state, answer, on, actor)


@operation("closure.waive_service_handover")
def waive_service_handover(
    row: ServiceHandover, *, answer: str, version: int, actor: Actor
) -> ServiceHandover:
    """Do without a handover, with the reason: for whoever stands above its service owner."""
    locked = _locked(row, version, (*WRITTEN, ServiceState.PROPOSED))
    require(may_waive_service(actor, locked, is_above=is_above_owner(actor, locked)))
    return _decide(locked, ServiceState.WAIVED, answer, None, actor)
