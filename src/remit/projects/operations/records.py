"""What the operations on charters and on studies have in common: versions, handing in, deciding."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.audit.recording import About, record
from remit.core.errors import Conflict, Invalid, stale
from remit.people.grids import day_of
from remit.projects.models import FormalRecord, Project, RecordState

R = TypeVar("R", bound=FormalRecord)
LONGEST_ANSWER = 4000


def rows_of(model: Any) -> Any:
    """Return the rows of one kind of formal record."""
    return model.objects


def locked_project(project: Project) -> Project:
    """Return the project, locked, as it stands now."""
    rows = Project.objects.select_for_update(of=("self",)).select_related("scope", "organisation")
    locked: Project = rows.get(pk=project.pk)
    return locked


def about_record(row: FormalRecord, kind: str, label: str) -> About:
    """Return how the record names a version of a formal record."""
    project = row.project
    key, words = f"{project.key}/{row.number}", f"{project.key} {label} {row.number}"
    return About(kind, key, words, project.organisation_id, project.scope.path)


def next_version(model: type[R], project: Project, blank: Mapping[str, Any], actor: Actor) -> R:
    """Return a new draft, begun from the latest version; `Conflict` while another is open."""
    latest = rows_of(model).filter(project=project).order_by("-number").first()
    if latest is not None and latest.is_open:
        raise Conflict("open", _("There is a version already that is not decided: change that one."))
    content = {**blank, **(latest.content if latest else {})}
    row = model(project=project, number=latest.number + 1 if latest else 1, content=content)
    row.written_by_id = actor.person_id
    row.facts = {"authors": [actor.person_id] if actor.person_id else []}
    row.save(force_insert=True)
    return row


def locked_version(row: R, version: int, yours: Mapping[str, Any], *states: str) -> R:
    """Return a version of a record, locked, in one of `states`; stale and wrong ones are refused."""
    rows = rows_of(type(row)).select_for_update(of=("self",))
    locked: R = rows.select_related("project__scope", "project__organisation", "written_by").get(pk=row.pk)
    if locked.version != version:
        fields = {name: {"yours": value, "theirs": locked.content.get(name)} for name, value in yours.items()}
        message = _("Somebody changed it meanwhile: read what stands there now.")
        if fields:
            raise Conflict("stale", message, current={"fields": fields})
        raise stale(message, {}, locked)
    if locked.state not in states:
        message = _("Version %(number)d is %(state)s: that cannot be done with it now.")
        raise Conflict("state", message % {"number": locked.number, "state": locked.get_state_display()})
    return locked


def write(row: R, changes: Mapping[str, Any], actor: Actor, about: About) -> R:
    """Keep stated fields of a draft, and who wrote them."""
    before = {name: row.content.get(name) for name in changes}
    row.content = {**row.content, **changes}
    authors = row.facts.get("authors", [])
    if actor.person_id is not None and actor.person_id not in authors:
        row.facts = {**row.facts, "authors": [*authors, actor.person_id]}
    return saved(row, actor, about, {n: [before[n], value] for n, value in changes.items()})


def hand_in(row: R, actor: Actor, about: About) -> R:
    """Let a draft wait for whoever decides."""
    row.state, row.submitted_at, row.answer = RecordState.WAITING, timezone.now(), ""
    if actor.person_id is not None:
        row.written_by_id = actor.person_id
    return saved(row, actor, about, {"state": [RecordState.DRAFT.value, RecordState.WAITING.value]})


def decide(
    row: R, state: RecordState, actor: Actor, about: About, *, answer: str, on: dt.date | None,
    facts: Mapping[str, Any],
) -> R:  # fmt: skip
    """Keep a decision with what stood there; an earlier version that held is replaced."""
    answer = answer.strip()
    if state != RecordState.AGREED and not answer:
        raise Invalid(_("Say why."), field="answer", code="required")
    if len(answer) > LONGEST_ANSWER:
        message = _("At most %(longest)d characters, these are %(count)d.")
        words = {"longest": LONGEST_ANSWER, "count": len(answer)}
        raise Invalid(message % words, field="answer", code="long")
    row.decided_on = decided_day(row.project, on)
    row.decided_by_id, row.answer = actor.person_id, answer
    row.facts = {**row.facts, **facts}
    if state == RecordState.AGREED:
        others = rows_of(type(row)).filter(project=row.project, state=RecordState.AGREED)
        others.update(state=RecordState.REPLACED)
    before, row.state = row.state, state
    return saved(row, actor, about, {"state": [before, state.value]}, reason=answer)


def decided_day(project: Project, on: dt.date | None) -> dt.date:
    """Return the day of a decision: today, or an earlier one on which it was taken, never one to come."""
    today = day_of(project.organisation)
    if on is not None and on > today:
        raise Invalid(_("The day lies in the future: nothing is decided yet then."), field="on", code="range")
    return on or today


def saved(row: R, actor: Actor, about: About, changes: Mapping[str, Any], reason: str = "") -> R:
    """Save a version and record what became of it."""
    row.version += 1
    row.save()
    record(actor, about, changes, reason=reason)
    return row
