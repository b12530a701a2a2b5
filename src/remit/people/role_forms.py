"""The form of a role: it only reads what was typed, one line for each thing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.errors import Conflict
from remit.core.forms import VersionedForm
from remit.core.registries import capabilities
from remit.people.models import Area, Role, ScopeKind

DUTIES = "responsibilities_"
WITHOUT_AREA = "none"
MOST_ROWS = 12


def _lines(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


class RoleForm(VersionedForm):
    """What a role states; without `role` a new one."""

    field_names = {"responsibilities": f"{DUTIES}{Area.STRATEGY.value}"}
    name = forms.CharField(label=_("Name"), max_length=120)
    aliases = _lines(_("Other names"), _("Names by which people know it, one a line."), rows=2)
    family = forms.CharField(
        label=_("Family"), max_length=60, help_text=_("The heading under which it stands in the list.")
    )
    purpose = forms.CharField(
        label=_("Purpose"), max_length=2000, help_text=_("What it is for, in a sentence."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    scope_kind = forms.ChoiceField(
        label=_("Kind of scope"), choices=ScopeKind.choices, help_text=_("Where it is held.")
    )
    scope_text = forms.CharField(
        label=_("Scope of responsibilities"), max_length=200, required=False,
        help_text=_("How far it reaches, in words."),
    )  # fmt: skip
    authority = forms.IntegerField(
        label=_("Authority level"), min_value=0, max_value=5, initial=1,
        help_text=_("0 contributes, 2 leads work, 3 answers for a result, 5 decides whether it goes on."),
    )  # fmt: skip
    focus = forms.CharField(label=_("Focus"), max_length=500, required=False)
    horizon = forms.CharField(label=_("Time horizon"), max_length=120, required=False)
    holders_per_scope = forms.TypedChoiceField(
        label=_("Holders at a scope"),
        coerce=int,
        choices=[(0, _("any number")), (1, _("exactly one at a time"))],
    )
    decisions = _lines(_("Decides"), _("What it may decide, one a line."))
    exclusions = _lines(
        _("Does not answer for"),
        _("One a line; behind a bar the code of the role that does: The business case | sponsor"),
    )
    capabilities = forms.MultipleChoiceField(
        label=_("Rights in Remit"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("As few as its responsibilities need."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        help_text=_("Stands beside the version and in the record."),
    )
    rights_seen = forms.BooleanField(label=_("I have seen it: change their rights"), required=False)

    def __init__(self, data: Any = None, *, role: Role | None = None) -> None:
        super().__init__(data, initial=_stated(role) if role else {})
        self.effects: list[dict[str, Any]] = []
        for area, label in [*Area.choices, (WITHOUT_AREA, _("Without an area"))]:
            self.fields[f"{DUTIES}{area}"] = _lines(label, rows=2)
        for name, each in self.fields.items():
            if isinstance(each.widget, forms.Textarea):
                lines = len(str(self.initial.get(name, "")).splitlines())
                each.widget.attrs["rows"] = min(MOST_ROWS, max(each.widget.attrs["rows"], lines + 1))
        if role is None or not any(each["area"] == "" for each in role.responsibilities):
            del self.fields[f"{DUTIES}{WITHOUT_AREA}"]
        if role is None:
            for name in ("version", "note", "rights_seen"):
                del self.fields[name]
        rights = self.fields["capabilities"]
        assert isinstance(rights, forms.MultipleChoiceField)  # noqa: S101 - says so to the type checker
        rights.choices = [(each.code, f"{each.label}: {each.explanation}") for each in capabilities]

    @property
    def duties(self) -> list[forms.BoundField]:
        """Return the fields of responsibilities, one for each area."""
        return [self[name] for name in self.fields if name.startswith(DUTIES)]

    @property
    def plain(self) -> list[forms.BoundField]:
        """Return the fields that stand above the responsibilities."""
        names = (
            "name", "aliases", "family", "purpose", "scope_kind", "scope_text", "authority", "focus", "horizon",
            "holders_per_scope",
        )  # fmt: skip
        return [self[name] for name in names]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = self.cleaned_data
        plain = ("name", "family", "purpose", "scope_kind", "scope_text", "authority", "focus", "horizon")
        duties = [
            {"area": "" if area == WITHOUT_AREA else area, "text": text}
            for area in [*Area.values, WITHOUT_AREA]
            for text in _read(cleaned.get(f"{DUTIES}{area}", ""))
        ]
        return {
            **{name: cleaned[name] for name in plain},
            "holders_per_scope": cleaned["holders_per_scope"],
            "aliases": _read(cleaned["aliases"]),
            "decisions": _read(cleaned["decisions"]),
            "exclusions": [_exclusion(line) for line in _read(cleaned["exclusions"])],
            "capabilities": cleaned["capabilities"],
            "responsibilities": duties,
        }

    def take_effects(self, error: Conflict) -> None:
        """Show what present holders gain and lose, and ask whether that is meant."""
        self.effects = list(error.current["effects"])
        self.add_error("rights_seen", _("Say that you have seen what this changes."))

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows the form."""
        return Conflict.status if self.effects else super().status


def _read(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _exclusion(line: str) -> dict[str, str]:
    text, _bar, role = line.rpartition("|") if "|" in line else (line, "", "")
    return {"text": text.strip(), "role": role.strip()}


def _write(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _stated(role: Role) -> dict[str, Any]:
    plain = (
        "version", "name", "family", "purpose", "scope_kind", "scope_text", "authority", "focus", "horizon",
        "holders_per_scope", "capabilities",
    )  # fmt: skip
    stated: dict[str, Any] = {name: getattr(role, name) for name in plain}
    stated["aliases"] = _write(role.aliases)
    stated["decisions"] = _write(role.decisions)
    stated["exclusions"] = _write(
        f"{each['text']} | {each['role']}" if each["role"] else each["text"] for each in role.exclusions
    )
    for area in [*Area.values, ""]:
        texts = [each["text"] for each in role.responsibilities if each["area"] == area]
        stated[f"{DUTIES}{area or WITHOUT_AREA}"] = _write(texts)
    return stated
