"""The list by which projects are closed: edited by the organisation, and answered at a project."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.closure.checklist import NOT_ALWAYS_NEEDED, as_lines, faults, from_lines, items_of
from remit.closure.checklist_queries import ItemLine, checklist_of, items_for, versions_of
from remit.closure.models import ChecklistAnswer, ChecklistVersion, Settled
from remit.closure.policies import may_edit_checklist
from remit.core.errors import Conflict, Invalid, NotFound
from remit.people.models import Organisation
from remit.people.operations.organisation import root_scope
from remit.projects.facts import project_facts
from remit.projects.models import Project
from remit.projects.operations.parts import check_choice, clean, day_so_far
from remit.projects.operations.projects import about
from remit.projects.operations.records import locked_project
from remit.projects.policies import may_edit_project

LONGEST_EVIDENCE, LONGEST_REASON = 4000, 2000


@operation("closure.edit_checklist")
def edit_checklist(
    organisation: Organisation, items: Sequence[str], *, number: int, reason: str, actor: Actor
) -> ChecklistVersion:
    """Keep the next version of the list by which projects are closed; `number` is the version that was seen, or 0."""
    require(may_edit_checklist(actor))
    versions = versions_of(organisation)
    present = versions[0].number if versions else 0
    lines = [each.strip() for each in items if each.strip()]
    before = items_for(organisation)
    if present != number:
        fields = {"items": {"yours": lines, "theirs": as_lines(before)}}
        message = _("Somebody changed this list meanwhile: read what stands there now.")
        raise Conflict("stale", message, current={"fields": fields})
    reason = clean(reason, "reason", LONGEST_REASON, needed=_("Say why."))
    content = from_lines(lines, before)
    if errors := list(faults(content, {each.code for each in project_facts})):
        raise Invalid(errors[0].message, errors=errors)
    was, now = as_lines(before), as_lines(items_of(content))
    if was == now:
        raise Invalid(_("Nothing is changed."), code="empty")
    row = ChecklistVersion.objects.create(
        organisation=organisation, number=present + 1, content=content, reason=reason,
        changed_by=actor.name[:200],
    )  # fmt: skip
    path = root_scope(organisation).path
    named = About("closing-list", str(row.number), _("closing list"), organisation.pk, path)
    went = [each for each in was if each not in now]
    came = [each for each in now if each not in was]
    record(actor, named, {"items": [went, came], "number": [present, row.number]}, reason=reason)
    return row


def _answerable(project: Project, code: str, state: str, version: int) -> ItemLine:
    """Return an item as it was seen, which a person may answer so."""
    line = next((each for each in checklist_of(project) if each.code == code), None)
    if line is None:
        raise NotFound(_("The list has no such item."))
    if line.is_fact:
        raise Conflict("judged", _("Remit judges this item by itself: %(why)s") % {"why": line.why})
    check_choice(state, Settled, "state")
    if code in NOT_ALWAYS_NEEDED and state == Settled.DONE:
        message = _("Remit judges whether this is done: say that it is not needed here, and why, or mend it.")
        raise Invalid(message, field="state", code="judged")
    if line.version != version:
        fields = {"state": {"yours": state, "theirs": line.state}}
        raise Conflict("stale", _("Somebody answered this meanwhile."), current={"fields": fields})
    return line


@operation("closure.answer_item")
def answer_item(
    project: Project,
    code: str,
    *,
    state: str,
    evidence: str,
    version: int,
    actor: Actor,
    on: dt.date | None = None,
) -> ChecklistAnswer:
    """Say how an item stands that Remit does not judge, and what shows it; `version` is 0 where nobody has yet.

    `on` is the day where that was before today.
    """
    locked = locked_project(project)
    require(may_edit_project(actor, locked))
    line = _answerable(locked, code, state, version)
    needed = _("Say what shows it: a paper, a day, a name.")
    row = ChecklistAnswer.objects.filter(project=locked, code=code).first()
    row = row or ChecklistAnswer(project=locked, code=code, version=0)
    row.evidence = clean(evidence, "evidence", LONGEST_EVIDENCE, needed=needed)
    row.state, row.version = state, row.version + 1
    row.by_id, row.by_name = actor.person_id, actor.name[:200]
    row.on = day_so_far(locked, on, "on")
    row.save()
    told = {
        "closing_item": [f"{line.text}: {line.words}", f"{line.text}: {Settled(state).label}"],
        "evidence": [line.why, row.evidence],
    }
    record(actor, about(locked), told)
    return row
