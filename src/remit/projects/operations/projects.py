import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Invalid, stale
from remit.core.keys import next_key
from remit.people.models import Scope, ScopeKind
from remit.people.operations.organisation import add_scope, space_of
from remit.projects.models import Phase, Project, ProjectKind
from remit.projects.policies import may_create_project, may_edit_project

EDITABLE = ("name", "unique_result", "kind", "starts_on", "promised_on", "budget_minor")


def about(project: Project) -> About:
    """Return how the record names a project."""
    return About("project", project.key, project.name, project.organisation_id, project.scope.path)


@operation("projects.create_project")
def create_project(
    parent: Scope,
    *,
    name: str,
    starts_on: dt.date,
    actor: Actor,
    promised_on: dt.date | None = None,
    kind: str = ProjectKind.PREDICTIVE,
    unique_result: str = "",
    budget_minor: int | None = None,
    phase: str = Phase.PLANNING,
) -> Project:
    """Start a project below `parent` (the organisation or a programme), with a scope of its own for roles."""
    require(may_create_project(actor, parent))
    _check(name, starts_on, promised_on)
    if parent.kind not in {ScopeKind.ORGANISATION, ScopeKind.PORTFOLIO, ScopeKind.PROGRAMME}:
        raise Invalid(_("A project lies below the organisation or a programme."), field="parent")
    key = next_key(space_of(parent.organisation_id), "P")
    scope = add_scope(parent.organisation, ScopeKind.PROJECT, key=key, name=name.strip(), parent=parent)
    project = Project.objects.create(
        organisation=parent.organisation,
        scope=scope,
        key=key,
        name=name.strip(),
        unique_result=unique_result,
        kind=kind,
        phase=phase,
        starts_on=starts_on,
        promised_on=promised_on,
        budget_minor=budget_minor,
    )
    record(actor, about(project), {"name": ["", project.name], "starts_on": ["", starts_on.isoformat()]})
    return project


def _check(name: str, starts_on: dt.date, promised_on: dt.date | None) -> None:
    if not name.strip():
        raise Invalid(_("Give the project a name."), field="name", code="required")
    if promised_on is not None and promised_on < starts_on:
        raise Invalid(_("The promised date lies before the start: choose a later one."), field="promised_on")


@operation("projects.change_project")
def change_project(project: Project, *, version: int, actor: Actor, **changes: Any) -> Project:
    """Change fields of `EDITABLE`; a stale `version` is refused with both values."""
    locked: Project = (
        Project.objects.select_for_update(of=("self",)).select_related("scope").get(pk=project.pk)
    )
    require(may_edit_project(actor, locked))
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    if locked.version != version:
        raise stale(_("Somebody changed this project meanwhile."), changes, locked, str)
    before = {name: str(getattr(locked, name) or "") for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    _check(locked.name, locked.starts_on, locked.promised_on)
    locked.version += 1
    locked.save(update_fields=[*changes, "version", "changed_at"])
    if "name" in changes:
        locked.scope.name = locked.name
        locked.scope.save(update_fields=["name"])
    record(actor, about(locked), {n: [before[n], str(v or "")] for n, v in changes.items()})
    return locked
