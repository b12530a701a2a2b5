"""Forms of earned value: they only read what was typed."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.core.forms import PlainForm, VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.costs.models import CostAccount
from remit.earned_value.models import ActivityMeasure, MeasureRule, ValueTerms
from remit.earned_value.operations.measures import NEEDS_MORE, OF_ONE, TERMS
from remit.earned_value.operations.snapshots import LONGEST_NOTE

KEEP = "-"


def _account(rows: Any, nothing: Any) -> Any:
    return forms.ModelChoiceField(
        rows, label=_("Account"), to_field_name="key", widget=LongSelect, required=False, empty_label=nothing,
        help_text=_("Whose budget it earns; of a summary, whose budget everything below it earns."),
    )  # fmt: skip


class ManyForm(PlainForm):
    """The rule and the account of the activities that are ticked."""

    rule = forms.ChoiceField(label=_("Rule"), required=False)
    account = forms.ChoiceField(label=_("Account"), required=False)

    def __init__(self, data: Any = None, *, accounts: Any) -> None:
        super().__init__(data)
        rules = [each for each in MeasureRule.choices if each[0] not in NEEDS_MORE]
        rule: Any = self.fields["rule"]
        rule.choices = [(KEEP, _now("leave as it is")), ("", _now("the project's own rule")), *rules]
        self._accounts = {each.key: each for each in accounts}
        account: Any = self.fields["account"]
        named = [(key, str(each)) for key, each in self._accounts.items()]
        account.choices = [(KEEP, _now("leave as it is")), ("", _now("none: shared by all")), *named]

    def stated(self) -> dict[str, Any]:
        """Return what is to change, as the operation takes it."""
        found: dict[str, Any] = {}
        if self.cleaned_data["rule"] != KEEP:
            found["rule"] = self.cleaned_data["rule"]
        if self.cleaned_data["account"] != KEEP:
            found["account"] = self._accounts.get(self.cleaned_data["account"])
        return found


class MeasureForm(VersionedForm):
    """How one activity is measured."""

    rule = forms.ChoiceField(label=_("Rule"), required=False)
    account = _account(CostAccount.objects.none(), _("none: shared by all activities"))
    units_planned = forms.DecimalField(
        label=_("Units to make"), required=False, max_digits=18, decimal_places=4,
        help_text=_("For the rule “units made”, as in 40 sensors."),
    )  # fmt: skip
    units_done = forms.DecimalField(label=_("Units made"), required=False, max_digits=18, decimal_places=4)
    steps = forms.CharField(
        label=_("Steps"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "For the rule “weighted steps”: one in a line, as in “Walls stand; 40; 2026-06-12; 2026-06-15”: name, "
            "weight, day planned, day reached or nothing."
        ),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, accounts: Any, measure: ActivityMeasure, is_summary: bool
    ) -> None:
        stated = {name: getattr(measure, name) for name in ("rule", "units_planned", "units_done", "version")}
        stated["account"] = measure.account.key if measure.account else None
        stated["steps"] = "\n".join(
            "; ".join(str(part) for part in row).rstrip("; ") for row in measure.steps
        )
        super().__init__(data, initial=stated)
        rule: Any = self.fields["rule"]
        rule.choices = [("", _now("the project's own rule")), *MeasureRule.choices]
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]  # a choice of rows
        if is_summary:
            for name in ("rule", *OF_ONE):
                del self.fields[name]

    def clean_steps(self) -> list[tuple[str, int, dt.date, dt.date | None]]:
        """Return the steps as the operation takes them."""
        return [self._step(line) for line in self.cleaned_data["steps"].splitlines() if line.strip()]

    def _step(self, line: str) -> tuple[str, int, dt.date, dt.date | None]:
        parts = [part.strip() for part in line.split(";")]
        name, weight, planned, reached = [*parts, "", "", ""][:4]
        try:
            last = dt.date.fromisoformat(reached) if reached else None
            return name, int(weight), dt.date.fromisoformat(planned), last
        except ValueError as error:
            message = _now("This line is no step: %(line)s. Write name; weight; day planned; day reached.")
            raise forms.ValidationError(message % {"line": line[:60]}) from error

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TermsForm(VersionedForm):
    """How the work of a project is measured unless an activity says otherwise."""

    default_rule = forms.ChoiceField(
        label=_("Rule for activities that state none"),
        choices=[each for each in MeasureRule.choices if each[0] not in NEEDS_MORE],
        help_text=_("What takes no time earns at its finish, level of effort by the calendar, whatever stands here."),
    )  # fmt: skip
    is_weekly = forms.BooleanField(
        label=_("Keep the figures each week by itself"), required=False,
        help_text=_("Remit keeps them when the status date has moved by a week or more."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, terms: ValueTerms) -> None:
        super().__init__(data, initial={name: getattr(terms, name) for name in (*TERMS, "version")})

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return {name: self.cleaned_data[name] for name in TERMS}


class RecordForm(PlainForm):
    """Keeping the figures of a day."""

    as_of = day_field(_("As of"), _("Empty means the status date of the plan."))
    note = forms.CharField(
        label=_("Note"), max_length=LONGEST_NOTE, required=False,
        help_text=_("Needed where planned or earned value is lower than before: which change or correction it was."),
    )  # fmt: skip
