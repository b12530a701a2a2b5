"""Risks judged and answered: probability and impacts on the scale, the response, and what is left after it."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.grids import day_of
from remit.projects.operations.parts import check_choice, clean, differences
from remit.registers.models import Risk, RiskState, Strategy
from remit.registers.operations.about import about, locked_risk
from remit.registers.operations.risks import LONGEST, check_open
from remit.registers.policies import may_assess, sees_money
from remit.registers.scales import scale_of
from remit.registers.scoring import (
    BANDS,
    IMPACT_MIDDLES,
    PROBABILITY_MIDDLES,
    STRATEGIES,
    Scale,
    Size,
    judged,
    rises,
)

MOST_MINOR, MOST_DAYS, LONGEST_RESPONSE = 10**15, 10_000, 4000
THOUSANDTH = Decimal("0.001")
INHERENT = (
    "probability", "cost_minor", "days", "probability_band", "cost_band", "days_band", "impact_band", "score",
    "emv_minor", "residual_score", "residual_emv_minor", "state",
)  # fmt: skip
RESPONSE = (
    "strategy", "response", "response_cost_minor", "residual_probability", "residual_cost_minor",
    "residual_days", "residual_cost_band", "residual_days_band", "residual_score", "residual_emv_minor",
    "residual_reason", "state",
)  # fmt: skip


def _check_size(size: Size, scale: Scale, prefix: str = "") -> Size:
    """Return a size as it is kept; `Invalid` naming the field where a figure is out of range or cannot be judged."""
    try:
        probability = size.probability.quantize(THOUSANDTH)
    except InvalidOperation:
        probability = Decimal(-1)
    if not probability.is_finite() or not 0 <= probability <= 1:
        message = _("Give a probability from 0 to 100 per cent.")
        raise Invalid(message, field=f"{prefix}probability", code="range")
    for name, most in (("cost_minor", MOST_MINOR), ("days", MOST_DAYS)):
        value = getattr(size, name)
        if value is not None and not 0 <= value <= most:
            message = _("Give the size of the impact, at least 0 and no more than the project can bear.")
            raise Invalid(message, field=f"{prefix}{name}", code="range")
    for name in ("cost_band", "days_band"):
        if getattr(size, name) not in (None, *BANDS):
            raise Invalid(_("Choose a band from 1 to 5."), field=f"{prefix}{name}", code="range")
    _check_measured(size, scale, prefix)
    return Size(probability, size.cost_minor, size.days, size.cost_band, size.days_band)


def _check_measured(size: Size, scale: Scale, prefix: str) -> None:
    if size.cost_minor is not None and not scale.budget_minor and size.cost_band is None:
        message = _("No budget is known to measure the sum by: choose its band yourself.")
        raise Invalid(message, field=f"{prefix}cost_band", code="unknown")
    if size.days is not None and not scale.days and size.days_band is None:
        message = _("No promised end lies ahead to measure the days by: choose their band yourself.")
        raise Invalid(message, field=f"{prefix}days_band", code="unknown")
    if all(each is None for each in (size.cost_minor, size.days, size.cost_band, size.days_band)):
        message = _("State what it does to money or to time: a sum, days, or a band.")
        raise Invalid(message, field=f"{prefix}cost_minor", code="required")


def _check_money(actor: Actor, risk: Risk, *sums: int | None) -> None:
    if any(each is not None for each in sums) and not sees_money(actor, risk.project):
        raise NotAllowed(_("You may not see money here: choose a band."), _("the project manager"))


@operation("registers.assess_risk")
def assess_risk(risk: Risk, size: Size, *, version: int, actor: Actor) -> Risk:
    """Judge how likely a risk is and what it does, on the scale as it stands today; a draft is taken up first.

    Of whoever may not see money the sum stays as it is. What the response leaves is judged anew; where that would be
    more than there is now, it is to be planned again.
    """
    locked = locked_risk(risk, version, {})
    require(may_assess(actor, locked))
    check_open(locked)
    if locked.state == RiskState.DRAFT:
        raise Conflict("order", _("It is a draft: whoever keeps the register takes it up first."))
    _check_money(actor, locked, size.cost_minor)
    if not sees_money(actor, locked.project) and locked.cost_minor is not None:
        size = Size(size.probability, locked.cost_minor, size.days, locked.cost_band, size.days_band)
    scale = scale_of(locked.project)
    return _judge(locked, _check_size(size, scale), scale, actor)


def _judge(locked: Risk, size: Size, scale: Scale, actor: Actor) -> Risk:
    before = {name: getattr(locked, name) for name in INHERENT}
    found = judged(locked.kind, size, scale)
    locked.probability, locked.cost_minor, locked.days = size.probability, size.cost_minor, size.days
    locked.probability_band, locked.impact_band = found.probability_band, found.impact_band
    locked.cost_band, locked.days_band = found.cost_band, found.days_band
    locked.score, locked.emv_minor = found.score, found.emv_minor
    locked.scale_budget_minor, locked.scale_days = scale.budget_minor, scale.days
    locked.assessed_on = day_of(locked.project.organisation)
    if locked.state == RiskState.OPEN:
        locked.state = RiskState.ASSESSED
    _rejudge(locked, scale)
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked))
    return locked


def _rejudge(locked: Risk, scale: Scale) -> None:
    """Measure what the response leaves by the new scale; forget it where it is more than there is now."""
    if locked.residual_probability is None:
        return
    left = Size(
        locked.residual_probability, locked.residual_cost_minor, locked.residual_days,
        locked.residual_cost_band, locked.residual_days_band,
    )  # fmt: skip
    if rises(locked.kind, size_of(locked), left) and not locked.residual_reason:
        for name in RESPONSE:
            if name.startswith("residual_") and name != "residual_reason":
                setattr(locked, name, None)
        locked.state = RiskState.ASSESSED
        return
    found = judged(locked.kind, left, scale)
    locked.residual_cost_band, locked.residual_days_band = found.cost_band, found.days_band
    locked.residual_score = found.score


@operation("registers.place_risk")
def place_risk(risk: Risk, *, probability_band: int, impact_band: int, version: int, actor: Actor) -> Risk:
    """Put a risk into a cell of the matrix: probability and impacts become the middle of its bands.

    What the bands are not measured by stays unstated. An impact that was not stated is stated in money.
    """
    locked = locked_risk(risk, version, {})
    require(may_assess(actor, locked))
    check_open(locked)
    for name, band in (("probability_band", probability_band), ("impact_band", impact_band)):
        if band not in BANDS:
            raise Invalid(_("Choose a band from 1 to 5."), field=name, code="range")
    if locked.state == RiskState.DRAFT:
        raise Conflict("order", _("It is a draft: whoever keeps the register takes it up first."))
    if (locked.probability_band, locked.impact_band) == (probability_band, impact_band):
        raise Conflict("same", _("It lies in this cell already."))
    scale, share = scale_of(locked.project), IMPACT_MIDDLES[impact_band - 1]
    has_cost, has_days = locked.cost_band is not None, locked.days_band is not None
    moves_cost = has_cost or not has_days
    probability = PROBABILITY_MIDDLES[probability_band - 1]
    if locked.probability_band == probability_band and locked.probability is not None:
        probability = locked.probability
    stays = locked.impact_band == impact_band
    size = Size(
        probability,
        locked.cost_minor if stays else int(share * scale.budget_minor) if moves_cost and scale.budget_minor else None,
        locked.days if stays else int(share * scale.days) if has_days and scale.days else None,
        locked.cost_band if stays else impact_band if moves_cost else None,
        locked.days_band if stays else impact_band if has_days else None,
    )  # fmt: skip
    return _judge(locked, size, scale, actor)


@operation("registers.plan_response")
def plan_response(
    risk: Risk,
    *,
    strategy: str,
    response: str,
    residual: Size,
    cost_minor: int | None = None,
    reason: str = "",
    version: int,
    actor: Actor,
) -> Risk:
    """Say how a risk is answered, at what cost, and what is left; more than before takes a reason."""
    locked = locked_risk(risk, version, {})
    require(may_assess(actor, locked))
    check_open(locked)
    if locked.probability is None:
        raise Conflict("order", _("Assess it first: a response is measured by what it changes."))
    _check_answer(actor, locked, strategy, cost_minor, residual)
    needed = "" if strategy == Strategy.ACCEPT else _("Say what is done.")
    before = {name: getattr(locked, name) for name in RESPONSE}
    locked.strategy, locked.response = strategy, clean(response, "response", LONGEST_RESPONSE, needed=needed)
    if sees_money(actor, locked.project):
        locked.response_cost_minor = cost_minor
    elif locked.residual_cost_minor is not None:
        residual = Size(
            residual.probability, locked.residual_cost_minor, residual.days, locked.residual_cost_band,
            residual.days_band,
        )  # fmt: skip
    _leave(locked, residual, reason)
    if locked.state == RiskState.ASSESSED:
        locked.state = RiskState.PLANNED
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=locked.residual_reason)
    return locked


def _check_answer(actor: Actor, locked: Risk, strategy: str, cost_minor: int | None, residual: Size) -> None:
    """Raise where a strategy is for the other kind of risk, or a sum may not be stated or be so."""
    check_choice(strategy, Strategy, "strategy")
    if strategy not in STRATEGIES[locked.kind]:  # type: ignore[index]  # a kind is one of the two
        message = _("This answers the other kind of risk. Choose one of: %(names)s.")
        names = ", ".join(STRATEGIES[locked.kind])  # type: ignore[index]  # as above
        raise Invalid(message % {"names": names}, field="strategy", code="choice")
    _check_money(actor, locked, cost_minor, residual.cost_minor)
    if cost_minor is not None and not 0 <= cost_minor <= MOST_MINOR:
        raise Invalid(
            _("Give the cost of the response, at least 0."), field="response_cost_minor", code="range"
        )


def _leave(locked: Risk, residual: Size, reason: str) -> None:
    """Keep what is left after the response, measured by the scale of the assessment."""
    scale = Scale(locked.scale_budget_minor, locked.scale_days)
    size = _check_size(residual, scale, "residual_")
    found = judged(locked.kind, size, scale)
    before = size_of(locked)
    is_more = rises(locked.kind, before, size)
    needed = _("What is left is worse than before: say why that is right.") if is_more else ""
    locked.residual_reason = clean(reason, "residual_reason", LONGEST, needed=needed)
    locked.residual_probability, locked.residual_cost_minor = size.probability, size.cost_minor
    locked.residual_days, locked.residual_cost_band = size.days, found.cost_band
    locked.residual_days_band, locked.residual_score = found.days_band, found.score
    locked.residual_emv_minor = found.emv_minor


def size_of(risk: Risk) -> Size:
    """Return the size of a risk before the response, which was assessed."""
    assert risk.probability is not None  # noqa: S101 - whoever asks has seen that it is assessed
    return Size(risk.probability, risk.cost_minor, risk.days, risk.cost_band, risk.days_band)
