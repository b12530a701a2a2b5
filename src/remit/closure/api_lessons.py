"""Lessons, for programs."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.closure.lesson_policies import may_add_lesson, may_change_lesson, may_note_lesson, may_see_lessons
from remit.closure.lesson_queries import (
    LessonLine,
    find_lessons,
    lines_for,
    noted_lessons,
    one_lesson,
    suggestions,
)
from remit.closure.models import Lesson, LessonKind, NoteState
from remit.closure.operations.lessons import (
    LONGEST_TAG,
    MOST_TAGS,
    add_lesson,
    change_lesson,
    note_lesson,
)
from remit.core.api.fields import LEFT_OUT, Count, Day, Flag, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.projects.guards import visible_project
from remit.projects.models import Phase, Project

router = Router(tags=["Lessons"])
ONE = "/lessons/{lesson}"
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Maybe = Annotated[str, StringConstraints(max_length=20_000)]
Tags = Annotated[list[Annotated[str, StringConstraints(max_length=LONGEST_TAG)]], Field(max_length=MOST_TAGS)]


class LessonOut(Output):
    """A lesson; `project` and `by` are null for whom its project is not, `why` says why it was found."""

    key: str
    project: str | None
    title: str
    kind: LessonKind
    phase: Phase
    happened: str
    cause: str
    advice: str
    tags: list[str]
    is_shared: bool
    by: str | None
    learnt_on: dt.date
    why: str
    version: int


class LessonPage(Page[LessonOut]):
    """Lessons."""


class LessonQuery(ListQuery):
    """How to list lessons."""

    ORDERS: ClassVar = {"key": ("pk",), "learnt_on": ("learnt_on", "pk"), "title": ("title", "pk")}
    order_by: Literal["key", "-key", "learnt_on", "-learnt_on", "title", "-title"] = "-key"
    kind: LessonKind | None = None


class LessonsFound(Output):
    """The lessons that speak of what was asked, the nearest first, each with the words that they share."""

    items: list[LessonOut]


class LessonNoteOut(Output):
    """What a project made of a lesson of others."""

    lesson: str
    state: NoteState
    words: str
    by: str
    on: dt.date
    version: int


class ProjectLessonsOut(Output):
    """What others have learnt that may help a project, each with the reason, and what it has answered."""

    project: str
    suggested: list[LessonOut]
    answered: list[LessonNoteOut]


class LessonIn(Input):
    """A lesson; the phase is that of the project unless stated."""

    title: Line
    kind: LessonKind = LessonKind.CHANGE
    phase: Phase | None = None
    happened: Words
    cause: Maybe = ""
    advice: Words
    tags: Tags = Field(default_factory=list)
    is_shared: Flag = False
    learnt_on: Day | None = None


class LessonPatch(Input):
    """What changes about a lesson; what is left out stays."""

    version: Version | None = None
    title: Line = LEFT_OUT
    kind: LessonKind = LEFT_OUT
    phase: Phase = LEFT_OUT
    happened: Words = LEFT_OUT
    cause: Maybe = LEFT_OUT
    advice: Words = LEFT_OUT
    tags: Tags = LEFT_OUT
    is_shared: Flag = LEFT_OUT


class LessonNoteIn(Input):
    """What is made of a lesson of others; `version` is 0 where nothing was said of it yet."""

    lesson: Key
    state: NoteState
    words: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    version: Count


def _out(line: LessonLine) -> LessonOut:
    row = line.lesson
    names = (
        "key", "title", "happened", "cause", "advice", "tags", "is_shared", "learnt_on", "version",
    )  # fmt: skip
    return LessonOut(
        **{name: getattr(row, name) for name in names},
        project=line.source.key if line.source else None,
        kind=LessonKind(row.kind),
        phase=Phase(row.phase),
        by=row.by_name if line.source else None,
        why=line.why,
    )


@router.get("/lessons", operation_id="list_lessons", response=reads(LessonPage), summary="List lessons")
def list_lessons(request: ApiRequest, query: Query[LessonQuery]) -> Page[LessonOut]:
    """Return the lessons that the caller may see: of their projects, and the library."""
    require(may_see_lessons(request.actor))
    rows = Lesson.objects.visible_to(request.actor).select_related("project__scope")
    if query.kind is not None:
        rows = rows.filter(kind=query.kind)
    return paged(
        request,
        ordered(rows, query),
        query,
        LessonPage,
        lambda part: map(_out, lines_for(request.actor, part)),
    )


@router.get(
    "/lesson-search",
    operation_id="find_lessons",
    response=reads(LessonsFound),
    summary="Find lessons by meaning",
)
def search_lessons(
    request: ApiRequest, q: Annotated[str, Query(max_length=300, description="Words of one's own.")] = ""
) -> LessonsFound:
    """Return the lessons that speak of what was asked: other forms of a word and words that mean the same count."""
    require(may_see_lessons(request.actor))
    return LessonsFound(items=[_out(each) for each in find_lessons(request.actor, q)])


@router.get(ONE, operation_id="get_lesson", response=reads(LessonOut), summary="One lesson")
def get_lesson(request: ApiRequest, response: HttpResponse, lesson: str) -> LessonOut:
    """Return a lesson."""
    line = one_lesson(request.actor, lesson)
    return tagged(response, _out(line), line.lesson.version)


@router.post(
    "/projects/{key}/lessons",
    operation_id="add_lesson",
    response=creates(LessonOut),
    summary="State a lesson",
)
def post_lesson(request: ApiRequest, response: HttpResponse, key: str, body: LessonIn) -> Status[LessonOut]:
    """State what was learnt in a project."""
    project = visible_project(request.actor, key)
    require(may_add_lesson(request.actor, project))
    sent = body.model_dump()
    if sent["phase"] is None:
        del sent["phase"]
    made = add_lesson(project, actor=request.actor, **sent)
    created(response, f"/api/v1/lessons/{made.key}")
    line = one_lesson(request.actor, made.key)
    return Status(201, tagged(response, _out(line), made.version))


@router.patch(ONE, operation_id="change_lesson", response=changes(LessonOut), summary="Change a lesson")
def patch_lesson(request: ApiRequest, response: HttpResponse, lesson: str, body: LessonPatch) -> LessonOut:
    """Change a lesson, or put it into the library."""
    line = one_lesson(request.actor, lesson)
    require(may_change_lesson(request.actor, line.lesson))
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _out(one_lesson(request.actor, lesson)))):
        change_lesson(line.lesson, version=saw.version, actor=request.actor, **sent)
    changed = one_lesson(request.actor, lesson)
    return tagged(response, _out(changed), changed.lesson.version)


def _of_project(actor: Actor, project: Project) -> ProjectLessonsOut:
    answered = [
        LessonNoteOut(
            lesson=each.lesson.key, state=NoteState(each.note.state), words=each.note.words, by=each.note.by_name,
            on=each.note.on, version=each.note.version,
        )
        for each in noted_lessons(actor, project)
        if each.note is not None
    ]  # fmt: skip
    suggested = [_out(each) for each in suggestions(actor, project)]
    return ProjectLessonsOut(project=project.key, suggested=suggested, answered=answered)


@router.get(
    "/projects/{key}/lesson-suggestions",
    operation_id="suggest_lessons",
    response=reads(ProjectLessonsOut),
    summary="What others have learnt that may help a project",
)
def get_suggestions(request: ApiRequest, key: str) -> ProjectLessonsOut:
    """Return shared lessons of other projects that speak of the same as this one, each with the reason."""
    return _of_project(request.actor, visible_project(request.actor, key))


@router.post(
    "/projects/{key}/lesson-notes",
    operation_id="note_lesson",
    response=acts(ProjectLessonsOut),
    summary="Take a lesson of others up, or set it aside",
)
def post_note(request: ApiRequest, key: str, body: LessonNoteIn) -> ProjectLessonsOut:
    """Take a lesson of others up for a project, saying what is done about it, or set it aside with the reason."""
    project = visible_project(request.actor, key)
    require(may_note_lesson(request.actor, project))
    found = one_lesson(request.actor, body.lesson).lesson
    sent: dict[str, Any] = {"state": body.state, "words": body.words, "version": body.version}
    note_lesson(project, found, actor=request.actor, **sent)
    return _of_project(request.actor, project)
