"""Lessons: the library, one lesson, and those of a project beside what others have learnt."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.closure.forms_lessons import LessonForm, NoteForm
from remit.closure.lesson_policies import (
    may_add_lesson,
    may_change_lesson,
    may_note_lesson,
    may_see_lessons,
    may_share_lesson,
)
from remit.closure.lesson_queries import (
    find_lessons,
    noted_lessons,
    one_lesson,
    own_lessons,
    suggestions,
    tags_of,
)
from remit.closure.models import LessonKind
from remit.closure.operations.lessons import add_lesson, change_lesson, note_lesson
from remit.core.errors import Conflict, Invalid
from remit.projects.guards import visible_project
from remit.projects.models import Project

LONGEST_QUESTION, LONGEST_TAG = 300, 40


@require_GET
def library(request: ActorRequest) -> HttpResponse:
    """Show the lessons that the actor may see; a question finds those that speak of it."""
    require(may_see_lessons(request.actor))
    asked = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUESTION]
    tag = request.GET.get("tag", "").replace("\x00", "")[:LONGEST_TAG]
    kind = request.GET.get("kind", "")
    kind = kind if kind in LessonKind.values else ""
    lines = find_lessons(request.actor, asked, tag=tag, kind=kind)
    context = {
        "lines": lines,
        "asked": asked,
        "tag": tag,
        "kind": kind,
        "kinds": LessonKind.choices,
        "tags": tags_of(lines),
    }
    return render(request, "closure/lessons/library.html", context)


@require_GET
def lesson(request: ActorRequest, lesson_key: str) -> HttpResponse:
    """Show a lesson."""
    line = one_lesson(request.actor, lesson_key)
    context = {
        "line": line,
        "lesson": line.lesson,
        "may_change": may_change_lesson(request.actor, line.lesson),
    }
    return render(request, "closure/lessons/one.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, lesson_key: str) -> HttpResponse:
    """Change a lesson; a stale form is shown with both values."""
    shown = one_lesson(request.actor, lesson_key).lesson
    require(may_change_lesson(request.actor, shown))
    may_share = bool(may_share_lesson(request.actor, shown.project))
    form = LessonForm(request.POST or None, may_share=may_share, lesson=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_lesson(shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_lesson(request.actor, lesson_key).lesson.version)
        else:
            messages.success(request, _("The lesson is changed."))
            return redirect("closure:lesson", lesson_key)
    context = {"form": form, "project": shown.project, "lesson": shown}
    return render(request, "closure/lessons/edit.html", context, status=form.status)


@require_GET
def of_project(request: ActorRequest, key: str) -> HttpResponse:
    """Show what was learnt in a project, and what of others may help it."""
    return _page(request, visible_project(request.actor, key))


def _page(
    request: ActorRequest, project: Project, *, error: str = "", failed: str = "", status: int = 200
) -> HttpResponse:
    noted = noted_lessons(request.actor, project)
    answered = [each.lesson.pk for each in noted]
    context = {
        "project": project,
        "own": own_lessons(project),
        "noted": noted,
        "suggested": suggestions(request.actor, project, noted=answered),
        "may_add": may_add_lesson(request.actor, project),
        "may_note": may_note_lesson(request.actor, project),
        "error": error,
        "failed": failed,
    }
    return render(request, "closure/lessons/project.html", context, status=status)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, key: str) -> HttpResponse:
    """State what was learnt."""
    project = visible_project(request.actor, key)
    require(may_add_lesson(request.actor, project))
    may_share = bool(may_share_lesson(request.actor, project))
    form = LessonForm(request.POST or None, may_share=may_share, phase=project.phase)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_lesson(project, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(key)s is kept.") % {"key": made.key})
            return redirect("closure:project_lessons", key)
    context = {"form": form, "project": project, "lesson": None}
    return render(request, "closure/lessons/edit.html", context, status=form.status)


@require_POST
def note(request: ActorRequest, key: str, lesson_key: str) -> HttpResponse:
    """Take a lesson of others up, or set it aside, with words."""
    project = visible_project(request.actor, key)
    require(may_note_lesson(request.actor, project))
    found = one_lesson(request.actor, lesson_key).lesson
    form = NoteForm(request.POST)
    if not form.is_valid():
        message = _("Say what is done about it, or why it is set aside.")
        return _page(request, project, error=message, failed=lesson_key, status=Invalid.status)
    try:
        note_lesson(project, found, actor=request.actor, **form.cleaned_data)
    except (Invalid, Conflict) as error:
        return _page(request, project, error=error.message, failed=lesson_key, status=error.status)
    messages.success(request, _("The lesson is answered."))
    return redirect("closure:project_lessons", key)
