"""Forms of meetings: they only read what was typed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.core.errors import Invalid
from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import Checklist, LongSelect
from remit.meetings.meeting_queries import MeetingParts
from remit.meetings.models import Meeting, MeetingKind, Minutes, Presence
from remit.meetings.models.meeting import LONGEST_MINUTES, SHORTEST_MINUTES
from remit.meetings.operations.meetings import LONGEST, LONGEST_REASON, OWN, Item
from remit.meetings.operations.minutes import LONGEST_REASON as LONGEST_REASON_OF_MINUTES
from remit.meetings.operations.minutes import LONGEST_SAID, Said
from remit.meetings.rhythms import FEWEST_OCCURRENCES, MOST_OCCURRENCES, Rhythm
from remit.people.models import Person
from remit.projects.models import Stakeholder

PARTED = "|"
MOST_PARTS = 3
LONGEST_AGENDA = 20_000
REPEATED = ("rhythm", "until", "times")


def parse_agenda(typed: str, people: Any) -> list[Item]:
    """Return the matters of an agenda from lines of title, minutes and who leads, parted by bars.

    `Invalid` naming the line where the minutes are no number, or nobody among `people` has the name or key.
    """
    lines = [line for line in typed.replace("\r\n", "\n").split("\n") if line.strip()]
    named: dict[str, list[Person]] = {}
    if any(line.count(PARTED) == MOST_PARTS - 1 for line in lines):
        for each in people:
            named.setdefault(each.name.casefold(), []).append(each)
            named[each.key.casefold()] = [each]
    return [_item(number, line, named) for number, line in enumerate(lines, start=1)]


def _item(number: int, line: str, named: dict[str, list[Person]]) -> Item:
    parts = [each.strip() for each in line.split(PARTED)]
    if len(parts) > MOST_PARTS:
        message = _now("Line %(number)d has too many bars: subject | minutes | who leads.")
        raise Invalid(message % {"number": number}, field="agenda", code="parts")
    title, minutes, leader = [*parts, "", ""][:MOST_PARTS]
    if minutes and not (minutes.isascii() and minutes.isdecimal() and len(minutes) <= 4):  # noqa: PLR2004 - a day has 1440
        message = _now("Line %(number)d: write the minutes as a number.")
        raise Invalid(message % {"number": number}, field="agenda", code="minutes")
    found = named.get(leader.casefold(), []) if leader else []
    if leader and len(found) != 1:
        message = _now("Line %(number)d: write the name or the key of one person who is here: %(name)s.")
        raise Invalid(message % {"number": number, "name": leader[:60]}, field="agenda", code="unknown")
    return Item(title, int(minutes) if minutes else None, found[0] if found else None)


def _person(label: Any, help_text: Any = "") -> "forms.ModelChoiceField[Person]":
    return forms.ModelChoiceField(
        Person.objects.none(), label=label, to_field_name="key", widget=LongSelect, help_text=help_text
    )


def _several(model: Any, label: Any, help_text: Any) -> "forms.ModelMultipleChoiceField[Any]":
    return forms.ModelMultipleChoiceField(
        model.objects.none(), label=label, required=False, to_field_name="key", help_text=help_text,
        widget=Checklist(attrs={"aria-label": label}),
    )  # fmt: skip


ONCE = ""
HERE, FOLLOWING = "this", "following"


def _reach_field() -> forms.ChoiceField:
    """Return the question whether one occurrence of a series is meant, or those after it as well."""
    choices = [(HERE, _("This meeting alone")), (FOLLOWING, _("This one and all planned ones after it"))]
    return forms.ChoiceField(
        label=_("What of the series"), choices=choices, initial=HERE, widget=forms.RadioSelect, required=False
    )


class MeetingForm(VersionedForm):
    """What people meet for, when, where, who leads and who is invited, and what is spoken about.

    A new one may come again (`rhythm`); of one occurrence of a series it is asked whether those after it are meant.
    """

    title = forms.CharField(label=_("What the meeting is about"), max_length=LONGEST["title"])
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=MeetingKind.choices)
    day = day_field(_("Day"), required=True)
    begins = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    length_minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES
    )
    rhythm = forms.ChoiceField(
        label=_("Comes again"), required=False,
        choices=[(ONCE, pgettext_lazy("rhythm of meetings", "no, once")), *Rhythm.choices],
        help_text=_("Monthly is on the same weekday: on the second Tuesday, if the first day is one."),
    )  # fmt: skip
    until = day_field(_("Until"), _("The last day of the series; or state below how many times."))
    times = forms.IntegerField(
        label=_("How many times"), required=False, min_value=FEWEST_OCCURRENCES, max_value=MOST_OCCURRENCES
    )
    place = forms.CharField(label=_("Place or link"), required=False, max_length=LONGEST["place"])
    chair = _person(_("Chair"), _("Exactly one: leads the meeting."))
    minute_taker = _person(_("Minute-taker"), _("Exactly one: writes down what was said."))
    invited = _several(
        Person, _("Invited"), _("Chair and minute-taker are invited anyway. Everybody here sees the project.")
    )
    stakeholders = _several(
        Stakeholder, _("Invited from outside"), _("Stakeholders get no mail from Remit: tell them yourself.")
    )
    purpose = forms.CharField(
        label=_("What it is for"), required=False, max_length=LONGEST["purpose"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    agenda = forms.CharField(
        label=_("Agenda"), required=False, max_length=LONGEST_AGENDA,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One matter a line; minutes and who leads it after bars: Budget | 15 | Ada Byron"),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        people: Any,
        stakeholders: Any,
        meeting: Meeting | None = None,
        parts: MeetingParts | None = None,
        parked: Iterable[str] = (),
    ) -> None:
        stated: dict[str, Any] = {"length_minutes": 60, "agenda": "\n".join(parked)}
        if meeting is not None and parts is not None:
            stated = {name: getattr(meeting, name) for name in (*OWN, "version")}
            stated |= {"chair": meeting.chair.key, "minute_taker": meeting.minute_taker.key}
            stated["invited"] = [each.key for each in parts.invited]
            stated["stakeholders"] = [each.key for each in parts.stakeholders or ()]
            stated["agenda"] = "\n".join(_line(each) for each in parts.agenda)
        super().__init__(data, initial=stated)
        if meeting is None:
            del self.fields["version"]
        else:
            for name in REPEATED:
                del self.fields[name]
            if meeting.series_id is not None:
                self.fields["reach"] = _reach_field()
                self.order_fields(["reach"])
        self.everybody = people
        for name in ("chair", "minute_taker", "invited"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        if stakeholders is None:
            del self.fields["stakeholders"]
        else:
            self.fields["stakeholders"].queryset = stakeholders  # type: ignore[attr-defined]  # as above

    def clean_agenda(self) -> list[Item]:
        """Return the matters of the lines; an error names the line."""
        try:
            return parse_agenda(self.cleaned_data["agenda"], self.everybody)
        except Invalid as error:
            raise forms.ValidationError(error.message) from error

    def clean_times(self) -> int | None:
        """Return how many times; an error where it is not said how often the meeting comes again."""
        times: int | None = self.cleaned_data["times"]
        if not self.cleaned_data.get("rhythm") and (times or self.cleaned_data.get("until")):
            self.add_error("rhythm", _("Say how often it comes again, or leave its end empty."))
        return times

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        left = {"version", "reach", *REPEATED}
        found = {name: value for name, value in self.cleaned_data.items() if name not in left}
        for name in ("invited", "stakeholders"):
            if name in found:
                found[name] = list(found[name])
        return found

    def repeated(self) -> dict[str, Any]:
        """Return rhythm, last day and number of times of a series as the operation takes them."""
        return {name: self.cleaned_data[name] for name in REPEATED}

    @property
    def means_following(self) -> bool:
        """Return whether those after this one are meant as well."""
        return self.cleaned_data.get("reach") == FOLLOWING


def _line(item: Any) -> str:
    parts = (item.title, str(item.minutes or ""), item.leader.name if item.leader else "")
    return f" {PARTED} ".join(parts).rstrip(f" {PARTED}")


class MinutesForm(VersionedForm):
    """Who came and what was said about each matter; one field for each, named as `Minutes.by_field` names it."""

    rest = forms.CharField(
        label=_("What else was said"), required=False, max_length=LONGEST_SAID,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, minutes: Minutes) -> None:
        super().__init__(data, initial={**minutes.by_field(), "version": minutes.version})
        self.minutes = minutes
        for key, each in minutes.attendance.items():
            self.fields[f"presence-{key}"] = forms.ChoiceField(label=each["name"], choices=Presence.choices)
        for each in minutes.matters:
            number, title = each["number"], f"{each['number']}. {each['title']}"
            self.fields[f"said-{number}"] = forms.CharField(
                label=title, required=False, max_length=LONGEST_SAID, widget=forms.Textarea(attrs={"rows": 3})
            )
            self.fields[f"parked-{number}"] = forms.BooleanField(
                label=format_lazy(_("Leave “{}” for a later meeting"), each["title"]), required=False
            )
        self.order_fields([*(name for name in self.fields if name != "rest"), "rest"])

    def stated(self) -> dict[str, Any]:
        """Return what was typed as the operation takes it."""
        found = self.cleaned_data
        return {
            "attendance": {key: found[f"presence-{key}"] for key in self.minutes.attendance},
            "matters": [
                Said(each["number"], found[f"said-{each['number']}"], found[f"parked-{each['number']}"])
                for each in self.minutes.matters
            ],
            "rest": found["rest"],
        }

    @property
    def people(self) -> list[forms.BoundField]:
        """Return the fields of who came, by name."""
        return [self[f"presence-{key}"] for key in sorted(self.minutes.attendance, key=self._name)]

    def _name(self, key: str) -> str:
        return str(self.minutes.attendance[key]["name"])

    @property
    def matters(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return for each matter the fields of what was said, and of whether it is left for later."""
        numbers = [each["number"] for each in self.minutes.matters]
        return [(self[f"said-{number}"], self[f"parked-{number}"]) for number in numbers]


class PublishForm(VersionedForm):
    """Why published minutes are corrected; nothing is asked for the first version."""

    reason = forms.CharField(
        label=_("Why they are corrected"), max_length=LONGEST_REASON_OF_MINUTES,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, minutes: Minutes) -> None:
        super().__init__(data, initial={"version": minutes.version})
        if not minutes.is_correction:
            del self.fields["reason"]


class CancelForm(VersionedForm):
    """Why a meeting does not take place."""

    reason = forms.CharField(
        label=_("Why it is cancelled"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, initial={"version": meeting.version})
        if meeting.series_id is not None:
            self.fields["reach"] = _reach_field()

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: self.cleaned_data[name] for name in ("reason", "version")}

    @property
    def means_following(self) -> bool:
        """Return whether those after this one are meant as well."""
        return self.cleaned_data.get("reach") == FOLLOWING
