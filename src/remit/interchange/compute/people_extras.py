"""What a file of people states beside the person: the position, skills, leave. It adds; an empty cell leaves all."""

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from remit.interchange.compute.people_files import StatedPerson, fault_of, in_all_languages
from remit.interchange.compute.sheets import RowFault
from remit.people.models import (
    Absence,
    AbsenceKind,
    AbsenceState,
    Organisation,
    Person,
    Position,
    Skill,
    SkillLevel,
)

EXTRAS = ("position", "skills", "leave")
_SKILL = re.compile(r"^(.{1,80}?)[\s:=]+([0-9]{1,3})$")
_LEAVE = re.compile(
    r"^(\d{4}-\d{2}-\d{2})(?:\s*(?:/|–|\.\.|to|bis| - )\s*(\d{4}-\d{2}-\d{2}))?(?:\s+(.{1,40}))?$"
)


@dataclass(frozen=True, slots=True)
class Leave:
    """Days from the first to the last on which somebody is away, and why."""

    kind: str
    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        return f"{self.first.isoformat()}/{self.last.isoformat()} {self.kind}"


@dataclass(slots=True)
class Extras:
    """What is to be written of one person beside the person; `seen` holds the versions of levels that stand."""

    position: Position | None = None
    skills: dict[Skill, int] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    leave: list[Leave] = field(default_factory=list)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)


class _Books:
    """Positions, skills, levels and leave of an organisation, to be found as files name them: four queries."""

    def __init__(self, organisation: Organisation) -> None:
        self.positions = list(
            Position.objects.filter(organisation=organisation, to_date=None).select_related("holder")
        )
        self.skills = {
            each.name.casefold(): each
            for each in Skill.objects.filter(organisation=organisation, retired_on=None)
        }
        self.levels: dict[int, dict[int, SkillLevel]] = {}
        for level in SkillLevel.objects.filter(person__organisation=organisation):
            self.levels.setdefault(level.person_id, {})[level.skill_id] = level
        self.absences: dict[int, list[Absence]] = {}
        open_ones = [AbsenceState.REQUESTED, AbsenceState.APPROVED]
        for absence in Absence.objects.filter(person__organisation=organisation, state__in=open_ones):
            self.absences.setdefault(absence.person_id, []).append(absence)
        self.taken: dict[int, StatedPerson] = {}


def extras_of(
    rows: Iterable[tuple[StatedPerson, Person | None]], organisation: Organisation, faults: list[RowFault]
) -> dict[int, Extras]:
    """Return by row what is to be written beside each person; adds to `faults` whatever cannot be taken in."""
    stated = [(row, person) for row, person in rows if any(row.fields.get(name) for name in EXTRAS)]
    if not stated:
        return {}
    books = _Books(organisation)
    found = {}
    for row, person in stated:
        extras = Extras()
        _read_position(row, person, books, extras, faults)
        _read_skills(row, person, books, extras, faults)
        _read_leave(row, person, books, extras, faults)
        if extras.changes:
            found[row.row] = extras
    return found


def _read_position(
    row: StatedPerson, person: Person | None, books: _Books, extras: Extras, faults: list[RowFault]
) -> None:
    text = str(row.fields.get("position") or "")
    if not text:
        return
    own = person.pk if person else 0
    named = [
        each
        for each in books.positions
        if text.upper() == each.key or text.casefold() == each.title.casefold()
    ]
    if any(each.holder_id == own for each in named):
        return
    free = [each for each in named if _is_vacant(each) and each.pk not in books.taken]
    if len(free) == 1 or (free and all(each.title == free[0].title for each in free)):
        extras.position = free[0]
        books.taken[free[0].pk] = row
        held = next((each.title for each in books.positions if own and each.holder_id == own), "")
        extras.changes["position"] = (held, free[0].title)
        return
    mend = _("Give the title or the key of a position that is vacant.")
    wrong = _("there is no position of this title or key.")
    if named and not free:
        holder = next((each.holder.name for each in named if each.holder), "")
        wrong = _("it is filled by %(name)s.") % {"name": holder} if holder else _("another row fills it.")
    elif free:
        wrong = _("%(count)d vacant positions are called so.") % {"count": len(free)}
        mend = _("Give the key of one of them.")
    else:
        titles = {each.title.casefold(): each.title for each in books.positions}
        if near := difflib.get_close_matches(text.casefold(), titles, 1):
            mend = _("Did you mean '%(name)s'?") % {"name": titles[near[0]]}
    faults.append(fault_of(row, "position", wrong, mend))


