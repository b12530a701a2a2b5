"""Forms about calendars: weeks and days as people type them, '09:00-12:30, 13:30-17:30'."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import Conflict, Invalid
from remit.core.forms import VersionedForm
from remit.core.plan_time import EPOCH
from remit.planning.models import PlanCalendar
from remit.planning.operations.working_weeks import DAY, MOST_EXCEPTIONS, Shifts, over_midnight, shifts_text

_SHIFT = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
_FREE = frozenset({"", "-", "–", "free", "frei"})
ONCE, WEEKLY, YEARLY = "once", "weekly", "yearly"


def parse_shifts(typed: str) -> Shifts:
    """Return the shifts of '09:00-12:30, 13:30-17:30'; a finish at or before its start lies on the next day.

    Raises `Invalid` where something cannot be read.
    """
    if typed.strip().lower() in _FREE:
        return []
    shifts = []
    for part in re.split(r"[,;]", typed):
        found = _SHIFT.fullmatch(part.strip())
        hours = [int(each or 0) for each in found.groups()] if found else []
        if not hours or max(hours[0], hours[2]) > 24 or max(hours[1], hours[3]) > 59:  # noqa: PLR2004 - a clock
            message = _("'%(typed)s' is no working time: write it as 09:00-12:30, 13:30-17:30.")
            raise Invalid(message % {"typed": part.strip()[:40]}, code="shift")
        start, finish = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if max(start, finish) > DAY:
            raise Invalid(_("A day ends at 24:00."), code="shift")
        shifts.append([start, finish])
    return shifts


def week_of(days: Sequence[Shifts]) -> list[Shifts]:
    """Return the week that days stand for: what goes on after midnight becomes a shift of the next day."""
    week: list[Shifts] = [[] for _day in range(7)]
    for number, shifts in enumerate(days):
        for start, finish in shifts:
            if finish > start:
                week[number].append([start, finish])
                continue
            if start < DAY:
                week[number].append([start, DAY])
            if finish:
                week[(number + 1) % 7].append([0, finish])
    return [sorted(day) for day in week]


class AddCalendarForm(forms.Form):
    """A new calendar, which begins as the copy of another."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    copy_of = forms.ChoiceField(label=gettext_lazy("Begins as"), required=False)

    def __init__(self, data: Any, *, calendars: Sequence[PlanCalendar]) -> None:
        super().__init__(data, initial={"copy_of": calendars[0].key if calendars else ""})
        copies = [(each.key, _("a copy of %(name)s") % {"name": each.name}) for each in calendars]
        new = [("", _("Monday to Friday from 9:00"))]
        self.fields["copy_of"].choices = copies + new  # type: ignore[attr-defined]  # a ChoiceField

    def step(self) -> dict[str, Any]:
        """Return the step of an edit that the form stands for."""
        return {"op": "add_calendar", **self.cleaned_data}


