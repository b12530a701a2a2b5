from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.audit.models import AuditEvent
from remit.audit.registries import visible_changes
from remit.audit.requests import ActorRequest

MOST_SHOWN = 200


@require_GET
def history(request: ActorRequest, kind: str, key: str) -> HttpResponse:
    """Show what changed about one object, who changed it, when and why, as far as the actor may read it."""
    events = AuditEvent.objects.visible_to(request.actor).about(kind, key)
    shown = list(events[: MOST_SHOWN + 1])
    for event in shown:
        event.changes = visible_changes(event, request.actor)
    context = {"kind": kind, "key": key, "events": shown[:MOST_SHOWN], "has_more": len(shown) > MOST_SHOWN}
    return render(request, "audit/history.html", context)
