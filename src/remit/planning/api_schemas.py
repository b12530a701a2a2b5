"""What the API says and is told about plans, activities, links and baselines."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, StrictInt, StringConstraints, WithJsonSchema, create_model

from remit.core.api.fields import LEFT_OUT, Flag, Input, Key, Moment, Output, Version
from remit.core.api.lists import ListQuery, Page
from remit.planning.models import (
    ActivityKind,
    Constraint,
    FloatKind,
    LagCalendar,
    LagFromStart,
    LagUnit,
    LinkKind,
    ProgressMode,
    RuleSet,
)
from remit.planning.operations.edits import MOST_STEPS
from remit.planning.operations.fields import LONGEST_MINUTES, LONGEST_NAME, MOST_SPLITS
from remit.planning.operations.plan_steps import LONGEST_FLOAT

ActivityName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Minutes = Annotated[StrictInt, Field(ge=0, le=LONGEST_MINUTES, description="Working minutes.")]
Lag = Annotated[StrictInt, Field(ge=-LONGEST_MINUTES // 40, le=LONGEST_MINUTES // 40)]
EditNumber = Annotated[StrictInt, Field(ge=1, le=2**31 - 1)]


class PlanOut(Output):
    """A plan as a whole. Its times are local and carry no zone; what is null is left to its rules."""

    project: str
    version: int
    start: str | None
    finish: str | None
    status: str | None = Field(description="Where work that is not done cannot lie before.")
    rules: RuleSet
    lag_calendar: LagCalendar | None
    lag_from_start: LagFromStart | None
    progress_mode: ProgressMode | None
    total_float: FloatKind | None
    from_finish: bool
    finish_by: str | None = Field(description="Where a plan that is scheduled from its finish ends.")
    must_finish_by: str | None = Field(description="Where late dates begin from, instead of the last finish.")
    critical_float_minutes: int = Field(description="Critical is what has no more float than this.")
    critical_by_longest_path: bool
    use_expected_finish: bool
    honour_levelling_delay: bool
    minutes_per_day: int
    minutes_per_week: int
    activities: int
    milestones: int
    links: int
    critical: int
    done: int
    past_deadline: int
    baseline_finish: str | None
    warnings: list[str]
    scheduled_at: dt.datetime | None
    may_edit: bool


class PlanIn(Input):
    """A new plan; without `start` it begins on the project's first day."""

    start: Moment | None = None


class PlanPatch(Input):
    """What changes about the plan as a whole."""

    version: Version | None = None
    start: Moment = LEFT_OUT
    status: Moment | None = LEFT_OUT
    rules: RuleSet = LEFT_OUT
    lag_calendar: LagCalendar | None = LEFT_OUT
    lag_from_start: LagFromStart | None = LEFT_OUT
    progress_mode: ProgressMode | None = LEFT_OUT
    total_float: FloatKind | None = LEFT_OUT
    from_finish: Flag = LEFT_OUT
    finish_by: Moment | None = LEFT_OUT
    must_finish_by: Moment | None = LEFT_OUT
    critical_float_minutes: Annotated[StrictInt, Field(ge=-LONGEST_FLOAT, le=LONGEST_FLOAT)] = LEFT_OUT
    critical_by_longest_path: Flag = LEFT_OUT
    use_expected_finish: Flag = LEFT_OUT
    honour_levelling_delay: Flag = LEFT_OUT


class SplitOut(Output):
    """After so much of its work nothing is done in an activity for so long; both in working minutes."""

    done_minutes: int
    gap_minutes: int


class SplitIn(Input):
    """After so much of its work nothing is done in an activity for so long; both in working minutes."""

    done_minutes: Annotated[StrictInt, Field(ge=1, le=LONGEST_MINUTES)]
    gap_minutes: Annotated[StrictInt, Field(ge=1, le=LONGEST_MINUTES // MOST_SPLITS)]


class ActivityPartOut(Output):
    """A part of an activity that is interrupted."""

    start: str
    finish: str


class ActivityOut(Output):
    """An activity: what is stated about it, then what was computed."""

    key: str
    name: str
    kind: ActivityKind
    wbs: str
    level: int
    parent: str | None
    notes: str
    accountable_key: str | None = Field(description="Who was named for this activity itself.")
    accountable_name: str = Field(
        description="Who answers for it: named here, further up, or the project manager."
    )
    deliverable_key: str | None = Field(
        description="What it leads to, as named here; what it stands below says it otherwise."
    )
    calendar_key: str | None = Field(description="Its own calendar; null where it works by the plan's.")
    duration_minutes: int
    duration_is_elapsed: bool
    constraint: Constraint
    constraint_date: str | None
    second_constraint: Constraint
    second_constraint_date: str | None
    deadline: str | None
    expected_finish: str | None = Field(description="Decides what remains, where the plan says so.")
    external_early_start: str | None = Field(description="No earlier than this, by another project.")
    external_late_finish: str | None = Field(description="No later than this, for another project.")
    splits: list[SplitOut]
    suspended: str | None
    resumed: str | None
    levelling_delay_minutes: int = Field(description="Minutes of the clock.")
    ignores_resource_calendars: bool
    is_manual: bool
    is_active: bool
    priority: int
    percent_complete: int
    actual_start: str | None
    actual_finish: str | None
    version: int
    start: str | None
    finish: str | None
    parts: list[ActivityPartOut] = Field(description="When it is worked on; empty where it is in one piece.")
    early_start: str | None
    early_finish: str | None
    late_start: str | None
    late_finish: str | None
    total_float_minutes: int | None
    free_float_minutes: int | None
    is_critical: bool
    baseline_start: str | None
    baseline_finish: str | None


ACTIVITY_FIELDS = tuple(ActivityOut.model_fields)


def _known(name: str) -> str:
    if name not in ACTIVITY_FIELDS:
        msg = f"An activity has no field {name[:40]!r}."
        raise ValueError(msg)
    return name


ActivityField = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(ACTIVITY_FIELDS)})
]