class CalendarForm(VersionedForm):
    """The name and the week of a calendar, each weekday as text."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)

    def __init__(self, data: Any, *, calendar: PlanCalendar) -> None:
        self.calendar = calendar
        stated: dict[str, Any] = {"version": calendar.version, "name": calendar.name}
        days = [shifts_text(shifts) for shifts in over_midnight(calendar.week)]
        stated.update({f"day_{number}": shown for number, shown in enumerate(days)})
        super().__init__(data, initial=stated)
        for number in range(7):
            self.fields[f"day_{number}"] = forms.CharField(
                label=WEEKDAYS[number],
                max_length=200,
                required=False,
                widget=forms.TextInput(
                    attrs={"placeholder": _("free"), "aria-describedby": "week-help", "autocomplete": "off"}
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Read the weekdays, naming those that cannot be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        days: list[Shifts] = []
        for number in range(7):
            try:
                days.append(parse_shifts(cleaned.get(f"day_{number}") or ""))
            except Invalid as error:
                self.add_error(f"day_{number}", error.message)
        cleaned["week"] = week_of(days) if len(days) == 7 else []  # noqa: PLR2004 - days of a week
        return cleaned

    def step(self) -> dict[str, Any]:
        """Return the step of an edit that the form stands for."""
        cleaned = self.cleaned_data
        fields = {"name": cleaned["name"], "week": cleaned["week"]}
        return {
            "op": "change_calendar",
            "key": self.calendar.key,
            "version": cleaned["version"],
            "fields": fields,
        }

    def take_conflict(self, error: Conflict, version: int) -> None:
        """Show both names and both weeks, the week below its first day."""
        both: Mapping[str, Any] = error.current.get("fields", {})
        if "week" in both:
            error.current["fields"] = {**both, "day_0": both["week"]}
        super().take_conflict(error, version)


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ExceptionForm(forms.Form):
    """Days with other working time; repeated ones become one exception for each time."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=_day_input())
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=_day_input(),
        help_text=gettext_lazy("Empty: a single day."),
    )
    hours = forms.CharField(
        label=gettext_lazy("Working time"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("free"), "autocomplete": "off"}),
        help_text=gettext_lazy("Empty: nobody works. Otherwise as in the week: 09:00-13:00."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    repeats = forms.ChoiceField(
        label=gettext_lazy("Repeats"),
        choices=[
            (ONCE, gettext_lazy("never")),
            (WEEKLY, gettext_lazy("every week")),
            (YEARLY, gettext_lazy("every year")),
        ],
    )
    until = forms.DateField(label=gettext_lazy("Repeats until"), required=False, widget=_day_input())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, calendar: PlanCalendar, number: int | None = None) -> None:
        self.calendar, self.number = calendar, number
        stated: dict[str, Any] = {"version": calendar.version, "repeats": ONCE}
        if number is not None:
            first, last, shifts, name = calendar.exceptions[number]
            stated |= {"first": _day(first), "last": _day(last), "hours": shifts_text(shifts), "name": name}
        super().__init__(data, initial=stated)
        if number is not None:
            del self.fields["repeats"], self.fields["until"]

    def clean(self) -> dict[str, Any]:
        """Read the shifts and expand what repeats, naming the field that cannot be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last") or cleaned.get("first")
        shifts: Shifts = []
        try:
            shifts = parse_shifts(cleaned.get("hours") or "")
        except Invalid as error:
            self.add_error("hours", error.message)
        if any(finish <= start for start, finish in shifts):
            message = _("Here a shift ends at 24:00 at the latest: state the next day as well.")
            self.add_error("hours", message)
        if first and first < EPOCH.date():
            self.add_error("first", _("Give a day after 1969."))
        elif first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and not self.errors:
            rule, until = cleaned.get("repeats") or ONCE, cleaned.get("until")
            if rule != ONCE and (until is None or until < first):
                self.add_error("until", _("Say until which day it repeats."))
                return cleaned
            times = list(_times(first, rule, until))
            if len(times) > MOST_EXCEPTIONS:
                self.add_error("until", _("At most %(most)d exceptions.") % {"most": MOST_EXCEPTIONS})
            length = (last - first).days
            cleaned["exceptions"] = [
                [_number(day), _number(day) + length, shifts, cleaned.get("name", "")] for day in times
            ]
        return cleaned

    def take(self, error: Invalid) -> None:
        """Show what an operation refused."""
        self.add_error(None, error.message)

    def step(self) -> dict[str, Any]:
        """Return the step of an edit that the form stands for."""
        cleaned = self.cleaned_data
        if self.number is None:
            return {"op": "add_exceptions", "key": self.calendar.key, "exceptions": cleaned["exceptions"]}
        return {
            "op": "change_exception",
            "key": self.calendar.key,
            "version": cleaned["version"] or 0,
            "number": self.number,
            "exception": cleaned["exceptions"][0],
        }


def _day(number: int) -> dt.date:
    return (EPOCH + dt.timedelta(days=number)).date()


def _number(day: dt.date) -> int:
    return (day - EPOCH.date()).days


def _times(first: dt.date, rule: str, until: dt.date | None) -> Iterator[dt.date]:
    """Yield the first days of what repeats; 29 February only in years that have it."""
    if rule == ONCE or until is None:
        yield first
    elif rule == WEEKLY:
        for weeks in range(MOST_EXCEPTIONS + 1):
            day = first + dt.timedelta(days=7 * weeks)
            if day > until:
                return
            yield day
    else:
        for year in range(first.year, until.year + 1):
            try:
                day = first.replace(year=year)
            except ValueError:
                continue
            if day <= until:
                yield day
