"""The form of a term: its word, other words for it, and its definitions, one of which holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm
from remit.people.models import Term
from remit.people.operations.glossary import (
    LONGEST_NAME,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    MOST_DEFINITIONS,
    Meaning,
)

SPARE = 2


class TermForm(VersionedForm):
    """A term; without `term` a new one. Definitions that are left empty are left out."""

    name = forms.CharField(label=_("Term"), max_length=LONGEST_NAME)
    aliases = forms.CharField(
        label=_("Other words for it"),
        required=False,
        max_length=LONGEST_NAME * 12,
        help_text=_("Separated by commas."),
    )

    def __init__(self, data: Any = None, *, term: Term | None = None) -> None:
        told = list(term.definitions.all()) if term else []
        stated: dict[str, Any] = {"chosen": "1"}
        if term is not None:
            stated = {"version": term.version, "name": term.name, "aliases": ", ".join(term.aliases)}
        self.count = min(max(self._sent(data), len(told) + SPARE), MOST_DEFINITIONS)
        for number, each in enumerate(told, start=1):
            stated |= {f"text_{number}": each.text, f"source_{number}": each.source}
            if each.is_chosen:
                stated["chosen"] = str(number)
        super().__init__(data, initial=stated)
        if term is None:
            del self.fields["version"]
        for number in range(1, self.count + 1):
            self._add_definition(number)
        choices = [(str(number), str(number)) for number in range(1, self.count + 1)]
        self.fields["chosen"] = forms.ChoiceField(
            label=_("Which one holds here"), choices=choices, required=False, widget=forms.RadioSelect
        )

    @staticmethod
    def _sent(data: Any) -> int:
        names = [f"text_{number}" for number in range(1, MOST_DEFINITIONS + 1)]
        return max((number for number, name in enumerate(names, start=1) if data and name in data), default=0)

    def _add_definition(self, number: int) -> None:
        text = forms.CharField(
            label=_("Definition %(number)d") % {"number": number},
            required=False,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        source = forms.CharField(
            label=_("Who says so: source %(number)d") % {"number": number},
            required=False,
            max_length=LONGEST_SOURCE,
        )
        self.fields[f"text_{number}"], self.fields[f"source_{number}"] = text, source

    @property
    def definitions(self) -> list[tuple[int, Any, Any, bool]]:
        """Return number, text field, source field and whether it is chosen, for each definition."""
        chosen = str(self["chosen"].value() or "")
        return [
            (number, self[f"text_{number}"], self[f"source_{number}"], chosen == str(number))
            for number in range(1, self.count + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the source of what is defined, and for at least one definition."""
        cleaned: dict[str, Any] = super().clean() or {}
        filled = []
        for number in range(1, self.count + 1):
            text, source = cleaned.get(f"text_{number}"), cleaned.get(f"source_{number}")
            if text and not source:
                self.add_error(f"source_{number}", _("Say who means this by the word."))
            elif source and not text:
                self.add_error(f"text_{number}", _("Say what is meant, or empty the source as well."))
            elif text:
                filled.append(number)
        if not filled and not self.errors:
            self.add_error("text_1", _("Give at least one definition."))
        chosen = cleaned.get("chosen")
        if filled and chosen and int(chosen) not in filled:
            self.add_error("chosen", _("The definition that is to hold is empty."))
        return cleaned

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "aliases": [each for each in (part.strip() for part in cleaned["aliases"].split(",")) if each],
            "definitions": [
                Meaning(
                    cleaned[f"text_{number}"],
                    cleaned[f"source_{number}"],
                    cleaned.get("chosen") == str(number),
                )
                for number in range(1, self.count + 1)
                if cleaned[f"text_{number}"]
            ],
        }
