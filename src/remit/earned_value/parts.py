"""The sums of the parts of the work as rows of a table: by account, by element of the breakdown, by person."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from remit.core.money import Money
from remit.core.templatetags.remit import money
from remit.costs.models import CostAccount
from remit.earned_value.shown import PartRow, colour_of
from remit.engine.value import indices
from remit.people.models import Person
from remit.projects.models import Project

KINDS = ("account", "element", "person")
SUMS = ("bac", "pv", "ev", "ac")


def part_rows(
    project: Project, parts: Mapping[str, Sequence[Mapping[str, Any]]], elements: Mapping[str, str]
) -> dict[str, list[PartRow]]:
    """Return the rows of each kind of part, named; what has no budget and no cost is left out: two queries."""
    named = {
        "account": _accounts(project),
        "element": {key: (f"{key} {name}", _activity(project, key)) for key, name in elements.items()},
        "person": _people(project, [each["key"] for each in parts.get("person", ())]),
    }  # fmt: skip
    nobody = {
        "account": _("All other accounts: shared by all activities"),
        "element": _("no longer in the plan"),
        "person": _("nobody answers for it"),
    }
    order = {kind: {key: place for place, key in enumerate(names)} for kind, names in named.items()}
    found = {}
    for kind in KINDS:
        rows = [each for each in parts.get(kind, ()) if each["bac"] or each["ac"]]
        last = len(order[kind])
        rows.sort(key=lambda each, places=order[kind]: places.get(each["key"], last))  # type: ignore[misc]  # bound in the loop
        found[kind] = [
            _row(each, *named[kind].get(each["key"], (nobody[kind], "")), project.organisation.currency)
            for each in rows
        ]
    return found


def _row(sums: Mapping[str, Any], name: str, url: str, currency: str) -> PartRow:
    figures = indices(bac=sums["bac"], pv=sums["pv"], ev=sums["ev"], ac=sums["ac"])
    cpi, spi = figures.cpi.value, figures.spi.value
    plain = (name, *(float(Money(sums[each], currency).major) for each in SUMS), cpi, spi)
    bac, pv, ev, ac = (money(sums[each], currency) for each in SUMS)
    return PartRow(
        name, url, bac, pv, ev, ac, _index(cpi), colour_of(cpi), _index(spi), colour_of(spi), plain
    )  # fmt: skip


def _activity(project: Project, key: str) -> str:
    return reverse("planning:activity", args=[project.key, key])


def _index(value: float | None) -> str:
    return _("n/a") if value is None else number_format(round(value, 3), 3)


def _accounts(project: Project) -> dict[str, tuple[str, str]]:
    rows = CostAccount.objects.filter(project=project).order_by("code")
    return {each.key: (str(each), reverse("costs:account", args=[project.key, each.key])) for each in rows}


def _people(project: Project, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    rows = Person.objects.filter(organisation=project.organisation_id, key__in=[key for key in keys if key])
    return {
        each.key: (each.name, reverse("people:person", args=[each.key])) for each in rows.order_by("name")
    }
