"""Forms of the import pages: they only read what was chosen; the rules stand in the operations."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.errors import RemitError
from remit.interchange.compute.reading import too_large
from remit.interchange.queries import parents_for
from remit.people.models import Scope


class PlanFileForm(forms.Form):
    """The file whose plan is to be taken in."""

    file = forms.FileField(
        label=_("Plan file"),
        allow_empty_file=True,  # the operation says what is wrong with it
        widget=forms.FileInput(
            attrs={"accept": ".xml,.xer,.pmxml,.json,text/xml,application/xml,application/json"}
        ),
        error_messages={
            "required": _("Choose the file: your browser does not keep it when a form comes back.")
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, was_too_large: bool = False) -> None:
        super().__init__(data, files)
        limit = settings.IMPORT_LIMIT_BYTES
        field = self.fields["file"]
        help_text = _(
            "XML of Microsoft Project (File, Save As, type XML), XER or XML of Primavera P6, or JSON that Remit "
            "wrote; up to %(limit)d MB."
        )
        field.help_text = help_text % {"limit": max(limit // (1024 * 1024), 1)}
        if was_too_large:
            field.error_messages["required"] = too_large(limit).message

    def take(self, error: RemitError) -> None:
        """Show what the operation refused beside its field."""
        stated = getattr(error, "errors", ())
        for each in stated:
            self.add_error(each.field if each.field in self.fields else None, each.message)
        if not stated:
            self.add_error(None, error.message)


class NewProjectFromFileForm(PlanFileForm):
    """A file that becomes a project, where that lies and what it is called."""

    parent = forms.ModelChoiceField(
        Scope.objects.none(),
        label=_("Belongs to"),
        empty_label=None,
        help_text=_("The organisation, or the programme it serves."),
    )
    name = forms.CharField(
        label=_("Name of the project"),
        max_length=200,
        required=False,
        help_text=_("Empty: the name that the file states."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, actor: Actor, was_too_large: bool = False
    ) -> None:
        super().__init__(data, files, was_too_large=was_too_large)
        self.fields["parent"].queryset = parents_for(actor)  # type: ignore[attr-defined]  # a ModelChoiceField


class PeopleFileForm(forms.Form):
    """The file whose people are to be taken in."""

    file = forms.FileField(
        label=_("File of people"),
        allow_empty_file=True,  # the operation says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv,text/csv"}),
        error_messages={
            "required": _("Choose the file: your browser does not keep it when a form comes back.")
        },
        help_text=_(
            "CSV or XLSX, up to 16 MB and 20,000 rows. You see what it would change before anything is changed."
        ),
    )

    def __init__(self, data: Any = None, files: Any = None, *, was_too_large: bool = False) -> None:
        super().__init__(data, files)
        if was_too_large:
            self.fields["file"].error_messages["required"] = too_large(settings.IMPORT_LIMIT_BYTES).message

    def take(self, error: RemitError) -> None:
        """Show what the operation refused beside the file."""
        self.add_error("file", error.message)
