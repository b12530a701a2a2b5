"""A plan as a file states it: the engine's model, and beside it what only people and other programs need."""

from dataclasses import dataclass, field, replace

from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    Link,
    Minute,
    Problem,
    Resource,
    RiskModel,
    SchedulingOptions,
)


class FormatError(ValueError):
    """A file that cannot be read as a plan: what is wrong, at which `line`, in which `task` where known."""

    def __init__(self, message: str, *, line: int | None = None, task: str = "") -> None:
        place = [f"line {line}"] if line else []
        if task:
            place.append(f"task {task}")
        super().__init__(f"{', '.join(place)}: {message}" if place else message)
        self.line = line
        self.task = task


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was read but is not kept: what, how often, and why."""

    what: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentBaseline:
    """The promise of one task in baseline `number` (0 is the first)."""

    number: int
    start: Minute | None
    finish: Minute | None
    duration_minutes: int = 0
    work_minutes: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class DocumentCosts:
    """What a task costs by a file, in minor units of money, and how it earns its budget.

    `cost` is the whole as now foreseen, the fixed part included. `physical_percent` is what is done by judgement;
    with `earns_by_physical` it counts instead of the percentage of the duration.
    """

    cost: int = 0
    fixed_cost: int = 0
    actual_cost: int = 0
    physical_percent: float = 0
    earns_by_physical: bool = False


@dataclass(frozen=True, slots=True)
class DocumentTask:
    """An activity with what a file says besides; `stored_…` are the dates that the other program computed.

    `code` is what people call it by (the row number of Microsoft Project, the activity id of Primavera).
    `codes` are pairs of what is coded and its value ('Phase', 'Design').
    `manual_is_stored` says that a manually scheduled activity has its dates from the stored ones alone.
    """

    activity: Activity
    level: int
    notes: str = ""
    work_minutes: int = 0
    is_estimate: bool = False
    stored_start: Minute | None = None
    stored_finish: Minute | None = None
    baselines: tuple[DocumentBaseline, ...] = ()
    line: int = 0
    code: str = ""
    manual_is_stored: bool = False
    costs: DocumentCosts = DocumentCosts()
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentResource:
    """A resource with what a file says besides."""

    resource: Resource
    email: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class DocumentAssignment:
    """An assignment with what a file says besides; `stored_…` are the dates that the other program computed."""

    assignment: Assignment
    stored_start: Minute | None = None
    stored_finish: Minute | None = None
    actual_cost: int = 0


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A plan file as a whole; tasks stand in outline order, their ids are the file's own."""

    name: str
    start_minute: Minute
    status_minute: Minute | None
    minutes_per_day: int
    minutes_per_week: int
    default_calendar_id: str
    calendars: tuple[Calendar, ...]
    tasks: tuple[DocumentTask, ...]
    links: tuple[Link, ...]
    resources: tuple[DocumentResource, ...] = ()
    assignments: tuple[DocumentAssignment, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    rules: str = "microsoft-project"
    options: SchedulingOptions = field(default_factory=SchedulingOptions)
    code: str = ""
    risk: RiskModel | None = None

    def problem(self, *, from_scratch: bool = False) -> Problem:
        """Return what the engine schedules; raises the model's errors where the plan contradicts itself.

        With `from_scratch` no unfinished activity keeps a date only because the other program stored it.
        """
        return Problem(
            start_minute=self.start_minute,
            calendars=self.calendars,
            default_calendar_id=self.default_calendar_id,
            activities=tuple(_from_logic(each) if from_scratch else each.activity for each in self.tasks),
            links=self.links,
            resources=tuple(each.resource for each in self.resources),
            assignments=tuple(each.assignment for each in self.assignments),
            rules=self.rules,
            status_minute=self.status_minute,
            minutes_per_day=self.minutes_per_day,
            options=self.options,
            risk=self.risk,
        )


def _from_logic(task: DocumentTask) -> Activity:
    """Return the activity; one that is scheduled by hand but states no dates of its own follows logic."""
    activity = task.activity
    if activity.is_manual and task.manual_is_stored and activity.actual_finish is None:
        return replace(activity, is_manual=False, manual_start=None, manual_finish=None)
    return activity
