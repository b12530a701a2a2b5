from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from remit.people.feeds import feed_file


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program; an address that was never made and one that ended read the same."""
    found = feed_file(secret)
    if found is None:
        return HttpResponseNotFound("There is no calendar here.\n", content_type="text/plain; charset=utf-8")
    response = HttpResponse(found.content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = found.tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, found.tag, response=response) or response
