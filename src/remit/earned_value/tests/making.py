"""A project with a plan, a baseline, accounts and costs, for tests."""

import datetime as dt
from typing import Any

from remit.accounts.permissions import Actor, system_actor
from remit.core.plan_time import start_of_day
from remit.earned_value.models import StatusSnapshot
from remit.earned_value.operations.snapshots import record_status
from remit.planning.models import Activity, Baseline, Plan
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.projects.models import Project

SYSTEM = system_actor()
DAY = 450
MONDAY = dt.date(2026, 6, 1)


def planned(project: Project, *rows: tuple[str, int, dict[str, Any]], status: dt.date = MONDAY) -> list[str]:
    """Fill the plan of a project from (name, days, fields) and set its baseline; return the keys."""
    if not Plan.objects.filter(project=project).exists():
        create_plan(project, actor=SYSTEM)
    Plan.objects.filter(project=project).update(status_minute=start_of_day(status) + 17 * 60 + 30)
    steps = [
        {
            "op": "add", "name": name, "kind": "task" if days else "milestone", "duration_minutes": days * DAY,
            **{key: value for key, value in fields.items() if key in {"parent", "kind"}},
        }
        for name, days, fields in rows
    ]  # fmt: skip
    edit_plan(project, steps, actor=SYSTEM)
    keys = list(Activity.objects.filter(project=project).order_by("pk").values_list("key", flat=True))
    for key, (_name, _days, fields) in zip(keys, rows, strict=True):
        more = {name: value for name, value in fields.items() if name not in {"parent", "kind"}}
        if more:
            change(project, key, **more)
    set_baseline(project, "Approved", actor=SYSTEM)
    return keys


def change(project: Project, key: str, *, actor: Actor = SYSTEM, **fields: Any) -> None:
    """Change fields of an activity."""
    version = Activity.objects.get(project=project, key=key).version
    edit_plan(project, [{"op": "change", "key": key, "version": version, "fields": fields}], actor=actor)


def a_kept_status(project: Project, note: str = "", as_of: dt.date | None = None) -> StatusSnapshot:
    """Return kept figures of a project that has accounts with budget, and a plan if need be with a first activity."""
    if not Plan.objects.filter(project=project).exists():
        create_plan(project, actor=SYSTEM)
    if not Activity.objects.filter(project=project).exists():
        edit_plan(project, [{"op": "add", "name": "Dig", "duration_minutes": DAY}], actor=SYSTEM)
    if not Baseline.objects.filter(project=project).exists():
        set_baseline(project, "Approved", actor=SYSTEM)
    return record_status(project, note=note, as_of=as_of, actor=SYSTEM)
