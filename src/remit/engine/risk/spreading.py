"""Uncertainty for a plan that states none."""

from dataclasses import replace

from remit.engine.model import Problem, RiskModel, Triangular, Uncertainty


def spread_over(problem: Problem, low: float, likely: float, high: float) -> Problem:
    """Return the plan with the same triangular factors on every activity that is yet to be done and takes time.

    What the plan itself states about an activity stays. The factors are independent: that understates the risk of
    a plan whose estimates err together.
    """
    risk = problem.risk or RiskModel()
    stated = {each.activity_id for each in risk.uncertainties}
    parents = {each.parent_id for each in problem.activities}
    shape = Triangular(low, likely, high)
    more = tuple(
        Uncertainty(each.id, shape)
        for each in problem.activities
        if each.id not in stated
        and each.id not in parents
        and each.is_active
        and each.actual_finish is None
        and each.duration_minutes
    )
    return replace(problem, risk=replace(risk, uncertainties=(*risk.uncertainties, *more)))
