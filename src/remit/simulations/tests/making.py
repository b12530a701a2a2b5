"""Simulations made for tests whose matter they are not."""

from remit.core.keys import next_key
from remit.planning.models import Activity, Plan
from remit.projects.models import Project
from remit.projects.operations.parts import space_in
from remit.registers.models import Risk
from remit.simulations.models import Driver, Simulation

PERCENTILES = ("p10", "p50", "p80", "p90", "mean")


def a_simulation(project: Project, risk_key: str = "RK-1") -> Simulation:
    """Keep what a simulation would say of a plan in which all is certain, without drawing it."""
    plan = Plan.objects.get(project_id=project.pk)
    end = plan.finish_minute or plan.start_minute
    first = Activity.objects.filter(project_id=project.pk).order_by("position").first()
    dates = {**dict.fromkeys(PERCENTILES, end), "curve": [end] * 41}
    sums = {**dict.fromkeys(PERCENTILES, 5_000), "curve": [5_000] * 41}
    decisive = [{"key": first.key, "criticality": 1.0, "cruciality": 0.5, "sd": 60}] if first else []
    figures = {
        "planned": end,
        "promised": end,
        "promise": 1.0,
        "plan": 1.0,
        "finish": dates,
        "after": {**dates, "promise": 1.0},
        "error": 0.0,
        "needed": 1,
        "activities": decisive,
        "risks": [{"key": risk_key, "minutes": 480, "mean": 100.0}],
        "inputs": {"ranged": 1, "spread": 0, "events": 1, "without_driver": [], "unassessed": []},
    }
    money = {
        "budget": 4_000, **sums, "within": 1.0, "joint": 1.0, "frontier": [[end, 5_000]], "after": sums,
        "risks": {risk_key: 1_000},
    }  # fmt: skip
    made: Simulation = Simulation.objects.create(
        project=project,
        key=next_key(space_in(project), "MC"),
        plan_version=plan.version,
        runs=1_000,
        seed=1,
        wish={"runs": 1_000, "seed": 1, "spread": None, "per_day_minor": 0},
        figures=figures,
        money=money,
        by_key="U-1",
        by_name="Ada",
    )
    return made


def a_driver(risk: Risk, activities: list[str]) -> Driver:
    """Keep what a risk acts on."""
    made: Driver = Driver.objects.create(project=risk.project, risk=risk, activities=activities)
    return made
