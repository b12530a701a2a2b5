"""How healthy a plan is: the DCMA's fourteen checks and the GAO's ten practices."""

from remit.engine.model import Problem, Schedule
from remit.engine.network import schedule
from remit.engine.network.health_checks import all_checks
from remit.engine.network.health_facts import Baselines, Facts
from remit.engine.network.health_practices import all_practices
from remit.engine.network.health_results import Health, HealthThresholds

_DEFAULT = HealthThresholds()


def check_health(
    problem: Problem,
    *,
    scheduled: Schedule | None = None,
    baselines: Baselines | None = None,
    thresholds: HealthThresholds = _DEFAULT,
) -> Health:
    """Return the health of a plan: every check with the activities and links behind its figure.

    `scheduled` is the schedule of `problem`, computed where it is None. `baselines` holds promised start and
    finish by activity. What the data cannot tell is unknown and says what is missing. The critical path test
    schedules the plan twice more. Raises the errors of `schedule`.
    """
    facts = Facts(problem, schedule(problem) if scheduled is None else scheduled, baselines or {}, thresholds)
    checks = all_checks(facts)
    return Health(checks, all_practices(facts, checks))
