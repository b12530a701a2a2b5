from collections.abc import Iterable
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.people.models import Person, Term
from remit.people.queries import told_terms

MOST = 6


def people_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the people whose name holds what was typed."""
    if not typed:
        return
    for person in Person.objects.visible_to(actor).filter(name__icontains=typed)[:MOST]:
        yield Command(person.name, reverse("people:person", args=[person.key]), _("Person"), person.title)


def glossary_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the terms whose word holds what was typed."""
    if not typed:
        return
    wanted = typed.casefold()
    found = (each for each in told_terms(actor) if wanted in each.name.casefold() or _alias(each, wanted))
    for term in islice(found, MOST):
        chosen = next((each.text for each in term.definitions.all() if each.is_chosen), "")
        yield Command(term.name, reverse("people:term", args=[term.slug]), _("Term"), chosen)


def _alias(term: Term, wanted: str) -> bool:
    return any(wanted in each.casefold() for each in term.aliases)
