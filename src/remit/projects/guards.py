"""Fetch and authorise in one call, so that no page can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.projects.models import Project


def visible_project(actor: Actor, key: str) -> Project:
    """Return the project with `key` if the actor may see it; `NotFound` otherwise, whether it exists or not."""
    project: Project | None = (
        Project.objects.visible_to(actor).select_related("scope", "organisation").filter(key=key).first()
    )
    if project is None:
        raise NotFound
    return project
