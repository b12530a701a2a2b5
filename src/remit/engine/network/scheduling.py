"""From a problem to its schedule."""

from remit.engine.model import PlanError, Problem, Schedule
from remit.engine.network.columns import columns_of
from remit.engine.network.compiled import Compiled, compile_plan
from remit.engine.network.passes import Passes
from remit.engine.network.records import PRIMAVERA, PlanColumns
from remit.engine.network.results import result_of

RULES = frozenset({"microsoft-project", PRIMAVERA})


def schedule(problem: Problem | PlanColumns) -> Schedule:
    """Return the schedule of `problem` by the critical path method.

    Raises `CycleError` where activities wait for each other, `ContradictionError` where the two constraints of one
    exclude each other, `EmptyCalendarError` where calendars leave an activity no time at all, `DateOutOfRangeError`
    where a date would lie before 1900 or after 2199, `PlanError` for an unknown rule set. The answer does not
    depend on the order of activities or links. A problem is compiled when it is first scheduled and keeps the
    compiled form.
    """
    compiled = compiled_form(problem)
    passes = Passes(compiled)
    passes.run()
    return result_of(passes)


def compiled_form(problem: Problem | PlanColumns) -> Compiled:
    """Return the compiled form of a problem, made once."""
    if problem.rules not in RULES:
        msg = f"There is no rule set '{problem.rules}'; known: {', '.join(sorted(RULES))}."
        raise PlanError(msg)
    known = problem.compiled.get("network")
    if known is None:
        plan = columns_of(problem) if isinstance(problem, Problem) else problem
        known = problem.compiled["network"] = compile_plan(plan)
    return known
