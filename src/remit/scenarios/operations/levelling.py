"""Levelling as a proposal: found, then accepted as a whole, in part or not at all."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, FieldError, Invalid, NotFound
from remit.core.keys import next_key
from remit.core.progress import UNWATCHED, WHOLE, Cancelled, Progress
from remit.jobs.models import Job
from remit.jobs.operations.jobs import start_job
from remit.planning.models import Activity, Plan, PlanEdit, Resource, RuleSet
from remit.planning.operations.edits import Edited, about_part, edit_plan, locked_plan, preview_edits
from remit.planning.operations.fields import whole
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project
from remit.projects.operations.parts import check_choice, locked_part, space_in
from remit.scenarios.compute import (
    Found,
    Standing,
    Wish,
    figures_of,
    find_levelling,
    loads_of,
    rows_of,
    standing_of,
)
from remit.scenarios.models import LevellingProposal, LevelObjective, ProposalState

KIND = "scenarios.level_plan"
PREFIX = "LP"
SHORTEST, LONGEST = 1, 120
MOST_STABILITY = 100.0
MOST_CHANGES = 100_000
KEPT = 20
_FIRST, _LAST = 10, 80


def about_proposal(proposal: LevellingProposal) -> About:
    """Return how the record names a proposal of levelling."""
    return about_part(proposal.project, "levelling", proposal.key, _("Levelling"))


def begin_levelling(project: Project, wish: Wish, *, actor: Actor) -> Job:
    """Let levelling be looked for as long work; nothing of the plan changes by it."""
    require(may_edit_plan(actor, project))
    _check(wish)
    if not Plan.objects.filter(project_id=project.pk).exists():
        raise NotFound(_("This project has no plan yet."))
    parameters = {
        "project": project.pk,
        "project_key": project.key,
        "objective": wish.objective,
        "stability": wish.stability,
        "seconds": wish.seconds,
    }
    label = _("Levelling of %(project)s") % {"project": project.name}
    return start_job(KIND, label=label, scope_path=project.scope.path, parameters=parameters, actor=actor)


def _check(wish: Wish) -> None:
    check_choice(wish.objective, LevelObjective, "objective")
    whole(wish.seconds, "seconds", SHORTEST, LONGEST)
    if not 0 <= wish.stability <= MOST_STABILITY:
        message = _("Give a number from %(low)d to %(high)d.") % {"low": 0, "high": MOST_STABILITY}
        raise Invalid(message, field="stability", code="range")


def propose_levelling(
    project: Project,
    wish: Wish,
    *,
    actor: Actor,
    progress: Progress = UNWATCHED,
    conclude: Callable[[LevellingProposal], None] = lambda _made: None,
) -> LevellingProposal:
    """Look for a placement in which no resource has too much to do, and keep it as a proposal.

    `Conflict` where the plan was changed meanwhile, or where nothing was found.
    """
    require(may_edit_plan(actor, project))
    _check(wish)
    progress.step(1, WHOLE, "reading")
    plan: Plan | None = Plan.objects.select_related("project").filter(project_id=project.pk).first()
    if plan is None:
        raise NotFound(_("This project has no plan yet."))
    before = standing_of(plan, plan.finish_minute)
    found = find_levelling(plan, wish, stopped=_stopped(progress, wish.seconds))
    progress.step(_LAST, WHOLE, "checking")
    if not found.is_there:
        message = _("No placement was found in which no resource has too much to do: give it more time.")
        raise Conflict("nothing_found", message)
    after = _after(plan, found, before, actor)
    progress.step(_LAST + 10, WHOLE, "writing")
    return _keep(plan, wish, _content(plan, before, after, found), actor=actor, conclude=conclude)


def _stopped(progress: Progress, seconds: int) -> Callable[[], bool]:
    """Return what levelling asks from time to time; it tells how much of its time has gone."""
    begun = time.monotonic()

    def stopped() -> bool:
        share = min(1.0, (time.monotonic() - begun) / seconds)
        try:
            progress.step(_FIRST + int((_LAST - _FIRST) * share), WHOLE, "levelling")
        except Cancelled:
            return True
        return False

    return stopped


def _after(plan: Plan, found: Found, before: Standing, actor: Actor) -> Standing:
    steps = steps_stating(plan, found.fields)
    if not steps:
        return before

    def read(edited: Edited) -> Standing:
        return standing_of(plan, edited.rescheduled.finish_minute, before.first_day)

    return preview_edits(plan.project, steps, actor=actor, read=read, most=MOST_CHANGES)


def steps_stating(plan: Plan, fields: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps of an edit that states `fields` of activities as they are now."""
    versions = Activity.objects.filter(project_id=plan.project_id).values_list("key", "version")
    steps: list[dict[str, Any]] = [
        {"op": "change", "key": key, "version": version, "fields": dict(fields[key])}
        for key, version in versions
        if key in fields
    ]
    if steps and not plan.honour_levelling_delay and plan.rules != RuleSet.PRIMAVERA:
        honoured = {"honour_levelling_delay": True}
        steps.insert(0, {"op": "change_plan", "version": plan.version, "fields": honoured})
    return steps


def _content(plan: Plan, before: Standing, after: Standing, found: Found) -> dict[str, Any]:
    keys = Resource.objects.filter(project_id=plan.project_id).values_list("pk", "key")
    resources = {str(pk): key for pk, key in keys}
    return {
        "rows": rows_of(before, after, found, resources),
        "loads": loads_of(before, after),
        "figures": figures_of(before, after, found),
    }


