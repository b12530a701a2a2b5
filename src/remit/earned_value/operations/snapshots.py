"""Keeping all figures of a day for ever: by hand, and each week by Remit itself."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.earned_value.compute.keeping import doubts_kept, figures_kept, parts_kept
from remit.earned_value.compute.standing import Nothing, Standing, standing_of
from remit.earned_value.models import StatusSnapshot
from remit.earned_value.policies import may_measure
from remit.earned_value.queries import latest_snapshot, status_day, terms_of
from remit.people.grids import day_of
from remit.planning.models import Plan
from remit.projects.life_rules import OVER
from remit.projects.models import Project
from remit.projects.operations.parts import clean, day_so_far, space_in
from remit.projects.operations.records import locked_project

LONGEST_NOTE = 500
EVERY = dt.timedelta(days=7)


@operation("earned_value.record_status")
def record_status(
    project: Project, *, actor: Actor, as_of: dt.date | None = None, note: str = ""
) -> StatusSnapshot:
    """Keep all figures as they are on a day, that of the plan's status date unless stated; nothing changes them later.

    Whoever keeps lower planned or earned value than before, or figures of the same day anew, says why; what Remit
    keeps by itself is flagged.
    """
    locked = locked_project(project)
    require(may_measure(actor, locked))
    text = clean(note, "note", LONGEST_NOTE)
    day = day_so_far(locked, as_of, "as_of") if as_of is not None else _day(locked)
    found = standing_of(locked, day)
    if isinstance(found, Nothing):
        raise Conflict("no_value", found.words)
    _check_order(latest_snapshot(locked), found, text, actor)
    return _kept(locked, found, text, actor)


def _day(project: Project) -> dt.date:
    return status_day(project, Plan.objects.filter(project=project).first())


def _check_order(last: StatusSnapshot | None, found: Standing, note: str, actor: Actor) -> None:
    if last is None:
        return
    if found.as_of < last.as_of:
        message = _("Figures of %(day)s were kept already: choose that day or a later one.")
        raise Invalid(message % {"day": last.as_of.isoformat()}, field="as_of", code="order")
    fell = found.total.ev.value < last.ev_minor or found.total.pv.value < last.pv_minor  # type: ignore[operator]  # sums always have a value
    if note or actor.is_system:
        return
    if found.as_of == last.as_of:
        message = _("Figures of this day are kept already: say what was wrong about them.")
        raise Invalid(message, field="note", code="again")
    if fell:
        message = _(
            "Planned or earned value is lower than on %(day)s: say which change or correction that comes from."
        )
        raise Invalid(message % {"day": last.as_of.isoformat()}, field="note", code="fell")


def _kept(project: Project, found: Standing, note: str, actor: Actor) -> StatusSnapshot:
    total = found.total
    sums: dict[str, Any] = {f"{name}_minor": getattr(total, name).value for name in ("bac", "pv", "ev", "ac")}
    made: StatusSnapshot = StatusSnapshot.objects.create(
        project=project,
        key=next_key(space_in(project), "SS"),
        as_of=found.as_of,
        taken_on=day_of(project.organisation),
        by_id=actor.person_id,
        by_name=actor.name[:200],
        note=note,
        baseline_number=found.baseline.number,
        eac_minor=total.forecasts[0].eac.value,
        ends_on=found.ends_on,
        figures=figures_kept(found),
        parts=parts_kept(found),
        doubts=doubts_kept(found),
        **sums,
    )
    key, label = f"{project.key}/{made.key}", f"{made.key} {made.as_of.isoformat()}"
    about = About("status snapshot", key, label, project.organisation_id, project.scope.path)
    told = {"as_of": ["", made.as_of.isoformat()], **{name: ["", value] for name, value in sums.items()}}
    record(actor, about, told, reason=note)
    return made


def record_due() -> int:
    """Keep the figures of every project of which none were kept for a week; return how many. The demo keeps its own.

    A project whose status date has not moved since has nothing new to keep.
    """
    count = 0
    rows = Project.objects.filter(
        baselines__is_current=True, organisation__is_demo=False, cost_accounts__budget_minor__gt=0
    )
    for project in rows.exclude(phase__in=OVER).distinct().select_related("organisation", "scope"):
        last = latest_snapshot(project)
        if not terms_of(project).is_weekly or (last is not None and _day(project) < last.as_of + EVERY):
            continue
        with transaction.atomic():
            try:
                record_status(project, actor=system_actor("Remit", project.organisation_id))
            except Conflict:  # without a promise or budget there is nothing to keep
                continue
        count += 1
    return count
