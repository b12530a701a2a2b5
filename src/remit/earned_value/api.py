"""Earned value of projects, for programs; all sums are in minor units of the organisation's currency."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Count, Day, Flag, Input, Key, Output, Version, Whole, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.plan_time import to_day
from remit.costs.api import account_named
from remit.costs.queries import money_project
from remit.earned_value.compute.keeping import doubts_kept, figures_kept, parts_kept
from remit.earned_value.compute.standing import Nothing, Standing, standing_of
from remit.earned_value.models import ActivityMeasure, MeasureRule, StatusSnapshot, ValueTerms
from remit.earned_value.operations.measures import MOST_AT_ONCE, MOST_STEPS, change_terms, set_measures
from remit.earned_value.operations.snapshots import record_status
from remit.earned_value.policies import may_measure
from remit.earned_value.queries import one_snapshot, snapshots_of, terms_of
from remit.projects.models import Project

router = Router(tags=["Earned value"])
VALUE = "/projects/{key}/earned-value"
MEASURES = "/projects/{key}/activity-measures"
TERMS = "/projects/{key}/value-settings"
SNAPSHOTS = "/projects/{key}/status-snapshots"
Units = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4, examples=["40"])]
Note = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]


class ValueFigureOut(Output):
    """A figure that says why: `value` is null where it would divide by nothing, and `reason` says so."""

    value: float | None
    unit: str
    formula: str
    inputs: dict[str, float | None]
    reason: str | None = None
    why: str | None = None


class ValuePartOut(Output):
    """The sums of a part of the work; the key is empty for what all share or nobody answers for."""

    key: str
    bac: int
    pv: int
    ev: int
    ac: int


class ValueDoubtOut(Output):
    """What makes the figures doubtful: of an activity or an account, or of the whole where the key is empty."""

    doubt: str
    key: str
    value: float | None


class ValueFiguresOut(Output):
    """All figures of one day: in all, in time (null without a budget over time), by part, and what is doubtful."""

    as_of: dt.date
    baseline: int
    currency: str
    period: str = Field(description="What figures in time count: week or month.")
    total: dict[str, ValueFigureOut]
    time: dict[str, ValueFigureOut] | None
    level_of_effort: float = Field(
        description="The share of the budget that is earned by the calendar alone."
    )
    ends_on: dt.date | None = Field(description="IEAC(t) as a day.")
    accounts: list[ValuePartOut]
    elements: list[ValuePartOut]
    people: list[ValuePartOut]
    doubts: list[ValueDoubtOut]


class CurvePointOut(Output):
    """What was to be earned by the end of a day, in all."""

    day: dt.date
    planned_minor: int


class ValueOut(ValueFiguresOut):
    """The figures as they are now, and what is planned for each period of the baseline."""

    curve: list[CurvePointOut]


class EarnedValueOut(Output):
    """The figures as they are now; `missing` says what has to be there first where nothing can be measured."""

    missing: str | None
    figures: ValueOut | None


class MeasureStepOut(Output):
    """A step of an activity that earns by weighted steps."""

    name: str
    weight: int
    planned_on: dt.date
    reached_on: dt.date | None


class ActivityMeasureOut(Output):
    """How an activity is measured; an empty rule is the project's own, no account means what all share."""

    activity: str
    rule: MeasureRule | Literal[""]
    account: str | None
    units_planned: Decimal | None
    units_done: Decimal | None
    steps: list[MeasureStepOut]
    version: int


class ActivityMeasurePage(Page[ActivityMeasureOut]):
    """How activities are measured."""


class ActivityMeasureQuery(ListQuery):
    """How to list what is stated of activities."""

    ORDERS: ClassVar = {"activity": ("activity_key", "pk"), "rule": ("rule", "pk")}
    order_by: Literal["activity", "-activity", "rule", "-rule"] = "activity"


