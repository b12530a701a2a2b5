"""Forms of what a change does to the plan: they only read what was typed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.changes.forms import covers_field, line_choices, words_field
from remit.changes.models import ChangeRequest
from remit.changes.operations.plans import Carried
from remit.changes.scope import Line
from remit.core.forms import PlainForm, VersionedForm
from remit.costs.models import CostAccount
from remit.scenarios.models import Scenario


class TryForm(VersionedForm):
    """A scenario that says what a change does."""

    scenario = forms.ModelChoiceField(
        Scenario.objects.none(), label=_("Scenario"), to_field_name="key", required=False,
        empty_label=_("none"), help_text=_("Scenarios are made under Plan, Scenarios."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, change: ChangeRequest, scenarios: Any) -> None:
        attached = change.scenario.key if change.scenario else ""
        super().__init__(data, initial={"version": change.version, "scenario": attached})
        self.fields["scenario"].queryset = scenarios  # type: ignore[attr-defined]  # a choice of rows


def _account(label: Any, help_text: Any = "") -> Any:
    return forms.ModelChoiceField(
        CostAccount.objects.none(), label=label, to_field_name="key", required=False, help_text=help_text,
        empty_label=_("none"),
    )  # fmt: skip


class ImplementForm(VersionedForm):
    """What was done, and what Remit does with it."""

    words = words_field(_("What was done"), _("Where plan, budget and documents say it now."))
    takes_scenario = forms.BooleanField(label=_("Take its scenario over into the plan"), required=False)
    covers = covers_field()
    into = _account(_("Its money goes to the account"), _("Empty where no budget moves."))
    out_of = _account(_("and comes from"), _("Empty: from what is not distributed."))
    sets_baseline = forms.BooleanField(
        label=_("Set a new baseline"),
        required=False,
        help_text=_("The plan is promised anew, with this change."),
    )

    def __init__(
        self, data: Any = None, *, change: ChangeRequest, lines: Iterable[Line], accounts: Any, takes: bool,
        promises: bool,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"version": change.version, "takes_scenario": takes})
        for name, offered in (("takes_scenario", takes), ("sets_baseline", promises)):
            if not offered:
                del self.fields[name]
        choices = line_choices(lines)
        if choices:
            self.fields["covers"].choices = choices  # type: ignore[attr-defined]  # a choice
        else:
            del self.fields["covers"]
        for name in ("into", "out_of"):
            if accounts is None:
                del self.fields[name]
            else:
                self.fields[name].queryset = accounts  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> Carried:
        """Return how it is carried out, as the operation takes it."""
        found = self.cleaned_data
        return Carried(
            takes_scenario=found.get("takes_scenario", False),
            sets_baseline=found.get("sets_baseline", False),
            covers=tuple(found.get("covers", ())),
            into=found.get("into"),
            out_of=found.get("out_of"),
        )


class CorrectionForm(PlainForm):
    """What is accepted as a correction, and why."""

    keys = forms.MultipleChoiceField(
        label=_("Differences"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one of them.")},
    )  # fmt: skip
    reason = words_field(
        _("Why it is no new scope"),
        _("Only for corrections: they are not counted as creep any more, and that is not taken back."),
        required=False,
        rows=2,
    )

    def __init__(self, data: Any = None, *, lines: Iterable[Line]) -> None:
        super().__init__(data)
        self.fields["keys"].choices = line_choices(lines)  # type: ignore[attr-defined]  # a choice
