"""Proposals made without a search, and scenarios, for tests that only need one to be there."""

from remit.core.keys import next_key
from remit.planning.models import Activity, Plan
from remit.projects.models import Project
from remit.scenarios.models import Estimate, LevellingProposal, Scenario

HOUR = 60


def a_proposal(project: Project, number: int = 1) -> LevellingProposal:
    """Return a proposal for the plan as it stands: its first activity an hour later."""
    plan = Plan.objects.get(project_id=project.pk)
    first = Activity.objects.filter(project_id=project.pk).order_by("position").first()
    assert first is not None
    start, finish = first.start_minute or 0, first.finish_minute or 0
    week = [HOUR, 40 * HOUR, 0]
    row = {
        "key": first.key,
        "name": first.name,
        "start": start,
        "finish": finish,
        "to_start": start + HOUR,
        "to_finish": finish + HOUR,
        "days": 0,
        "float": 0,
        "to_float": 0,
        "is_critical": False,
        "becomes_critical": True,
        "fields": {"levelling_delay_minutes": HOUR},
        "needs": [],
        "why": {
            "kind": "resource",
            "by": [],
            "resource": "R-1",
            "name": "Crew",
            "until": finish,
            "over": [1, 2],
        },
    }
    resource = {"key": "R-1", "name": "Crew", "over": 1, "to_over": 0, "before": [week], "after": [week]}
    figures = dict.fromkeys(("critical", "to_critical", "over", "to_over", "moved", "gap", "seconds"), 1)
    return LevellingProposal.objects.create(
        project=project,
        key=_counted(project, "LP", number),
        plan_version=plan.version,
        objective="finish",
        seconds=10,
        by_key="U-1",
        by_name="Ada",
        rows=[row],
        loads={"weeks": [start // 1440], "resources": [resource]},
        figures={**figures, "status": "optimal", "finish": finish, "to_finish": finish + HOUR},
    )


def a_scenario(project: Project, number: int = 1) -> Scenario:
    """Return a scenario in which the first activity of the plan lasts an hour longer."""
    plan = Plan.objects.get(project_id=project.pk)
    first = Activity.objects.filter(project_id=project.pk).order_by("position").first()
    assert first is not None
    fields = {"duration_minutes": first.duration_minutes + HOUR}
    step = {"op": "change", "key": first.key, "version": first.version, "fields": fields}
    stated = [first.name, first.start_minute, first.finish_minute, first.duration_minutes, 0, True]
    figures = {"finish": plan.finish_minute, "activities": 1, "critical": 1, "float": 0, "work": 0, "over": 0}
    row = {"key": first.key, "was": stated, "will": [*stated[:3], first.duration_minutes + HOUR, 0, True]}
    return Scenario.objects.create(
        project=project,
        key=_counted(project, "WI", number),
        name=f"Rain {number}",
        edits=[{"label": "Longer", "steps": [step]}],
        result={"plan": figures, "then": figures, "rows": [row], "count": 1},
        plan_version=plan.version,
        by_key="U-1",
        by_name="Ada",
    )


def an_estimate(project: Project, number: int = 0) -> Estimate:
    """Return an estimate of the activity at a place in the plan: an hour."""
    keys = Activity.objects.filter(project_id=project.pk).order_by("position").values_list("key", flat=True)
    return Estimate.objects.create(
        project=project,
        activity_key=keys[number],
        method="pert",
        stated={"low": HOUR, "likely": HOUR, "high": HOUR},
        minutes=HOUR,
        deviation_minutes=0,
        low_minutes=HOUR,
        high_minutes=HOUR,
        by_key="U-1",
        by_name="Ada",
    )


def _counted(project: Project, prefix: str, number: int) -> str:
    """Return a key with this number, so that the next one made is counted after it."""
    key = ""
    while key != f"{prefix}-{number}":
        key = next_key(f"project:{project.pk}", prefix)
    return key