class MeasureStepIn(Input):
    """A step: its weight, the day it is planned for, and the day it was reached."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
    weight: Annotated[Whole, Field(ge=1, le=1000)]
    planned_on: Day
    reached_on: Day | None = None


class ActivityMeasuresIn(Input):
    """What is stated of activities, one or many at once; what is left out stays. Units and steps are of one alone."""

    activities: Annotated[list[Key], Field(min_length=1, max_length=MOST_AT_ONCE)]
    version: Annotated[
        Count | None, Field(description="The version seen of one activity; 0 where none was.")
    ] = None
    rule: MeasureRule | Literal[""] = LEFT_OUT
    account: Key | None = LEFT_OUT
    units_planned: Units | None = LEFT_OUT
    units_done: Units | None = LEFT_OUT
    steps: Annotated[list[MeasureStepIn], Field(max_length=MOST_STEPS)] = LEFT_OUT


class ActivityMeasuresOut(Output):
    """What is stated now of the activities that were named."""

    items: list[ActivityMeasureOut]


class ValueSettingsOut(Output):
    """By which rule activities earn that state none, and whether figures are kept each week."""

    default_rule: MeasureRule
    is_weekly: bool
    version: int


class ValueSettingsPatch(Input):
    """What changes of the settings; what is left out stays."""

    version: Version | None = None
    default_rule: MeasureRule = LEFT_OUT
    is_weekly: Flag = LEFT_OUT


class StatusSnapshotOut(ValueFiguresOut):
    """Figures as they were kept; nothing changes them."""

    key: str
    taken_on: dt.date
    by: str
    note: str


class StatusSnapshotRowOut(Output):
    """The sums of figures that were kept."""

    key: str
    as_of: dt.date
    bac_minor: int
    pv_minor: int
    ev_minor: int
    ac_minor: int
    eac_minor: int | None
    ends_on: dt.date | None
    by: str
    note: str


class StatusSnapshotPage(Page[StatusSnapshotRowOut]):
    """Figures that were kept."""


class StatusSnapshotQuery(ListQuery):
    """How to list figures that were kept."""

    ORDERS: ClassVar = {"as_of": ("as_of", "pk"), "key": ("pk",)}
    order_by: Literal["as_of", "-as_of", "key", "-key"] = "-as_of"


class StatusSnapshotIn(Input):
    """Figures to keep: of a day, the plan's status date unless stated. Where value falls, the note says why."""

    as_of: Day | None = None
    note: Note = ""


def _figures(figures: dict[str, Any], parts: dict[str, Any], doubts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **figures,
        "accounts": parts.get("account", []),
        "elements": parts.get("element", []),
        "people": parts.get("person", []),
        "doubts": doubts,
    }


def _value(project: Project, found: Standing) -> ValueOut:
    curve = [
        CurvePointOut(
            day=to_day(point.minute - 1) if place else to_day(point.minute), planned_minor=point.planned
        )
        for place, point in enumerate(found.measurement.curve)
    ]
    told = _figures(figures_kept(found), parts_kept(found), doubts_kept(found))
    return ValueOut(
        as_of=found.as_of, baseline=found.baseline.number, currency=project.organisation.currency,
        ends_on=found.ends_on, curve=curve, **told,
    )  # fmt: skip


def _snapshot(row: StatusSnapshot) -> StatusSnapshotOut:
    told = _figures(row.figures, row.parts, row.doubts)
    return StatusSnapshotOut(
        key=row.key, as_of=row.as_of, taken_on=row.taken_on, by=row.by_name, note=row.note,
        baseline=row.baseline_number, currency=row.project.organisation.currency, ends_on=row.ends_on, **told,
    )  # fmt: skip


def _row(row: StatusSnapshot) -> StatusSnapshotRowOut:
    sums = {
        name: getattr(row, name) for name in ("bac_minor", "pv_minor", "ev_minor", "ac_minor", "eac_minor")
    }
    return StatusSnapshotRowOut(
        key=row.key, as_of=row.as_of, ends_on=row.ends_on, by=row.by_name, note=row.note, **sums
    )


def _measure(row: ActivityMeasure) -> ActivityMeasureOut:
    return ActivityMeasureOut(
        activity=row.activity_key,
        rule=MeasureRule(row.rule) if row.rule else "",
        account=row.account.key if row.account else None,
        units_planned=row.units_planned,
        units_done=row.units_done,
        steps=[
            MeasureStepOut(name=name, weight=weight, planned_on=planned, reached_on=reached or None)
            for name, weight, planned, reached in row.steps
        ],
        version=row.version,
    )


def _settings(row: ValueTerms) -> ValueSettingsOut:
    return ValueSettingsOut(
        default_rule=MeasureRule(row.default_rule), is_weekly=row.is_weekly, version=row.version
    )


@router.get(VALUE, operation_id="get_earned_value", response=reads(EarnedValueOut), summary="Earned value")
def get_value(request: ApiRequest, key: str) -> EarnedValueOut:
    """Return every figure of earned value and earned schedule on the status date, each with its formula and inputs."""
    project = money_project(request.actor, key)
    found = standing_of(project)
    if isinstance(found, Nothing):
        return EarnedValueOut(missing=found.words, figures=None)
    return EarnedValueOut(missing=None, figures=_value(project, found))


