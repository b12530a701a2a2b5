"""Both passes over a compiled plan, days laid out as they are needed."""

from collections.abc import Callable
from functools import partial

import numpy as np

from remit.engine.calendars.time_table import wider
from remit.engine.kernels import backward as back
from remit.engine.kernels import forward as ahead
from remit.engine.kernels import layout as at
from remit.engine.kernels import working_time
from remit.engine.kernels.layout import NONE, Array, Terms
from remit.engine.kernels.working_time import AFTER, BEFORE, Beyond
from remit.engine.model import (
    DateOutOfRangeError,
    EmptyCalendarError,
    FloatKind,
    Minute,
    PlanError,
    ProgressMode,
)
from remit.engine.network.compiled import Compiled
from remit.engine.network.records import PRIMAVERA, PlanColumns
from remit.engine.network.spans import place_span

FLOATS = {FloatKind.SMALLEST: back.SMALLEST, FloatKind.START: back.OF_START, FloatKind.FINISH: back.OF_FINISH}
PROGRESS = {
    ProgressMode.RETAINED_LOGIC: at.RETAINED_LOGIC,
    ProgressMode.PROGRESS_OVERRIDE: at.PROGRESS_OVERRIDE,
    ProgressMode.ACTUAL_DATES: at.ACTUAL_DATES,
}

Step = Callable[[Beyond], int]


def terms_of(plan: PlanColumns) -> Terms:
    """Return what a run of `plan` is subject to.

    Primavera P6 schedules everything from the data date and keeps to logic, unless told otherwise. Microsoft Project
    lets what has begun go on, unless told otherwise.
    """
    is_primavera = plan.rules == PRIMAVERA
    data_date = NONE if plan.status_minute is None else plan.status_minute
    default = at.RETAINED_LOGIC if is_primavera else at.AS_PLANNED
    return Terms(
        rules=at.PRIMAVERA if is_primavera else at.MICROSOFT,
        start=max(plan.start_minute, data_date) if is_primavera else plan.start_minute,
        data_date=data_date,
        progress=default if plan.options.progress is None else PROGRESS[plan.options.progress],
    )