_PARTS: dict[str, Any] = {
    name: (each.annotation, Field(default_factory=lambda: None, description=each.description))
    for name, each in ActivityOut.model_fields.items()
    if name != "key"
}
ActivityRow = create_model(
    "ActivityRow",
    __base__=Output,
    __doc__="An activity, or those of its fields that were asked for.",
    key=str,
    **_PARTS,
)


class ActivityPage(Page[ActivityRow]):  # type: ignore[valid-type]  # made above from the fields of ActivityOut
    """Activities."""


class ActivityQuery(ListQuery):
    """How to list activities."""

    ORDERS: ClassVar = {
        "position": ("position",),
        "name": ("name", "position"),
        "start": ("start_minute", "position"),
        "finish": ("finish_minute", "position"),
        "total_float": ("total_float_minutes", "position"),
        "percent_complete": ("percent_complete", "position"),
    }
    order_by: Literal[
        "position", "-position", "name", "-name", "start", "-start", "finish", "-finish",
        "total_float", "-total_float", "percent_complete", "-percent_complete",
    ] = "position"  # fmt: skip
    q: Annotated[str | None, Field(max_length=200, description="A part of the name, or a key.")] = None
    kind: ActivityKind | None = None
    parent: Annotated[str | None, Field(description="The key of what it stands directly below.")] = None
    accountable: Annotated[str | None, Field(description="The key of the person named for it.")] = None
    is_critical: bool | None = None
    is_done: bool | None = None
    starts_from: Annotated[Moment | None, Field(description="Starts at this time or later.")] = None
    finishes_by: Annotated[Moment | None, Field(description="Finishes at this time or earlier.")] = None
    fields: Annotated[
        list[ActivityField], Field(description="Only these fields, and the key. Give it once for each field.")
    ] = Field(default_factory=list)


class ActivityIn(Input):
    """A new activity; without `after` it comes last below `parent`, with `null` first."""

    name: ActivityName
    kind: ActivityKind = ActivityKind.TASK
    duration_minutes: Minutes = LEFT_OUT
    after: Key | None = None
    parent: Key | None = None


class ActivityFields(Input):
    """What may be stated about an activity; what is left out stays."""

    name: ActivityName = LEFT_OUT
    notes: Annotated[str, StringConstraints(max_length=20_000)] = LEFT_OUT
    kind: ActivityKind = LEFT_OUT
    accountable_key: Key | None = LEFT_OUT
    deliverable_key: Key | None = LEFT_OUT
    calendar_key: Key | None = LEFT_OUT
    duration_minutes: Minutes = LEFT_OUT
    duration_is_elapsed: Flag = LEFT_OUT
    start: Moment | None = LEFT_OUT
    finish: Moment | None = LEFT_OUT
    constraint: Constraint = LEFT_OUT
    constraint_date: Moment | None = LEFT_OUT
    second_constraint: Constraint = LEFT_OUT
    second_constraint_date: Moment | None = LEFT_OUT
    deadline: Moment | None = LEFT_OUT
    expected_finish: Moment | None = LEFT_OUT
    external_early_start: Moment | None = LEFT_OUT
    external_late_finish: Moment | None = LEFT_OUT
    splits: Annotated[list[SplitIn], Field(max_length=MOST_SPLITS)] = LEFT_OUT
    suspended: Moment | None = LEFT_OUT
    resumed: Moment | None = LEFT_OUT
    levelling_delay_minutes: Annotated[
        StrictInt, Field(ge=0, le=LONGEST_MINUTES, description="Minutes of the clock.")
    ] = LEFT_OUT
    ignores_resource_calendars: Flag = LEFT_OUT
    is_manual: Flag = LEFT_OUT
    is_active: Flag = LEFT_OUT
    priority: Annotated[StrictInt, Field(ge=0, le=1000)] = LEFT_OUT
    percent_complete: Annotated[StrictInt, Field(ge=0, le=100)] = LEFT_OUT


class ActivityPatch(ActivityFields):
    """What changes about an activity."""

    version: Version | None = None


