"""What people read where the record names a field or an operation of reporting."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from remit.reporting.models import Colour, OverrideState

FIELDS = {
    "spent_minor": _("spent"),
    "low_minor": _("still to come, at best"),
    "likely_minor": _("still to come, likely"),
    "high_minor": _("still to come, at worst"),
    "as_of": _("as of"),
    "light_budget": _("light of the budget"),
    "light_schedule": _("light of the schedule"),
    "light_deadlines": _("light of the deadlines"),
    "light_documentation": _("light of the documents"),
    "light_staffing": _("light of the people"),
    "days_tolerance": _("tolerance in days"),
    "cost_tolerance": _("tolerance of cost, in per cent"),
    "low": _("durations shorter by up to, in per cent"),
    "high": _("durations longer by up to, in per cent"),
    "every_weeks": _("reported every so many weeks"),
    "next_on": _("next report on"),
    "range": _("range of the end, from plan version"),
    "status_report": _("status report"),
}
OPERATIONS = {
    "reporting.report_cost": _("reported the cost"),
    "reporting.set_light": _("set a light by hand"),
    "reporting.answer_light": _("answered a light set by hand"),
    "reporting.end_light": _("let a light follow its rule"),
    "reporting.change_terms": _("changed by what the status is judged"),
    "reporting.work_out_range": _("worked out between which days it ends"),
    "reporting.report_status": _("reported the status"),
}


def _state(value: Any) -> str:
    for choices in (Colour, OverrideState):
        if value in choices.values:
            return str(choices(value).label)
    return str(value)


VALUES: dict[str, Callable[[Any], str]] = {name: _state for name in FIELDS if name.startswith("light_")}
