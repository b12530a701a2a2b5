"""Forms of documents: they only read what was typed or chosen; the rules stand in the operations."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.core.errors import Invalid
from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.documents.inspection import endings
from remit.documents.inspection.inspecting import too_large
from remit.documents.models import Confidentiality, Document, DocumentKind, DocumentTemplate, Verdict
from remit.documents.operations.documents import LONGEST_TITLE
from remit.documents.operations.templates import LONGEST
from remit.documents.operations.versions import LONGEST_ANSWER, LONGEST_NOTE
from remit.people.models import Person
from remit.projects.models import Phase

NO_PLACE = ""


def _person(label: Any, help_text: Any = "", *, required: bool = True) -> "forms.ModelChoiceField[Person]":
    return forms.ModelChoiceField(
        Person.objects.none(),
        label=label,
        required=required,
        to_field_name="key",
        widget=LongSelect,
        help_text=help_text,
    )


def _people(label: Any, help_text: Any) -> "forms.ModelMultipleChoiceField[Person]":
    return forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=label,
        required=False,
        to_field_name="key",
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=help_text,
    )


def _file(label: Any, *, required: bool) -> forms.FileField:
    accept = ",".join(f".{each}" for each in sorted(set(settings.DOCUMENT_KINDS) & endings()))
    return forms.FileField(
        label=label,
        required=required,
        allow_empty_file=True,  # the operation says what is wrong with it
        max_length=None,
        widget=forms.FileInput(attrs={"accept": accept}),
    )


def limit_words() -> str:
    """Return which files are kept, in words."""
    words = _now("%(kinds)s; up to %(limit)d MB.")
    kinds = ", ".join(sorted(set(settings.DOCUMENT_KINDS) & endings()))
    return words % {"kinds": kinds, "limit": max(settings.DOCUMENT_LIMIT_BYTES // (1024 * 1024), 1)}


class ContentForm(VersionedForm):
    """What a document or a template says: a file, or a text written here."""

    file = forms.FileField(required=False)
    text = forms.CharField(
        label=_("Or write it here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "mono"}),
        help_text=_("Markdown: # heading, - list, **bold**, *italics*, [name](https://address), | table |."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, was_too_large: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, files=files, **kwargs)
        self.was_too_large = was_too_large
        self.fields["file"] = _file(_("File"), required=False)
        self.fields["file"].help_text = limit_words()
        self.order_fields(
            ["version", *[name for name in self.fields if name not in {"file", "text"}], "file", "text"]
        )

    @property
    def has_content(self) -> bool:
        """Return whether a file was chosen or something written."""
        return bool(self.cleaned_data.get("file") is not None or self.cleaned_data.get("text", "").strip())

    def clean(self) -> dict[str, Any]:
        """Refuse both at once: nobody could say which counts."""
        stated = super().clean() or {}
        if self.was_too_large:
            self.add_error("file", too_large(settings.DOCUMENT_LIMIT_BYTES).message)
        begun = str(self.initial.get("text") or "").replace("\r\n", "\n").strip()
        typed = stated.get("text", "").replace("\r\n", "\n").strip()
        if stated.get("file") is not None and typed == begun:
            stated["text"] = ""  # what the form began with was not typed: the file counts
        elif stated.get("file") is not None and typed:
            self.add_error("text", _now("Choose a file or write a text, not both."))
        return stated


class DocumentForm(ContentForm):
    """What a document is, who answers for it, who sees it and who is to read it; a new one may begin with content."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(
        label=pgettext_lazy("of a document", "Kind"), choices=DocumentKind.choices, initial=DocumentKind.OTHER
    )
    owner = _person(
        pgettext_lazy("of a document", "Owner"), _("The one person who answers for what it says.")
    )
    placed = forms.ChoiceField(
        label=_("Asked for by"),
        required=False,
        help_text=_("The line of the project's life that this document fulfils."),
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices, required=False)
    confidentiality = forms.ChoiceField(
        label=_("Seen by"),
        choices=Confidentiality.choices,
        required=False,
        help_text=_(
            "Restricted: its owner, authors, reviewers, approver and readers, and those who see restricted documents."
        ),
    )
    is_for_everybody = forms.BooleanField(
        label=_("To be read by everybody with a role in the project"), required=False
    )
    readers = _people(
        _("To be read by"), _("Those named here find it on their start page until they have read it.")
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        people: Any,
        places: Any,
        may_restrict: bool,
        document: Document | None = None,
        initial: Any = None,
        was_too_large: bool = False,
    ) -> None:
        stated: dict[str, Any] = dict(initial or {})
        if document is not None:
            names = ("title", "kind", "phase", "confidentiality", "is_for_everybody", "version")
            stated = {name: getattr(document, name) for name in names} | {
                "owner": document.owner.key,
                "placed": f"{document.stage}/{document.place}" if document.place else NO_PLACE,
                "readers": [each.person.key for each in document.readers.select_related("person")],
            }
        super().__init__(data, files, initial=stated, was_too_large=was_too_large)
        if document is None:
            del self.fields["version"]
        else:
            del self.fields["file"], self.fields["text"]
        if not may_restrict:
            del self.fields["confidentiality"]
        for name in ("owner", "readers"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        self.fields["placed"].choices = [(NO_PLACE, _now("nothing in particular")), *places]  # type: ignore[attr-defined]  # as above

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        typed = dict(self.cleaned_data)
        for name in ("version", "file", "text"):
            typed.pop(name, None)
        stage, _slash, place = typed.pop("placed").partition("/")
        for name in ("phase", "confidentiality"):
            if not typed.get(name):
                typed.pop(name, None)
        return typed | {"stage": stage, "place": place, "readers": list(typed["readers"])}


class VersionForm(ContentForm):
    """The next version of a document; `seen` is the latest one that its author saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    note = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("One line for whoever reads the history."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, initial: Any = None, was_too_large: bool = False
    ) -> None:
        super().__init__(data, files, initial=initial, was_too_large=was_too_large)
        del self.fields["version"]


class ReviewForm(VersionedForm):
    """Who looks at a version, who approves it, and by when."""

    reviewers = _people(
        _("Reviewers"), _("Each says whether it is fine or what must change; none is needed.")
    )
    approver = _person(_("Approver"), _("One person makes it hold."))
    due_on = day_field(_("Reviewed by"), _("Whoever is late is reminded."))

    def __init__(self, data: Any = None, *, people: Any, version: int, initial: Any = None) -> None:
        super().__init__(data, initial={"version": version, **(initial or {})})
        for name in ("reviewers", "approver"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a choice of rows


class AnswerForm(forms.Form):
    """What a reviewer says."""

    verdict = forms.ChoiceField(
        label=_("Your answer"), choices=[each for each in Verdict.choices if each[0] != Verdict.WAITS]
    )
    remarks = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def take(self, error: Invalid) -> None:
        """Show what the operation refused beside its field."""
        for each in error.errors:
            self.add_error(each.field if each.field in self.fields else None, each.message)


class TemplateForm(ContentForm):
    """What documents of a kind begin with."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST["name"])
    kind = forms.ChoiceField(
        label=pgettext_lazy("of a document", "Kind"), choices=DocumentKind.choices, initial=DocumentKind.OTHER
    )
    suits = forms.CharField(
        label=_("For the method's document"),
        required=False,
        max_length=LONGEST["suits"],
        help_text=_("As the method names it, such as Risk register: it is then offered first. May be empty."),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        template: DocumentTemplate | None = None,
        text: str = "",
        was_too_large: bool = False,
    ) -> None:
        stated: dict[str, Any] = {}
        if template is not None:
            stated = {name: getattr(template, name) for name in ("name", "kind", "suits", "version")}
            stated["text"] = text
        super().__init__(data, files, initial=stated, was_too_large=was_too_large)
        if template is None:
            del self.fields["version"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: self.cleaned_data[name] for name in ("name", "kind", "suits")}
