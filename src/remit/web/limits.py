"""What may not be done without end: handing out files, searching, reading plans in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.links import hash_of
from remit.accounts.security_log import source_of
from remit.core.errors import TooMany
from remit.core.limits import wait_for
from remit.core.views.errors import error_response

EXPORTS = frozenset({"interchange:export", "interchange:people_export"})
SEARCHES = frozenset({"palette"})
FEEDS = frozenset({"people:calendar_feed"})
IMPORTS = frozenset({"interchange:upload", "interchange:project_import", "interchange:people_upload"})
WORDS = {
    "export": gettext_lazy("Those were many exports in a short time."),
    "feed": gettext_lazy("This calendar was asked for many times in a short time."),
    "search": gettext_lazy("Those were many searches in a short time."),
    "import": gettext_lazy("Those were many imports in a short time."),
}


class Limits:
    """Refuses what one person, or one place, does more often than `LIMITS` says; others go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 - the contract is Django's
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: Any, _parts: Any
    ) -> HttpResponse | None:
        """Count what is limited, and answer 429 with the time to wait where there was too much of it."""
        action = action_of(request)
        limit = settings.LIMITS.get(action)
        if limit is None:
            return None
        seconds = wait_for(
            action, limit, person=_person(request), place=source_of(request), cache=_cache(action)
        )
        if not seconds:
            return None
        words = _("Nothing was changed. In %(seconds)d seconds you can go on.") % {"seconds": seconds}
        return error_response(request, TooMany(f"{WORDS[action]} {words}", seconds))


def action_of(request: HttpRequest) -> str:
    """Return which limited action a request asks for, or nothing."""
    match = request.resolver_match
    name = match.view_name if match is not None else ""
    if request.method == "POST":
        is_import = name in IMPORTS or (request.path.startswith("/api/") and "/import" in request.path)
        return "import" if is_import else ""
    if name in FEEDS:
        return "feed"
    if name in EXPORTS or request.GET.get("export"):
        return "export"
    return "search" if name in SEARCHES or request.GET.get("q", "").strip() else ""


def _person(request: HttpRequest) -> str:
    """Return by whom it is counted: the user of the session, or the token or feed, of which only the hash is kept."""
    match = request.resolver_match
    if match is not None and match.view_name in FEEDS:
        return f"feed:{hash_of(str(match.kwargs['secret']))}"
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    given = request.headers.get("Authorization", "")
    return f"token:{hash_of(given)}" if given else ""


def _cache(action: str) -> BaseCache:
    """Return where is counted: reads in each process by itself, so that looking for something writes nothing."""
    return caches["memory" if action in {"search", "feed"} else "default"]
