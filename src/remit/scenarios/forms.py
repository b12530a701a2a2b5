"""Forms of levelling."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from remit.projects.models import Project
from remit.scenarios.compute import Wish
from remit.scenarios.models import LevelObjective, Scenario
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
