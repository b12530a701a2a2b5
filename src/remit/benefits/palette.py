"""Outcomes in the command palette."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.benefits.models import Benefit
from remit.core.registries import Command

MOST_FOUND = 5
PREFIX = "BE-"


def benefit_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Yield the outcome whose key was typed."""
    if not typed.upper().startswith(PREFIX):
        return
    for each in Benefit.objects.visible_to(actor).filter(key__iexact=typed)[:MOST_FOUND]:
        url = reverse("benefits:benefit", args=[each.key])
        yield Command(f"{each.key} {each.statement}", url, _("Outcome"), is_exact=True)
