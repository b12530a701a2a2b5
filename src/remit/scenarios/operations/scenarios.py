"""Scenarios: edits tried apart from the plan, compared with it, then taken over as one edit or thrown away."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.planning.chart_data import answer_of, chart_of
from remit.planning.models import (
    Activity,
    Link,
    Plan,
    PlanCalendar,
    PlanEdit,
    Resource,
    ResourceAssignment,
)
from remit.planning.operations.edits import MOST_STEPS, Edited, about_part, as_if, edit_plan, locked_plan
from remit.planning.operations.steps import PREFIXES
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project
from remit.projects.operations.parts import clean, locked_part, space_in
from remit.scenarios.compute import compared, standing_of
from remit.scenarios.models import LevellingProposal, Scenario
from remit.scenarios.operations.levelling import steps_stating

PREFIX = "WI"
LONGEST_NAME, LONGEST_NOTE = 120, 5000
MOST_SCENARIOS = 20
_NO_VERSION = -1
_ADDED: dict[str, type[Model]] = {
    "add": Activity,
    "link": Link,
    "add_calendar": PlanCalendar,
    "add_resource": Resource,
    "assign": ResourceAssignment,
}
T = TypeVar("T")
Steps = list[dict[str, Any]]


def about_scenario(scenario: Scenario) -> About:
    """Return how the record names a scenario."""
    return about_part(scenario.project, "scenario", scenario.key, scenario.name)


def tried(scenario: Scenario, read: Callable[[Edited], T], *, more: Steps | None = None) -> T:
    """Return what `read` finds as if the plan had been edited so, with `more` besides; nothing is saved.

    Raises what those edits raise where they no longer fit the plan.
    """
    plan: Plan = Plan.objects.get(project_id=scenario.project_id)
    then = [_present(each, plan) for each in more or ()]
    return as_if(scenario.project, _ready(scenario, plan), read=read, then=then, keyed=True)


def chart_of_scenario(scenario: Scenario, *, actor: Actor) -> dict[str, Any]:
    """Return the plan as it would be, as the chart reads it."""
    project = scenario.project

    def read(_edited: Edited) -> dict[str, Any]:
        plan = Plan.objects.select_related("calendar").get(project_id=project.pk)
        plan.project = project
        return chart_of(project, plan, may_edit_plan(actor, project))

    return tried(scenario, read) | {"version": scenario.version}


def answer_to(scenario: Scenario, steps: Any, *, actor: Actor) -> dict[str, Any]:
    """Return what `steps` on top of the scenario would lead to, as the chart reads it; nothing is saved."""
    require(may_edit_plan(actor, scenario.project))
    more = [_bare(each) for each in _counted(steps, len(_steps(scenario.edits)))]
    return tried(scenario, lambda edited: answer_of(scenario.project, edited), more=more)


def _steps(edits: Iterable[dict[str, Any]]) -> Steps:
    return [step for edit in edits for step in edit["steps"]]


def _ready(scenario: Scenario, plan: Plan) -> Steps:
    """Return the steps of a scenario for the plan as it is; `Conflict` where the plan has what they add already.

    Copies of a scenario add the same things: only one of them is taken over.
    """
    steps = _steps(scenario.edits)
    for op, model in _ADDED.items():
        keys = [each["_key"] for each in steps if each["op"] == op]
        rows: Any = model._default_manager  # noqa: SLF001 - Django's public name for it
        if keys and rows.filter(project_id=plan.project_id, key__in=keys).exists():
            message = _("What this scenario adds is in the plan already: a copy of it was taken over.")
            raise Conflict("added", message)
    return [_present(each, plan) for each in steps]


def _present(step: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """Return a step with the plan's own version in it: each edit of anything makes that another."""
    return {**step, "version": plan.version} if step.get("op") == "change_plan" else step


def _counted(steps: Any, already: int) -> Steps:
    most = MOST_STEPS - already
    if not isinstance(steps, list) or not 1 <= len(steps) <= most:
        message = _("Give between 1 and %(most)d edits.") % {"most": max(most, 0)}
        raise Invalid(message, field="edits", code="count")
    return steps


