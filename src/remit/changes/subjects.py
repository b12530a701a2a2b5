"""Change requests as what comments are about."""

from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.changes.queries import changes_of, one_change
from remit.comments.registries import Subject
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet


def change_subject(actor: Actor, project: Project, key: str) -> Subject:
    """Return a change request that the actor may see; `NotFound` otherwise."""
    found = one_change(actor, project.key, key)
    return Subject(found.title[:120], reverse("changes:change", args=[project.key, key]))


def changes_seen(_actor: Actor, project: Project) -> PartQuerySet:
    """Return the change requests of a project that the actor sees: all of them."""
    return changes_of(project)
