"""Reads of plans: rows for the chart, table and API; figures; and why a date is what it is."""

from remit.planning.queries.calendars import calendar_lines, calendar_uses, exception_rows, year_of
from remit.planning.queries.explanations import Explanation, explain, explained
from remit.planning.queries.places import places_of
from remit.planning.queries.resources import (
    ResourceLine,
    StaffingRow,
    assignable,
    resource_lines,
    staffing_of,
    work_of_resource,
)
from remit.planning.queries.rows import (
    COLUMNS,
    SHIFT,
    accountable_names,
    activity_links,
    calendar_data,
    lag_text,
    plan_links,
    plan_rows,
    plan_shifts,
    project_data,
)
from remit.planning.queries.sheets import Sheet, plan_sheet
from remit.planning.queries.summary import Moved, PlanSummary, baseline_comparison, plan_summary

__all__ = [
    "COLUMNS",
    "SHIFT",
    "Explanation",
    "Moved",
    "PlanSummary",
    "ResourceLine",
    "Sheet",
    "StaffingRow",
    "accountable_names",
    "activity_links",
    "assignable",
    "baseline_comparison",
    "calendar_data",
    "calendar_lines",
    "calendar_uses",
    "exception_rows",
    "explain",
    "explained",
    "lag_text",
    "places_of",
    "plan_links",
    "plan_rows",
    "plan_sheet",
    "plan_shifts",
    "plan_summary",
    "project_data",
    "resource_lines",
    "staffing_of",
    "work_of_resource",
    "year_of",
]