class Passes:
    """The dates of one run, by node: rows of `dates` and `held` as `remit.engine.kernels.layout` names them.

    `late_from` is the minute from which the backward pass began.
    """

    def __init__(self, compiled: Compiled) -> None:
        count = len(compiled.net.nodes)
        self.compiled = compiled
        self.terms = terms_of(compiled.plan)
        self.dates: Array = np.zeros((at.DATE_ROWS, count), dtype=np.int64)
        self.held: Array = np.full((at.HELD_ROWS, count), -1, dtype=np.int32)
        self.start = self.finish = self.late_from = self.early_finish = compiled.plan.start_minute

    @property
    def float_kind(self) -> int:
        """Return which float is the total float."""
        return FLOATS[self.compiled.plan.options.total_float or FloatKind.SMALLEST]

    @property
    def moves_late(self) -> bool:
        """Return whether a second forward pass places activities as late as possible."""
        return self.compiled.has_late and self.terms.rules == at.MICROSOFT

    def run(self) -> None:
        """Compute everything; raises `DateOutOfRangeError` naming the activity that leaves 1900 to 2199."""
        options = self.compiled.plan.options
        self.ahead(late=False)
        if options.from_finish:
            self._begin_from_finish(options.finish_minute)
        self.late_from = self._last_finish() if options.must_finish_by is None else options.must_finish_by
        if options.from_finish and options.finish_minute is not None:
            self.late_from = options.finish_minute
        self._back()
        self.place_outside()
        last = self.early_finish
        self.note_ends()
        self.finish, self.early_finish = max(last, self.finish), last

    def note_ends(self) -> None:
        """Note where the plan begins and ends as the dates stand."""
        starts = self.dates[at.START, : self.compiled.node_count]
        if self.compiled.has_late:  # what moves to be late does not move the summaries above it
            flags = self.compiled.net.nodes["flags"][: self.compiled.node_count]
            starts = starts[flags & at.IS_SUMMARY == 0]
        self.start = int(starts.min()) if len(starts) else self.compiled.plan.start_minute
        self.finish = self.early_finish = self._last_finish()

    def _back(self) -> None:
        self.early_finish = self._last_finish()
        if self.moves_late:
            self.back()
            self.ahead(late=True)
            self.floats(late=True)
        elif self.compiled.has_late:
            self.back()
            self.slide()
            self.floats(late=False)
        else:
            self.back_with_floats()

    def _begin_from_finish(self, finish: Minute | None) -> None:
        """Let the plan begin where its earliest activity must begin for it to end at `finish`."""
        if finish is None:
            msg = "A plan that is scheduled from its finish needs the date of its finish."
            raise PlanError(msg)
        self.late_from = finish
        self.back()
        flags = self.compiled.net.nodes["flags"][: self.compiled.node_count]
        open_ones = flags & (at.IS_SUMMARY | at.IS_DONE | at.IS_STARTED) == 0
        starts = self.dates[at.LATE_START, : self.compiled.node_count][open_ones]
        self.terms = self.terms._replace(start=int(starts.min(initial=finish)))
        self.ahead(late=False)

    def ahead(self, *, late: bool) -> None:
        """Run the forward pass."""
        net = self.compiled.net
        self.until_laid_out(
            lambda beyond: ahead.forward(
                net, self.compiled.table, self.dates, self.held, self.terms, late, beyond
            )
        )

    def back(self) -> None:
        """Run the backward pass."""
        net, rules = self.compiled.net, self.terms.rules
        self.until_laid_out(
            lambda beyond: back.backward(net, self.compiled.table, self.dates, self.late_from, rules, beyond)
        )

    def back_with_floats(self) -> None:
        """Run the backward pass and compute the float where nothing moves any more."""
        net, kind, rules = self.compiled.net, self.float_kind, self.terms.rules
        self.until_laid_out(
            lambda beyond: back.backward_with_floats(
                net, self.compiled.table, self.dates, self.late_from, kind, rules, beyond
            )
        )

    def slide(self) -> None:
        """Move activities that are to lie as late as possible by their free float."""
        net, finish = self.compiled.net, self.late_from
        self.until_laid_out(
            lambda beyond: back.slide_late(net, self.compiled.table, self.dates, self.held, finish, beyond)
        )

    def floats(self, *, late: bool) -> None:
        """Compute total and free float."""
        net, kind, finish = self.compiled.net, self.float_kind, self.late_from
        self.until_laid_out(
            lambda beyond: back.floats(net, self.compiled.table, self.dates, finish, kind, late, beyond)
        )

    def place_outside(self) -> None:
        """Place what is outside the network: what lies where others do, and inactive activities by themselves."""
        nodes = self.compiled.net.nodes
        for node in range(self.compiled.node_count, len(nodes)):
            self.until_laid_out(partial(self._place_outside, node))

    def _place_outside(self, node: int, beyond: Beyond) -> int:
        net, table, dates = self.compiled.net, self.compiled.table, self.dates
        active = self.compiled.plan.activities["is_active"][self.compiled.activity_of[node]]
        if active and place_span(self.compiled, dates, node, beyond):
            self.held[at.KIND, node], self.held[at.EDGE_IN, node] = at.SPAN, -1
            dates[at.HELD_AT, node] = dates[at.START, node]
            calendar = net.nodes[node]["calendar"]
            finishes = dates[at.EARLY_FINISH, node], dates[at.LATE_FINISH, node]
            dates[at.TOTAL, node] = dates[at.FREE, node] = working_time.between(
                table, calendar, *finishes, beyond
            )
            return node if beyond[0] else -1
        ahead.set_dates(net, table, dates, self.held, node, self.terms, False, beyond)
        dates[at.EARLY_START, node] = dates[at.LATE_START, node] = dates[at.START, node]
        dates[at.EARLY_FINISH, node] = dates[at.LATE_FINISH, node] = dates[at.FINISH, node]
        self.held[at.KIND, node] = at.PROJECT_START if active else at.INACTIVE
        return node if beyond[0] else -1

    def until_laid_out(self, step: Step) -> None:
        """Run a step until no date leaves the days laid out; it returns the node at which one does, or -1."""
        beyond = np.zeros(1, dtype=np.int64)
        while (node := step(beyond)) >= 0:
            left = int(beyond[0])
            beyond[0] = 0
            try:
                self.compiled.table = wider(
                    self.compiled.rows,
                    self.compiled.table,
                    before=bool(left & BEFORE),
                    after=bool(left & AFTER),
                )
            except DateOutOfRangeError as error:
                raise self._without_place(node, error) from error

    def _without_place(self, node: int, error: DateOutOfRangeError) -> PlanError:
        """Return what is wrong with the activity that no laid out day could take."""
        compiled = self.compiled
        activity = compiled.activity_of[node]
        key, name = compiled.plan.ids[activity], compiled.plan.names[activity]
        totals = compiled.table.calendars["total"]
        rows = [int(compiled.net.nodes[node]["calendar"])]
        if compiled.net.nodes[node]["flags"] & at.HAS_CREW:
            rare = compiled.net.rare[compiled.net.nodes[node]["rare"]]
            crew = slice(rare["crew_first"], rare["crew_first"] + rare["crew_count"])
            rows = compiled.net.crews["calendar"][crew].tolist()
        if not totals[rows].all():
            msg = f"Activity {key} '{name}' has no place: the calendars by which it is done never work together."
            return EmptyCalendarError(msg, [key])
        msg = f"Activity {key} '{name}' has no place: {error}"
        return DateOutOfRangeError(msg, [key])

    def _last_finish(self) -> Minute:
        count = self.compiled.node_count
        if not count:
            return self.compiled.plan.start_minute
        return int(self.dates[at.FINISH, :count].max())
