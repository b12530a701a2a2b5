"""Forms of the pages about responsibilities: they only read what was typed; the rules stand in the operations."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.core.forms import VersionedForm
from remit.core.money import Money
from remit.people.grids import Grid, Line
from remit.people.models import RowArea, Scope, ScopeKind
from remit.people.operations.matrix_edits import MOST_AUTHORITY, kinds_at

LETTERS = (
    ("", "–"),
    ("R", _("R: does it")),
    ("A", _("A: answers for it")),
    ("AR", _("A R: answers for it and does it")),
    ("C", _("C: is asked before")),
    ("I", _("I: is told after")),
)


class ResponsibilityForm(VersionedForm):
    """A row of a draft: without `line` a new one, else with its letters too."""

    field_names = {"money_minor": "money"}
    text = forms.CharField(
        label=_("Responsibility"), max_length=200, help_text=_("What is to be answered for, in a few words.")
    )
    area = forms.ChoiceField(label=_("Area"), choices=RowArea.choices)
    kind = forms.ChoiceField(label=pgettext_lazy("a row of a matrix", "Is for"))
    authority = forms.TypedChoiceField(
        label=_("Takes authority of at least"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *((level, str(level)) for level in range(MOST_AUTHORITY + 1))],
        help_text=_("From 0, a contributor, to 5, the board."),
    )
    money = forms.DecimalField(
        label=_("Decides up to"), required=False, min_value=0, max_digits=15, decimal_places=2, localize=False
    )

    def __init__(self, data: Any = None, *, scope: Scope, grid: Grid, line: Line | None = None) -> None:
        self.currency = scope.organisation.currency
        stated: dict[str, Any] = {"kind": scope.kind}
        if line is not None:
            stated = {name: getattr(line, name) for name in ("version", "text", "area", "kind", "authority")}
            if line.money_minor is not None:
                stated["money"] = Money(line.money_minor, self.currency).major
            stated |= {column.code: line.letters.get(column.code, "") for column in grid.columns}
        super().__init__(data, initial=stated)
        kinds = kinds_at(scope)
        labels = dict(ScopeKind.choices)
        below = {kind: _("Default for each: %(kind)s") % {"kind": labels[kind]} for kind in kinds[1:]}
        here = _("This scope: %(kind)s") % {"kind": labels[scope.kind]}
        self.fields["kind"].choices = [(scope.kind, here), *below.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["money"].help_text = _("In %(currency)s.") % {"currency": self.currency}
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
        self.columns = [column for column in grid.columns if column.is_own] if line is not None else []
        for column in self.columns:
            label = f"{column.name} ({column.names})" if column.holders else column.name
            self.fields[column.code] = forms.ChoiceField(label=label, choices=LETTERS, required=False)
        if line is None:
            del self.fields["version"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = self.cleaned_data
        money: Decimal | None = cleaned["money"]
        stated = {name: cleaned[name] for name in ("text", "area", "kind", "authority")}
        stated["money_minor"] = None if money is None else Money.of(money, self.currency).minor
        return stated

    def letters(self) -> dict[str, str]:
        """Return the letters by the code of the column."""
        return {column.code: self.cleaned_data[column.code] for column in self.columns}


class ColumnForm(forms.Form):
    """Which role or which person's assignment becomes a column."""

    who = forms.ChoiceField(label=_("Role or person"))

    def __init__(self, data: Any = None, *, choices: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__(data)
        self.fields["who"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class SheetForm(VersionedForm):
    """A sheet that was copied in a spreadsheet."""

    text = forms.CharField(
        label=_("Cells"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_(
            "Copy the cells and paste them here. The first row names roles or people, the first column says "
            "what is to be answered for, the rest are R, A, C, I, or A and R together."
        ),
    )
    area = forms.ChoiceField(label=_("Area of new rows"), choices=RowArea.choices, initial=RowArea.SCOPE)


class ActivateForm(VersionedForm):
    """Why the warnings that stay are right."""

    reason = forms.CharField(
        label=_("Why it is right nevertheless"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
