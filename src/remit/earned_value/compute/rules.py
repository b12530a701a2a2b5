"""How each activity of a plan is measured, as rows to read: its rule, its account, its share of the budget."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.costs.models import CostAccount
from remit.earned_value.compute.packages import activity_of, rule_of
from remit.earned_value.compute.standing import Nothing, standing_of
from remit.earned_value.facts import Measured, Promised
from remit.earned_value.models import MeasureRule
from remit.earned_value.queries import Outline, activities_of, outline_of, terms_of
from remit.planning.models import Activity, ActivityKind
from remit.projects.models import Project


@dataclass(frozen=True, slots=True)
class RuleRow:
    """An activity with how it is measured; sums are None where the baseline does not hold it."""

    activity: Activity
    is_summary: bool
    rule: str
    is_stated: bool
    account: str
    budget: int | None
    planned: int | None
    earned: int | None


def rule_rows(project: Project) -> list[RuleRow]:
    """Return the rows of a plan in the order of its outline: a constant number of queries."""
    found = standing_of(project)
    sums: dict[str, list[int]] = {}
    if not isinstance(found, Nothing):
        for each in found.packages:
            figures = found.measurement.packages[each.id]
            row = sums.setdefault(activity_of(each.id), [0, 0, 0])
            for place, name in enumerate(("bac", "pv", "ev")):
                row[place] += int(getattr(figures, name).value or 0)
    outline, default = outline_of(project), terms_of(project).default_rule
    accounts = {each.key: str(each) for each in CostAccount.objects.filter(project=project)}
    return [_row(each, outline, default, accounts, sums.get(each.key)) for each in activities_of(project)]


def _row(
    activity: Activity, outline: Outline, default: str, accounts: dict[str, str], sums: list[int] | None
) -> RuleRow:
    stated = outline.measures.get(activity.key)
    is_summary = activity.kind == ActivityKind.SUMMARY
    rule = "" if is_summary else str(MeasureRule(_rule(activity, stated, default)).label)
    budget, planned, earned = sums or (None, None, None)
    account = outline.account(activity.key)
    words = accounts.get(account, "" if is_summary else _("shared"))
    return RuleRow(activity, is_summary, rule, bool(stated and stated.rule), words, budget, planned, earned)


def _rule(activity: Activity, stated: object, default: str) -> str:
    known = stated if stated is not None else None
    measured = Measured(
        rule=getattr(known, "rule", ""),
        units_planned=float(getattr(known, "units_planned", None) or 0),
        steps=tuple(tuple(each) for each in getattr(known, "steps", [])),
    )
    promised = Promised(
        activity.key, activity.name, 0, 0, activity.work_minutes, activity.duration_minutes, None, activity.kind,
        measured=measured,
    )  # fmt: skip
    return rule_of(promised, default).value
