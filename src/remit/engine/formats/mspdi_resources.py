"""Resources and assignments of Microsoft Project XML."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from remit.engine.formats.document import DocumentAssignment, DocumentResource
from remit.engine.formats.mspdi_costs import money_of
from remit.engine.formats.mspdi_spread import Spread, WorkRow, pieces_of, rows_of
from remit.engine.formats.mspdi_values import duration_of, minute_of
from remit.engine.formats.safe_xml import Facts
from remit.engine.model import Activity, Assignment, Contour, Minute, PlanError, Resource, ResourceKind
from remit.engine.model.time import DAY_MINUTES

RESOURCES = (ResourceKind.MATERIAL, ResourceKind.WORK, ResourceKind.COST)
CONTOURS = tuple(Contour)  # in the order in which Microsoft Project numbers them
UNASSIGNED = {"", "-65535", "-65534"}
NO_CALENDAR = {"", "-1"}
ALWAYS_FROM = 7_363_440  # 1984-01-01 00:00, before which Microsoft Project has no dates
ALWAYS_UNTIL = 42_075_359  # 2049-12-31 23:59
MOST_UNITS = 100_000
_CENTS = 100
Steps = list[tuple[Minute, float]]


@dataclass(slots=True)
class People:
    """Resources and assignments as they are collected."""

    resources: dict[str, DocumentResource] = field(default_factory=dict)
    assignments: list[tuple[DocumentAssignment, list[WorkRow], Facts]] = field(default_factory=list)
    calendars_used: list[tuple[str, int, str]] = field(default_factory=list)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def read_resource(self, facts: Facts) -> None:
        """Take one Resource element."""
        uid, name = facts.text("UID"), facts.text("Name")
        if uid in UNASSIGNED or facts.flag("IsNull") or (uid == "0" and not name):
            return
        if uid in self.resources:
            raise facts.wrong(f"two resources have the UID {uid}.")
        kind = facts.whole("Type", 1)
        if not 0 <= kind < len(RESOURCES):
            raise facts.wrong(f"a resource has the type {kind}; it must be 0 to 2.")
        calendar = facts.text("CalendarUID")
        if calendar not in NO_CALENDAR:
            self.calendars_used.append((calendar, facts.line, f"resource '{name[:60]}'"))
        units = facts.number("MaxUnits", 1.0)
        if not 0 <= units <= MOST_UNITS:
            raise facts.wrong(f"a resource has {units:g} units.")
        resource = Resource(
            uid,
            name[:200] or f"Resource {uid}",
            RESOURCES[kind],
            None if calendar in NO_CALENDAR else calendar,
            units,
            _availability(facts, units),
            rate=round(facts.number("StandardRate") * _CENTS),
        )
        self.resources[uid] = DocumentResource(
            resource, email=facts.text("EmailAddress")[:254], group=facts.text("Group")[:120]
        )

    def read_assignment(self, facts: Facts) -> None:
        """Take one Assignment element."""
        resource = facts.text("ResourceUID")
        units = facts.number("Units", 1.0)
        if not 0 <= units <= MOST_UNITS:
            raise facts.wrong(f"an assignment has {units:g} units.")
        contour = facts.whole("WorkContour")
        if not 0 <= contour < len(CONTOURS):
            raise facts.wrong(f"WorkContour is {contour}; it must be 0 to 8.")
        assignment = Assignment(
            facts.text("TaskUID"),
            None if resource in UNASSIGNED else resource,
            units,
            duration_of(facts, "Work") or 0,
            round(facts.whole("Delay") / 10),
            CONTOURS[contour],
            actual_work_minutes=duration_of(facts, "ActualWork") or 0,
            remaining_work_minutes=duration_of(facts, "RemainingWork"),
            cost=money_of(facts, "Cost"),
        )
        kept = DocumentAssignment(
            assignment,
            minute_of(facts, "Start"),
            minute_of(facts, "Finish"),
            money_of(facts, "ActualCost"),
        )
        rows, others = rows_of(facts)
        if assignment.contour != Contour.CONTOURED:
            others, rows = others + len(rows), []
        if others:
            self.skipped["time-phased rows of assignments", "work is spread evenly"] += others
        self.assignments.append((kept, rows, facts))

    def finish(
        self, activities: Iterable[Activity], uids: set[str], spread: Spread, starts: dict[str, Minute]
    ) -> list[DocumentAssignment]:
        """Return the assignments of tasks that are kept, their work spread as their rows say."""
        by_id = {each.id: each for each in activities}
        answer = []
        for each, rows, facts in self.assignments:
            assignment = each.assignment
            activity = by_id.get(assignment.activity_id)
            if activity is None:
                if assignment.activity_id in uids:
                    continue
                task = assignment.activity_id[:40]
                raise facts.wrong(f"an assignment refers to task {task}, which the file does not have.")
            if assignment.resource_id is not None and assignment.resource_id not in self.resources:
                resource = assignment.resource_id[:40]
                raise facts.wrong(
                    f"an assignment refers to resource {resource}, which the file does not have."
                )
            if rows:
                who = self.resources[assignment.resource_id].resource if assignment.resource_id else None
                start = each.stored_start if each.stored_start is not None else starts[activity.id]
                try:
                    pieces = pieces_of(rows, start, spread.time_of(activity, who))
                except PlanError as error:  # a calendar that has no working time there
                    raise facts.wrong(str(error)) from error
                answer.append(replace(each, assignment=replace(assignment, pieces=pieces)))
            else:
                answer.append(each)
        return answer


def _availability(facts: Facts, units: float) -> tuple[tuple[Minute, float], ...]:
    """Return from which minute on how many units there are, where that differs from `units` throughout."""
    periods = []
    for element in facts.children("AvailabilityPeriods", "AvailabilityPeriod"):
        stated = Facts(element, facts.task)
        first, last = minute_of(stated, "AvailableFrom"), minute_of(stated, "AvailableTo")
        there = stated.number("AvailableUnits", units)
        if not 0 <= there <= MOST_UNITS:
            raise facts.wrong(f"a resource has {there:g} units.")
        first = ALWAYS_FROM if first is None else first
        last = ALWAYS_UNTIL if last is None else last
        if last >= first:
            periods.append((first, last, there))
    steps: Steps = []
    for first, last, there in sorted(periods):
        if steps and first <= steps[-1][0]:
            steps.pop()  # the period before reached until here
        if not (first <= ALWAYS_FROM and there == units):
            steps.append((first, there))
        if last < ALWAYS_UNTIL:
            steps.append((last // DAY_MINUTES * DAY_MINUTES + DAY_MINUTES, 0.0))
    return tuple(each for place, each in enumerate(steps) if not place or each[0] > steps[place - 1][0])
