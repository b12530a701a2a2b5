from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def wants_fragment(request: HttpRequest) -> bool:
    """Return whether a part of the page is asked for: the one place where that is decided."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page `template`, or its `fragment` template alone where htmx asks for a part."""
    name = fragment if fragment and wants_fragment(request) else template
    return render(request, name, context or {}, status=status)


def redirected(request: HttpRequest, url: str) -> HttpResponse:
    """Lead the browser to `url`, also where only a part of a page was asked for."""
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
