"""Requirements of a file taken into a project: all of them, or none where one row is wrong."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.interchange.compute.requirement_files import (
    COLUMNS,
    RequirementFile,
    StatedRequirement,
    read_requirements,
)
from remit.interchange.compute.sheets import RowFault, WrongRows, shown
from remit.projects.models import Deliverable, Need, Project, Requirement
from remit.projects.operations.requirements import take_in_requirements
from remit.projects.requirement_policies import may_keep_requirements

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
    return take_in_requirements(project, rows, actor=actor), file


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
