"""The kernels of the simulation compiled, or loaded from disk."""

from dataclasses import replace
from functools import cache

from remit.engine.model import (
    Activity,
    ActivityCost,
    Branch,
    Calendar,
    ConstraintKind,
    Correlation,
    Impact,
    Link,
    Pert,
    Problem,
    RiskEvent,
    RiskModel,
    Uncertainty,
    Weather,
)
from remit.engine.risk.simulation import simulate

_RUNS = 2


@cache
def warm() -> None:
    """Make all kernels of risk ready; the first call on a machine takes seconds, later ones nothing."""
    day, spread = 480, Pert(0.9, 1.0, 1.3)
    calendar = Calendar.standard()
    problem = Problem(
        day,
        (calendar,),
        calendar.id,
        tuple(Activity(each, each, day) for each in ("A", "B", "C")),
        (Link("A", "B"), Link("A", "C")),
        risk=RiskModel(
            uncertainties=(Uncertainty("A", spread), Uncertainty("B", spread)),
            events=(RiskEvent("E", "E", 0.5, (Impact("A", spread),)),),
            correlations=(Correlation(("A", "B"), 0.5),),
            weathers=(Weather("rain", (calendar.id,), (0.3,) * 12),),
            branches=(Branch("A", (("B", 0.5), ("C", 0.5))),),
            costs=(ActivityCost("A", spread, 1.0),),
        ),
    )
    simulate(problem, _RUNS)
    # what the kernels do not know is drawn by them and scheduled as plans
    late = replace(problem.activities[2], constraint=ConstraintKind.ALAP)
    simulate(replace(problem, activities=(*problem.activities[:2], late)), _RUNS)
