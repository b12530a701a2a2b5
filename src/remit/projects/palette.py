from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.people.queries import holders
from remit.projects.models import Project

MOST = 8


def project_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the projects whose key or name holds what was typed, each with who answers for it."""
    if actor.can_anywhere("project.create") and _("new project").startswith(typed.casefold()):
        yield Command(_("New project"), reverse("projects:create"), _("Create"))
    if not typed:
        return
    match = Q(name__icontains=typed) | Q(key__iexact=typed)
    found = list(Project.objects.visible_to(actor).filter(match)[:MOST])
    managers = holders(project.scope_id for project in found)
    for project in found:
        manager = managers.get(project.scope_id)
        hint = _("accountable: %(name)s") % {"name": manager.name} if manager else _("nobody is accountable")
        yield Command(
            f"{project.key} {project.name}",
            reverse("projects:detail", args=[project.key]),
            _("Project"),
            hint,
        )
