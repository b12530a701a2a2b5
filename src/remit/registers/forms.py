"""Forms of risks: they only read what was typed. Probabilities are typed as per cent, sums in whole currency."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.core.money import Money
from remit.core.widgets import LongSelect
from remit.meetings.operations.actions import LONGEST_TEXT
from remit.people.models import Person
from remit.registers.models import Category, Outcome, Risk, RiskKind
from remit.registers.operations.assessing import LONGEST_RESPONSE
from remit.registers.operations.risks import FIELDS, LONGEST, LONGEST_NOTE
from remit.registers.scoring import BANDS, HUNDRED, STRATEGIES, Scale, Size, impact_range

PEOPLE_WORDS = _("One person who sees the project: whoever is named is told.")


def person_field(label: Any, help_text: Any = PEOPLE_WORDS) -> "forms.ModelChoiceField[Person]":
    """Return a field for one person; its choices are set by the form."""
    return forms.ModelChoiceField(
        Person.objects.none(), label=label, to_field_name="key", widget=LongSelect, help_text=help_text,
        empty_label=None,
    )  # fmt: skip


def _line(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, required=required, widget=widget
    )


def words_field(label: Any, longest: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Return a field for a longer text."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, required=required, widget=widget
    )


def _per_cent(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=HUNDRED, max_digits=4, decimal_places=1)


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=10_000)


def _sum(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=False, min_value=0, max_digits=14, decimal_places=2
    )


def _band(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


def _band_choices() -> list[tuple[str, str]]:
    """Return the bands of impact, with their shares."""
    found = [("", "–")]
    for band in BANDS:
        low, high = impact_range(band)
        words = _now("above %(low)d %%") if high is None else _now("%(low)d–%(high)d %%")
        found.append((str(band), f"{band}: {words % {'low': low, 'high': high}}"))
    return found


class RiskForm(VersionedForm):
    """What may happen, why, and what that would mean."""

    kind = forms.ChoiceField(label=_("Kind"), choices=RiskKind.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    cause = _line(
        _("Cause"), _("What is so today: “The only supplier of the gateways moves its works in May”.")
    )
    event = _line(_("What may happen"), _("“Gateways come four weeks late”."))
    effect = _line(_("Effect"), _("“Three sites cannot move before the old contract ends”."))
    owner = person_field(_("Owner"))
    near_from = day_field(_("May happen from"))
    near_to = day_field(_("May happen until"))
    trigger = _line(_("Trigger"), _("By what one would see it coming."), required=False)
    note = words_field(
        _("Quality and others"), LONGEST_NOTE, _("What it does besides money and time."), required=False
    )

    def __init__(
        self, data: Any = None, *, people: Any, risk: Risk | None = None, category: str = ""
    ) -> None:
        stated: dict[str, Any] = {"category": category}
        if risk is not None:
            stated = {name: getattr(risk, name) for name in (*FIELDS, "version")}
            stated["owner"] = risk.owner.key
        super().__init__(data, initial=stated)
        if risk is None:
            del self.fields["version"]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class _SizeForm(VersionedForm):
    """What the forms of assessment and response share: sums only for whoever sees money, bands where needed."""

    def _measure(self, risk: Risk, scale: Scale, prefix: str, *, sees_money: bool) -> None:
        self.currency = risk.project.organisation.currency
        self.sees_money = sees_money
        if not sees_money:
            del self.fields[f"{prefix}cost"]
        if sees_money and scale.budget_minor:
            del self.fields[f"{prefix}cost_band"]
        if scale.days:
            del self.fields[f"{prefix}days_band"]
        for name in ("cost_band", "days_band"):
            if f"{prefix}{name}" in self.fields:
                self.fields[f"{prefix}{name}"].choices = _band_choices()  # type: ignore[attr-defined]  # a choice

    def _size(self, prefix: str = "") -> Size:
        found = self.cleaned_data
        return Size(
            found[f"{prefix}probability"] / Decimal(HUNDRED),
            self._minor(f"{prefix}cost"),
            found[f"{prefix}days"],
            found.get(f"{prefix}cost_band"),
            found.get(f"{prefix}days_band"),
        )

    def _minor(self, name: str) -> int | None:
        amount = self.cleaned_data.get(name)
        return None if amount is None else Money.of(amount, self.currency).minor

    @staticmethod
    def _typed(risk: Risk, prefix: str = "") -> dict[str, Any]:
        """Return what a risk states, as it is typed."""
        currency, chance = risk.project.organisation.currency, getattr(risk, f"{prefix}probability")
        cost = getattr(risk, f"{prefix}cost_minor")
        found = {
            f"{prefix}{name}": getattr(risk, f"{prefix}{name}") for name in ("days", "cost_band", "days_band")
        }
        found[f"{prefix}probability"] = None if chance is None else round(chance * HUNDRED, 1)
        return found | {f"{prefix}cost": None if cost is None else Money(cost, currency).major}


class AssessForm(_SizeForm):
    """How likely a risk is, and what it does."""

    field_names = {"cost_minor": "cost"}
    probability = _per_cent(_("Probability, per cent"))
    cost = _sum(_("Impact in money"), _("The size, above zero, for opportunities too."))
    cost_band = _band(_("Impact in money, as a band"))
    days = _days(_("Impact in working days"))
    days_band = _band(_("Impact in time, as a band"))

    def __init__(self, data: Any = None, *, risk: Risk, scale: Scale, sees_money: bool) -> None:
        super().__init__(data, initial=self._typed(risk) | {"version": risk.version})
        self._measure(risk, scale, "", sees_money=sees_money)

    def stated(self) -> Size:
        """Return the size as the operation takes it."""
        return self._size()


class ResponseForm(_SizeForm):
    """How a risk is answered, and what is left after it."""

    field_names = {
        "residual_cost_minor": "residual_cost",
        "response_cost_minor": "cost",
        "residual_reason": "reason",
    }
    strategy = forms.ChoiceField(label=_("Strategy"))
    response = words_field(_("What is done"), LONGEST_RESPONSE, required=False)
    cost = _sum(_("Cost of the response"))
    residual_probability = _per_cent(_("Probability afterwards, per cent"))
    residual_cost = _sum(_("Impact in money afterwards"))
    residual_cost_band = _band(_("Impact in money afterwards, as a band"))
    residual_days = _days(_("Impact in working days afterwards"))
    residual_days_band = _band(_("Impact in time afterwards, as a band"))
    reason = forms.CharField(label=_("If more is left than before: why"), max_length=LONGEST, required=False)

    def __init__(self, data: Any = None, *, risk: Risk, sees_money: bool) -> None:
        stated = self._typed(risk, "residual_") | {
            "version": risk.version,
            "strategy": risk.strategy,
            "response": risk.response,
            "reason": risk.residual_reason,
        }
        if risk.response_cost_minor is not None:
            stated["cost"] = Money(risk.response_cost_minor, risk.project.organisation.currency).major
        super().__init__(data, initial=stated)
        offered = STRATEGIES[RiskKind(risk.kind)]
        self.fields["strategy"].choices = [(each.value, each.label) for each in offered]  # type: ignore[attr-defined]  # a choice
        if not sees_money:
            del self.fields["cost"]
        scale = Scale(risk.scale_budget_minor, risk.scale_days)
        self._measure(risk, scale, "residual_", sees_money=sees_money)

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        found = {name: self.cleaned_data[name] for name in ("strategy", "response", "reason", "version")}
        return found | {"residual": self._size("residual_"), "cost_minor": self._minor("cost")}


class PlaceForm(VersionedForm):
    """Into which cell of the matrix a risk is put."""

    probability_band = forms.TypedChoiceField(label=_("Probability"), coerce=int)
    impact_band = forms.TypedChoiceField(label=_("Impact"), coerce=int)

    def __init__(self, data: Any = None, *, risk: Risk, chances: list[tuple[int, str]]) -> None:
        stated = {name: getattr(risk, name) for name in ("probability_band", "impact_band", "version")}
        super().__init__(data, initial=stated)
        self.fields["probability_band"].choices = chances  # type: ignore[attr-defined]  # a choice
        self.fields["impact_band"].choices = _band_choices()[1:]  # type: ignore[attr-defined]  # as above


class WatchForm(VersionedForm):
    """What a review of a risk saw, and when the next one is."""

    words = words_field(_("What was seen"), LONGEST_NOTE, _("Has it become likelier, larger, nearer?"))
    review_on = day_field(_("Next review"), required=True)
    on = day_field(_("Reviewed on"), _("Today, if left empty."))

    def __init__(self, data: Any = None, *, risk: Risk) -> None:
        super().__init__(data, initial={"version": risk.version})


class CloseRiskForm(VersionedForm):
    """Why a risk is closed."""

    outcome = forms.ChoiceField(
        help_text=_("Expired: it can no longer happen. Avoided: what was done took it away."),
        label=_("Outcome"),
        choices=[each for each in Outcome.choices if each[0] != Outcome.OCCURRED],
    )
    words = words_field(_("Why"), LONGEST_NOTE)

    def __init__(self, data: Any = None, *, risk: Risk) -> None:
        super().__init__(data, initial={"version": risk.version})


class AnswerForm(VersionedForm):
    """What somebody does to answer a risk, and by when."""

    text = forms.CharField(label=_("What is to be done"), max_length=LONGEST_TEXT)
    owner = person_field(_("Who does it"))
    due_on = day_field(_("Due"), required=True)

    def __init__(self, data: Any = None, *, people: Any, risk: Risk) -> None:
        super().__init__(data, initial={"version": risk.version})
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
