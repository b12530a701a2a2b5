"""The parts of activities that are interrupted: when each is worked on."""

from collections.abc import Callable, Sequence

from remit.engine.calendars import WorkingTime, around_the_clock
from remit.planning.models import Plan, PlanCalendar
from remit.planning.queries.calendars import working_time_of

Part = tuple[int, int]


class Parts:
    """What finds the parts of activities of a plan; calendars are read once, and only where they are needed."""

    def __init__(self, plan: Callable[[], Plan]) -> None:
        self._plan = plan
        self._calendars: dict[int, PlanCalendar] = {}
        self._times: dict[int | None, WorkingTime] = {}

    def of(
        self,
        dates: tuple[int | None, int | None],
        splits: Sequence[Sequence[int]],
        duration_minutes: int,
        calendar_id: int | None,
        *,
        is_elapsed: bool = False,
    ) -> list[Part]:
        """Return start and finish of each part between the `dates` of an activity; nothing where it is in one piece.

        Parts are counted on the calendar of the activity, or of the plan. Work that goes on in other time than that
        ends no part later than the activity.
        """
        start, finish = dates
        inside = [(after, gap) for after, gap in splits if after < duration_minutes]
        if start is None or finish is None or not inside:
            return []
        time = self._time(calendar_id, is_elapsed=is_elapsed)
        found, begin, paused = [], start, 0
        for after, gap in inside:
            end = min(time.finish_after(start, after + paused), finish)
            paused += gap
            if end > begin:
                found.append((begin, end))
            begin = min(time.start_after(start, after + paused), finish)
        if finish > begin:
            found.append((begin, finish))
        return found if len(found) > 1 else []

    def _time(self, calendar_id: int | None, *, is_elapsed: bool) -> WorkingTime:
        key = 0 if is_elapsed else calendar_id
        if key not in self._times:
            plan = self._plan()
            if is_elapsed:
                self._times[key] = around_the_clock(plan.start_minute // 1440)
            else:
                self._times[key] = working_time_of(self._calendar(calendar_id or plan.calendar_id, plan))
        return self._times[key]

    def _calendar(self, calendar_id: int, plan: Plan) -> PlanCalendar:
        if not self._calendars:
            self._calendars = PlanCalendar.objects.filter(project_id=plan.project_id).in_bulk()
        return self._calendars[calendar_id]
