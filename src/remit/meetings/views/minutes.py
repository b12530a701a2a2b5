"""Minutes of a meeting: begun, written, published, and each version as it is read and on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.downloads import PDF, download
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.meetings.forms_meetings import MinutesForm, PublishForm
from remit.meetings.meeting_queries import one_meeting
from remit.meetings.minutes_queries import draft_of, minutes_pdf, published_words, shown_minutes
from remit.meetings.models import Minutes
from remit.meetings.operations.minutes import begin_minutes, drop_minutes, publish_minutes, write_minutes
from remit.meetings.outcome_queries import matters_of
from remit.meetings.policies import may_write_minutes

RECORDED = {"action": "meetings:add_action", "decision": "meetings:log_decision"}


def _writable(request: ActorRequest, key: str, meeting_key: str) -> Minutes:
    """Return the draft of a meeting's minutes, which the actor may write."""
    shown = one_meeting(request.actor, key, meeting_key)
    require(may_write_minutes(request.actor, shown))
    draft = draft_of(request.actor, shown)
    if draft is None:
        raise NotFound(_("No minutes are being written here: begin them on the page of the meeting."))
    return draft


def _page(
    request: ActorRequest,
    draft: Minutes,
    *,
    form: MinutesForm | None = None,
    publishing: PublishForm | None = None,
) -> HttpResponse:
    meeting = draft.meeting
    bound = form or publishing
    form = form or MinutesForm(minutes=draft)
    context = {
        "project": meeting.project,
        "meeting": meeting,
        "minutes": draft,
        "form": form,
        "matters": list(zip(matters_of(draft), form.matters, strict=True)),
        "publishing": publishing or PublishForm(minutes=draft),
    }
    return render(request, "meetings/write_minutes.html", context, status=bound.status if bound else 200)


@require_http_methods(["GET", "POST"])
def write(request: ActorRequest, key: str, meeting_key: str) -> HttpResponse:
    """Write the draft of a meeting's minutes."""
    draft = _writable(request, key, meeting_key)
    if request.method == "GET":
        return _page(request, draft)
    form = MinutesForm(request.POST, minutes=draft)
    if form.is_valid():
        try:
            write_minutes(draft, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _writable(request, key, meeting_key).version)
        else:
            if onward := _onward(request, key, meeting_key):
                return redirect(onward)
            messages.success(request, _("The minutes are saved; nobody is told before you publish them."))
            return redirect("meetings:write_minutes", key, meeting_key)
    return _page(request, draft, form=form)


def _onward(request: ActorRequest, key: str, meeting_key: str) -> str:
    """Return where an action or a decision is recorded from the matter whose button saved the draft, or nothing."""
    kind, _dash, number = request.POST.get("then", "").partition("-")
    if kind not in RECORDED or not (number.isascii() and number.isdecimal()):
        return ""
    return f"{reverse(RECORDED[kind], args=[key])}?meeting={meeting_key}&matter={number[:4]}"


@require_POST
def begin(request: ActorRequest, key: str, meeting_key: str) -> HttpResponse:
    """Begin the minutes of a meeting, or a correction of them."""
    shown = one_meeting(request.actor, key, meeting_key)
    require(may_write_minutes(request.actor, shown))
    begin_minutes(shown, actor=request.actor)
    return redirect("meetings:write_minutes", key, meeting_key)


@require_POST
def drop(request: ActorRequest, key: str, meeting_key: str) -> HttpResponse:
    """Throw the draft away."""
    draft = _writable(request, key, meeting_key)
    drop_minutes(draft, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The draft is thrown away."))
    return redirect("meetings:meeting", key, meeting_key)


@require_POST
def publish(request: ActorRequest, key: str, meeting_key: str) -> HttpResponse:
    """Publish the draft and tell who was invited."""
    draft = _writable(request, key, meeting_key)
    form = PublishForm(request.POST, minutes=draft)
    if form.is_valid():
        try:
            publish_minutes(draft, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _writable(request, key, meeting_key).version)
        else:
            messages.success(request, _("The minutes are published; whoever was invited is told."))
            return redirect("meetings:minutes_version", key, meeting_key, draft.number)
    return _page(request, _writable(request, key, meeting_key), publishing=form)


@require_GET
def version(request: ActorRequest, key: str, meeting_key: str, number: int) -> HttpResponse:
    """Show one version of a meeting's minutes."""
    meeting = one_meeting(request.actor, key, meeting_key)
    shown = shown_minutes(request.actor, meeting, number)
    context = {
        "project": meeting.project,
        "meeting": meeting,
        "shown": shown,
        "published": published_words(shown.minutes) if shown.minutes.published_on else "",
        "may_correct": shown.is_latest
        and bool(may_write_minutes(request.actor, meeting))
        and draft_of(request.actor, meeting) is None,
    }
    return render(request, "meetings/minutes.html", context)


@require_GET
def paper(request: ActorRequest, key: str, meeting_key: str, number: int) -> HttpResponse:
    """Send one version of a meeting's minutes as a PDF."""
    shown = shown_minutes(request.actor, one_meeting(request.actor, key, meeting_key), number)
    return download(minutes_pdf(shown), f"minutes-{key}-{meeting_key}-{number}.pdf", PDF)