def _bare(step: Any) -> dict[str, Any]:
    """Return a step without what is ours alone to state."""
    if not isinstance(step, dict):
        raise Invalid(_("An edit is an object that says what it does."), field="edits", code="object")
    return {name: value for name, value in step.items() if name[:1] != "_"}


def _keyed(project: Project, steps: Steps) -> Steps:
    """Return steps with the keys of what they add: these stay, however often they are done again."""
    return [
        {**step, "_key": next_key(space_in(project), PREFIXES[step["op"]])}
        if step.get("op") in PREFIXES
        else step
        for step in map(_bare, steps)
    ]


@operation("scenarios.create_scenario")
def create_scenario(
    project: Project,
    *,
    name: str,
    actor: Actor,
    note: str = "",
    steps: Any = None,
    copy_of: Scenario | None = None,
) -> Scenario:
    """Begin a scenario of a project's plan: as the plan is, with `steps`, or as another scenario is."""
    require(may_edit_plan(actor, project))
    plan = locked_plan(project)
    if Scenario.objects.filter(project_id=project.pk).count() >= MOST_SCENARIOS:
        message = _("A plan has at most %(most)d scenarios: throw one away first.")
        raise Invalid(message % {"most": MOST_SCENARIOS}, field="name", code="count")
    named = clean(name, "name", LONGEST_NAME, needed=_("Give a name."))
    edits = list(copy_of.edits) if copy_of is not None else []
    if steps:
        edits.append({"label": "", "steps": _keyed(project, _counted(steps, 0))})
    made = Scenario(
        project=project,
        key=next_key(space_in(project), PREFIX),
        name=named,
        note=clean(note, "note", LONGEST_NOTE),
        edits=edits,
        plan_version=plan.version,
        by_key=actor.key,
        by_name=actor.name[:200],
    )
    label = _settle(made, plan)
    if steps:
        edits[-1]["label"] = label
    made.save()
    record(actor, about_scenario(made), {"name": ["", made.name]})
    return made


def keep_as_scenario(proposal: LevellingProposal, *, actor: Actor) -> Scenario:
    """Begin a scenario as a proposal of levelling has the plan; `Conflict` where the plan was changed since."""
    project = proposal.project
    require(may_edit_plan(actor, project))
    plan: Plan = Plan.objects.get(project_id=project.pk)
    if proposal.plan_version != plan.version:
        message = _("The plan was changed since this was proposed: let it be looked for once more.")
        raise Conflict("stale", message)
    fields = {row["key"]: row["fields"] for row in proposal.rows if row["fields"]}
    name = _("Levelled as in %(key)s") % {"key": proposal.key}
    return create_scenario(project, name=name, steps=steps_stating(plan, fields), actor=actor)


def _settle(scenario: Scenario, plan: Plan) -> str:
    """Compute anew what a scenario leads to; return what its edits do, in words."""
    now = standing_of(plan, plan.finish_minute)

    def read(edited: Edited) -> tuple[dict[str, Any], str]:
        then = standing_of(plan, edited.rescheduled.finish_minute, now.first_day)
        return compared(now, then), edited.label

    scenario.result, label = tried(scenario, read)
    scenario.plan_version = plan.version
    rows = PlanEdit.objects.filter(project_id=plan.project_id).order_by("-number")
    scenario.after_edit = rows.values_list("number", flat=True).first() or 0
    return label


def _open(scenario: Scenario, actor: Actor) -> tuple[Plan, Scenario]:
    """Return the plan and the scenario, both locked; `Conflict` where it was taken over already."""
    require(may_edit_plan(actor, scenario.project))
    plan = locked_plan(scenario.project)
    found = locked_part(scenario)
    if found.edit_number is not None:
        raise Conflict("taken", _("This scenario was taken over into the plan already."))
    return plan, found


def _save(scenario: Scenario) -> None:
    scenario.version += 1
    scenario.save(
        update_fields=["edits", "undone", "result", "plan_version", "after_edit", "edit_number", "version"]
    )


