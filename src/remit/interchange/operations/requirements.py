"""Requirements of a file taken into a project: all of them, or none where one row is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict
from remit.core.keys import next_numbers
from remit.interchange.compute.requirement_files import (
    COLUMNS,
    RequirementFile,
    StatedRequirement,
    read_requirements,
)
from remit.interchange.compute.sheets import RowFault, WrongRows, shown
from remit.interchange.models import RequirementImport
from remit.interchange.requirement_imports import later_changes
from remit.projects.models import Deliverable, Need, Project, Requirement, RequirementWording
from remit.projects.operations.parts import space_in
from remit.projects.operations.projects import about as about_project
from remit.projects.operations.records import locked_project
from remit.projects.operations.requirements import about as about_requirement
from remit.projects.operations.requirements import take_in_requirements
from remit.projects.requirement_policies import may_keep_requirements

NUMBERS = "RQI"
Named = Mapping[str, Mapping[str, Any]]


def import_requirements(
    project: Project, source: IO[bytes], file_name: str, *, actor: Actor
) -> tuple[list[str], RequirementFile]:
    """State what a CSV, XLSX or ReqIF file states; return the new keys and the file. `WrongRows` names all faults."""
    require(may_keep_requirements(actor, project))
    file = read_requirements(source, file_name)
    named: Named = {
        "needs": {each.key: each for each in Need.objects.filter(project=project)},
        "deliverables": {each.key: each for each in Deliverable.objects.filter(project=project)},
    }
    faults = [*_unknown(file, named), *_twice(file, project)]
    if faults:
        raise WrongRows(sorted(faults, key=lambda each: each.row))
    rows = [_resolved(each, named) for each in file.rows]
    return take_in_file(project, rows, file_name, actor=actor), file


@operation("interchange.import_requirements")
def take_in_file(
    project: Project, rows: Sequence[Mapping[str, Any]], file_name: str, *, actor: Actor
) -> list[str]:
    """State the requirements of a file, and note which they are; return their keys."""
    keys = take_in_requirements(project, rows, actor=actor)
    made = Requirement.objects.filter(project=project, key__in=keys).order_by("pk")
    RequirementImport.objects.create(
        project=project,
        number=next_numbers(space_in(project), NUMBERS)[0],
        file_name=file_name[:200],
        imported_by_key=actor.key,
        imported_by_name=actor.name[:200],
        made=[list(each) for each in made.values_list("pk", "key")],
    )
    return keys


@operation("interchange.undo_requirement_import")
def undo_requirement_import(done: RequirementImport, *, actor: Actor) -> RequirementImport:
    """Remove the requirements that a file brought, as long as nobody has changed or built on one of them since.

    Raises `Conflict`, which says what was done since, where somebody has.
    """
    project = locked_project(done.project)
    require(may_keep_requirements(actor, project))
    locked: RequirementImport = RequirementImport.objects.select_for_update().get(pk=done.pk)
    if locked.undone_at is not None:
        raise Conflict("undone", _("This import has been taken back already."))
    pks = [pk for pk, _key in locked.made]
    rows = list(Requirement.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    if in_the_way := later_changes(project, pks):
        raise Conflict("edited_since", in_the_way)
    _refuse_dependents(pks)
    for each in rows:
        each.project = project
        record(actor, about_requirement(each), {"statement": [each.statement, ""]})
    Requirement.objects.filter(pk__in=pks).delete()
    locked.undone_at, locked.undone_by_name = timezone.now(), actor.name[:200]
    locked.save(update_fields=["undone_at", "undone_by_name"])
    record(actor, about_project(project), {"import": [f"{locked.number} {locked.file_name}", ""]})
    return locked


def _refuse_dependents(pks: Sequence[int]) -> None:
    """Refuse where anything but their own wordings would go with requirements: nothing goes along unseen."""
    for relation in Requirement._meta.related_objects:
        dependents = relation.related_model
        if dependents is RequirementWording or relation.many_to_many:
            continue
        if dependents._base_manager.filter(**{f"{relation.field.name}__in": pks}).exists():  # noqa: SLF001 - Django's public name for it
            message = _("There are %(what)s that belong to what was imported. Remove them first.")
            raise Conflict("edited_since", message % {"what": str(dependents._meta.verbose_name_plural)})


def _label(name: str) -> str:
    return next(str(each.label) for each in COLUMNS if each.name == name)


def _unknown(file: RequirementFile, named: Named) -> Iterator[RowFault]:
    for each in file.rows:
        for name, rows in named.items():
            for key in each.fields.get(name, ()):
                if key not in rows:
                    wrong = _("there is nothing with this key in the project.")
                    yield RowFault(
                        each.row, _label(name), shown(key), wrong, _("Add it first, or leave it out.")
                    )


def _twice(file: RequirementFile, project: Project) -> Iterator[RowFault]:
    rows = Requirement.objects.filter(project=project).exclude(foreign_id="")
    seen = dict.fromkeys(rows.values_list("foreign_id", flat=True), 0)
    for each in file.rows:
        own = each.fields.get("foreign_id", "")
        if own and own in seen:
            wrong = _("a requirement of the project has this identifier already.")
            if seen[own]:
                wrong = _("row %(row)d has this identifier as well.") % {"row": seen[own]}
            yield RowFault(
                each.row, _label("foreign_id"), shown(own), wrong, _("Give each its own, or leave it out.")
            )
        elif own:
            seen[own] = each.row


def _resolved(each: StatedRequirement, named: Named) -> dict[str, Any]:
    fields = dict(each.fields)
    for name, rows in named.items():
        if name in fields:
            fields[name] = [rows[key] for key in fields[name]]
    return fields
