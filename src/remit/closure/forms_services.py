"""Forms of the handover to operations: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.closure.models import ServiceHandover
from remit.closure.service_content import LONGEST, LONGEST_ANSWER, NAMES, PARTS
from remit.core.forms import VersionedForm
from remit.core.widgets import LongSelect
from remit.people.models import Person


class ServiceForm(VersionedForm):
    """What operations are to run; nothing is demanded before it is proposed."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Service owner"), to_field_name="key", widget=LongSelect, required=False,
        help_text=_("Whoever runs it from then on: accepts the handover, or refuses it and says why."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, people: Any, row: ServiceHandover) -> None:
        initial: dict[str, Any] = {name: getattr(row, name) for name in (*NAMES, "version")}
        super().__init__(data, initial=initial | {"owner": row.owner.key if row.owner else None})
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        for name, label, help_text in PARTS:
            self.fields[name] = forms.CharField(
                label=str(label), required=False, max_length=LONGEST, help_text=str(help_text),
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return {name: self.cleaned_data[name] for name in ("owner", *NAMES)}

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as people read it: a person by name."""
        return value if name == "owner" else super().shown(name, value)


class ServiceAnswerForm(VersionedForm):
    """What operations say to a handover."""

    answer = forms.CharField(
        label=_("Your words"), required=False, max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Needed where you refuse or waive."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: ServiceHandover) -> None:
        super().__init__(data, initial={"version": row.version})
