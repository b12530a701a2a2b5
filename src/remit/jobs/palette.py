from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command


def job_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the page of long work, where its name holds what was typed."""
    label = _("Long work")
    question = typed.strip().casefold()
    if question and question in label.casefold() and actor.organisation_id is not None:
        yield Command(label, reverse("jobs:list"), _("Page"))
