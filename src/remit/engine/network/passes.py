"""Both passes over a compiled plan by the rules of Microsoft Project, days laid out as they are needed."""

from collections.abc import Callable

import numpy as np

from remit.engine.calendars.time_table import wider
from remit.engine.kernels import backward as back
from remit.engine.kernels import forward as ahead
from remit.engine.kernels import layout as at
from remit.engine.kernels.layout import Array
from remit.engine.kernels.working_time import AFTER, BEFORE, Beyond
from remit.engine.model import DateOutOfRangeError, FloatKind, Minute
from remit.engine.network.compiled import Compiled

FLOATS = {None: back.SMALLEST, FloatKind.SMALLEST: back.SMALLEST, FloatKind.START: back.OF_START}
FLOATS[FloatKind.FINISH] = back.OF_FINISH

Step = Callable[[Beyond], int]


class Passes:
    """The dates of one run, by node: rows of `dates` and `held` as `remit.engine.kernels.layout` names them."""

    def __init__(self, compiled: Compiled) -> None:
        count = len(compiled.net.nodes)
        self.compiled = compiled
        self.dates: Array = np.zeros((at.DATE_ROWS, count), dtype=np.int64)
        self.held: Array = np.full((at.HELD_ROWS, count), -1, dtype=np.int32)
        self.start = self.finish = self.early_finish = compiled.plan.start_minute

    def run(self) -> None:
        """Compute everything; raises `DateOutOfRangeError` naming the activity that leaves 1900 to 2199."""
        late = self.compiled.has_late
        self.ahead(late=False)
        self.dates[at.EARLY_START], self.dates[at.EARLY_FINISH] = self.dates[at.START], self.dates[at.FINISH]
        self.early_finish = self._last_finish()
        if late:
            self.back(self.early_finish)
            self.ahead(late=True)
            self.floats(self.early_finish, late=True)
        else:
            self.back_with_floats(self.early_finish)
        self.place_inactive()
        count = self.compiled.node_count
        self.start = int(self.dates[at.START, :count].min(initial=at.FAR)) if count else self.start
        self.finish = max(self.early_finish, self._last_finish())

    def ahead(self, *, late: bool) -> None:
        """Run the forward pass."""
        net, begin = self.compiled.net, self.compiled.plan.start_minute
        self._until_laid_out(
            lambda beyond: ahead.forward(net, self.compiled.table, self.dates, self.held, begin, late, beyond)
        )

    def back(self, finish: Minute) -> None:
        """Run the backward pass from `finish`."""
        net = self.compiled.net
        self._until_laid_out(
            lambda beyond: back.backward(net, self.compiled.table, self.dates, finish, beyond)
        )

    def back_with_floats(self, finish: Minute) -> None:
        """Run the backward pass from `finish` and compute the float where nothing moves any more."""
        net, kind = self.compiled.net, FLOATS[self.compiled.plan.options.total_float]
        self._until_laid_out(
            lambda beyond: back.backward_with_floats(
                net, self.compiled.table, self.dates, finish, kind, beyond
            )
        )

    def floats(self, finish: Minute, *, late: bool) -> None:
        """Compute total and free float."""
        net, kind = self.compiled.net, FLOATS[self.compiled.plan.options.total_float]
        self._until_laid_out(
            lambda beyond: back.floats(net, self.compiled.table, self.dates, finish, kind, late, beyond)
        )

    def place_inactive(self) -> None:
        """Inactive activities are out of the network; they show where they would lie by themselves."""
        net, begin = self.compiled.net, self.compiled.plan.start_minute
        for node in range(self.compiled.node_count, len(net.nodes)):

            def step(beyond: Beyond, node: int = node) -> int:
                ahead.set_dates(net, self.compiled.table, self.dates, self.held, node, begin, False, beyond)
                return node if beyond[0] else -1

            self._until_laid_out(step)
            for row in (at.EARLY_START, at.LATE_START):
                self.dates[row, node] = self.dates[at.START, node]
            for row in (at.EARLY_FINISH, at.LATE_FINISH):
                self.dates[row, node] = self.dates[at.FINISH, node]
            self.held[at.KIND, node] = at.INACTIVE

    def _until_laid_out(self, step: Step) -> None:
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
                activity = self.compiled.activity_of[node]
                key, name = self.compiled.plan.ids[activity], self.compiled.plan.names[activity]
                msg = f"Activity {key} '{name}' has no place: {error}"
                raise DateOutOfRangeError(msg, [key]) from error

    def _last_finish(self) -> Minute:
        count = self.compiled.node_count
        if not count:
            return self.compiled.plan.start_minute
        return int(self.dates[at.FINISH, :count].max())
