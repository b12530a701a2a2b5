"""Files of the project scheduling library as plan documents, for those who take any plan file."""

from typing import IO

from remit.engine.formats.document import DocumentAssignment, DocumentResource, DocumentTask, PlanDocument
from remit.engine.formats.psplib import read_psplib
from remit.engine.formats.registry import MOST_BYTES, too_large

_DAY = 1440


def read_sm(file: IO[bytes], *, limit: int = MOST_BYTES) -> PlanDocument:
    """Return the plan in a .sm file; raises `FormatError` with the line that is wrong."""
    return _read(file, ".sm", limit)


def read_mm(file: IO[bytes], *, limit: int = MOST_BYTES) -> PlanDocument:
    """Return the plan in a .mm file; raises `FormatError` with the line that is wrong."""
    return _read(file, ".mm", limit)


def read_rcp(file: IO[bytes], *, limit: int = MOST_BYTES) -> PlanDocument:
    """Return the plan in Patterson's format; raises `FormatError` with the line that is wrong."""
    return _read(file, ".rcp", limit)


def read_sch(file: IO[bytes], *, limit: int = MOST_BYTES) -> PlanDocument:
    """Return the plan in ProGen/max's format; raises `FormatError` with the line that is wrong."""
    return _read(file, ".sch", limit)


def _read(file: IO[bytes], suffix: str, limit: int) -> PlanDocument:
    source = file.read(limit + 1)
    if len(source) > limit:
        raise too_large(limit)
    problem = read_psplib(source, suffix)
    return PlanDocument(
        name="",
        start_minute=problem.start_minute,
        status_minute=None,
        minutes_per_day=_DAY,
        minutes_per_week=7 * _DAY,
        default_calendar_id=problem.default_calendar_id,
        calendars=problem.calendars,
        tasks=tuple(DocumentTask(each, 1, code=each.id) for each in problem.activities),
        links=problem.links,
        resources=tuple(DocumentResource(each) for each in problem.resources),
        assignments=tuple(DocumentAssignment(each) for each in problem.assignments),
    )
