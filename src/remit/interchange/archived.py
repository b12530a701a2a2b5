"""The plan of a project as files of its archive."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.closure.registries import ArchivedFile
from remit.core.plan_time import from_minute
from remit.interchange.exports import export_plan
from remit.planning.models import Activity, Plan
from remit.projects.models import Project

# the day that the workbook states as its own: the archive says when it was made
NO_DAY = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - as the file states it, without a zone
COLUMNS = (
    "key", "level", "name", "kind", "duration_minutes", "start_minute", "finish_minute", "percent_complete",
    "accountable__name",
)  # fmt: skip


def archived_plan(_actor: Actor, project: Project, _holds: frozenset[Any]) -> Iterable[ArchivedFile]:
    """Yield the plan as Microsoft Project XML and as a workbook; nothing where there is none."""
    plan: Plan | None = Plan.objects.filter(project=project).first()
    if plan is None:
        return
    yield ArchivedFile("plan/plan.xml", _("Plan for Microsoft Project and others"), export_plan(project))
    yield ArchivedFile("plan/plan.xlsx", _("Plan as a workbook"), _workbook(project))


def _workbook(project: Project) -> bytes:
    out = io.BytesIO()
    # strings stay strings: nothing that a user typed becomes a formula or a link
    options: Mapping[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    rows = Activity.objects.filter(project=project).order_by("position", "pk").values_list(*COLUMNS)
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": NO_DAY})
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, [each.replace("__", ".") for each in COLUMNS], book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                shown = _shown(COLUMNS[place], value)
                if isinstance(shown, int) and not isinstance(shown, bool):
                    sheet.write_number(number, place, shown)
                else:
                    sheet.write_string(number, place, shown)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _shown(name: str, value: Any) -> Any:
    if name in {"start_minute", "finish_minute"} and value is not None:
        return from_minute(value).isoformat(timespec="minutes")
    return value if isinstance(value, int) else "" if value is None else str(value)
