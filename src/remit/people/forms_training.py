"""Forms of training; the rules stand in the operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.people.forms_staff import StatedForm
from remit.people.models import Role, Scope, Training


class TrainingForm(StatedForm):
    """A training: in what, with which material, for whom."""

    subject = forms.CharField(label=_("In what"), max_length=200)
    material = forms.CharField(
        label=_("Material"),
        max_length=500,
        required=False,
        help_text=_("A web address. Whoever is to be trained follows it."),
    )
    role = forms.ModelChoiceField(
        Role.objects.none(),
        label=_("For whoever holds"),
        required=False,
        to_field_name="code",
        empty_label=_("any role"),
    )
    scope = forms.ModelChoiceField(
        Scope.objects.none(),
        label=_("At"),
        required=False,
        to_field_name="key",
        widget=LongSelect,
        empty_label=_("any scope"),
        help_text=_("A product, a project, a programme: and what lies below it."),
    )
    is_retired = forms.BooleanField(
        label=_("Retired"), required=False, help_text=_("Who had it is kept; nobody is missing any more.")
    )

    def __init__(
        self, data: Any = None, *, training: Training | None = None, roles: Any = None, scopes: Any = None
    ) -> None:
        initial = {} if training is None else {"is_retired": training.retired_on is not None}
        super().__init__(data, stands=training, initial=initial)
        if training is None:
            del self.fields["is_retired"]
            self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # a ModelChoiceField
            self.fields["scope"].queryset = scopes  # type: ignore[attr-defined]  # as above
        else:
            del self.fields["role"], self.fields["scope"]


class SessionForm(VersionedForm):
    """A day on which a training is held."""

    held_on = day_field(_("Day"), required=True)
    place = forms.CharField(label=_("Where"), max_length=200)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        del self.fields["version"]
