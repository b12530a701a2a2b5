"""Forms of the plan's pages: they only read what was typed; the rules stand in the operations."""

from remit.planning.forms.calendars import AddCalendarForm, CalendarForm, ExceptionForm
from remit.planning.forms.plans import (
    ActivityForm,
    BaselineForm,
    LinkForm,
    PlanStartForm,
    format_duration,
    parse_duration,
)
from remit.planning.forms.resources import AssignForm, ResourceForm, StaffingForm
from remit.planning.forms.settings import PlanSettingsForm

__all__ = [
    "ActivityForm",
    "AddCalendarForm",
    "AssignForm",
    "BaselineForm",
    "CalendarForm",
    "ExceptionForm",
    "LinkForm",
    "PlanSettingsForm",
    "PlanStartForm",
    "ResourceForm",
    "StaffingForm",
    "format_duration",
    "parse_duration",
]
