"""The charter of a project: written, handed in, signed by the sponsor or sent back, and begun anew to change it."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.projects import charter_content
from remit.projects.models import Charter, Project, RecordState
from remit.projects.operations import records
from remit.projects.operations.parts import check_fields
from remit.projects.policies import may_decide_record, may_edit_project
from remit.projects.signing import answering, signatory


def _about(charter: Charter) -> About:
    return records.about_record(charter, "charter", _("charter"))


@operation("projects.begin_charter")
def begin_charter(project: Project, *, actor: Actor) -> Charter:
    """Begin the next version of a charter from the one before; it holds only once the sponsor has signed it."""
    locked = records.locked_project(project)
    require(may_edit_project(actor, locked))
    blank = charter_content.blank()
    blank["budget_minor"] = locked.budget_minor
    charter = records.next_version(Charter, locked, blank, actor)
    record(actor, _about(charter), {"number": ["", charter.number]})
    return charter


@operation("projects.change_charter")
def change_charter(charter: Charter, *, version: int, actor: Actor, **stated: Any) -> Charter:
    """Change fields of a draft; a stale `version` is refused with both values."""
    require(may_edit_project(actor, charter.project))
    check_fields(stated, charter_content.BY_NAME.keys())
    clean = charter_content.cleaned(stated)
    locked = records.locked_version(charter, version, clean, RecordState.DRAFT)
    if errors := list(charter_content.faults(clean)):
        raise Invalid(errors[0].message, errors=errors)
    return records.write(locked, clean, actor, _about(locked))


@operation("projects.submit_charter")
def submit_charter(charter: Charter, *, version: int, actor: Actor) -> Charter:
    """Hand a draft in for the sponsor's signature; refused while something is missing, which is named."""
    require(may_edit_project(actor, charter.project))
    locked = records.locked_version(charter, version, {}, RecordState.DRAFT)
    if gaps := charter_content.missing(locked.content):
        raise Conflict("incomplete", gaps[0][1])
    if signatory(locked.project) is None:
        raise Conflict("nobody", _("The project has no sponsor who could sign: name one first."))
    return records.hand_in(locked, actor, _about(locked))


@operation("projects.answer_charter")
def answer_charter(
    charter: Charter, *, sign: bool, version: int, actor: Actor, answer: str = "", on: dt.date | None = None
) -> Charter:
    """Sign a charter, which then holds in place of the one before, or send it back with a reason."""
    locked = records.locked_version(charter, version, {}, RecordState.WAITING)
    signer = signatory(locked.project)
    require(may_decide_record(actor, locked, signer))
    state = RecordState.AGREED if sign else RecordState.DRAFT
    facts = answering(locked.project)
    return records.decide(locked, state, actor, _about(locked), answer=answer, on=on, facts=facts)
