"""Archives in the command palette."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.closure.models import Archive
from remit.core.registries import Command

MOST_FOUND = 5


def archive_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Yield the archives whose key was typed."""
    for each in (
        Archive.objects.visible_to(actor).filter(key__iexact=typed).select_related("project")[:MOST_FOUND]
    ):
        label = f"{each.key} {each.project.name}"
        url = reverse("closure:archive", args=[each.key])
        yield Command(label, url, _("Archive"), is_exact=True)
