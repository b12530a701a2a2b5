"""Between plan files and the engine: a file becomes a document that is known to have a schedule."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.core.errors import Invalid
from remit.engine import formats
from remit.engine import model as engine
from remit.engine.formats import DocumentTask, FormatError, PlanDocument
from remit.engine.network import schedule

LONGEST_UID = 40
LONGEST_DELAY_MINUTES = 100 * 366 * 1440
HIGHEST_BASELINE = 10
MOST_NAMED = 12
MOST_UNITS = 100_000
_MEGABYTE = 1024 * 1024

# how files begin that people take for plan files
_OTHER_FORMATS = (
    (b"\xd0\xcf\x11\xe0", "mpp"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "zip"),
    (b"%PDF", "pdf"),
)


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan file that was read: its document, and what identifies the bytes it was read from."""

    name: str
    size: int
    sha256: str
    document: PlanDocument


class _Measured:
    """A file that is hashed and counted while it is read."""

    def __init__(self, file: IO[bytes], told: Callable[[int], None]) -> None:
        self._file = file
        self._told = told
        self._hash = hashlib.sha256()
        self.size = 0
        self.head = b""

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        self.size += len(data)
        self.head = self.head or data[:16]
        self._told(self.size)
        return data

    def finish(self) -> str:
        """Read what is left and return the hash of all."""
        while self.read(_MEGABYTE):
            pass
        return self._hash.hexdigest()


def refused(message: str, code: str = "format") -> Invalid:
    """Return the refusal of a file, shown where it was chosen."""
    text = message[:1].upper() + message[1:]
    return Invalid(text, field="file", code=code)


