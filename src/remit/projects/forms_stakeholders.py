"""Forms of stakeholders: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.people.models import Person
from remit.projects.models import Engagement, Stakeholder
from remit.projects.models.stakeholder import LEAST, MOST
from remit.projects.operations.stakeholders import FIELDS, LONGEST, LONGEST_PAUSE_DAYS


def _text(
    name: str, label: Any, help_text: Any = "", *, required: bool = False, tall: bool = False
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2}) if tall else None
    return forms.CharField(
        label=label, required=required, max_length=LONGEST[name], help_text=help_text, widget=widget
    )


def _scale(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=LEAST, max_value=MOST, initial=3, help_text=help_text)


def _person(label: Any, help_text: Any) -> "forms.ModelChoiceField[Person]":
    return forms.ModelChoiceField(
        Person.objects.none(),
        label=label,
        required=False,
        to_field_name="key",
        widget=LongSelect,
        help_text=help_text,
    )


class StakeholderForm(VersionedForm):
    """Who a stakeholder is, where they stand, and their line of the communication plan."""

    name = _text(
        "name", _("Name"), _("A person, or a group such as 'Residents of the street'."), required=True
    )
    stands_for = _text(
        "stands_for", _("Stands for"), _("The firm, the department or the people they speak for.")
    )
    person = _person(_("Works here"), _("If it is somebody of this organisation."))
    stake = _text(
        "stake", _("What it is to them"), _("What they win, lose or fear by the project."), tall=True
    )
    power = _scale(
        pgettext_lazy("of a stakeholder", "Power"),
        _("1: can change little. 5: can stop the project. From 3 on: high."),
    )
    interest = _scale(
        pgettext_lazy("of a stakeholder", "Interest"),
        _("1: hardly cares. 5: asks every week. From 3 on: high."),
    )
    engagement = forms.ChoiceField(
        label=_("Stands now"), choices=Engagement.choices, initial=Engagement.NEUTRAL
    )
    desired = forms.ChoiceField(
        label=_("Should stand"), choices=Engagement.choices, initial=Engagement.SUPPORTIVE,
        help_text=_("What the project needs of them: not everybody must lead."),
    )  # fmt: skip
    approach = _text("approach", _("Approach"), _("How they are won, or kept."), tall=True)
    owner = _person(_("Who speaks with them"), _("One person keeps the contact, and is reminded of it."))
    message = _text("message", _("What they are told"))
    why = _text("why", pgettext_lazy("of a communication plan", "Why"))
    channel = _text(
        "channel", pgettext_lazy("of a communication plan", "Way"), _("A call, a visit, the monthly letter.")
    )
    every_days = forms.IntegerField(
        label=_("Every so many days"), required=False, min_value=1, max_value=LONGEST_PAUSE_DAYS,
        help_text=_("A contact that is later than this counts as overdue."),
    )  # fmt: skip
    confidential = _text(
        "confidential", _("Confidential note"),
        _("Seen only by the project manager, the sponsor and those above them."), tall=True,
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, people: Any, may_confide: bool, stakeholder: Stakeholder | None = None
    ) -> None:
        stated: dict[str, Any] = {}
        if stakeholder is not None:
            stated = {name: getattr(stakeholder, name) for name in (*FIELDS, "version")}
            for name in ("person", "owner"):
                stated[name] = stated[name].key if stated[name] is not None else ""
        super().__init__(data, initial=stated)
        if stakeholder is None:
            del self.fields["version"]
        if not may_confide:
            del self.fields["confidential"]
        for name in ("person", "owner"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ContactForm(VersionedForm):
    """What was spoken with a stakeholder."""

    held_on = day_field(_("Spoken on"), _("Today, if left empty."))
    channel = _text("channel", _("How"), _("A call, a visit, a mail."), required=True)
    summary = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=LONGEST["stake"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    engagement = forms.ChoiceField(label=_("Stands now"), choices=Engagement.choices)
    is_confidential = forms.BooleanField(
        label=_("In confidence"),
        required=False,
        help_text=_("Only those who see confidential notes read it."),
    )

    def __init__(self, data: Any = None, *, stakeholder: Stakeholder, may_confide: bool) -> None:
        super().__init__(data, initial={"engagement": stakeholder.engagement})
        del self.fields["version"]
        if not may_confide:
            del self.fields["is_confidential"]
