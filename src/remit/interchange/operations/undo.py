"""Taking a whole import back: the plan it filled, or the project it made."""

from typing import Any

from django.db.models import CASCADE, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict
from remit.core.models import KeySequence
from remit.interchange.models import ImportReport
from remit.interchange.operations.imports import PLAN_FIELDS
from remit.interchange.policies import may_undo_import
from remit.people.models import Assignment, Scope
from remit.planning.compute import reschedule
from remit.planning.models import (
    Activity,
    Baseline,
    BaselineActivity,
    Link,
    Plan,
    PlanCalendar,
    PlanEdit,
    Resource,
    ResourceAssignment,
)
from remit.planning.operations.edits import about_plan
from remit.projects.models import Project

_OURS = {
    Activity,
    Assignment,
    Baseline,
    BaselineActivity,
    ImportReport,
    Link,
    Plan,
    PlanCalendar,
    PlanEdit,
    Project,
    Resource,
    ResourceAssignment,
    Scope,
}


@operation("interchange.undo_import")
def undo_import(report: ImportReport, *, actor: Actor) -> ImportReport:
    """Remove everything that an import brought, as long as nobody has built on it since.

    Raises `Conflict`, which says what was done since, where somebody has.
    """
    locked: ImportReport = ImportReport.objects.select_for_update().get(pk=report.pk)
    if locked.undone_at is not None or locked.project_id is None:
        raise Conflict("undone", _("This import has been taken back already."))
    project: Project = (
        Project.objects.select_for_update(of=("self",))
        .select_related("scope__parent", "organisation")
        .get(pk=locked.project_id)
    )
    require(may_undo_import(actor, project, made_project=locked.made_project))
    plan = _unedited_plan(locked, project)
    about = about_plan(project)
    _refuse_dependents(project, with_project=locked.made_project)
    for rows in _plan_rows(project):
        rows.delete()
    changes = {"import": [f"{locked.number} {locked.file_name}", ""]}
    if locked.made_project:
        changes.update(_remove_project(project, plan))
        locked.project = None
    elif locked.before:
        _restore(plan, locked.before)
    else:
        plan.delete()
        PlanCalendar.objects.filter(project_id=project.pk).delete()
    locked.undone_at = timezone.now()
    locked.undone_by_name = actor.name[:200]
    locked.version += 1
    locked.save(update_fields=["project", "undone_at", "undone_by_name", "version"])
    record(actor, about, changes)
    return locked


def _unedited_plan(report: ImportReport, project: Project) -> Plan:
    plan: Plan | None = Plan.objects.select_for_update().filter(project_id=project.pk).first()
    if plan is None:
        raise Conflict("undone", _("The plan that this import filled is no longer there."))
    if plan.version != report.plan_version:
        raise Conflict("edited_since", _edited(project, report))
    if report.made_project and project.version != 1:
        message = _("The project itself was changed since the import. Close or archive it instead.")
        raise Conflict("edited_since", message)
    return plan


def _edited(project: Project, report: ImportReport) -> str:
    edits = PlanEdit.objects.filter(project_id=project.pk, at__gte=report.at)
    last: PlanEdit | None = edits.order_by("-number").first()
    if last is None:
        return _("The plan was changed since the import: taking it back would lose that change.")
    message = _("%(who)s edited the plan since the import (%(label)s): taking it back would lose that edit.")
    return message % {"who": last.actor_name, "label": last.label}


def _plan_rows(project: Project) -> list[QuerySet[Any]]:
    """Return what an import writes, in the order in which it can be removed."""
    return [
        Baseline.objects.filter(project_id=project.pk),
        ResourceAssignment.objects.filter(project_id=project.pk),
        Link.objects.filter(project_id=project.pk),
        Activity.objects.filter(project_id=project.pk),
        Resource.objects.filter(project_id=project.pk),
    ]


def _refuse_dependents(project: Project, *, with_project: bool) -> None:
    """Refuse where anything else has come to hang on what would be removed: nothing goes along unseen."""
    removed = [*_plan_rows(project), PlanCalendar.objects.filter(project_id=project.pk)]
    if with_project:
        removed += [Project.objects.filter(pk=project.pk), Scope.objects.filter(pk=project.scope_id)]
    for rows in removed:
        for relation in rows.model._meta.related_objects:
            dependents = relation.related_model
            if dependents in _OURS or not _would_be_lost(relation):
                continue
            if dependents._base_manager.filter(**{f"{relation.field.name}__in": rows}).exists():  # noqa: SLF001 - as above
                message = _("There are %(what)s that belong to what was imported. Remove them first.")
                what = str(dependents._meta.verbose_name_plural)
                raise Conflict("edited_since", message % {"what": what})
    if with_project and Scope.objects.filter(parent_id=project.scope_id).exists():
        message = _("Something was put below the project since the import. Move it elsewhere first.")
        raise Conflict("edited_since", message)


def _would_be_lost(relation: Any) -> bool:
    """Return whether rows on the other side would go or stand in the way; those that merely forget do not."""
    return bool(relation.on_delete is CASCADE or relation.on_delete.__name__ in {"PROTECT", "RESTRICT"})


def _remove_project(project: Project, plan: Plan) -> dict[str, list[str]]:
    """Remove a project with the roles held in it; return those for the record, which keeps them."""
    held = Assignment.objects.filter(scope_id=project.scope_id).select_related("person", "role")
    roles = ", ".join(f"{each.person.name} ({each.role.name})" for each in held)
    plan.delete()
    PlanCalendar.objects.filter(project_id=project.pk).delete()
    scope, space = project.scope, f"project:{project.pk}"
    project.delete()
    scope.delete()
    KeySequence.objects.filter(space=space).delete()
    return {"roles": [roles, ""]} if roles else {}


def _restore(plan: Plan, before: dict[str, Any]) -> None:
    """Put back what the plan stated before it was filled, its calendars with their own primary keys."""
    kept = set(PlanCalendar.objects.filter(project_id=plan.project_id).values_list("pk", flat=True))
    stated = before["calendars"]
    missing = [PlanCalendar(project_id=plan.project_id, **each) for each in stated if each["id"] not in kept]
    PlanCalendar.objects.bulk_create(missing)
    for name in PLAN_FIELDS:
        setattr(plan, name, before["plan"][name])
    plan.version += 1
    plan.save(update_fields=[*(name.removesuffix("_id") for name in PLAN_FIELDS), "version"])
    own = [each["id"] for each in stated]
    PlanCalendar.objects.filter(project_id=plan.project_id).exclude(pk__in=own).delete()
    reschedule(plan)
