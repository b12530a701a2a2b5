"""The form of a week: lines of a place, seven days and a note each; it only reads what was typed."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from remit.core.errors import Invalid
from remit.core.forms import PlainForm, VersionedForm
from remit.timesheets.hours import hour_text, read_hours
from remit.timesheets.models import DAYS
from remit.timesheets.operations.keeping import LONGEST_REASON, MOST_LINES, Entry

LONGEST_KEYS = 40


@dataclass(slots=True)
class Row:
    """A line of the week as it is shown: `planned` is what the plan proposes, `typed` what was written into it."""

    code: str
    project: str = ""
    name: str = ""
    note: str = ""
    minutes: tuple[int, ...] = (0,) * 7
    planned: tuple[int, ...] = (0,) * 7
    typed: list[str] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)

    @property
    def cells(self) -> list[tuple[str, str, bool]]:
        """Return for each day what stands in it, what is planned, and whether it is wrong."""
        shown = self.typed or [hour_text(each) if each else "" for each in self.minutes]
        planned = [hour_text(each) if each else "" for each in self.planned]
        return [
            (text, plan, number in self.wrong)
            for number, (text, plan) in enumerate(zip(shown, planned, strict=True))
        ]

    @property
    def total(self) -> str:
        """Return the hours of the week."""
        return hour_text(sum(self.minutes))

    @property
    def is_proposal(self) -> bool:
        """Return whether it holds nothing but what the plan proposes."""
        return any(self.planned) and not any(self.minutes) and not any(self.typed)


def code_of(project: str, activity: str) -> str:
    """Return how a form names a place: the keys of project and activity."""
    return f"{project}/{activity}"


class WeekForm(VersionedForm):
    """The hours of a week."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, version: int = 0) -> None:
        super().__init__(data, initial={"version": version})
        self.lines: list[Row] = []
        self.entries: list[Entry] = []
        if isinstance(data, QueryDict):
            self._read(data)

    def _read(self, data: QueryDict) -> None:
        codes = [each[:LONGEST_KEYS].replace("\x00", "") for each in data.getlist("row")[: MOST_LINES + 1]]
        notes = data.getlist("note")
        columns = [data.getlist(f"d{number}") for number in range(len(DAYS))]
        for place, code in enumerate(codes):
            typed = [column[place][:12] if place < len(column) else "" for column in columns]
            note = notes[place].replace("\x00", "") if place < len(notes) else ""
            if code and (any(each.strip() for each in typed) or note):
                self.lines.append(Row(code, note=note, typed=typed))

    def clean(self) -> dict[str, Any]:
        """Read each cell as hours; what is none is shown beside its day."""
        cleaned: dict[str, Any] = super().clean() or {}
        for row in self.lines:
            minutes = []
            for number, typed in enumerate(row.typed):
                try:
                    minutes.append(read_hours(typed))
                except Invalid as error:
                    row.wrong.add(number)
                    self.add_error(None, f"{row.code}, {_DAY_NAMES[number]}: {error.message}")
            if len(minutes) == len(DAYS):
                row.minutes = tuple(minutes)
            project, _slash, activity = row.code.partition("/")
            self.entries.append(Entry(project, activity, row.minutes, row.note))
        return cleaned

    def take(self, error: Invalid) -> None:
        """Show what the operation refused, naming the line that it is about."""
        for each in error.errors:
            parts = each.field.split(".")
            named = parts[0] == "lines" and len(parts) > 1 and parts[1].isdecimal()
            row = self.lines[int(parts[1])] if named and int(parts[1]) < len(self.lines) else None
            self.add_error(None, f"{row.code}: {each.message}" if row is not None else each.message)
        if not error.errors:
            self.add_error(None, error.message)


class ReturnForm(VersionedForm):
    """Why a timesheet is sent back."""

    reason = forms.CharField(
        label=_("What is to be changed"), max_length=LONGEST_REASON, help_text=_("Its owner reads this.")
    )


class CorrectForm(PlainForm):
    """Why an approved week is corrected."""

    reason = forms.CharField(
        label=_("What was wrong"), max_length=LONGEST_REASON,
        help_text=_("Whoever approves the correction reads this, and it stays with the week."),
    )  # fmt: skip


_DAY_NAMES = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip


def day_names() -> list[str]:
    """Return the names of the days, Monday to Sunday."""
    return [str(each) for each in _DAY_NAMES]
