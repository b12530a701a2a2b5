"""How the work of a project is measured: rule and account of activities, and the project's own rule."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Invalid, stale
from remit.core.figures import figure
from remit.costs.models import AccountKind, CostAccount
from remit.earned_value.models import ActivityMeasure, MeasureRule, ValueTerms
from remit.earned_value.policies import may_measure
from remit.planning.models import Activity, ActivityKind
from remit.projects.models import Project
from remit.projects.operations.parts import check_choice, check_fields, clean, differences, worded
from remit.projects.operations.records import locked_project

FIELDS = ("rule", "account", "units_planned", "units_done", "steps")
OF_ONE = ("units_planned", "units_done", "steps")
TERMS = ("default_rule", "is_weekly")
MOST_AT_ONCE, MOST_STEPS, MOST_WEIGHT, LONGEST_STEP = 500, 50, 1000, 120
NEEDS_MORE = (MeasureRule.MILESTONES, MeasureRule.UNITS)


def about(project: Project, key: str, name: str) -> About:
    """Return how the record names how an activity is measured."""
    label = f"{key} {name}"[:300]
    return About(
        "activity measure", f"{project.key}/{key}", label, project.organisation_id, project.scope.path
    )


@operation("earned_value.set_measures")
def set_measures(
    project: Project, keys: Sequence[str], *, actor: Actor, version: int | None = None, **stated: Any
) -> list[ActivityMeasure]:
    """State fields of `FIELDS` of activities, one or many at once; units and steps of one alone.

    Of one activity `version` says which statement was seen, 0 where none was there; None means whichever stands.
    """
    locked = locked_project(project)
    require(may_measure(actor, locked))
    check_fields(stated, FIELDS)
    activities = _activities(locked, keys, stated)
    clean_ones = _cleaned(locked, stated)
    known = {
        each.activity_key: each
        for each in ActivityMeasure.objects.select_for_update().filter(
            project=locked, activity_key__in=list(activities)
        )
    }
    found = []
    for key, activity in activities.items():
        row = known.get(key) or ActivityMeasure(project=locked, activity_key=key, version=0)
        if version is not None and row.version != version:
            raise stale(_("Somebody changed how it is measured meanwhile."), stated, row, worded)
        found.append(_stated(row, activity, clean_ones, locked, actor))
    return found


def _activities(project: Project, keys: Sequence[str], stated: Mapping[str, Any]) -> dict[str, Activity]:
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        raise Invalid(_("Choose at least one activity."), field="activities", code="required")
    if len(wanted) > MOST_AT_ONCE:
        message = _("At most %(most)d activities at once.") % {"most": MOST_AT_ONCE}
        raise Invalid(message, field="activities", code="most")
    if len(wanted) > 1 and any(name in stated for name in OF_ONE):
        message = _("Units and steps are stated of one activity at a time.")
        raise Invalid(message, field="activities", code="one")
    rows = {each.key: each for each in Activity.objects.filter(project=project, key__in=wanted)}
    for key in wanted:
        if key not in rows:
            message = _("There is no activity %(key)s in this plan.") % {"key": key[:16]}
            raise Invalid(message, field="activities", code="unknown")
        if rows[key].kind == ActivityKind.SUMMARY and set(stated) - {"account"}:
            message = _(
                "%(key)s is a summary: it earns by what stands below it; only its account can be stated."
            )
            raise Invalid(message % {"key": key}, field="activities", code="summary")
    return {key: rows[key] for key in wanted}


def _cleaned(project: Project, stated: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(stated)
    if found.get("rule"):
        check_choice(found["rule"], MeasureRule, "rule")
    account: CostAccount | None = found.get("account")
    if account is not None:
        if account.project_id != project.pk:
            raise Invalid(_("Choose an account of this project."), field="account", code="unknown")
        if account.kind == AccountKind.RESERVE:
            message = _("The management reserve stands outside the baseline: nothing earns from it.")
            raise Invalid(message, field="account", code="reserve")
    for name in ("units_planned", "units_done"):
        if found.get(name) is not None:
            found[name] = _units(found[name], name)
    if "steps" in found:
        found["steps"] = _steps(found["steps"])
    return found


def _units(value: Decimal, name: str) -> Decimal:
    kept = figure(value, name)
    if kept < 0 or (name == "units_planned" and not kept):
        raise Invalid(_("State a number of units above zero."), field=name, code="range")
    return kept


def _steps(rows: Any) -> list[list[Any]]:
    """Return steps as they are kept: a name, a weight, the day it is planned for, and the day it was reached."""
    if not isinstance(rows, list | tuple) or len(rows) > MOST_STEPS:
        message = _("State at most %(most)d steps.") % {"most": MOST_STEPS}
        raise Invalid(message, field="steps", code="list")
    found = []
    for name, weight, planned, reached in rows:
        text = clean(name, "steps", LONGEST_STEP, needed=_("Give each step a name."))
        if isinstance(weight, bool) or not isinstance(weight, int) or not 1 <= weight <= MOST_WEIGHT:
            message = _("The weight of a step is a whole number from 1 to %(most)d.") % {"most": MOST_WEIGHT}
            raise Invalid(message, field="steps", code="weight")
        if not isinstance(planned, dt.date):
            raise Invalid(_("Say on which day each step is planned."), field="steps", code="day")
        found.append([text, weight, planned.isoformat(), reached.isoformat() if reached else ""])
    return found


def _stated(
    row: ActivityMeasure, activity: Activity, stated: Mapping[str, Any], project: Project, actor: Actor
) -> ActivityMeasure:
    before = {name: getattr(row, name) for name in stated}
    for name, value in stated.items():
        setattr(row, name, value)
    if row.rule == MeasureRule.MILESTONES and not row.steps:
        message = _("State the steps of %(key)s with their weights: it is to earn by them.")
        raise Invalid(message % {"key": activity.key}, field="steps", code="required")
    if row.rule == MeasureRule.UNITS and row.units_planned is None:
        message = _("Say how many units %(key)s is to make: it is to earn by them.")
        raise Invalid(message % {"key": activity.key}, field="units_planned", code="required")
    told = differences(before, row)
    if told or row.pk is None:
        row.version += 1
        row.save()
        record(actor, about(project, activity.key, activity.name), told)
    return row


@operation("earned_value.change_terms")
def change_terms(project: Project, *, version: int, actor: Actor, **changes: Any) -> ValueTerms:
    """Change fields of `TERMS`: by which rule activities earn that state none, and whether figures are kept weekly."""
    locked = locked_project(project)
    require(may_measure(actor, locked))
    check_fields(changes, TERMS)
    terms = ValueTerms.objects.select_for_update().filter(project=locked).first() or ValueTerms(
        project=locked
    )
    if terms.version != version:
        raise stale(_("Somebody changed these settings meanwhile."), changes, terms, worded)
    if "default_rule" in changes:
        check_choice(changes["default_rule"], MeasureRule, "default_rule")
        if changes["default_rule"] in NEEDS_MORE:
            message = _("Units and steps are stated of each activity: choose another rule for all others.")
            raise Invalid(message, field="default_rule", code="choice")
    before = {name: getattr(terms, name) for name in changes}
    for name, value in changes.items():
        setattr(terms, name, value)
    terms.version += 1
    terms.save()
    key = About("project", locked.key, locked.name, locked.organisation_id, locked.scope.path)
    record(actor, key, differences(before, terms))
    return terms
