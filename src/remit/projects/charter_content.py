"""What a project's charter states: its fields in order, what is missing, and what differs between versions. Pure."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from remit.core.errors import FieldError

LONGEST_TEXT, LONGEST_LINE, MOST_LINES = 4000, 400, 40
MOST_MONEY = 10**15
_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})\s+(\S.*)$")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a charter: how it is called, how it is filled in, and what is said where it is empty."""

    name: str
    label: Promise
    help: Promise
    missing: Promise
    kind: str = "lines"


PARTS = (
    Part(
        "purpose", gettext_lazy("Purpose"),
        gettext_lazy("Why the project exists, in two or three sentences: the need, not the solution."),
        gettext_lazy("Say in a few sentences what the project is for."), "text",
    ),
    Part(
        "objectives", gettext_lazy("Objectives"),
        gettext_lazy("One a line, each with a figure or a day by which it can be checked."),
        gettext_lazy("State at least one objective that can be measured."),
    ),
    Part(
        "in_scope", gettext_lazy("In scope"), gettext_lazy("What belongs to it, one a line."),
        gettext_lazy("Say what belongs to the project."),
    ),
    Part(
        "out_of_scope", gettext_lazy("Out of scope"),
        gettext_lazy("What somebody might expect and will not get, one a line."),
        gettext_lazy("Say what does not belong to the project: that is what is argued about later."),
    ),
    Part(
        "deliverables", gettext_lazy("Deliverables"),
        gettext_lazy("What will be handed over, one a line."), gettext_lazy("Name what will be handed over."),
    ),
    Part(
        "milestones", gettext_lazy("Milestones"),
        gettext_lazy("One a line, the day first: 2026-12-18 All sites live."),
        gettext_lazy("Name at least one milestone with its day."),
    ),
    Part(
        "budget_minor", gettext_lazy("Budget"), gettext_lazy("Without the reserve."),
        gettext_lazy("State the budget, 0 where no money is spent."), "money",
    ),
    Part(
        "reserve_minor", pgettext_lazy("of money", "Reserve"),
        gettext_lazy("On top of the budget, for what is not foreseen."),
        gettext_lazy("State the reserve, 0 where there is none."), "money",
    ),
    Part(
        "assumptions", gettext_lazy("Assumptions"), gettext_lazy("What is taken for granted, one a line."),
        gettext_lazy("Name what is taken for granted."),
    ),
    Part(
        "constraints", gettext_lazy("Constraints"), gettext_lazy("What cannot be changed, one a line."),
        gettext_lazy("Name what cannot be changed."),
    ),
    Part(
        "risks", gettext_lazy("Top risks"),
        gettext_lazy("The three to five that could end the project, one a line."),
        gettext_lazy("Name the risks that could end the project."),
    ),
    Part(
        "stakeholders", gettext_lazy("Stakeholders"),
        gettext_lazy("Who is affected or can stop it, one a line."),
        gettext_lazy("Name who is affected or can stop it."),
    ),
    Part(
        "success_criteria", gettext_lazy("It has succeeded when"),
        gettext_lazy("What must be so at the end, one a line."),
        gettext_lazy("Say how one will know that it has succeeded."),
    ),
    Part(
        "stop_criteria", gettext_lazy("It is stopped when"),
        gettext_lazy("What would make it pointless, one a line."),
        gettext_lazy("Say what would end the project early."),
    ),
)  # fmt: skip
BY_NAME = {part.name: part for part in PARTS}
MONEY = frozenset(part.name for part in PARTS if part.kind == "money")


def blank() -> dict[str, Any]:
    """Return the content of a charter in which nothing is stated yet."""
    empty: dict[str, Any] = {"text": "", "money": None}
    return {part.name: empty.get(part.kind) if part.kind in empty else [] for part in PARTS}


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def cleaned(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return stated fields without blank lines and blanks at the ends."""
    found: dict[str, Any] = {}
    for name, value in stated.items():
        kind = BY_NAME[name].kind
        if kind == "text":
            found[name] = value.strip()
        else:
            found[name] = [each.strip() for each in value if each.strip()] if kind == "lines" else value
    return found


def faults(stated: Mapping[str, Any]) -> Iterable[FieldError]:
    """Yield what may not be kept at all; what is only missing may, until it is handed in."""
    for name, value in stated.items():
        kind = BY_NAME[name].kind
        if kind == "money":
            if value is not None and not 0 <= value <= MOST_MONEY:
                yield FieldError(name, _("Give an amount that is not below zero."), "range")
        elif kind == "text":
            yield from _too_long(name, value, LONGEST_TEXT)
        else:
            if len(value) > MOST_LINES:
                yield FieldError(name, _("At most %(most)d lines.") % {"most": MOST_LINES}, "long")
            for line in value:
                yield from _too_long(name, line, LONGEST_LINE)
    for line in stated.get("milestones", ()):
        if milestone(line) is None:
            words = _("Begin each milestone with its day, as in “2026-12-18 All sites live”: %(line)s")
            yield FieldError("milestones", words % {"line": line[:80]}, "day")


def _too_long(name: str, text: str, longest: int) -> Iterable[FieldError]:
    if len(text) > longest:
        words = {"longest": longest, "count": len(text)}
        yield FieldError(name, _("At most %(longest)d characters, these are %(count)d.") % words, "long")


def milestone(line: str) -> tuple[dt.date, str] | None:
    """Return the day and the words of a milestone; None where the line does not begin with a day."""
    found = _DAY.match(line)
    if found is None:
        return None
    try:
        return dt.date.fromisoformat(found[1]), found[2]
    except ValueError:
        return None


def missing(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what must still be stated before the sponsor can sign: names of fields and what to do, in order."""
    found = [
        (part.name, str(part.missing))
        for part in PARTS
        if content.get(part.name) in ("", [], None)  # an amount of 0 is stated
    ]
    vague = [line for line in content.get("objectives") or () if not _FIGURE.search(line)]
    if vague:
        words = _("Give the objective “%(line)s” a figure or a day by which it can be checked.")
        found.append(("objectives", words % {"line": vague[0][:80]}))
    places = list(BY_NAME)
    return sorted(found, key=lambda each: places.index(each[0]))


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one field between two versions, as lines that went and lines that came."""

    label: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return the fields that differ, in order, between two versions as they are read."""
    found = []
    for part in PARTS:
        old, new = _as_lines(before.get(part.name)), _as_lines(after.get(part.name))
        went = tuple(line for line in old if line not in new)
        came = tuple(line for line in new if line not in old)
        if went or came:
            found.append(Difference(str(part.label), went, came))
    return found


def _as_lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return value
    return [] if value in ("", None) else [str(value)]
