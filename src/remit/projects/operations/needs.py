"""Needs, and the sessions in which they and requirements were collected."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Invalid, stale
from remit.core.keys import next_key
from remit.people.models import Person
from remit.projects.models import Collection, Need, Project, Technique
from remit.projects.operations.parts import (
    LONGEST_TEXT,
    check_choice,
    check_member,
    clean,
    day_so_far,
    locked_part,
    space_in,
)
from remit.projects.requirement_policies import may_keep_requirements

LONGEST_NEED = 500
LONGEST_TITLE = 200
NEED_FIELDS = ("text", "is_want", "whose", "evidence", "collection")
COLLECTION_FIELDS = ("title", "technique", "held_on", "people", "others", "notes")


def _about(row: Need | Collection, kind: str, label: str) -> About:
    project = row.project
    return About(kind, f"{project.key}/{row.key}", label, project.organisation_id, project.scope.path)


def _told(row: Need | Collection, name: str) -> str:
    value = getattr(row, name)
    if name == "people":
        return ", ".join(value.order_by("name").values_list("name", flat=True))
    if name == "collection":
        return value.key if value is not None else ""
    return "" if value is None else str(value)


def _check_need(need: Need) -> None:
    need.text = clean(need.text, "text", LONGEST_NEED, needed=_("Say what is needed."))
    need.whose = clean(need.whose, "whose", LONGEST_TITLE, needed=_("Say who needs it."))
    need.evidence = clean(need.evidence, "evidence", LONGEST_TEXT)
    if need.collection is not None and need.collection.project_id != need.project_id:
        raise Invalid(_("Choose one of this project."), field="collection", code="unknown")


@operation("projects.add_need")
def add_need(project: Project, *, actor: Actor, **stated: Any) -> Need:
    """Note what somebody needs or would like to have, with fields of `NEED_FIELDS`."""
    require(may_keep_requirements(actor, project))
    made = Need(project=project, **stated)
    _check_need(made)
    made.key = next_key(space_in(project), "ND")
    made.save()
    told = {name: ["", _told(made, name)] for name in NEED_FIELDS if _told(made, name)}
    record(actor, _about(made, "need", made.text[:200]), told)
    return made


@operation("projects.change_need")
def change_need(need: Need, *, version: int, actor: Actor, **changes: Any) -> Need:
    """Change fields of `NEED_FIELDS`; a stale `version` is refused with both values."""
    require(may_keep_requirements(actor, need.project))
    locked = locked_part(need, "collection")
    if locked.version != version:
        raise stale(_("Somebody changed this need meanwhile."), changes, locked)
    before = {name: _told(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    _check_need(locked)
    locked.version += 1
    locked.save()
    told = {name: [before[name], _told(locked, name)] for name in changes}
    record(actor, _about(locked, "need", locked.text[:200]), told)
    return locked


def _check_collection(collection: Collection) -> None:
    collection.title = clean(collection.title, "title", LONGEST_TITLE, needed=_("Give the session a title."))
    collection.others = clean(collection.others, "others", LONGEST_NEED)
    collection.notes = clean(collection.notes, "notes", LONGEST_TEXT)
    check_choice(collection.technique, Technique, "technique")
    day_so_far(collection.project, collection.held_on, "held_on")


def _check_people(project: Project, people: Sequence[Person]) -> None:
    for each in people:
        check_member(project, each, "people")


@operation("projects.add_collection")
def add_collection(
    project: Project,
    *,
    title: str,
    technique: str,
    held_on: dt.date,
    actor: Actor,
    people: Sequence[Person] = (),
    others: str = "",
    notes: str = "",
) -> Collection:
    """Note a session: by which technique, when, with whom, and what was said."""
    require(may_keep_requirements(actor, project))
    made = Collection(
        project=project, title=title, technique=technique, held_on=held_on, others=others, notes=notes
    )
    _check_collection(made)
    _check_people(project, people)
    made.key = next_key(space_in(project), "SE")
    made.save()
    made.people.set(people)
    told = {name: ["", _told(made, name)] for name in COLLECTION_FIELDS if _told(made, name)}
    record(actor, _about(made, "collection", made.title), told)
    return made


@operation("projects.change_collection")
def change_collection(collection: Collection, *, version: int, actor: Actor, **changes: Any) -> Collection:
    """Change fields of `COLLECTION_FIELDS`; a stale `version` is refused with both values."""
    require(may_keep_requirements(actor, collection.project))
    locked = locked_part(collection)
    people: Sequence[Person] | None = changes.pop("people", None)
    if locked.version != version:
        raise stale(_("Somebody changed this session meanwhile."), changes, locked)
    names = [*changes, *(["people"] if people is not None else [])]
    before = {name: _told(locked, name) for name in names}
    for name, value in changes.items():
        setattr(locked, name, value)
    _check_collection(locked)
    locked.version += 1
    locked.save()
    if people is not None:
        _check_people(locked.project, people)
        locked.people.set(people)
    told = {name: [before[name], _told(locked, name)] for name in names}
    record(actor, _about(locked, "collection", locked.title), told)
    return locked
