"""What people read where the record names a field or an operation of risks and issues."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from remit.projects.wording import amount_words
from remit.registers.archived import SUMS


def _chance(value: Any) -> str:
    """Return a probability as per cent."""
    return f"{Decimal(str(value)) * 100:.1f} %".replace(".0 %", " %")


FIELDS = {
    "category": _("category"),
    "cause": _("cause"),
    "event": _("event"),
    "effect": _("effect"),
    "trigger": _("trigger"),
    "near_from": _("may happen from"),
    "near_to": _("may happen until"),
    "probability": _("probability"),
    "cost_minor": _("impact in money"),
    "probability_band": _("band of probability"),
    "cost_band": _("band in money"),
    "days_band": _("band in time"),
    "impact_band": _("band of impact"),
    "score": _("score"),
    "emv_minor": _("expected value"),
    "strategy": _("strategy"),
    "response": _("response"),
    "response_cost_minor": _("cost of the response"),
    "residual_probability": _("probability after the response"),
    "residual_cost_minor": _("impact in money after the response"),
    "residual_days": _("impact in days after the response"),
    "residual_cost_band": _("band in money after the response"),
    "residual_days_band": _("band in time after the response"),
    "residual_score": _("score after the response"),
    "residual_emv_minor": _("expected value after the response"),
    "residual_reason": _("why more is left"),
    "review_on": _("next review"),
    "reviewed_on": _("reviewed on"),
    "outcome": _("outcome"),
    "closed_on": _("closed on"),
    "severity": _("severity"),
    "risk": _("risk"),
    "escalated_on": _("escalated on"),
    "escalated_to": _("escalated to"),
}

VALUES: dict[str, Callable[[Any], str]] = {
    **{name: lambda value: amount_words(int(value)) for name in SUMS},
    "probability": _chance,
    "residual_probability": _chance,
}

OPERATIONS = {
    "registers.raise_risk": _("raised the risk"),
    "registers.change_risk": _("changed the risk"),
    "registers.open_risk": _("took the risk up"),
    "registers.assess_risk": _("assessed the risk"),
    "registers.place_risk": _("put the risk elsewhere on the matrix"),
    "registers.plan_response": _("planned the response to the risk"),
    "registers.add_response_action": _("gave an action that answers the risk"),
    "registers.review_risk": _("reviewed the risk"),
    "registers.close_risk": _("closed the risk"),
    "registers.remind_of_risk": _("reminded of a review of the risk"),
    "registers.raise_issue": _("raised the issue"),
    "registers.change_issue": _("changed the issue"),
    "registers.advance_issue": _("led the issue on"),
    "registers.escalate_issue": _("escalated the issue"),
}
