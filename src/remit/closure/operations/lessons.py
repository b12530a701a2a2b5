"""Lessons: stated, changed, shared with the organisation; taken up by another project or set aside by it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.closure.lesson_policies import (
    may_add_lesson,
    may_change_lesson,
    may_note_lesson,
    may_share_lesson,
)
from remit.closure.models import Lesson, LessonKind, LessonNote, NoteState
from remit.core.errors import Conflict, Invalid, NotFound, plain, stale
from remit.core.keys import next_key
from remit.people.operations.organisation import space_of
from remit.projects.models import Phase, Project
from remit.projects.operations.parts import check_choice, check_fields, clean, day_so_far, locked_part
from remit.projects.operations.projects import about as about_project
from remit.projects.operations.records import locked_project

FIELDS = ("title", "kind", "phase", "happened", "cause", "advice", "tags", "is_shared")
LONGEST = {"title": 200, "happened": 20_000, "cause": 20_000, "advice": 20_000, "words": 4000}
LONGEST_TAG, MOST_TAGS = 40, 12


def about(lesson: Lesson) -> About:
    """Return how the record names a lesson."""
    return About("lesson", lesson.key, lesson.title, lesson.organisation_id, lesson.project.scope.path)


def clean_tags(tags: Sequence[str]) -> list[str]:
    """Return tags as they are kept: in small letters, each once, in their order."""
    found = list(dict.fromkeys(" ".join(each.casefold().split()) for each in tags if each.strip()))
    if len(found) > MOST_TAGS or any(len(each) > LONGEST_TAG for each in found):
        words = {"most": MOST_TAGS, "longest": LONGEST_TAG}
        message = _("At most %(most)d tags of at most %(longest)d characters.")
        raise Invalid(message % words, field="tags", code="long")
    return found


def _check(lesson: Lesson) -> None:
    needed = {
        "title": _("Say in a line what was learnt."),
        "happened": _("Say what happened."),
        "advice": _("Say what to do next time."),
    }
    for field in ("title", "happened", "cause", "advice"):
        text = clean(getattr(lesson, field), field, LONGEST[field], needed=needed.get(field, ""))
        setattr(lesson, field, text)
    check_choice(lesson.kind, LessonKind, "kind")
    check_choice(lesson.phase, Phase, "phase")
    lesson.tags = clean_tags(lesson.tags)


@operation("closure.add_lesson")
def add_lesson(project: Project, *, actor: Actor, learnt_on: dt.date | None = None, **stated: Any) -> Lesson:
    """State what was learnt in a project, with fields of `FIELDS`; the phase is the present one unless stated."""
    locked = locked_project(project)
    require(may_add_lesson(actor, locked))
    check_fields(stated, FIELDS)
    if stated.get("is_shared"):
        require(may_share_lesson(actor, locked))
    made = Lesson(organisation_id=locked.organisation_id, project=locked, kind=LessonKind.CHANGE)
    made.phase = locked.phase
    for name, value in stated.items():
        setattr(made, name, value)
    _check(made)
    made.by_id, made.by_name = actor.person_id, actor.name[:200]
    made.learnt_on = day_so_far(locked, learnt_on, "learnt_on")
    made.key = next_key(space_of(locked.organisation_id), "LE")
    made.save()
    record(actor, about(made), {name: ["", plain(getattr(made, name))] for name in stated})
    return made


@operation("closure.change_lesson")
def change_lesson(lesson: Lesson, *, version: int, actor: Actor, **changes: Any) -> Lesson:
    """Change fields of `FIELDS`; sharing it with the organisation, or no longer, is the project manager's."""
    locked = locked_part(lesson, "by")
    require(may_change_lesson(actor, locked))
    check_fields(changes, FIELDS)
    if "is_shared" in changes and changes["is_shared"] != locked.is_shared:
        require(may_share_lesson(actor, locked.project))
    if locked.version != version:
        raise stale(_("Somebody changed this lesson meanwhile."), changes, locked)
    before = {name: plain(getattr(locked, name)) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    _check(locked)
    locked.version += 1
    locked.save()
    told = {name: [was, plain(getattr(locked, name))] for name, was in before.items()}
    record(actor, about(locked), {name: both for name, both in told.items() if both[0] != both[1]})
    return locked


@operation("closure.note_lesson")
def note_lesson(
    project: Project, lesson: Lesson, *, state: str, words: str, version: int, actor: Actor
) -> LessonNote:
    """Take a lesson of others up for a project, saying what is done about it, or set it aside with the reason.

    `version` is that of the note that was seen, 0 where there is none yet.
    """
    locked = locked_project(project)
    require(may_note_lesson(actor, locked))
    if not Lesson.objects.visible_to(actor).filter(pk=lesson.pk).exists():
        raise NotFound
    if lesson.project_id == locked.pk:
        raise Conflict("own", _("The project stated this lesson itself."))
    check_choice(state, NoteState, "state")
    row = LessonNote.objects.filter(project=locked, lesson=lesson).first()
    if (row.version if row else 0) != version:
        fields = {"state": {"yours": state, "theirs": row.state if row else ""}}
        raise Conflict("stale", _("Somebody answered this meanwhile."), current={"fields": fields})
    needed = _("Say what is done about it.") if state == NoteState.NOTED else _("Say why.")
    row = row or LessonNote(project=locked, lesson=lesson, version=0, state="")
    before = row.state
    row.words = clean(words, "words", LONGEST["words"], needed=needed)
    row.state, row.version = state, row.version + 1
    row.by_id, row.by_name = actor.person_id, actor.name[:200]
    row.on = day_so_far(locked, None, "on")
    row.save()
    told = {"lesson_note": [f"{lesson.key}: {before}" if before else "", f"{lesson.key}: {state}"]}
    record(actor, about_project(locked), told, reason=row.words)
    return row
