"""Baselines: frozen copies of the plan that later dates are measured against."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.planning.models import Activity, Baseline, BaselineActivity
from remit.planning.operations.edits import locked_plan
from remit.planning.operations.fields import text
from remit.planning.policies import may_set_baseline
from remit.planning.registries import baseline_controls, refused_baseline
from remit.projects.models import Project

LONGEST_NAME = 120


@operation("planning.set_baseline")
def set_baseline(project: Project, name: str, *, actor: Actor) -> Baseline:
    """Freeze the dates of every activity as the current baseline; earlier ones stay as they are.

    The first is set by whoever may; others follow an approved change, unless Remit itself brings them in.
    """
    require(may_set_baseline(actor, project))
    clean = text(name, "name", LONGEST_NAME, required=True)
    plan = locked_plan(project)
    if not actor.is_system and (words := refused_baseline(project)):
        raise Conflict("unapproved", words)
    rows = Activity.objects.filter(project_id=project.pk).values_list(
        "key", "name", "start_minute", "finish_minute", "duration_minutes", "work_minutes"
    )
    if not rows:
        message = _("The plan is empty: add activities before you promise their dates.")
        raise Invalid(message, field="name", code="empty")
    last = (
        Baseline.objects.filter(project=project).order_by("-number").values_list("number", flat=True).first()
    )
    Baseline.objects.filter(project=project, is_current=True).update(is_current=False)
    baseline = Baseline.objects.create(
        project=project,
        number=(last or 0) + 1,
        name=clean,
        set_by_key=actor.key,
        set_by_name=actor.name[:200],
    )
    _freeze(baseline, rows)
    plan.version += 1
    plan.save(update_fields=["version"])
    about = About(
        "baseline", f"{project.key}/{baseline.number}", clean, project.organisation_id, project.scope.path
    )
    record(actor, about, {"name": ["", clean], "finish_minute": ["", plan.finish_minute]})
    if last is not None:
        for each in baseline_controls:
            each.note(baseline, actor)
    return baseline


def _freeze(baseline: Baseline, rows: Iterable[Any]) -> None:
    BaselineActivity.objects.bulk_create(
        (
            BaselineActivity(
                baseline=baseline,
                activity_key=key,
                name=title,
                start_minute=start,
                finish_minute=finish,
                duration_minutes=duration,
                work_minutes=work,
            )
            for key, title, start, finish, duration, work in rows
        ),
        batch_size=1000,
    )