@operation("scenarios.edit_scenario")
def edit_scenario(scenario: Scenario, steps: Any, *, actor: Actor) -> Scenario:
    """Add an edit to a scenario: the same steps as those of the plan; the plan itself stays."""
    plan, found = _open(scenario, actor)
    before = len(_steps(found.edits))
    added = _keyed(found.project, _counted(steps, before))
    label = tried(found, lambda edited: edited.label, more=added)
    found.edits = [*found.edits, {"label": label, "steps": added}]
    found.undone = []
    _settle(found, plan)
    _save(found)
    record(actor, about_scenario(found), {"edit": ["", found.edits[-1]["label"]]})
    return found


@operation("scenarios.undo_in_scenario")
def undo_in_scenario(scenario: Scenario, *, actor: Actor, again: bool = False) -> Scenario:
    """Take the last edit of a scenario back, or do the one that was taken back last `again`."""
    plan, found = _open(scenario, actor)
    source, target = (found.undone, found.edits) if again else (found.edits, found.undone)
    if not source:
        raise Conflict("nothing", _("There is nothing to take back."))
    target.append(source.pop())
    _settle(found, plan)
    _save(found)
    record(actor, about_scenario(found), {"edits": ["", len(found.edits)]})
    return found


@operation("scenarios.refresh_scenario")
def refresh_scenario(scenario: Scenario, *, actor: Actor) -> Scenario:
    """Compute anew what a scenario leads to, on the plan as it is now. Raises what no longer fits."""
    plan, found = _open(scenario, actor)
    _settle(found, plan)
    _save(found)
    record(actor, about_scenario(found), {"plan_version": ["", plan.version]})
    return found


@operation("scenarios.take_over_scenario")
def take_over_scenario(scenario: Scenario, *, actor: Actor) -> Edited:
    """Put the edits of a scenario into the plan as one edit. Raises `Conflict` where they no longer fit it."""
    plan, found = _open(scenario, actor)
    steps = _ready(found, plan)
    if not steps:
        raise Invalid(_("Nothing differs from the plan yet."), code="unchanged")
    label = _("Took over the scenario %(name)s") % {"name": found.name}
    edited = edit_plan(found.project, steps, actor=actor, label=label, keyed=True)
    found.edit_number = edited.number
    _save(found)
    record(actor, about_scenario(found), {"edit": ["", edited.number]})
    return edited


@operation("scenarios.remove_scenario")
def remove_scenario(scenario: Scenario, *, actor: Actor) -> None:
    """Throw a scenario away; the plan stays, also where it was taken over."""
    require(may_edit_plan(actor, scenario.project))
    found = locked_part(scenario)
    record(actor, about_scenario(found), {"name": [found.name, ""]})
    found.delete()


def tried_answer(scenario: Scenario, before: dict[str, Any], *, edit: int) -> dict[str, Any]:
    """Return how a scenario stands after an edit, as the chart reads it: it loads the rows anew.

    `before` is what the scenario led to before that.
    """

    def read(edited: Edited) -> dict[str, Any]:
        return answer_of(scenario.project, edited)

    answer = tried(scenario, read)
    was, will = (_placed(each) for each in (before, scenario.result))
    finish, then = before["then"]["finish"], scenario.result["then"]["finish"]
    consequence = {
        "finish_before": finish,
        "finish_after": then,
        "shift_minutes": (then or 0) - (finish or 0),
        "activities_moved": sum(was.get(key) != will.get(key) for key in was.keys() | will.keys()),
        "critical_after": scenario.result["then"]["critical"],
    }
    label = scenario.edits[-1]["label"] if scenario.edits else ""
    # no version follows this one: whoever reads it loads the whole chart
    return answer | {
        "version": _NO_VERSION,
        "edit": edit,
        "label": label,
        "removed": [],
        "order": None,
        "consequence": consequence,
    }


def _placed(result: dict[str, Any]) -> dict[str, Any]:
    """Return start and finish of what differs from the plan; None for what is gone."""
    return {row["key"]: row["will"] and row["will"][1:3] for row in result["rows"]}
