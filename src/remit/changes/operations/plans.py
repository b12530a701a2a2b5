"""A change and the plan: what a scenario says of it, how it gets into the plan, and the baseline that follows it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.changes.models import ChangeRequest, ChangeState
from remit.changes.operations.about import about, locked_change
from remit.changes.operations.covering import cover, note_items
from remit.changes.operations.requests import LONGEST_WORDS
from remit.changes.policies import may_assess_change, may_implement_change
from remit.changes.scope import scope_of
from remit.changes.steps import ASSESSABLE, GRANTED
from remit.core.errors import Conflict, Invalid
from remit.core.plan_time import to_day
from remit.costs.models import CostAccount
from remit.costs.operations.accounts import move_budget
from remit.people.grids import day_of
from remit.planning.models import Activity, Baseline, BaselineActivity, Plan
from remit.planning.operations.baselines import LONGEST_NAME, set_baseline
from remit.projects.models import Project
from remit.projects.operations.parts import clean, differences
from remit.registers.scales import working_days
from remit.scenarios.compute import compared, standing_of
from remit.scenarios.models import Scenario
from remit.scenarios.operations.scenarios import take_over_scenario, tried

Efforts = dict[str, tuple[str, int]]


def efforts_of(project: Project) -> Efforts:
    """Return name and minutes of work of each activity of a plan: one query."""
    rows = Activity.objects.filter(project_id=project.pk, is_active=True).order_by("position")
    return {key: (name, work) for key, name, work in rows.values_list("key", "name", "work_minutes")}


def _days_between(was: int | None, will: int | None) -> int:
    """Return how many working days, Monday to Friday, one finish lies after another; below zero where before."""
    if was is None or will is None:
        return 0
    # a finish at midnight is of the day before
    first, last = to_day(was - 1), to_day(will - 1)
    return working_days(first, last) - 1 if last >= first else 1 - working_days(last, first)


def computed_of(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario does to its plan as it stands now, computed on a copy; nothing is saved.

    Raises `Conflict` where the scenario no longer fits the plan.
    """
    project = scenario.project
    plan: Plan = Plan.objects.get(project_id=project.pk)
    now, before = standing_of(plan, plan.finish_minute), efforts_of(project)

    def read(edited: Any) -> tuple[dict[str, Any], Efforts]:
        then = standing_of(plan, edited.rescheduled.finish_minute, now.first_day)
        return compared(now, then), efforts_of(project)

    found, after = tried(scenario, read)
    promised = BaselineActivity.objects.filter(baseline__project=project, baseline__is_current=True)
    finish = promised.order_by("-finish_minute").values_list("finish_minute", flat=True).first()
    was, will = found["plan"], found["then"]
    return {
        "scenario": scenario.key,
        "plan_version": plan.version,
        "baseline_finish": finish,
        "finish": [was["finish"], will["finish"]],
        "work": [sum(work for _name, work in each.values()) for each in (before, after)],
        "critical": [was["critical"], will["critical"]],
        "over": [was["over"], will["over"]],
        "moved": found["count"],
        "days": _days_between(was["finish"], will["finish"]),
    }


@operation("changes.try_change")
def try_change(
    change: ChangeRequest, scenario: Scenario | None, *, version: int, actor: Actor
) -> ChangeRequest:
    """Let the engine say on a copy of the plan what a scenario would do, and keep it with the change; None lets go.

    What was assessed stays assessed: who decides follows the larger of the days stated and computed.
    """
    locked = locked_change(change, version, {})
    require(may_assess_change(actor, locked))
    if locked.state not in ASSESSABLE:
        raise Conflict("order", _("It is assessed no more: a scenario would change what was decided on."))
    if scenario is not None:
        _check_scenario(locked, scenario)
    locked.computed = computed_of(scenario) if scenario is not None else {}
    locked.scenario = scenario
    locked.version += 1
    locked.save()
    record(actor, about(locked), {"scenario": ["", scenario.key if scenario else ""]})
    return locked


def _check_scenario(change: ChangeRequest, scenario: Scenario) -> None:
    if scenario.project_id != change.project_id:
        raise Invalid(_("Choose a scenario of this project."), field="scenario", code="unknown")
    if scenario.edit_number is not None:
        message = _("This scenario was taken over into the plan already: choose one that was not.")
        raise Conflict("taken", message)


