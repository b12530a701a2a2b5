"""The closing record of a project: written, handed in once the list is settled, signed by the sponsor."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.closure import closing_content
from remit.closure.checklist_queries import checklist_of, ended_early, open_words
from remit.closure.closing import seen_now
from remit.closure.models import ClosingRecord
from remit.core.errors import Conflict, Invalid
from remit.people.models import Person
from remit.projects.models import Phase, Project, RecordState
from remit.projects.operations import records
from remit.projects.operations.parts import check_fields
from remit.projects.policies import may_decide_record, may_edit_project
from remit.projects.signing import answering, signatory


def _about(row: ClosingRecord) -> About:
    return records.about_record(row, "closing-record", _("closing record"))


@operation("closure.begin_record")
def begin_record(project: Project, *, actor: Actor) -> ClosingRecord:
    """Begin the next version of a project's closing record from the one before."""
    locked = records.locked_project(project)
    require(may_edit_project(actor, locked))
    row = records.next_version(ClosingRecord, locked, closing_content.blank(), actor)
    record(actor, _about(row), {"number": ["", row.number]})
    return row


@operation("closure.change_record")
def change_record(row: ClosingRecord, *, version: int, actor: Actor, **stated: Any) -> ClosingRecord:
    """Change fields of a draft; a stale `version` is refused with both values."""
    require(may_edit_project(actor, row.project))
    check_fields(stated, closing_content.BY_NAME.keys())
    clean = closing_content.cleaned(stated)
    locked = records.locked_version(row, version, clean, RecordState.DRAFT)
    if errors := list(closing_content.faults(clean)):
        raise Invalid(errors[0].message, errors=errors)
    _check_owners(locked.project, clean.get("follow_ons", ()))
    return records.write(locked, clean, actor, _about(locked))


def _check_owners(project: Project, lines: Any) -> None:
    """Refuse a follow-on action whose owner is nobody of the organisation."""
    named = {parsed[1] for line in lines if (parsed := closing_content.follow_on(line)) is not None}
    rows = Person.objects.filter(organisation_id=project.organisation_id, left_on=None, name__in=named)
    if unknown := sorted(named - set(rows.values_list("name", flat=True))):
        message = _("Nobody here is called %(name)s: name an owner as in the list of people.")
        raise Invalid(message % {"name": unknown[0][:80]}, field="follow_ons", code="unknown")


@operation("closure.submit_record")
def submit_record(row: ClosingRecord, *, version: int, actor: Actor) -> ClosingRecord:
    """Hand a draft in for the sponsor's signature; refused while something is missing or open, which is named."""
    require(may_edit_project(actor, row.project))
    locked = records.locked_version(row, version, {}, RecordState.DRAFT)
    project = records.locked_project(locked.project)
    if project.phase != Phase.CLOSING:
        words = {"now": Phase(project.phase).label, "closing": Phase.CLOSING.label}
        message = _("The project is in %(now)s: lead it into %(closing)s first.")
        raise Conflict("phase_order", message % words)
    if gaps := closing_content.missing(locked.content, early=ended_early(project)):
        raise Conflict("incomplete", gaps[0][1])
    if gap := open_words(checklist_of(project)):
        raise Conflict("open_items", gap)
    if signatory(project) is None:
        raise Conflict("nobody", _("The project has no sponsor who could sign: name one first."))
    return records.hand_in(locked, actor, _about(locked))


@operation("closure.answer_record")
def answer_record(
    row: ClosingRecord, *, sign: bool, version: int, actor: Actor, answer: str = "", on: dt.date | None = None
) -> ClosingRecord:
    """Sign a closing record, or send it back with a reason; what its sponsor saw is kept with the signature."""
    locked = records.locked_version(row, version, {}, RecordState.WAITING)
    signer = signatory(locked.project)
    require(may_decide_record(actor, locked, signer))
    if sign and (gap := open_words(checklist_of(locked.project))):
        raise Conflict("open_items", gap)
    state = RecordState.AGREED if sign else RecordState.DRAFT
    facts = answering(locked.project) | {"seen": seen_now(locked.project)}
    return records.decide(locked, state, actor, _about(locked), answer=answer, on=on, facts=facts)
