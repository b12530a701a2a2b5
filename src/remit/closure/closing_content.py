"""What the closing record of a project states: its fields in order, and what is missing. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import FieldError
from remit.projects.charter_content import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_LINES,
    MOST_MONEY,
    Part,
    milestone,
)

PARTS = (
    Part(
        "achieved", gettext_lazy("What was achieved"),
        gettext_lazy("Against the unique result and the objectives of the charter, in a few sentences."),
        gettext_lazy("Say what was achieved."), "text",
    ),
    Part(
        "differences", gettext_lazy("What came out differently"),
        gettext_lazy("Scope, time, cost and quality against what was agreed, and why."),
        gettext_lazy("Say what came out differently from what was agreed, or that nothing did."), "text",
    ),
    Part(
        "cost_minor", gettext_lazy("Final cost"), gettext_lazy("All that was spent."),
        gettext_lazy("State the final cost, 0 where no money was spent."), "money",
    ),
    Part(
        "contracts", gettext_lazy("Contracts"),
        gettext_lazy("Each with how it ended, one a line; “none” where there were none."),
        gettext_lazy("Say how each contract ended, or that there were none."),
    ),
    Part(
        "follow_ons", gettext_lazy("Follow-on actions"),
        gettext_lazy("One a line, its day, then its owner: 2026-09-30 Ada Lovelace: train the night shift."),
        gettext_lazy("Name what is left to do."),
    ),
    Part(
        "end_reason", gettext_lazy("Why it ended early"),
        gettext_lazy("What was known when it was stopped."),
        gettext_lazy("Say why it ended early."), "text",
    ),
    Part(
        "salvage", gettext_lazy("What is kept"),
        gettext_lazy("What of it is of use to somebody, and who has it now, one a line."),
        gettext_lazy("Say what of it is kept and who has it, or that nothing is."),
    ),
    Part(
        "sunk_cost_minor", gettext_lazy("Sunk cost"),
        gettext_lazy("What was spent and brings nothing back."),
        gettext_lazy("State what was spent and brings nothing back."), "money",
    ),
)  # fmt: skip
BY_NAME = {part.name: part for part in PARTS}
MONEY = frozenset(part.name for part in PARTS if part.kind == "money")
EARLY = frozenset({"end_reason", "salvage", "sunk_cost_minor"})
OPTIONAL = frozenset({"follow_ons"})


def parts_for(*, early: bool) -> tuple[Part, ...]:
    """Return the fields that the record of a project has: one that ended early says why and what is kept."""
    return tuple(part for part in PARTS if early or part.name not in EARLY)


def blank() -> dict[str, Any]:
    """Return the content of a record in which nothing is stated yet."""
    empty: dict[str, Any] = {"text": "", "money": None}
    return {part.name: empty.get(part.kind) if part.kind in empty else [] for part in PARTS}


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


def follow_on(line: str) -> tuple[dt.date, str, str] | None:
    """Return day, owner and words of a follow-on action; None where the line does not state all three."""
    parsed = milestone(line)
    if parsed is None:
        return None
    owner, mark, words = parsed[1].partition(":")
    if not mark or not owner.strip() or not words.strip():
        return None
    return parsed[0], owner.strip(), words.strip()


def faults(stated: Mapping[str, Any]) -> Iterable[FieldError]:
    """Yield what may not be kept at all; what is only missing may, until it is handed in."""
    for name, value in stated.items():
        kind = BY_NAME[name].kind
        if kind == "money":
            if value is not None and not 0 <= value <= MOST_MONEY:
                yield FieldError(name, _("Give an amount that is not below zero."), "range")
            continue
        longest = LONGEST_TEXT if kind == "text" else LONGEST_LINE
        lines = [value] if kind == "text" else value
        if len(lines) > MOST_LINES:
            yield FieldError(name, _("At most %(most)d lines.") % {"most": MOST_LINES}, "long")
        for line in lines:
            if len(line) > longest:
                told = {"longest": longest, "count": len(line)}
                message = _("At most %(longest)d characters, these are %(count)d.")
                yield FieldError(name, message % told, "long")
    for line in stated.get("follow_ons", ()):
        if follow_on(line) is None:
            words = _("State day, owner and action, as in “2026-09-30 Ada Lovelace: train them”: %(line)s")
            yield FieldError("follow_ons", words % {"line": line[:80]}, "owner")


def missing(content: Mapping[str, Any], *, early: bool) -> list[tuple[str, str]]:
    """Return what must still be stated before the sponsor can sign: names of fields and what to do, in order."""
    return [
        (part.name, str(part.missing))
        for part in parts_for(early=early)
        if part.name not in OPTIONAL and content.get(part.name) in ("", [], None)
    ]