def too_large(limit: int) -> Invalid:
    """Return the refusal of a file above `limit` bytes."""
    megabytes = max(limit // _MEGABYTE, 1)
    message = _(
        "The file is larger than %(limit)d MB. Split the plan, or ask whoever runs Remit to raise the limit."
    )
    return refused(message % {"limit": megabytes}, "too_large")


def read_plan(
    source: IO[bytes], file_name: str, *, limit: int, told: Callable[[int], None] = lambda _read: None
) -> PlanFile:
    """Return the plan in a file of any format that Remit reads; raises `Invalid`, which names line or task.

    A size that is known beforehand is checked before anything is read. `told` hears how many bytes were read;
    the plan is checked by `check` later.
    """
    size = getattr(source, "size", None)
    if isinstance(size, int) and size > limit:
        raise too_large(limit)
    measured = _Measured(source, told)
    try:
        document = formats.read_plan(measured, file_name, limit=limit)  # type: ignore[arg-type]  # only `read` is used
    except FormatError as error:
        raise _translated(error, measured, limit) from error
    return PlanFile(clean_name(file_name), measured.size, measured.finish(), document)


def clean_name(file_name: str) -> str:
    """Return the name of a file as it is shown: its last part, without what cannot be printed."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[:200] or "plan.xml"


def _translated(error: FormatError, measured: _Measured, limit: int) -> Invalid:
    if measured.size > limit:
        return too_large(limit)
    if not measured.head:
        return refused(_("The file is empty: there is nothing at line 1. Export the plan again."), "empty")
    known = next((name for start, name in _OTHER_FORMATS if measured.head.startswith(start)), "")
    if known == "mpp":
        message = _(
            "Line 1: this is an .mpp file. In Microsoft Project choose Save As and the type XML, "
            "then import that file."
        )
        return refused(message, "mpp")
    if known:
        message = _(
            "Line 1: this is a %(kind)s file. Remit reads plans as XML of Microsoft Project or Primavera, "
            "XER and JSON."
        )
        return refused(message % {"kind": known}, known)
    text = str(error)
    if error.line is None and not error.task:
        text = _("line 1: %(reason)s") % {"reason": text}
    return refused(text)


def check(document: PlanDocument) -> engine.Schedule:
    """Return the schedule of a document; raises `Invalid` with the names of tasks where it has none."""
    tasks = {task.activity.id: task for task in document.tasks}
    _check_storable(document, tasks)
    try:
        return schedule(document.problem())
    except engine.CycleError as error:
        message = _(
            "These tasks wait for each other in a circle: %(names)s. "
            "Remove one of the links and export the plan again."
        )
        raise refused(message % {"names": _circle(error.activity_ids, tasks)}, "cycle") from error
    except engine.ContradictionError as error:
        message = _(
            "Two constraints of one task exclude each other: %(names)s. "
            "Remove one of the two and export the plan again."
        )
        raise refused(message % {"names": _listed(error.activity_ids, tasks)}, "contradiction") from error
    except (engine.PlanError, ValueError, OverflowError) as error:
        ids = getattr(error, "activity_ids", ())
        where = ", ".join(_place(tasks[each]) for each in ids[:MOST_NAMED] if each in tasks)
        text = _("the plan cannot be scheduled: %(reason)s") % {"reason": error}
        raise refused(f"{where}: {text}" if where else text, "unschedulable") from error


def _circle(ids: Sequence[str], tasks: Mapping[str, DocumentTask]) -> str:
    shown = _listed(ids, tasks, " → ")
    first = next((_place(tasks[each]) for each in ids if each in tasks), "")
    return f"{shown} → {first}" if first and len(ids) <= MOST_NAMED else shown


def _listed(ids: Iterable[str], tasks: Mapping[str, DocumentTask], between: str = ", ") -> str:
    named = [_place(tasks[each]) for each in ids if each in tasks]
    more = len(named) - MOST_NAMED
    shown = between.join(named[:MOST_NAMED])
    if more > 0:
        words = ngettext("%(shown)s and %(more)d more", "%(shown)s and %(more)d more", more)
        return words % {"shown": shown, "more": more}
    return shown


def _place(task: DocumentTask) -> str:
    return _("'%(name)s' (line %(line)d)") % {"name": task.activity.name[:60], "line": task.line}


def _check_storable(document: PlanDocument, tasks: Mapping[str, DocumentTask]) -> None:
    """Refuse what the reader lets pass but no table can hold."""
    ids = [("calendar", each.id) for each in document.calendars]
    ids += [("resource", each.resource.id) for each in document.resources]
    ids += [("task", each) for each in tasks]
    for kind, uid in ids:
        if len(uid) > LONGEST_UID:
            where = _place(tasks[uid]) if kind == "task" else f"{kind} {uid[:20]}…"
            message = _("%(where)s: its UID has %(count)d characters; at most %(most)d make sense.")
            raise refused(message % {"where": where, "count": len(uid), "most": LONGEST_UID}, "uid")
    for task in document.tasks:
        for baseline in task.baselines:
            if not 0 <= baseline.number <= HIGHEST_BASELINE:
                message = _("Task %(where)s: it has a baseline %(number)d; they are numbered 0 to 10.")
                raise refused(message % {"where": _place(task), "number": baseline.number}, "baseline")
    _check_figures(document)
    for each in document.assignments:
        assignment = each.assignment
        if abs(assignment.delay_minutes) > LONGEST_DELAY_MINUTES:
            message = _("Task %(where)s: an assignment is delayed by more than a hundred years.")
            raise refused(message % {"where": _place(tasks[assignment.activity_id])}, "delay")


def _check_figures(document: PlanDocument) -> None:
    """Refuse figures that no plan has: the other readers do so themselves, JSON says whatever it says."""
    works = [(each.assignment, each.assignment.units) for each in document.assignments]
    units = [share for _each, share in works] + [each.resource.max_units for each in document.resources]
    minutes = [each.work_minutes for each in document.tasks]
    for each, _share in works:
        minutes += [each.work_minutes, each.actual_work_minutes, each.remaining_work_minutes or 0]
    for task in document.tasks:
        minutes += [each for line in task.baselines for each in (line.duration_minutes, line.work_minutes)]
        activity = task.activity
        if not 0 <= activity.priority <= 1000 or not 0 <= activity.percent_complete <= 100:  # noqa: PLR2004 - of a plan
            message = _("Task %(where)s: its priority must be 0 to 1000, what is complete 0 to 100 percent.")
            raise refused(message % {"where": _place(task)}, "range")
    if any(not 0 <= each <= MOST_UNITS for each in units) or any(each < 0 for each in minutes):
        raise refused(_("The file states units or work that no plan has."), "range")
