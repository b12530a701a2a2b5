"""The methods of an organisation: those that come with Remit, as far as it has not edited them, and its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from remit.people.models import Organisation, Role
from remit.projects.life_content import standard_methods
from remit.projects.models import MethodVersion, Project


@dataclass(frozen=True, slots=True)
class Method:
    """A version of a method; number 1 of a standard one comes with Remit."""

    code: str
    number: int
    content: Mapping[str, Any]
    reason: str = ""
    changed_by: str = ""
    changed_at: Any = None

    @property
    def name(self) -> str:
        """Return what it is called."""
        return str(self.content["name"])


def _of(row: MethodVersion) -> Method:
    return Method(row.code, row.number, row.content, row.reason, row.changed_by, row.changed_at)


def with_roles(
    organisation: Organisation, stages: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], list[tuple[str, str]]]]:
    """Return each stage with code and name of its roles, as far as the organisation has them: one query."""
    codes = {code for stage in stages for code in stage["roles"]}
    rows = Role.objects.filter(organisation=organisation, code__in=codes)
    names = dict(rows.values_list("code", "name"))
    return [(stage, [(code, names[code]) for code in stage["roles"] if code in names]) for stage in stages]


def methods_of(organisation: Organisation) -> list[Method]:
    """Return the present version of every method, by name: one query."""
    found = {code: Method(code, 1, content) for code, content in standard_methods().items()}
    for row in MethodVersion.objects.filter(organisation=organisation).order_by("number"):
        found[row.code] = _of(row)
    return sorted(found.values(), key=lambda each: each.name)


def versions_of(organisation: Organisation, code: str) -> list[Method]:
    """Return every version of a method, the latest first; none where there is no such method."""
    rows = MethodVersion.objects.filter(organisation=organisation, code=code).order_by("-number")
    found = [_of(row) for row in rows]
    standard = standard_methods().get(code)
    return [*found, Method(code, 1, standard)] if standard else found


def proposed(project: Project, methods: list[Method]) -> str:
    """Return the code of the method that fits the kind of a project."""
    return next(
        (each.code for each in methods if project.kind in each.content.get("kinds", ())), "predictive"
    )
