"""Actions: each with one owner and a day, done with a word on what came of it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.core.keys import next_key
from remit.meetings.models import Action, AgendaItem
from remit.meetings.operations.matters import check_recording
from remit.meetings.policies import may_change_action, may_finish_action
from remit.people.grids import day_of
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.projects.models import Project
from remit.projects.operations.parts import (
    check_fields,
    check_member,
    clean,
    locked_part,
    space_in,
    worded,
)

LONGEST_TEXT, LONGEST_WORDS = 500, 20_000
FIELDS = ("text", "owner", "due_on")
GIVEN = gettext_lazy("Remit: an action for you")


def _about(action: Action) -> About:
    project = action.project
    label = f"{action.key} {action.text}"[:300]
    return About("action", f"{project.key}/{action.key}", label, project.organisation_id, project.scope.path)


def _check(action: Action) -> None:
    action.text = clean(action.text, "text", LONGEST_TEXT, needed=_("Say what is to be done."))
    check_member(action.project, action.owner, "owner")
    if action.owner.is_gone(day_of(action.project.organisation)):
        raise Invalid(_("Choose somebody who is here."), field="owner", code="left")


@operation("meetings.add_action")
def add_action(
    project: Project,
    *,
    text: str,
    owner: Person,
    due_on: dt.date,
    actor: Actor,
    matter: AgendaItem | None = None,
) -> Action:
    """Give somebody something to do by a day; they are told by mail unless they gave it to themselves.

    `matter` is that of a meeting whose minutes are being written; whoever writes them may record it.
    """
    check_recording(actor, project, matter)
    today = day_of(project.organisation)
    made = Action(project=project, text=text, owner=owner, due_on=due_on, noted_on=today, matter=matter)
    _check(made)
    made.key = next_key(space_in(project), "AC")
    made.save()
    told = {name: ["", worded(getattr(made, name))] for name in FIELDS}
    if matter is not None:
        told["matter"] = ["", f"{matter.meeting.key}, {matter}"]
    record(actor, _about(made), told)
    _tell(made, actor)
    return made


def _tell(action: Action, actor: Actor) -> None:
    if action.owner_id == actor.person_id:
        return
    url = settings.BASE_URL + reverse("meetings:action", args=[action.project.key, action.key])
    tell(action.owner, GIVEN, "meetings/email/action.txt", {"action": action, "url": url, "by": actor.name})


def _check_open(found: Action, version: int, yours: dict[str, Any]) -> None:
    if found.done_on is not None:
        raise Conflict("done", _("It is done already."))
    if found.version != version:
        raise stale(_("Somebody changed this action meanwhile."), yours, found, worded)


@operation("meetings.change_action")
def change_action(action: Action, *, version: int, actor: Actor, **changes: Any) -> Action:
    """Change fields of `FIELDS` while it is open; a new owner is told."""
    check_fields(changes, FIELDS)
    locked = locked_part(action, "owner__organisation", "matter__meeting__project__scope")
    require(may_change_action(actor, locked))
    _check_open(locked, version, changes)
    before = {name: worded(getattr(locked, name)) for name in changes}
    was = locked.owner_id
    for name, value in changes.items():
        setattr(locked, name, value)
    _check(locked)
    locked.version += 1
    locked.save()
    told = {name: [was_, worded(getattr(locked, name))] for name, was_ in before.items()}
    record(actor, _about(locked), {name: both for name, both in told.items() if both[0] != both[1]})
    if locked.owner_id != was:
        _tell(locked, actor)
    return locked


@operation("meetings.finish_action")
def finish_action(action: Action, *, words: str, version: int, actor: Actor) -> Action:
    """Say that an action is done, and what came of it."""
    locked = locked_part(action, "owner__organisation")
    require(may_finish_action(actor, locked))
    _check_open(locked, version, {"done_words": words})
    locked.done_words = clean(words, "words", LONGEST_WORDS, needed=_("Say what came of it."))
    locked.done_on = day_of(locked.project.organisation)
    locked.version += 1
    locked.save()
    record(
        actor, _about(locked), {"done_on": ["", locked.done_on.isoformat()]}, reason=locked.done_words[:500]
    )
    return locked
