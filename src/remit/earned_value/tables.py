"""Lists of earned value: how activities are measured, and the figures that were kept."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.core.tables import Cell, Column, Table
from remit.core.templatetags.remit import day, money
from remit.earned_value.queries import snapshots_of
from remit.earned_value.shown import Words, colour_of
from remit.projects.models import Project


def _figure(part: str, name: str, words: Words) -> Any:
    def cell(row: Any) -> Cell:
        figures: Mapping[str, Any] = row.figures[part] or {}
        found = figures.get(name)
        if found is None:
            return Cell("")
        colour = colour_of(found["value"])
        return Cell(words.value(found), kind="status" if colour else "text", state=colour)

    return cell


def _sum(name: str, currency: str) -> Any:
    return lambda row: Cell(money(getattr(row, name), currency))


def snapshot_table(request: HttpRequest, project: Project) -> Table:
    """Return the figures that were kept of a project, the latest first."""
    currency = project.organisation.currency
    words = Words(currency, "week")
    sums = (
        ("pv", _("Planned")), ("ev", _("Earned")), ("ac", _("Cost")), ("eac", _("At completion")),
    )  # fmt: skip
    columns = (
        Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
        Column(
            "as_of", _("As of"),
            lambda row: Cell(day(row.as_of), reverse("earned_value:snapshot", args=[project.key, row.key])), "as_of",
            "num",
        ),
        *(Column(name, label, _sum(f"{name}_minor", currency), f"{name}_minor", "num") for name, label in sums),
        Column("cpi", _("CPI"), _figure("total", "cpi", words), "", "num"),
        Column("spi", _("SPI"), _figure("total", "spi", words), "", "num"),
        Column("spi_t", _("SPI(t)"), _figure("time", "spi_t", words), "", "num"),
        Column("ends_on", _("Expected end"), lambda row: Cell(day(row.ends_on)), "ends_on", "num"),
        Column("bac", _("Budget"), _sum("bac_minor", currency), "bac_minor", "num", is_default=False),
        Column("note", _("Note"), lambda row: Cell(row.note), "", "wide"),
        Column("by", _("Kept by"), lambda row: Cell(row.by_name), "by_name", "minor"),
    )  # fmt: skip
    return Table(
        request, f"status-snapshots-{project.key}", _("Kept figures"), snapshots_of(project), columns,
        search=("key", "note", "by_name"), order="-as_of", filter_hint=_("Filter by note or person"),
    )  # fmt: skip
