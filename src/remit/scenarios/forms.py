"""Forms of levelling."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from remit.core.errors import Invalid
from remit.projects.models import Project
from remit.scenarios.compute import Wish
from remit.scenarios.models import EstimateMethod, LevelObjective, Scenario, ShirtSize
from remit.scenarios.operations.estimates import LONGEST_BASIS
from remit.scenarios.operations.levelling import LONGEST, SHORTEST
from remit.scenarios.operations.scenarios import LONGEST_NAME, LONGEST_NOTE


class LevelForm(forms.Form):
    """What levelling is asked for."""

    objective = forms.ChoiceField(label=_("Make small"), choices=LevelObjective.choices)
    stability = forms.ChoiceField(
        label=_("Leave in place"),
        choices=[("0", _("Move freely")), ("0.5", _("Move little")), ("10", _("Move hardly anything"))],
        help_text=_("Where little moves, the end may come later than it must."),
    )
    seconds = forms.IntegerField(
        label=_("Seconds to search"),
        initial=10,
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text=_("It ends sooner where it proves that nothing is better."),
    )

    @property
    def wish(self) -> Wish:
        """Return what was asked for."""
        typed = self.cleaned_data
        return Wish(typed["objective"], float(typed["stability"]), typed["seconds"])


class ScenarioForm(forms.Form):
    """A new scenario: as the plan is, or as another one."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    note = forms.CharField(
        label=_("What is tried"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, project: Project) -> None:
        super().__init__(data)
        self._there = {each.key: each for each in Scenario.objects.filter(project=project).defer("result")}
        there = [(key, str(each)) for key, each in self._there.items()]
        self.fields["copy_of"] = forms.ChoiceField(
            label=_("Begin with"), required=False, choices=[("", gettext("The plan as it is")), *there]
        )

    def stated(self) -> dict[str, Any]:
        """Return what was typed, as the operation takes it."""
        typed = self.cleaned_data
        return {"name": typed["name"], "note": typed["note"], "copy_of": self._there.get(typed["copy_of"])}


def _days(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=36_600, decimal_places=2, help_text=help_text
    )


class EstimateForm(forms.Form):
    """An estimate by one of the methods; only the fields of that method are read."""

    method = forms.ChoiceField(label=_("Method"), choices=EstimateMethod.choices)
    low = _days(_("At best, days"), _("For three points."))
    likely = _days(_("Most likely, days"))
    high = _days(_("At worst, days"))
    units = forms.FloatField(
        label=_("Units"),
        required=False,
        min_value=0,
        help_text=_("For units times rate: windows, pages, metres."),
    )
    each = _days(_("Days for each"))
    size = forms.ChoiceField(
        label=_("Size"),
        required=False,
        choices=[("", "–"), *ShirtSize.choices],
        help_text=_("For T-shirt sizes."),
    )
    basis = forms.CharField(
        label=_("Basis"),
        required=False,
        max_length=LONGEST_BASIS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it stands on: who was asked, what was counted, what is left out."),
    )

    def __init__(self, data: Any = None, *, minutes_per_day: int) -> None:
        super().__init__(data)
        self._day = minutes_per_day

    def stated(self) -> dict[str, Any]:
        """Return what was typed, as the operation takes it: days as working minutes."""
        typed = dict(self.cleaned_data)
        for name in ("low", "likely", "high", "each"):
            value = typed[name]
            typed[name] = None if value is None else round(value * self._day)
        return typed

    def take(self, error: Invalid) -> None:
        """Show what the operation refused beside its field."""
        for each in error.errors:
            self.add_error(each.field if each.field in self.fields else None, each.message)
