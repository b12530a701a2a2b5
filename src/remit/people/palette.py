from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.people.models import Person

MOST = 6


def people_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the people whose name holds what was typed."""
    if not typed:
        return
    for person in Person.objects.visible_to(actor).filter(name__icontains=typed)[:MOST]:
        yield Command(person.name, reverse("people:person", args=[person.key]), _("Person"), person.title)
