"""Requests and entries of the pool in the command palette."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.people.models import PoolEntry
from remit.resourcing.request_queries import requests_for

MOST_FOUND = 5


def resource_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Yield the request or the entry of the pool whose key was typed."""
    asked = typed.upper()
    if asked.startswith("RR-"):
        for each in requests_for(actor).filter(key=asked)[:MOST_FOUND]:
            url = reverse("resourcing:request", args=[each.key])
            yield Command(f"{each.key} {each.wanted}", url, _("Request for resources"), is_exact=True)
    if asked.startswith("PL-"):
        for entry in PoolEntry.objects.visible_to(actor).filter(key=asked)[:MOST_FOUND]:
            url = reverse("resourcing:pool_entry", args=[entry.key])
            yield Command(f"{entry.key} {entry.name}", url, _("Pool"), is_exact=True)
