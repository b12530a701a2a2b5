"""Comments of a project: all of them, one with its answers, and the steps that people take with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.comments.forms import CommentForm
from remit.comments.models import Comment, Mention
from remit.comments.operations.comments import (
    change_comment,
    see_mention,
    settle_comment,
    withdraw_comment,
    write_comment,
)
from remit.comments.policies import may_change_comment, may_comment, may_withdraw_comment
from remit.comments.queries import comments_of, one_comment, suggested, visible_comments
from remit.comments.registries import Subject
from remit.comments.subjects import find_subject
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.projects.guards import visible_project

PAGE = 50
LONGEST_TYPED = 80


@require_GET
def comments(request: ActorRequest, key: str) -> HttpResponse:
    """Show what is said in a project, the latest first."""
    project = visible_project(request.actor, key)
    rows = visible_comments(request.actor, project).filter(withdrawn_at=None)
    which = request.GET.get("show", "open")
    if which == "open":
        rows = rows.filter(answers=None, settled_at=None)
    page = Paginator(rows.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"project": project, "page": page, "show": which, "may": may_comment(request.actor, project)}
    return render(request, "comments/comments.html", context)


@require_http_methods(["GET", "POST"])
def write(request: ActorRequest, key: str) -> HttpResponse:
    """Say something about a thing of a project, or answer what was said."""
    project = visible_project(request.actor, key)
    require(may_comment(request.actor, project))
    given = request.GET
    form = CommentForm(
        request.POST or None, about=given.get("about", "")[:16], answers=given.get("answers", "")[:16]
    )
    answers, about = None, str(form["about"].value() or "")
    if form["answers"].value():
        answers, subject = one_comment(request.actor, key, str(form["answers"].value()))
    else:
        subject = find_subject(request.actor, project, about)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            made = write_comment(project, about=about, text=text, answers=answers, actor=request.actor)
        except Invalid as error:
            form.take(error)
        else:
            return redirect(f"{subject.url}#{made.key}")
    context = {"project": project, "form": form, "subject": subject, "answers": answers, "about": about}
    return render(request, "comments/write.html", context, status=form.status)


@require_GET
def people(request: ActorRequest, key: str) -> HttpResponse:
    """Return the names of a few people whom what is typed may mean."""
    project = visible_project(request.actor, key)
    require(may_comment(request.actor, project))
    found = suggested(request.actor, project, request.GET.get("q", "")[:LONGEST_TYPED])
    return JsonResponse({"people": [[each.name, each.title] for each in found]})


def _page(
    request: ActorRequest, shown: Comment, subject: Subject, form: CommentForm | None = None
) -> HttpResponse:
    project = shown.project
    top = shown.answers or shown
    answers = list(comments_of(project).filter(answers=top).order_by("pk"))
    is_there = shown.withdrawn_at is None
    changes = is_there and bool(may_change_comment(request.actor, shown))
    context = {
        "project": project,
        "comment": shown,
        "top": top,
        "subject": subject,
        "answers": answers,
        "form": (form or CommentForm(comment=shown)) if changes else None,
        "may": is_there and may_comment(request.actor, project),
        "may_withdraw": is_there and may_withdraw_comment(request.actor, shown),
        "is_called": Mention.objects.filter(
            comment=shown, person_id=request.actor.person_id or 0, seen_at=None
        ).exists(),
    }
    return render(request, "comments/comment.html", context, status=form.status if form else 200)


@require_http_methods(["GET", "POST"])
def comment(request: ActorRequest, key: str, comment_key: str) -> HttpResponse:
    """Show one comment with its answers; its author says it otherwise."""
    shown, subject = one_comment(request.actor, key, comment_key)
    if request.method == "GET":
        return _page(request, shown, subject)
    require(may_change_comment(request.actor, shown))
    form = CommentForm(request.POST, comment=shown)
    if form.is_valid():
        try:
            change_comment(shown, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_comment(request.actor, key, comment_key)[0].version)
        else:
            messages.success(request, _("The comment is changed."))
            return redirect(f"{subject.url}#{comment_key}")
    return _page(request, *one_comment(request.actor, key, comment_key), form=form)


@require_POST
def withdraw(request: ActorRequest, key: str, comment_key: str) -> HttpResponse:
    """Take a comment away."""
    shown, subject = one_comment(request.actor, key, comment_key)
    require(may_withdraw_comment(request.actor, shown))
    withdraw_comment(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The comment is withdrawn."))
    return redirect(f"{subject.url}#{comment_key}")


@require_POST
def settle(request: ActorRequest, key: str, comment_key: str) -> HttpResponse:
    """Say that a comment needs nothing more, or that it does again."""
    shown, subject = one_comment(request.actor, key, comment_key)
    require(may_comment(request.actor, shown.project))
    settled = shown.settled_at is None
    settle_comment(shown, settled=settled, version=seen_version(request), actor=request.actor)
    return redirect(f"{subject.url}#{comment_key}")


@require_POST
def seen(request: ActorRequest, key: str, comment_key: str) -> HttpResponse:
    """Say that one has seen where one was called."""
    shown, _subject = one_comment(request.actor, key, comment_key)
    mention = Mention.objects.filter(comment=shown, person_id=request.actor.person_id or 0).first()
    if mention is None:
        raise NotFound
    see_mention(mention, actor=request.actor)
    messages.success(request, _("It is off your start page."))
    return redirect("home")