@router.get(
    MEASURES, operation_id="list_activity_measures", response=reads(ActivityMeasurePage),
    summary="List how activities are measured",
)  # fmt: skip
def list_measures(
    request: ApiRequest, key: str, query: Query[ActivityMeasureQuery]
) -> Page[ActivityMeasureOut]:
    """Return what is stated of activities; all others earn by the project's own rule."""
    project = money_project(request.actor, key)
    rows = ActivityMeasure.objects.filter(project=project).select_related("account")
    return paged(
        request,
        ordered(rows, query),
        query,
        ActivityMeasurePage,
        lambda part: [_measure(each) for each in part],
    )


@router.post(
    MEASURES, operation_id="set_activity_measures", response=changes(ActivityMeasuresOut),
    summary="State how activities are measured",
)  # fmt: skip
def post_measures(request: ApiRequest, key: str, body: ActivityMeasuresIn) -> ActivityMeasuresOut:
    """State rule, account, units or steps of activities: one or many at once."""
    project = money_project(request.actor, key)
    require(may_measure(request.actor, project))
    sent = stated(body)
    keys = sent.pop("activities")
    if sent.get("account") is not None:
        sent["account"] = account_named(project, sent["account"], "account")
    if "steps" in sent:
        sent["steps"] = [(each.name, each.weight, each.planned_on, each.reached_on) for each in body.steps]
    made = set_measures(project, keys, actor=request.actor, version=body.version, **sent)
    return ActivityMeasuresOut(items=[_measure(each) for each in made])


@router.get(
    TERMS, operation_id="get_value_settings", response=reads(ValueSettingsOut), summary="How work is measured"
)
def get_settings(request: ApiRequest, response: HttpResponse, key: str) -> ValueSettingsOut:
    """Return by which rule activities earn that state none, and whether figures are kept each week."""
    terms = terms_of(money_project(request.actor, key))
    return tagged(response, _settings(terms), terms.version)


@router.patch(
    TERMS, operation_id="change_value_settings", response=changes(ValueSettingsOut),
    summary="Change how work is measured",
)  # fmt: skip
def patch_settings(
    request: ApiRequest, response: HttpResponse, key: str, body: ValueSettingsPatch
) -> ValueSettingsOut:
    """Change the rule for activities that state none, and whether figures are kept each week."""
    project = money_project(request.actor, key)
    require(may_measure(request.actor, project))
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _settings(terms_of(project)))):
        terms = change_terms(project, version=saw.version, actor=request.actor, **sent)
    return tagged(response, _settings(terms), terms.version)


@router.get(
    SNAPSHOTS, operation_id="list_status_snapshots", response=reads(StatusSnapshotPage),
    summary="List kept figures",
)  # fmt: skip
def list_snapshots(
    request: ApiRequest, key: str, query: Query[StatusSnapshotQuery]
) -> Page[StatusSnapshotRowOut]:
    """Return the figures that were kept of a project, the latest day first."""
    rows = snapshots_of(money_project(request.actor, key))
    return paged(
        request, ordered(rows, query), query, StatusSnapshotPage, lambda part: [_row(each) for each in part]
    )


@router.post(
    SNAPSHOTS, operation_id="record_status", response=creates(StatusSnapshotOut), summary="Keep the figures"
)
def post_snapshot(
    request: ApiRequest, response: HttpResponse, key: str, body: StatusSnapshotIn
) -> Status[StatusSnapshotOut]:
    """Keep all figures as they are, of a day; nothing changes them later."""
    project = money_project(request.actor, key)
    require(may_measure(request.actor, project))
    made = record_status(project, actor=request.actor, as_of=body.as_of, note=body.note)
    created(response, f"/api/v1/projects/{project.key}/status-snapshots/{made.key}")
    return Status(201, _snapshot(one_snapshot(request.actor, key, made.key)))


@router.get(
    f"{SNAPSHOTS}/{{snapshot}}", operation_id="get_status_snapshot", response=reads(StatusSnapshotOut),
    summary="Kept figures",
)  # fmt: skip
def get_snapshot(request: ApiRequest, key: str, snapshot: str) -> StatusSnapshotOut:
    """Return all figures of one day as they were kept."""
    return _snapshot(one_snapshot(request.actor, key, snapshot))
