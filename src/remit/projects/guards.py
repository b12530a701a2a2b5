"""Fetch and authorise in one call, so that no page can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.core.statements import Statement
from remit.projects.models import Project

_BY_KEY = Statement(
    lambda organisation_id, key: (
        Project.objects.select_related("scope", "organisation")
        .filter(organisation_id=organisation_id, key=key)
        .order_by("pk")
    ),
    int,
    str,
)


def visible_project(actor: Actor, key: str) -> Project:
    """Return the project with `key` if the actor may see it; `NotFound` otherwise, whether it exists or not."""
    project: Project | None
    if actor.organisation_id is None:
        rows = Project.objects.visible_to(actor).select_related("scope", "organisation")
        project = rows.filter(key=key).first()
    else:
        # what `visible_to` asks of all projects is asked of the one
        project = _BY_KEY.first(actor.organisation_id, key)
        if project is not None and not actor.can("project.view", project.scope.path):
            project = None
    if project is None:
        raise NotFound
    return project
