"""Forms that change something which others may change as well."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from remit.core.errors import Conflict, Invalid
from remit.core.registries import value_in_words

LONGEST_VERSION = 9


def seen_version(request: HttpRequest) -> int:
    """Return the version that a form of buttons alone saw; `Invalid` where it states none."""
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdecimal()):
        raise Invalid(_("The form lacks the version that was seen: load the page again."), field="version")
    return int(version[:LONGEST_VERSION])


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """Return a field for a day, with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


@dataclass(frozen=True, slots=True)
class BothValues:
    """One field that somebody else changed meanwhile: what was typed here, and what stands there."""

    label: str
    yours: Any
    theirs: Any


class VersionedForm(forms.Form):
    """A form that states the version it saw; what an operation refuses is shown where it belongs.

    After a conflict `both` holds each field that differs, and the form has seen the present version: sending
    it again puts its values in place of the others.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    # names under which operations speak of a field, and the field's own
    field_names: dict[str, str] = {}

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.both: list[BothValues] = []

    def take(self, error: Invalid) -> None:
        """Show what an operation refused beside its field."""
        for each in error.errors:
            name = self.field_names.get(each.field, each.field)
            self.add_error(name if name in self.fields else None, each.message)
        if not error.errors:
            self.add_error(None, error.message)

    def take_conflict(self, error: Conflict, version: int) -> None:
        """Show both values of what somebody else changed, and take the present `version` for seen."""
        for name, values in error.current.get("fields", {}).items():
            shown = self.field_names.get(name, name)
            if values["yours"] != values["theirs"] and shown in self.fields:
                label = str(self.fields[shown].label or shown)
                self.both.append(
                    BothValues(label, self.shown(name, values["yours"]), self.shown(name, values["theirs"]))
                )
        data: Any = copy(self.data)  # of its own kind: a field may have several values
        data["version"] = str(version)
        self.data = data
        self.add_error(None, error.message)

    def shown(self, name: str, value: Any) -> Any:
        """Return a value of a field, under the operation's name for it, as people read it: a choice by its label."""
        field = self.fields[self.field_names.get(name, name)]
        if isinstance(field, forms.ChoiceField):
            key = "" if value is None else value
            return next((str(label) for code, label in field.widget.choices if code == key), value)
        return value_in_words(name, value) if isinstance(value, bool) else value

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows the form."""
        if self.both:
            return Conflict.status
        return Invalid.status if self.is_bound and self.errors else 200


class PlainForm(VersionedForm):
    """A form about what is made anew each time: there is no version to be seen."""

    version = None  # type: ignore[assignment]  # how Django takes a field out
    refused = 0

    def take_conflict(self, error: Conflict, version: int = 0) -> None:  # noqa: ARG002 - here is none
        """Show what stands in the way; the page answers as the error says."""
        self.add_error(None, error.message)
        self.refused = error.status

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows the form."""
        return self.refused or super().status


def is_done(form: VersionedForm, act: Callable[[], Any], version: Callable[[], int] | None = None) -> bool:
    """Return whether what was sent was done; what is refused stands in the form, beside what stands now.

    `version` returns the present one, where the form is of something that has versions.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.take_conflict(error, version() if version is not None else 0)
    else:
        return True
    return False
