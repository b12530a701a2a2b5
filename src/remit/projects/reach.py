"""Who sees a project: among them whoever answers for a part of it is chosen, and whoever is to read is counted."""

from django.db.models import QuerySet

from remit.people.grids import chain, day_of
from remit.people.models import Assignment, Person
from remit.projects.models import Project

VIEW = "project.view"


def those_who_see(project: Project) -> "QuerySet[Person]":
    """Return the people whose roles let them see the project today, by name: two queries."""
    day = day_of(project.organisation)
    held = Assignment.objects.in_force(day).filter(scope_id__in=chain(project.scope)).select_related("role")
    found = {each.person_id for each in held if VIEW in each.role.capabilities}
    people: QuerySet[Person] = Person.objects.filter(pk__in=found).present(day).order_by("name", "pk")
    return people


def team_of(project: Project) -> "QuerySet[Person]":
    """Return the people who hold a role at the project itself and see it, by name: two queries."""
    day = day_of(project.organisation)
    held = Assignment.objects.in_force(day).filter(scope_id=project.scope_id).select_related("role")
    found = {each.person_id for each in held if VIEW in each.role.capabilities}
    people: QuerySet[Person] = Person.objects.filter(pk__in=found).present(day).order_by("name", "pk")
    return people
