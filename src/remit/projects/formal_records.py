"""What charters, studies and closing records have in common where they are read: versions, states, signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from remit.core.errors import Conflict, NotFound
from remit.core.templatetags.remit import day as day_words
from remit.people.models import Person
from remit.projects.models import FormalRecord, Project, RecordState
from remit.projects.signing import answering

R = TypeVar("R", bound=FormalRecord)
LONGEST_NUMBER = 6
TEMPLATE = Path(__file__).with_name("paper") / "formal_record.typ"
COLOURS = {
    RecordState.DRAFT: "amber",
    RecordState.WAITING: "amber",
    RecordState.AGREED: "green",
    RecordState.REFUSED: "red",
    RecordState.REPLACED: "grey",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One field of a record as people read it: a text or lines."""

    title: str
    text: str = ""
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, title: str, value: Any) -> "Section":
        """Return a section of lines where `value` is a list, else of a text."""
        return cls(title, lines=tuple(value)) if isinstance(value, list) else cls(title, text=value)


def asked_number(asked: str) -> int | None:
    """Return the version that an address asks for, None for the latest; `NotFound` for what is no number."""
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal()):
        raise NotFound
    return int(asked[:LONGEST_NUMBER])


def versions_of(model: type[R], project: Project) -> list[R]:
    """Return every version of one kind of record of a project, the latest first: one query."""
    rows: Any = model._default_manager.filter(project=project)  # noqa: SLF001 - Django's public name for it
    found: list[R] = list(rows.select_related("written_by", "decided_by"))
    for each in found:
        each.project = project
    return found


def numbered(versions: Sequence[R], number: int | None) -> R | None:
    """Return the version with this number, the latest where none is named; None where there is none."""
    return next((each for each in versions if number in {None, each.number}), None)


def latest_in(versions: Sequence[R], state: str) -> R:
    """Return the latest version, which is a draft or waits, as `state` says; refuses where it is in another."""
    if not versions:
        raise NotFound
    latest = versions[0]
    if latest.state != state:
        if state == RecordState.WAITING:
            raise Conflict("state", _("Nothing waits here for a decision."))
        if latest.state == RecordState.WAITING:
            raise Conflict("state", _("It waits for a decision and cannot be changed until it is sent back."))
        raise Conflict("state", _("The latest version is decided on: begin a new one first."))
    return latest


def answered_for(row: FormalRecord) -> Mapping[str, Any]:
    """Return who answers: as it stood when the record was decided on, or as it stands while it is open."""
    return row.facts if row.decided_on and not row.is_open else answering(row.project)


def signed_words(row: FormalRecord) -> dict[str, str] | None:
    """Return by whom and on which day a record was decided on, in words; None while it is open."""
    if row.decided_by and row.decided_on and not row.is_open:
        return {"name": row.decided_by.name, "day": day_words(row.decided_on)}
    return None


def signatures(row: FormalRecord) -> list[str]:
    """Return what stands below the lines to sign on: sponsor and manager, and who has signed already."""
    held, words = answered_for(row), signed_words(row)
    signed = " · " + _("signed in Remit by %(name)s on %(day)s") % words if words else ""
    return [
        _("Sponsor: %(name)s, day") % {"name": held.get("sponsor") or "–"} + signed,
        _("Project manager: %(name)s, day") % {"name": held.get("manager") or "–"},
    ]


def waits_to_be_signed(signer: Person | None) -> str:
    """Return in one line for whose signature a record waits."""
    if signer is None:
        return _("It waits for a signature, and nobody is the sponsor.")
    return _("It waits for the signature of %(name)s.") % {"name": signer.name}


def stated_of(
    row: FormalRecord, versions: Sequence[FormalRecord], gaps: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Return what programs read of every record beside its content; `gaps` count in a draft alone."""
    return {
        "number": row.number,
        "state": RecordState(row.state),
        "missing": [words for _name, words in gaps] if row.state == RecordState.DRAFT else [],
        "written_by": row.written_by.key if row.written_by else None,
        "decided_by": row.decided_by.key if row.decided_by else None,
        "decided_on": row.decided_on,
        "answer": row.answer,
        "versions": [each.number for each in versions],
        "version": row.version,
    }
