from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from remit.accounts.feeds import parts_in_order
from remit.accounts.forms import FeedForm
from remit.accounts.models import CalendarFeed, SecurityKind
from remit.accounts.operations.feeds import create_feed, revoke_feed
from remit.accounts.requests import ActorRequest, user_of
from remit.accounts.security_log import note
from remit.core.errors import NotFound
from remit.core.htmx import render_page


@require_safe
def feeds(request: ActorRequest) -> HttpResponse:
    """List one's own calendar feeds, those that ended included."""
    labels = {each.code: each.label for each in parts_in_order()}
    rows = [
        (each, [labels[code] for code in each.parts if code in labels])
        for each in CalendarFeed.objects.filter(user=user_of(request))
    ]
    return render_page(request, "accounts/feeds.html", {"feeds": rows})


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # published without types
def create(request: ActorRequest) -> HttpResponse:
    """Make a calendar feed; its address stands on the answer to this one request and nowhere afterwards."""
    form = FeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = user_of(request)
        feed, secret = create_feed(user, **form.cleaned_data, actor=request.actor)
        note(SecurityKind.FEED_MADE, request, user, feed.name)
        address = f"{settings.BASE_URL}{reverse('people:calendar_feed', args=[secret])}"
        response = render_page(request, "accounts/feed_created.html", {"feed": feed, "address": address})
        response.headers["Cache-Control"] = "no-store"
        return response
    return render_page(
        request, "accounts/feed_form.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_POST
def revoke(request: ActorRequest, number: int) -> HttpResponse:
    """End one of one's own calendar feeds."""
    user = user_of(request)
    feed = CalendarFeed.objects.filter(user=user, pk=number).first()
    if feed is None:
        raise NotFound
    revoke_feed(feed, actor=request.actor)
    note(SecurityKind.FEED_REVOKED, request, user, feed.name)
    messages.success(request, _("The feed is revoked. Calendars that read it find nothing from now on."))
    return redirect("accounts:feeds")