@dataclass(frozen=True, slots=True)
class Carried:
    """How a change is carried out: its scenario into the plan, its money into an account, a baseline after it.

    `covers` are the keys of activities that stand in the plan already and that it lets in.
    """

    takes_scenario: bool = False
    sets_baseline: bool = False
    covers: tuple[str, ...] = ()
    into: CostAccount | None = None
    out_of: CostAccount | None = None


@operation("changes.implement_change")
def implement_change(
    change: ChangeRequest, carried: Carried, *, words: str, version: int, actor: Actor
) -> ChangeRequest:
    """Carry out what was approved: plan, budget and baseline in one transaction, each as its own operation may."""
    locked = locked_change(change, version, {})
    require(may_implement_change(actor, locked))
    if locked.state != ChangeState.APPROVED:
        raise Conflict("order", _("It is carried out once it is approved, and once only."))
    needed = _("Say what was done: where plan, budget and documents say it now.")
    said = clean(words, "words", LONGEST_WORDS, needed=needed)
    if carried.covers:
        cover(locked, carried.covers)
    if carried.takes_scenario:
        _take_over(locked, actor)
    if carried.into is not None or carried.out_of is not None:
        _move_budget(locked, carried, actor)
    before = {"state": locked.state}
    locked.state = ChangeState.IMPLEMENTED
    locked.implemented_words, locked.implemented_by_id = said, actor.person_id
    locked.implemented_on = day_of(locked.project.organisation)
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=said[:500])
    if carried.sets_baseline:
        set_baseline(locked.project, f"{locked.key} {locked.title}"[:LONGEST_NAME], actor=actor)
        locked.refresh_from_db(fields=["baseline"])
    return locked


def _take_over(change: ChangeRequest, actor: Actor) -> None:
    """Put the scenario into the plan, and note what work it brought."""
    if change.scenario is None:
        message = _(
            "No scenario is attached: edit the plan, and name the activities that the change lets in."
        )
        raise Invalid(message, field="takes_scenario", code="none")
    before = efforts_of(change.project)
    take_over_scenario(change.scenario, actor=actor)
    after = efforts_of(change.project)
    keys = [*after, *(key for key in before if key not in after)]
    nothing = ("", 0)
    items = []
    for key in keys:
        name = (after.get(key) or before[key])[0]
        minutes = after.get(key, nothing)[1] - before.get(key, nothing)[1]
        if minutes or (key in after) != (key in before):
            items.append((key, name, minutes))
    note_items(change, items)


def _move_budget(change: ChangeRequest, carried: Carried, actor: Actor) -> None:
    """Move what the change costs from one account to another, or back where it saves."""
    amount = change.cost_minor or 0
    if not amount:
        raise Invalid(_("It costs nothing, so that no budget moves."), field="into", code="nothing")
    ends = (carried.out_of, carried.into) if amount > 0 else (carried.into, carried.out_of)
    move_budget(
        change.project, source=ends[0], target=ends[1], amount_minor=abs(amount),
        reason=f"{change.key} {change.title}"[:300], actor=actor,
    )  # fmt: skip


def refusal_of(project: Project) -> str:
    """Return why the plan may not be promised anew now, or nothing where an approved change leads to it.

    Nothing may come in with it that nobody let in: the old baseline would be gone, and the addition with it.
    """
    waiting = ChangeRequest.objects.filter(project=project, state__in=GRANTED, baseline=None)
    if not waiting.exclude(implemented_on=None).exists():
        return _(
            "The plan was promised, and is promised anew only after a change: ask for one under Control, Changes. "
            "Once it is approved and carried out, set the baseline."
        )
    scope = scope_of(project)
    if scope is not None and scope.open:
        names = ", ".join(each.key for each in scope.open[:10])
        return _(
            "Nobody let these differences in: %(names)s. Under Control, Changes, Scope raise a change for them or "
            "accept them as corrections; then set the baseline."
        ) % {"names": names}
    return ""


def note_baseline(baseline: Baseline, actor: Actor) -> None:
    """Note on the changes that are in the plan that this baseline is the first to hold them."""
    rows = ChangeRequest.objects.filter(project_id=baseline.project_id, state__in=GRANTED, baseline=None)
    for change in rows.select_related("project__scope", "project__organisation").order_by("pk"):
        if change.implemented_on is not None or change.items.exists():
            change.baseline = baseline
            change.save(update_fields=["baseline"])
            record(actor, about(change), {"baseline": ["", str(baseline)]})
