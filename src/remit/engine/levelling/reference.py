"""The dates of a schedule by activity, as far as levelling asks for them: made once, since it asks often."""

from typing import NamedTuple

from remit.engine.model import Minute, Schedule


class Dates(NamedTuple):
    """The dates of one activity by the critical path method."""

    start: Minute
    finish: Minute
    early_start: Minute
    late_start: Minute
    late_finish: Minute


class Reference(NamedTuple):
    """The dates of all activities of a schedule by id."""

    activities: dict[str, Dates]


def reference_of(answer: Schedule) -> Reference:
    """Return the dates of a schedule."""
    columns = answer.columns
    rows = zip(
        columns.start.tolist(),
        columns.finish.tolist(),
        columns.early_start.tolist(),
        columns.late_start.tolist(),
        columns.late_finish.tolist(),
        strict=True,
    )
    return Reference({key: Dates(*row) for key, row in zip(columns.ids, rows, strict=True)})
