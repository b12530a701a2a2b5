from typing import Any

from django.http import HttpRequest

from remit.core.registries import navigation


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what every page's frame shows: the menu entries that the actor may use."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        return {"actor": actor, "navigation": ()}
    entries = sorted((e for e in navigation if e.is_visible(actor)), key=lambda e: e.position)
    return {"actor": actor, "navigation": tuple(entries)}
