"""Between which days a plan ends, where durations turn out shorter or longer than planned."""

from dataclasses import dataclass

from remit.engine import risk
from remit.planning.compute.problems import problem_for, translated
from remit.planning.models import Plan

RUNS = 1000
SEED = 20260105
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Ends:
    """When a plan ends in a tenth, half, eight and nine tenths of the runs, in plan minutes.

    `kept` is the share of runs that end by the promised minute, None where nothing is promised.
    """

    p10: int
    p50: int
    p80: int
    p90: int
    kept: float | None


def ends_between(plan: Plan, low: int, high: int, promised: int | None) -> Ends:
    """Return between what minutes `plan` ends: RUNS simulations with each open duration drawn from a triangle.

    The triangle's tips are the planned duration less `low` per cent, itself, and more `high` per cent; what is done
    stays. The same plan gives the same answer. `Invalid` where it cannot be scheduled.
    """
    problem = problem_for(plan)
    found = translated(
        lambda: risk.simulate(risk.spread_over(problem, 1 - low / HUNDRED, 1, 1 + high / HUNDRED), RUNS, SEED)
    )
    at = found.finish_at
    kept = None if promised is None else found.probability_by(promised)
    return Ends(int(at(0.1)), int(at(0.5)), int(at(0.8)), int(at(0.9)), kept)