class LinkOut(Output):
    """A dependency between two activities; a negative lag is a lead."""

    key: str
    predecessor: str
    successor: str
    kind: LinkKind
    lag_amount: int = Field(description="Minutes, or percent of the predecessor's duration.")
    lag_unit: LagUnit
    is_driving: bool
    version: int


class LinkPage(Page[LinkOut]):
    """Links."""


class LinkQuery(ListQuery):
    """How to list links."""

    ORDERS: ClassVar = {
        "key": ("pk",),
        "predecessor": ("predecessor__position", "pk"),
        "successor": ("successor__position", "pk"),
    }
    order_by: Literal["key", "-key", "predecessor", "-predecessor", "successor", "-successor"] = "key"
    predecessor: str | None = None
    successor: str | None = None
    is_driving: bool | None = None


class LinkIn(Input):
    """A new link."""

    predecessor: Key
    successor: Key
    kind: LinkKind = LinkKind.FS
    lag_amount: Lag = 0
    lag_unit: LagUnit = LagUnit.WORKING


class ChangeStep(Input):
    """State something about an activity."""

    op: Literal["change"]
    key: Key
    version: Version
    fields: ActivityFields


class AddStep(ActivityIn):
    """Add an activity; later steps of the same edit may name it by its `ref`, with an @ before it."""

    op: Literal["add"]
    ref: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,15}$")] = LEFT_OUT


class RemoveStep(Input):
    """Remove an activity with all that stands below it."""

    op: Literal["remove"]
    key: Key
    version: Version = LEFT_OUT


class MoveStep(Input):
    """Put an activity elsewhere."""

    op: Literal["move"]
    key: Key
    after: Key | None = None
    parent: Key | None = None


class IndentStep(Input):
    """Put an activity below the one above it, or up one level."""

    op: Literal["indent", "outdent"]
    key: Key


class LinkStep(LinkIn):
    """Link two activities."""

    op: Literal["link"]


class ChangeLinkStep(Input):
    """Change a link."""

    op: Literal["change_link"]
    key: Key
    kind: LinkKind = LEFT_OUT
    lag_amount: Lag = LEFT_OUT
    lag_unit: LagUnit = LEFT_OUT


class UnlinkStep(Input):
    """Remove a link."""

    op: Literal["unlink"]
    key: Key


AnyStep = Annotated[
    ChangeStep | AddStep | RemoveStep | MoveStep | IndentStep | LinkStep | ChangeLinkStep | UnlinkStep,
    Field(discriminator="op"),
]


class EditsIn(Input):
    """Edits that happen together or not at all; with `preview` nothing is saved."""

    edits: Annotated[list[AnyStep], Field(min_length=1, max_length=MOST_STEPS)]
    preview: Flag = False


class UndoIn(Input):
    """The number of the edit to take back."""

    edit: EditNumber


class ChangedOut(Output):
    """An activity that was stated or computed anew."""

    key: str
    name: str
    start: str | None
    finish: str | None
    is_critical: bool
    version: int


class EditOut(Output):
    """What an edit did. `edit` is the number by which it can be undone; a preview has none."""

    edit: int | None
    label: str
    plan_version: int
    activities: list[ChangedOut]
    removed: list[str]
    finish_before: str | None
    finish: str | None
    critical: int


class EditRow(Output):
    """One edit of the log."""

    number: int
    label: str
    actor_key: str
    actor_name: str
    at: dt.datetime
    undoes: int | None
    undone_by: int | None


class EditPage(Page[EditRow]):
    """Edits."""


class EditQuery(ListQuery):
    """How to list edits."""

    ORDERS: ClassVar = {"number": ("number",)}
    order_by: Literal["number", "-number"] = "-number"


class ScheduledOut(Output):
    """What computing the plan anew changed."""

    plan_version: int
    moved: list[str]
    start: str | None
    finish_before: str | None
    finish: str | None
    critical: int


class BaselineOut(Output):
    """A frozen copy of the plan's dates."""

    number: int
    name: str
    set_by_key: str
    set_by_name: str
    set_at: dt.datetime
    is_current: bool


class BaselinePage(Page[BaselineOut]):
    """Baselines."""


class BaselineQuery(ListQuery):
    """How to list baselines."""

    ORDERS: ClassVar = {"number": ("number",)}
    order_by: Literal["number", "-number"] = "-number"


class BaselineIn(Input):
    """What the baseline is called: what was agreed, and with whom."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class ReasonOut(Output):
    """One step back: an activity, and what holds it where it stands."""

    key: str
    name: str
    start: str | None
    finish: str | None
    sentence: str
    is_critical: bool


class WhyOut(Output):
    """Why an activity's dates are what they are, back to what nothing else holds; and who is accountable."""

    activity: str
    reasons: list[ReasonOut]
    accountable_key: str | None
    accountable_name: str | None
    accountable_by: str
    float_sentence: str
    length_sentences: list[str] = Field(description="Why it lasts longer than its work.")