@operation("scenarios.propose_levelling")
def _keep(
    plan: Plan,
    wish: Wish,
    content: Mapping[str, Any],
    *,
    actor: Actor,
    conclude: Callable[[LevellingProposal], None],
) -> LevellingProposal:
    project = plan.project
    if locked_plan(project).version != plan.version:
        message = _("The plan was changed while levelling was looked for: start again.")
        raise Conflict("changed_meanwhile", message)
    made: LevellingProposal = LevellingProposal.objects.create(
        project=project,
        key=next_key(space_in(project), PREFIX),
        plan_version=plan.version,
        after_edit=_last_edit(project),
        objective=wish.objective,
        stability=wish.stability,
        seconds=wish.seconds,
        by_key=actor.key,
        by_name=actor.name[:200],
        **content,
    )
    old = LevellingProposal.objects.filter(project=project).order_by("-pk").values_list("pk", flat=True)
    LevellingProposal.objects.filter(pk__in=list(old[KEPT:])).delete()
    record(actor, about_proposal(made), {"moved": ["", made.figures["moved"]]})
    conclude(made)
    return made


def _last_edit(project: Project) -> int:
    rows = PlanEdit.objects.filter(project_id=project.pk).order_by("-number")
    number: int | None = rows.values_list("number", flat=True).first()
    return number or 0


@operation("scenarios.accept_levelling")
def accept_levelling(
    proposal: LevellingProposal, *, actor: Actor, activities: Sequence[str] | None = None
) -> Edited:
    """Put a proposal into the plan as one edit: all of it, or only `activities`, which must stand by themselves.

    `Conflict` where it is answered already or the plan was changed since; `Invalid` naming what is needed besides.
    """
    project = proposal.project
    require(may_edit_plan(actor, project))
    plan = locked_plan(project)
    standing = locked_part(proposal)
    if standing.state != ProposalState.OPEN:
        raise Conflict("answered", _("This proposal was answered already."))
    if plan.version != standing.plan_version:
        message = _("The plan was changed since this was proposed: let it be looked for once more.")
        raise Conflict("stale", message, current={"version": plan.version})
    fields = chosen(standing, activities)
    label = ngettext("Levelled: %(n)d activity", "Levelled: %(n)d activities", len(fields))
    edited = edit_plan(
        project, steps_stating(plan, fields), actor=actor, label=label % {"n": len(fields)}, most=MOST_CHANGES
    )
    is_whole = len(fields) == sum(bool(row["fields"]) for row in standing.rows)
    standing.state = ProposalState.ACCEPTED if is_whole else ProposalState.PART
    standing.edit_number = edited.number
    standing.accepted_count = len(fields)
    standing.save(update_fields=["state", "edit_number", "accepted_count"])
    record(actor, about_proposal(standing), {"state": [ProposalState.OPEN.value, standing.state]})
    return edited


def chosen(proposal: LevellingProposal, activities: Sequence[str] | None) -> dict[str, dict[str, Any]]:
    """Return the fields of what was chosen of a proposal; `Invalid` where it does not stand by itself."""
    offered = {row["key"]: row for row in proposal.rows if row["fields"]}
    wanted = list(offered) if activities is None else list(dict.fromkeys(activities))
    if not wanted:
        message = _("Choose what is to be accepted.")
        raise Invalid(message, field="activities", code="required")
    unknown = [key for key in wanted if key not in offered]
    if unknown:
        message = _("%(keys)s can not be chosen here.") % {"keys": ", ".join(key[:40] for key in unknown[:5])}
        raise Invalid(message, field="activities", code="unknown")
    errors = []
    for key in wanted:
        missing = [each for each in offered[key]["needs"] if each not in wanted]
        if missing:
            message = _("%(key)s lies where it does only together with %(others)s.")
            words = {"key": key, "others": ", ".join(missing[:10])}
            errors.append(FieldError("activities", message % words, "needs"))
    if errors:
        raise Invalid(" ".join(each.message for each in errors[:5]), errors=errors[:50])
    return {key: offered[key]["fields"] for key in wanted}


def preview_levelling(
    proposal: LevellingProposal, activities: Sequence[str] | None, *, actor: Actor
) -> Standing:
    """Return how the plan would stand with what was chosen; nothing is saved."""
    project = proposal.project
    plan: Plan = Plan.objects.get(project_id=project.pk)
    steps = steps_stating(plan, chosen(proposal, activities))

    def read(edited: Edited) -> Standing:
        return standing_of(plan, edited.rescheduled.finish_minute)

    return preview_edits(project, steps, actor=actor, read=read, most=MOST_CHANGES)


@operation("scenarios.refuse_levelling")
def refuse_levelling(proposal: LevellingProposal, *, actor: Actor) -> LevellingProposal:
    """Put a proposal aside: the plan stays as it is. `Conflict` where it is answered already."""
    require(may_edit_plan(actor, proposal.project))
    standing = locked_part(proposal)
    if standing.state != ProposalState.OPEN:
        raise Conflict("answered", _("This proposal was answered already."))
    standing.state = ProposalState.REFUSED
    standing.save(update_fields=["state"])
    record(actor, about_proposal(standing), {"state": [ProposalState.OPEN.value, standing.state]})
    return standing
