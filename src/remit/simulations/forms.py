"""Forms of simulations: they only read what was typed."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import PlainForm, VersionedForm, day_field
from remit.simulations.compute import FEWEST, MOST, MOST_SEED, MOST_SPREAD, USUAL, Spread, Wish

_LONGEST_KEYS = 2_000
_BETWEEN = re.compile(r"[\s,;]+")


def _factor(label: Any, usual: float) -> forms.FloatField:
    return forms.FloatField(label=label, initial=usual, min_value=0.01, max_value=MOST_SPREAD)


class SimulateForm(PlainForm):
    """How often a plan is drawn, and what is assumed of activities that nobody estimated with a range."""

    field_names = {"spread": "low"}

    promised_on = day_field(
        _("Promised end"), _("The day whose chance is wanted. Empty: the end of the baseline, or of the plan."),
        required=False,
    )  # fmt: skip
    is_spread = forms.BooleanField(
        label=_("Spread what has no range"), required=False, initial=True,
        help_text=_("Activities without three points are drawn between these factors of their remaining duration."),
    )  # fmt: skip
    low = _factor(_("At best"), 0.9)
    likely = _factor(_("Most likely"), 1.0)
    high = _factor(_("At worst"), 1.3)
    runs = forms.IntegerField(label=_("Runs"), initial=USUAL, min_value=FEWEST, max_value=MOST)
    seed = forms.IntegerField(
        label=_("Seed"), initial=1, min_value=0, max_value=MOST_SEED,
        help_text=_("The same seed draws the same runs: two simulations differ by the plan alone."),
    )  # fmt: skip

    @property
    def wish(self) -> Wish:
        """Return what was asked for."""
        typed = self.cleaned_data
        spread = Spread(typed["low"], typed["likely"], typed["high"]) if typed["is_spread"] else None
        return Wish(typed["runs"], typed["seed"], spread)


class DriverForm(VersionedForm):
    """The activities that a risk acts on."""

    activities = forms.CharField(
        label=_("Activities it acts on"), required=False, max_length=_LONGEST_KEYS,
        help_text=_("Their keys, as in “T-12, T-14”. Empty: it acts on no date."),
    )  # fmt: skip

    def stated(self) -> list[str]:
        """Return the keys that were typed."""
        return [each for each in _BETWEEN.split(self.cleaned_data["activities"]) if each]
