"""The form of a feasibility study: it only reads what was typed."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import Conflict, Invalid
from remit.core.forms import BothValues, VersionedForm
from remit.core.money import Money
from remit.projects.charter_content import lines_of
from remit.projects.feasibility_content import FIELDS, MOST_OPTIONS, STOP, TESTS

MOST_TYPED = 10_000
MOST_TYPED_AMOUNT = 10**13
SCORES = [("", "–"), *((str(each), str(each)) for each in range(1, 6))]


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=MOST_TYPED, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class FlowsField(forms.CharField):
    """Amounts of one year after the other, in the currency; cleans to a list of minor units."""

    def __init__(self, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(required=False, max_length=1000, **kwargs)

    def clean(self, value: Any) -> list[int]:
        """Return the amounts; what is no number is refused by name."""
        found = []
        for word in (super().clean(value) or "").replace(";", " ").split():
            amount = _amount(word)
            if amount is None:
                message = _(
                    "“%(word)s” is no amount: write plain numbers with blanks between, as in 0 40000."
                )
                raise forms.ValidationError(message % {"word": word[:40]})
            found.append(Money.of(amount, self.currency).minor)
        return found


def _amount(word: str) -> Decimal | None:
    try:
        amount = Decimal(word)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) <= MOST_TYPED_AMOUNT else None


def amounts(flows: list[int], currency: str) -> str:
    """Return amounts as they are typed: plain numbers with blanks between."""
    return " ".join(f"{Money(each, currency).major.normalize():f}" for each in flows)


class StudyForm(VersionedForm):
    """What a feasibility study states; nothing is demanded before it is handed in."""

    problem = _text(gettext_lazy("Problem"), 3, gettext_lazy("What is not as it should be, for whom."))
    rate_percent = forms.DecimalField(
        label=gettext_lazy("Discount rate"), min_value=0, max_value=100, decimal_places=3, max_digits=6,
        help_text=gettext_lazy("Percent a year: what money must earn here."),
    )  # fmt: skip
    uncertainties = _text(
        gettext_lazy("Main uncertainties"), 3, gettext_lazy("What could make all this wrong, one a line.")
    )
    recommended = forms.ChoiceField(label=gettext_lazy("Recommendation"), required=False)
    because = _text(gettext_lazy("Reasons"), 3)

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], version: int, currency: str) -> None:
        self.currency = currency
        initial = _initial(content, currency) | {"version": version}
        super().__init__(data, initial=initial)
        for code, (label, question) in TESTS.items():
            self._add_test(code, label, question)
        for place in range(MOST_OPTIONS):
            self._add_option(place)
        named = [(str(place), self._name(place)) for place in range(MOST_OPTIONS)]
        offered = [(place, name) for place, name in named if name]
        recommended: Any = self.fields["recommended"]
        recommended.choices = [("", "–"), *offered, (STOP, _("Stop: none of them"))]

    def _name(self, place: int) -> str:
        name = f"option_{place}_name"
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        return (value or "").strip()

    def _add_test(self, code: str, label: Any, question: Any) -> None:
        self.fields[f"test_{code}_score"] = forms.ChoiceField(
            label=label, required=False, choices=SCORES, help_text=question
        )
        self.fields[f"test_{code}_weight"] = forms.IntegerField(label=_("Weight"), min_value=0, max_value=100)
        self.fields[f"test_{code}_evidence"] = _text(_("Evidence"), 2)
        self.fields[f"test_{code}_remedy"] = _text(_("Remedy"), 1, _("Needed where the score is 1."))

    def _add_option(self, place: int) -> None:
        self.fields[f"option_{place}_name"] = forms.CharField(label=_("Name"), required=False, max_length=120)
        self.fields[f"option_{place}_about"] = _text(_("What it means"), 2)
        first = _("Year 0 is now: one amount a year, blanks between, in %(currency)s.")
        self.fields[f"option_{place}_costs"] = FlowsField(
            self.currency, label=_("Costs"), help_text=first % {"currency": self.currency}
        )
        self.fields[f"option_{place}_benefits"] = FlowsField(self.currency, label=_("Benefits"))

    @property
    def tests(self) -> list[list[forms.BoundField]]:
        """Return the fields of each test."""
        parts = ("score", "weight", "evidence", "remedy")
        return [[self[f"test_{code}_{part}"] for part in parts] for code in TESTS]

    @property
    def option_fields(self) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """Return number, whether something stands there, and the fields of each option."""
        parts = ("name", "about", "costs", "benefits")
        return [
            (place, bool(self._name(place)), [self[f"option_{place}_{part}"] for part in parts])
            for place in range(MOST_OPTIONS)
        ]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        typed = self.cleaned_data
        chosen = typed["recommended"]
        return {
            "problem": typed["problem"],
            "rate_percent": str(typed["rate_percent"]),
            "options": [self._option(place) for place in range(MOST_OPTIONS) if self._counts(place)],
            "tests": {code: self._test(code) for code in TESTS},
            "uncertainties": lines_of(typed["uncertainties"]),
            "recommended": self._name(int(chosen)) if chosen.isdecimal() else chosen,
            "because": typed["because"],
        }

    def _counts(self, place: int) -> bool:
        typed = self.cleaned_data
        parts = ("name", "about", "costs", "benefits")
        return place == 0 or any(typed[f"option_{place}_{part}"] for part in parts)

    def _option(self, place: int) -> dict[str, Any]:
        typed = self.cleaned_data
        found = {part: typed[f"option_{place}_{part}"] for part in ("name", "about", "costs", "benefits")}
        return found | ({"is_nothing": True} if place == 0 else {})

    def _test(self, code: str) -> dict[str, Any]:
        typed = self.cleaned_data
        score = typed[f"test_{code}_score"]
        return {
            "score": int(score) if score else None,
            "weight": typed[f"test_{code}_weight"],
            "evidence": typed[f"test_{code}_evidence"].strip(),
            "remedy": typed[f"test_{code}_remedy"].strip(),
        }

    def take(self, error: Invalid) -> None:
        """Show what the operation refused at the field that it means, that of a test or an option too."""
        for each in error.errors:
            name = each.field
            if name.startswith("tests."):
                name = f"test_{name.removeprefix('tests.')}_score"
            elif name.startswith("options"):
                name = f"option_{name.partition('.')[2] or 0}_name"
            self.add_error(name if name in self.fields else None, each.message)
        if not error.errors:
            self.add_error(None, error.message)

    def take_conflict(self, error: Conflict, version: int) -> None:
        """Show both values of what somebody else changed, tests and options too."""
        super().take_conflict(error, version)
        for name in ("options", "tests"):
            values = error.current.get("fields", {}).get(name)
            if values and values["yours"] != values["theirs"]:
                yours, theirs = self.shown(name, values["yours"]), self.shown(name, values["theirs"])
                self.both.append(BothValues(str(FIELDS[name]), yours, theirs))

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as people read it."""
        if name == "options":
            return "; ".join(each["name"] for each in value)
        if name == "tests":
            return "; ".join(f"{TESTS[code][0]} {each['score']}" for code, each in value.items())
        return "; ".join(value) if isinstance(value, list) else value


def _initial(content: Mapping[str, Any], currency: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "problem": content["problem"],
        "rate_percent": content["rate_percent"],
        "uncertainties": "\n".join(content["uncertainties"]),
        "because": content["because"],
        "recommended": content["recommended"],
    }
    for code, each in content["tests"].items():
        found |= {f"test_{code}_{name}": each[name] for name in ("score", "weight", "evidence", "remedy")}
    for place, each in enumerate(content["options"]):
        found |= {
            f"option_{place}_name": each["name"],
            f"option_{place}_about": each["about"],
            f"option_{place}_costs": amounts(each["costs"], currency),
            f"option_{place}_benefits": amounts(each["benefits"], currency),
        }
        if content["recommended"] == each["name"]:
            found["recommended"] = str(place)
    return found
