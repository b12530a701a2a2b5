"""A plan drawn many times over as long work; its figures are kept."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.keys import next_key
from remit.core.plan_time import MINUTES_PER_DAY, start_of_day
from remit.core.progress import UNWATCHED, WHOLE, Progress
from remit.costs.queries import totals_of
from remit.jobs.models import Job
from remit.jobs.operations.jobs import start_job
from remit.planning.models import Plan
from remit.planning.operations.edits import about_part, locked_plan
from remit.planning.operations.fields import whole
from remit.projects.models import Project
from remit.projects.operations.parts import space_in
from remit.registers.models import Risk, RiskState
from remit.simulations.compute import FEWEST, MOST, MOST_SEED, MOST_SPREAD, Wish, drawn, inputs_of
from remit.simulations.models import Driver, Simulation
from remit.simulations.policies import may_simulate
from remit.simulations.queries import promise_of

KIND = "simulations.simulate_plan"
PREFIX = "MC"
KEPT = 50
MOST_PER_DAY_MINOR = 10**12
_SHARES = {"drawing": (5, 45), "answering": (45, 65), "ranking": (65, 95)}


def about_simulation(simulation: Simulation) -> About:
    """Return how the record names a simulation."""
    return about_part(simulation.project, "simulation", simulation.key, _("Simulation"))


def begin_simulation(project: Project, wish: Wish, promised_on: dt.date | None, *, actor: Actor) -> Job:
    """Let a plan be drawn many times over as long work; nothing of the plan changes by it."""
    require(may_simulate(actor, project))
    _check(wish)
    if not Plan.objects.filter(project_id=project.pk).exists():
        raise NotFound(_("This project has no plan yet."))
    parameters = {
        "project": project.pk,
        "project_key": project.key,
        "wish": wish.stated,
        "promised_on": promised_on.isoformat() if promised_on else None,
    }
    label = _("Simulation of %(project)s") % {"project": project.name}
    return start_job(KIND, label=label, scope_path=project.scope.path, parameters=parameters, actor=actor)


def _check(wish: Wish) -> None:
    whole(wish.runs, "runs", FEWEST, MOST)
    whole(wish.seed, "seed", 0, MOST_SEED)
    whole(wish.per_day_minor, "per_day", 0, MOST_PER_DAY_MINOR)
    if wish.spread is not None:
        low, likely, high = wish.spread.low, wish.spread.likely, wish.spread.high
        if not 0 < low <= likely <= high <= MOST_SPREAD:
            message = _("Give three factors that rise, above 0 and at most %(most)d, such as 0.9, 1 and 1.3.")
            raise Invalid(message % {"most": MOST_SPREAD}, field="spread", code="range")


def simulate_plan(
    project: Project,
    wish: Wish,
    promised_on: dt.date | None,
    *,
    actor: Actor,
    progress: Progress = UNWATCHED,
    conclude: Callable[[Simulation], None] = lambda _made: None,
) -> Simulation:
    """Draw a plan many times over and keep what comes of it; `Conflict` where the plan was changed meanwhile.

    Without `promised_on` the promise is the end of the current baseline, or of the plan where it has none.
    """
    require(may_simulate(actor, project))
    _check(wish)
    progress.step(1, WHOLE, "reading")
    plan: Plan | None = Plan.objects.select_related("project").filter(project_id=project.pk).first()
    if plan is None:
        raise NotFound(_("This project has no plan yet."))
    promised = start_of_day(promised_on) + MINUTES_PER_DAY if promised_on else promise_of(plan)
    inputs = inputs_of(plan, wish, _open_risks(project), _drivers(project))

    def tell(doing: str, share: float) -> None:
        first, last = _SHARES[doing]
        progress.step(first + int((last - first) * share), WHOLE, doing)

    figures, money = drawn(inputs, wish, promised=promised, budget_minor=_budget(project), tell=tell)
    progress.step(_SHARES["ranking"][1], WHOLE, "writing")
    return _keep(plan, wish, promised_on, figures, money, actor=actor, conclude=conclude)


def _budget(project: Project) -> int:
    """Return what the work may cost before any contingency: that of the accounts, else what the charter states."""
    totals = totals_of(project)
    return totals.baseline - totals.contingency or totals.budget or 0


def _open_risks(project: Project) -> list[Risk]:
    return list(Risk.objects.filter(project=project).exclude(state__in=(RiskState.DRAFT, RiskState.CLOSED)))


def _drivers(project: Project) -> dict[int, list[str]]:
    return dict(Driver.objects.filter(project=project).values_list("risk_id", "activities"))


@operation("simulations.simulate_plan")
def _keep(
    plan: Plan,
    wish: Wish,
    promised_on: dt.date | None,
    figures: Mapping[str, Any],
    money: Mapping[str, Any],
    *,
    actor: Actor,
    conclude: Callable[[Simulation], None],
) -> Simulation:
    project = plan.project
    if locked_plan(project).version != plan.version:
        message = _("The plan was changed while it was drawn: start again.")
        raise Conflict("changed_meanwhile", message)
    made: Simulation = Simulation.objects.create(
        project=project,
        key=next_key(space_in(project), PREFIX),
        plan_version=plan.version,
        runs=wish.runs,
        seed=wish.seed,
        promised_on=promised_on,
        wish=wish.stated,
        figures=dict(figures),
        money=dict(money),
        by_key=actor.key,
        by_name=actor.name[:200],
    )
    old = Simulation.objects.filter(project=project).order_by("-pk").values_list("pk", flat=True)
    Simulation.objects.filter(pk__in=list(old[KEPT:])).delete()
    record(actor, about_simulation(made), {"runs": ["", wish.runs], "seed": ["", wish.seed]})
    conclude(made)
    return made