def _is_vacant(position: Position) -> bool:
    return position.holder is None or position.holder.left_on is not None


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(";") if part.strip())


def _read_skills(
    row: StatedPerson, person: Person | None, books: _Books, extras: Extras, faults: list[RowFault]
) -> None:
    present = books.levels.get(person.pk, {}) if person else {}
    named: set[Skill] = set()
    for part in _parts(str(row.fields.get("skills") or "")):
        match = _SKILL.match(part)
        skill = books.skills.get(match[1].strip().casefold()) if match else None
        if match is None or skill is None:
            name = match[1].strip() if match else part
            mend = _("Write each as 'Python 4', with semicolons between them.")
            if match and (near := difflib.get_close_matches(name.casefold(), books.skills, 1)):
                mend = _("Did you mean '%(name)s'?") % {"name": books.skills[near[0]].name}
            wrong = (
                _("'%(name)s' is no skill with a level.")
                if match is None
                else _("there is no skill '%(name)s'.")
            )
            faults.append(fault_of(row, "skills", wrong % {"name": name[:80]}, mend))
        elif int(match[2]) > 5:  # noqa: PLR2004 - the highest level
            faults.append(
                fault_of(row, "skills", _("a level lies between 0 and 5."), _("Write one from 0 to 5."))
            )
        elif skill in named:
            wrong = _("'%(name)s' stands twice.") % {"name": skill.name}
            faults.append(fault_of(row, "skills", wrong, _("Leave one of them.")))
        else:
            named.add(skill)
            level = present.get(skill.pk)
            if level is None or level.level != int(match[2]):
                extras.skills[skill] = int(match[2])
                extras.seen[skill.pk] = level.version if level else 0
    if extras.skills:
        before = [f"{each.name} {present[each.pk].level}" for each in extras.skills if each.pk in present]
        after = [f"{each.name} {level}" for each, level in extras.skills.items()]
        extras.changes["skills"] = ("; ".join(before), "; ".join(after))


def _read_leave(
    row: StatedPerson, person: Person | None, books: _Books, extras: Extras, faults: list[RowFault]
) -> None:
    standing = [(each.from_date, each.to_date) for each in books.absences.get(person.pk if person else 0, [])]
    for part in _parts(str(row.fields.get("leave") or "")):
        leave = _leave_of(part)
        if leave is None:
            wrong = _("'%(text)s' is no leave.") % {"text": part[:80]}
            mend = _("Write each as '2026-07-06/2026-07-10 holiday', with semicolons between them.")
            faults.append(fault_of(row, "leave", wrong, mend))
        elif (leave.first, leave.last) in standing:
            continue
        elif any(first <= leave.last and last >= leave.first for first, last in standing):
            wrong = _("%(first)s to %(last)s overlaps leave that is there.")
            words = {"first": leave.first.isoformat(), "last": leave.last.isoformat()}
            faults.append(
                fault_of(row, "leave", wrong % words, _("Give other days, or take that back first."))
            )
        else:
            standing.append((leave.first, leave.last))
            extras.leave.append(leave)
    if extras.leave:
        extras.changes["leave"] = (
            "",
            "; ".join(f"{each.first.isoformat()}/{each.last.isoformat()}" for each in extras.leave),
        )


def _leave_of(text: str) -> Leave | None:
    match = _LEAVE.match(text)
    if match is None:
        return None
    try:
        first = dt.date.fromisoformat(match[1])
        last = dt.date.fromisoformat(match[2]) if match[2] else first
    except ValueError:
        return None
    kind = _kinds().get((match[3] or "holiday").strip().casefold())
    if kind is None or last < first or (last - first).days > 3 * 366:
        return None
    return Leave(kind, first, last)


def _kinds() -> dict[str, str]:
    """Return the kinds of absence by their codes and by their names in every language."""
    found: dict[str, str] = {code: code for code in AbsenceKind.values}
    for kind in AbsenceKind:
        found |= {each.casefold(): kind.value for each in in_all_languages(kind.label)}
    return found
