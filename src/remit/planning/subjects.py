"""Activities as what comments are about."""

from django.db.models import QuerySet
from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.comments.registries import Subject
from remit.planning.guards import existing_plan, visible_activity
from remit.planning.models import Activity
from remit.planning.policies import may_view_plan
from remit.projects.models import Project


def activity_subject(actor: Actor, project: Project, key: str) -> Subject:
    """Return an activity of a plan that the actor may see; `NotFound` otherwise."""
    found = visible_activity(existing_plan(actor, project.key)[0], key)
    return Subject(found.name, reverse("planning:activity", args=[project.key, key]))


def activities_seen(actor: Actor, project: Project) -> QuerySet[Activity]:
    """Return the activities of a project that the actor sees: all, or none."""
    rows = Activity.objects.filter(project=project)
    return rows if may_view_plan(actor, project) else rows.none()
