from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.planning.queries.explanations import accountable_of
from remit.planning.queries.forecasts import accountable_for

MOST = 6
SHORTEST = 2


def activity_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the activities whose name or key holds what was typed, each with who answers for it."""
    question = typed.casefold().removeprefix(_("who is accountable for").casefold()).strip(" ?")
    if len(question) < SHORTEST:
        return
    for activity in accountable_for(actor, question, MOST):
        person, _by = accountable_of(activity)
        yield Command(
            f"{activity.project.key}/{activity.key} {activity.name}",
            reverse("planning:activity", args=[activity.project.key, activity.key]),
            _("Activity"),
            _("accountable: %(name)s") % {"name": person.name} if person else _("nobody is accountable"),
            is_exact=question == activity.name.casefold(),
        )
