"""Forms of levelling."""

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.scenarios.compute import Wish
from remit.scenarios.models import LevelObjective
from remit.scenarios.operations.levelling import LONGEST, SHORTEST


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
