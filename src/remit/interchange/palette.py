from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.people.policies import may_edit_people
from remit.projects.policies import may_create_anywhere


def import_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the commands that import, where their names hold what was typed and the actor may."""
    label = _("Import a plan from Microsoft Project or Primavera")
    question = typed.strip().casefold()
    if question and question in label.casefold() and may_create_anywhere(actor):
        yield Command(label, reverse("interchange:upload"), _("Command"), _("XML becomes a new project"))
    people = _("Import people")
    if question and question in people.casefold() and may_edit_people(actor):
        yield Command(people, reverse("interchange:people_upload"), _("Command"), _("from CSV or XLSX"))
