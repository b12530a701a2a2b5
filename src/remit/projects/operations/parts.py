"""What operations on the parts of a project have in common: texts in shape, choices, days, people, the locked row."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from remit.core.errors import Invalid, NotFound, plain, stale
from remit.core.statements import Statement
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.reach import those_who_see

Part = TypeVar("Part", bound=models.Model)
LONGEST_TEXT = 20_000
LONGEST_LINE = 500
"""A text that may not be longer than this is one line: what parts its words becomes a space."""


def space_in(project: Project) -> str:
    """Return where the keys of what belongs to a project are counted."""
    return f"project:{project.pk}"


def clean(value: str, field: str, longest: int, *, needed: str = "") -> str:
    """Return a text without space around it; `Invalid` naming `field` where it is too long, or empty but needed."""
    text = " ".join(value.split()) if longest <= LONGEST_LINE else value.strip().replace("\r\n", "\n")
    if needed and not text:
        raise Invalid(needed, field=field, code="required")
    if len(text) > longest:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": longest, "count": len(text)}, field=field, code="long")
    return text


def whole(value: Any, field: str, most: int) -> int:
    """Return a whole number from 1 to `most`; `Invalid` naming `field` for anything else."""
    if not isinstance(value, int) or not 1 <= value <= most:
        message = _("Give a whole number from 1 to %(most)d.") % {"most": most}
        raise Invalid(message, field=field, code="range")
    return value


def check_choice(value: str, choices: type[models.TextChoices], field: str) -> None:
    """Raise `Invalid` naming `field` unless the value is one of those offered."""
    if value not in choices.values:
        message = _("Choose one of: %(names)s.") % {"names": ", ".join(choices.values)}
        raise Invalid(message, field=field, code="choice")


def check_fields(stated: Iterable[str], known: Collection[str]) -> None:
    """Raise `Invalid` where fields are stated that are not among those known."""
    if unknown := sorted(set(stated) - set(known)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})


def check_member(project: Project, person: Person | None, field: str) -> None:
    """Raise `Invalid` naming `field` for somebody of another organisation."""
    if person is not None and person.organisation_id != project.organisation_id:
        raise Invalid(_("Choose somebody of this organisation."), field=field, code="unknown")


def check_sees(project: Project, people: Iterable[Person], field: str) -> None:
    """Raise `Invalid` naming `field` for somebody who does not see the project: they could not open what is theirs."""
    wanted = {each.pk: each for each in people}
    seen = set(those_who_see(project).filter(pk__in=wanted).values_list("pk", flat=True))
    for pk, each in wanted.items():
        if pk not in seen:
            check_member(project, each, field)
            message = _("%(name)s does not see this project: give them a role in it first.")
            raise Invalid(message % {"name": each.name}, field=field, code="unseen")


def day_so_far(project: Project, stated: dt.date | None, field: str) -> dt.date:
    """Return the day stated, or today; `Invalid` naming `field` for one that has not come."""
    today = day_of(project.organisation)
    if stated is not None and stated > today:
        raise Invalid(_("Choose a day that has come."), field=field, code="future")
    return stated or today


@cache
def _locked(model: type[Part], related: tuple[str, ...]) -> Statement:
    rows: Any = model._default_manager.select_for_update(of=("self",))  # noqa: SLF001 - Django's public name for it
    along = rows.select_related("project__scope", "project__organisation", *related).order_by()
    return Statement(lambda pk: along.filter(pk=pk), int)


def locked_part(part: Part, *related: str) -> Part:
    """Return a part of a project, locked, as it stands, with its project and what is `related`; `NotFound` if gone."""
    found: Part | None = _locked(type(part), related).first(part.pk)
    if found is None:
        raise NotFound
    return found


def locked_seen(part: Part, version: int, yours: Mapping[str, Any], words: str, *related: str) -> Part:
    """Return a part of a project as `locked_part` does; `Conflict` with both values where another version was seen."""
    locked = locked_part(part, *related)
    stands: Any = locked
    if stands.version != version:
        raise stale(words, yours, stands, worded)
    return locked


def differences(before: Mapping[str, Any], row: models.Model) -> dict[str, list[str]]:
    """Return which fields of a row are not as they were before, both values in words, as the record keeps them."""
    now = {name: getattr(row, name) for name in before}
    return {name: [worded(was), worded(now[name])] for name, was in before.items() if was != now[name]}


def worded(value: Any) -> str:
    """Return a value as a conflict and the record state it: a person by name, nothing for None."""
    return value.name if isinstance(value, Person) else plain(value)
