"""Forms of promises: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.people.grids import day_of
from remit.people.models import Organisation, Person, Scope
from remit.people.operations.commitments import LONGEST_NAME, LONGEST_TEXT, LONGEST_WHAT


class PromiseForm(VersionedForm):
    """A new promise of one's own."""

    what = forms.CharField(
        label=_("What is promised"),
        max_length=LONGEST_WHAT,
        help_text=_("So that both can tell whether it is kept."),
    )
    scope = forms.ModelChoiceField(
        Scope.objects.none(), label=_("In the frame of"), to_field_name="key", widget=LongSelect
    )
    to_person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("To"),
        required=False,
        to_field_name="key",
        widget=LongSelect,
        empty_label=_("somebody outside"),
    )
    to_name = forms.CharField(label=_("Name of somebody outside"), required=False, max_length=LONGEST_NAME)
    due_on = day_field(_("By"), required=True)

    def __init__(
        self, data: Any = None, *, actor: Actor, organisation: Organisation, scope: str = ""
    ) -> None:
        super().__init__(data, initial={"scope": scope})
        del self.fields["version"]
        people = Person.objects.visible_to(actor).present(day_of(organisation)).exclude(pk=actor.person_id)
        self.fields["to_person"].queryset = people.order_by("name")  # type: ignore[attr-defined]  # a choice of rows
        scopes = Scope.objects.answering_to(actor).filter(is_active=True).order_by("path")
        self.fields["scope"].queryset = scopes  # type: ignore[attr-defined]  # as above


class RenegotiateForm(VersionedForm):
    """Another day for a promise."""

    due_on = day_field(_("New day"), required=True)
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
