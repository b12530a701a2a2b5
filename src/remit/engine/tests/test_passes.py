"""The compiled passes equal the method written plainly, on plans with everything in them."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings

from remit.engine.model import PlanError, Problem
from remit.engine.network import schedule
from remit.engine.tests.plans import plans
from remit.engine.tests.reference.scheduling import schedule as plain


def outcome(run: Callable[[Problem], Any], plan: Problem) -> Any:
    """Return everything that a schedule says, or why there is none."""
    try:
        found = run(plan)
    except PlanError as error:
        return type(error)
    return found.start, found.finish, dict(found.activities), found.warnings, found.critical_path


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_the_passes_equal_the_plain_method(plan: Problem) -> None:
    ours, reference = outcome(schedule, plan), outcome(plain, plan)
    if isinstance(reference, tuple) and isinstance(ours, tuple):
        for key, expected in reference[2].items():
            assert ours[2][key] == expected, key
    assert ours == reference


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_scheduled_again_a_plan_says_the_same(plan: Problem) -> None:
    assert outcome(schedule, plan) == outcome(schedule, plan)
