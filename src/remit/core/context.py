from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from remit.core.registries import Text, navigation, page_scripts


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry of the rail as this page shows it."""

    label: Text
    url_name: str
    icon: str
    shortcut: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what every page's frame shows: the menu entries that the actor may use."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        return {"actor": actor, "navigation": ()}
    entries = sorted((each for each in navigation if each.is_visible(actor)), key=lambda each: each.position)
    return {
        "actor": actor,
        "navigation": [
            ShownEntry(
                each.label, each.url_name, each.icon, each.shortcut, _is_current(request, each.url_name)
            )
            for each in entries
        ],
        "page_scripts": list(page_scripts) if actor.person_id is not None else (),
    }


def _is_current(request: HttpRequest, url_name: str) -> bool:
    address = reverse(url_name)
    return request.path == address or (address != "/" and request.path.startswith(address))
