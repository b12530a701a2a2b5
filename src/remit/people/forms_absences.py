"""The form with which leave is asked for; the rules stand in the operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.people.models import AbsenceKind, Person


class LeaveForm(VersionedForm):
    """From when to when somebody is away, and why; `people` are those for whom one may ask."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=AbsenceKind.choices,
        help_text=_("Colleagues see that somebody is away, not why."),
    )
    from_date = day_field(_("First day"), required=True)
    from_midday = forms.BooleanField(label=_("from midday"), required=False)
    to_date = day_field(_("Last day"), required=True)
    until_midday = forms.BooleanField(label=_("until midday"), required=False)
    note = forms.CharField(label=_("Note for whoever decides"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, people: list[Person], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        del self.fields["version"]
        self.people = {person.pk: person for person in people}
        choices = [(person.pk, person.name) for person in people]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a TypedChoiceField

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return {**self.cleaned_data, "person": self.people[self.cleaned_data["person"]]}
