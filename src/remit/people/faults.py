"""What is wrong with a matrix, each fault with the way to mend it. Pure: a grid in, findings out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money
from remit.people.grids import Column, Grid, Holder, Line
from remit.people.models import RowArea, Scope, ScopeKind
from remit.people.thresholds import DEFAULT_LIMITS, Limits
from remit.people.word_matching import alike

if TYPE_CHECKING:
    import datetime as dt

NOBODY: Mapping[str, "dt.date"] = MappingProxyType({})
BOSSES = frozenset({"project-manager", "programme-manager"})


# code: is it an error, what is said, what mends it
WORDS: dict[str, tuple[bool, Promise, Promise]] = {
    "no-accountable": (True, _("Nobody answers for it."), _("Give exactly one A in this row.")),
    "two-accountable": (
        True,
        _("Several answer for it: %(names)s."),
        _("Leave one A; make the others R or C."),
    ),
    "no-responsible": (True, _("Nobody does it."), _("Give at least one R in this row.")),
    "accountable-vacant": (
        True,
        _("%(role)s answers for it, and nobody holds that now."),
        _("Name somebody, or give the A to another."),
    ),
    "accountable-unread": (
        True,
        _("%(name)s answers and has not acknowledged the role as it stands: %(role)s."),
        _("It waits on the start page of whoever holds it."),
    ),
    "accountable-away": (
        True,
        _("%(name)s answers, is away until %(until)s and has no deputy who is there."),
        _("Name a deputy, or give the A to another."),
    ),
    "several-holders": (
        True,
        _("%(role)s answers for it, and several hold that: %(names)s."),
        _("Give the A to one of them: add that person as a column."),
    ),
    "separation": (
        True,
        _("%(name)s would be %(first)s and %(second)s: nobody checks the own work."),
        _("Give one of the two to somebody else."),
    ),
    "review-overdue": (
        False,
        _(
            "%(name)s, %(role)s here, holds duties together that a second person should have reviewed by %(day)s."
        ),
        _("Review it: keep it with a reason, or end it."),
    ),
    "checks-own-work": (
        True,
        _("%(name)s, %(role)s here, would check the own work."),
        _("Give this row to somebody who does not run the work."),
    ),
    "many-responsible": (
        False,
        _("%(count)d do it: who begins?"),
        _("Leave at most %(most)d R, or split the responsibility."),
    ),
    "many-consulted": (
        False,
        _("%(count)d are asked before: that costs time."),
        _("Leave at most %(most)d C; tell the others after with I."),
    ),
    "consulted-share": (
        False,
        _("%(percent)d %% of all letters are C: asking costs time."),
        _("Turn those C into I whose answer changes nothing."),
    ),
    "all-informed": (
        False,
        _("All are told and nobody acts."),
        _("Give an A and an R, or remove the row."),
    ),
    "authority-below": (
        False,
        _("%(name)s has authority %(has)d; it takes %(needs)d."),
        _("Give the A to somebody with more authority, or lower what it takes."),
    ),
    "limit-below": (
        False,
        _("%(name)s decides up to %(has)s; it takes %(needs)s."),
        _("Raise the limit of the assignment, or give the A to somebody whose limit reaches."),
    ),
    "overloaded": (
        False,
        _("%(name)s answers for %(count)d of %(all)d."),
        _("Hand some of them to others."),
    ),
    "only-informed": (
        False,
        _("%(name)s neither does nor answers for anything here."),
        _("Give something to do, or remove the column."),
    ),
    "overlap": (
        False,
        _("“%(first)s” and “%(second)s” sound alike (%(percent)d %%) and two people answer: %(names)s."),
        _("The same? Remove one. Different? Say what separates them."),
    ),
    "role-vacant": (
        False,
        _("Nobody is %(role)s of %(place)s, and it takes one."),
        _("Give the role to somebody."),
    ),
    "role-advised": (
        False,
        _("%(place)s has %(count)d people in its team and no %(role)s."),
        _("Give the role to somebody."),
    ),
    "advice-vacant": (
        False,
        _(
            "%(role)s is %(outcome)s (%(rules)s) by the advice that was decided on %(day)s, and nobody holds it."
        ),
        _("Give the role to somebody, or ask the advisor anew."),
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What an app above says of a finding of its own: what is wrong, what mends it, and where."""

    words: Promise
    fix: Promise
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: at a scope, in a row where one is named; `is_error` keeps a matrix from coming into force.

    A fault of one person that touches several rows is one, and `more_rows` are the others. `told` stands for `WORDS`
    where an app above has found it.
    """

    code: str
    scope_key: str
    is_error: bool
    row_key: str = ""
    is_project: bool = False
    words_with: dict[str, Any] = field(default_factory=dict)
    more_rows: tuple[str, ...] = ()
    told: Told | None = None

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the rows that it touches."""
        return (self.row_key, *self.more_rows)

    @property
    def words(self) -> str:
        """Return what is wrong."""
        return str(self.told.words if self.told else WORDS[self.code][1]) % self.words_with

    @property
    def fix(self) -> str:
        """Return what mends it."""
        return str(self.told.fix if self.told else WORDS[self.code][2]) % self.words_with

    @property
    def url(self) -> str:
        """Return the address at which it can be mended."""
        return self.told.url if self.told is not None else self._url()

    def _url(self) -> str:
        if self.code in ON_ASSIGNMENT:
            return reverse("people:assignment", args=[self.words_with["assignment"]])
        if self.row_key:
            return reverse("people:responsibility", args=[self.scope_key, self.row_key])
        if self.code not in ON_PEOPLE:
            return reverse("people:matrix", args=[self.scope_key])
        if self.code == "advice-vacant":
            return reverse("people:advice", args=[self.words_with["number"]])
        if self.is_project:
            return reverse("projects:people", args=[self.scope_key])
        return reverse("people:role", args=[self.words_with["role_code"]])


# what somebody is to do or is, whatever the row: told once
OF_PERSON = frozenset({"accountable-unread", "accountable-away"})
# mended at an assignment
ON_ASSIGNMENT = frozenset({"accountable-unread", "accountable-away", "review-overdue"})
# mended by giving or ending a role, not in the matrix
ON_PEOPLE = frozenset({"separation", "role-vacant", "role-advised", "advice-vacant"})


def finding(
    code: str, scope: Scope, row_key: str = "", *, error: bool | None = None, **words: Any
) -> Finding:
    """Return a finding with the severity that its code has, unless `error` says another."""
    is_error = WORDS[code][0] if error is None else error
    return Finding(code, scope.key, is_error, row_key, scope.kind == ScopeKind.PROJECT, words)


def faults(
    grid: Grid,
    limits: Limits = DEFAULT_LIMITS,
    *,
    is_small: bool = False,
    uncovered: Mapping[str, "dt.date"] = NOBODY,
) -> list[Finding]:
    """Return everything that is wrong with a grid: errors first, then warnings, each in order of the rows.

    In a small firm, where people must wear several hats, checking the own work is a warning. `uncovered` are the
    assignments, by key, whose holder is away for long without a deputy, with the last day of it.
    """
    found = [each for line in grid.lines for each in _of_line(grid, line, limits, uncovered)]
    found += [each for line in grid.lines for each in _own_work(grid, line, is_small=is_small)]
    found += [*_shares(grid, limits), *_of_people(grid, limits), *_overlaps(grid, limits)]
    return sorted(_once_a_person(found), key=lambda each: not each.is_error)


def _once_a_person(found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings as they are, but those about one person's own doing once, with all rows that they touch."""
    together: dict[tuple[str, int], list[Finding]] = {}
    for each in found:
        if each.code in OF_PERSON:
            together.setdefault((each.code, each.words_with["person"]), []).append(each)
    for each in found:
        if each.code not in OF_PERSON:
            yield each
            continue
        group = together.pop((each.code, each.words_with["person"]), [])
        if group:
            roles = dict.fromkeys(one.words_with["role"] for one in group)
            words = {**each.words_with, "role": ", ".join(roles)}
            rows = dict.fromkeys(one.row_key for one in group[1:])
            yield replace(each, words_with=words, more_rows=tuple(rows))


def _of_line(grid: Grid, line: Line, limits: Limits, uncovered: Mapping[str, "dt.date"]) -> Iterator[Finding]:
    scope, key = grid.scope, line.key
    accountable, doing, asked = (line.with_letter(letter) for letter in "ARC")
    if line.letters and set("".join(line.letters.values())) == {"I"}:
        yield finding("all-informed", scope, key)
    if not accountable:
        yield finding("no-accountable", scope, key)
    elif len(accountable) > 1:
        names = ", ".join(_name(grid.column(code)) for code in accountable)
        yield finding("two-accountable", scope, key, names=names)
    elif not line.is_default:
        yield from _of_accountable(grid, line, grid.column(accountable[0]), uncovered)
    if not doing:
        yield finding("no-responsible", scope, key)
    if len(doing) > limits.responsible:
        yield finding("many-responsible", scope, key, count=len(doing), most=limits.responsible)
    if len(asked) > limits.consulted:
        yield finding("many-consulted", scope, key, count=len(asked), most=limits.consulted)


def _name(column: Column) -> str:
    return f"{column.name} ({column.names})" if column.holders else column.name


def _of_accountable(
    grid: Grid, line: Line, column: Column, uncovered: Mapping[str, "dt.date"]
) -> Iterator[Finding]:
    scope = grid.scope
    if not column.holders:
        yield finding("accountable-vacant", scope, line.key, role=column.name)
    elif len(column.holders) > 1:
        yield finding("several-holders", scope, line.key, role=column.name, names=column.names)
    else:
        holder = column.holders[0]
        yield from _knows_and_is_here(scope, line, column, holder, uncovered.get(holder.assignment_key))
        yield from _authority(grid, line, holder)


def _knows_and_is_here(
    scope: Scope, line: Line, column: Column, holder: Holder, away_until: "dt.date | None"
) -> Iterator[Finding]:
    words: dict[str, Any] = {
        "name": holder.person_name,
        "person": holder.person_id,
        "role": column.name,
        "assignment": holder.assignment_key,
    }
    if not holder.is_read:
        yield finding("accountable-unread", scope, line.key, **words)
    if away_until is not None:
        yield finding("accountable-away", scope, line.key, until=day_words(away_until), **words)


def _authority(grid: Grid, line: Line, holder: Holder) -> Iterator[Finding]:
    if line.authority is not None and holder.authority < line.authority:
        words: dict[str, Any] = {"name": holder.person_name, "has": holder.authority, "needs": line.authority}
        yield finding("authority-below", grid.scope, line.key, **words)
    limit = holder.money_limit_minor
    if line.money_minor is not None and limit is not None and limit < line.money_minor:
        currency = grid.scope.organisation.currency
        has, needs = money(limit, currency), money(line.money_minor, currency)
        yield finding("limit-below", grid.scope, line.key, name=holder.person_name, has=has, needs=needs)


def _own_work(grid: Grid, line: Line, *, is_small: bool) -> Iterator[Finding]:
    """Whoever runs the work does not check it, under whatever hat."""
    if line.area != RowArea.ASSURANCE or line.is_default:
        return
    bosses = {
        holder.person_id: column.name
        for column in grid.columns
        if column.role_code in BOSSES
        for holder in column.holders
    }
    checking = {
        holder.person_id: holder
        for code in [*line.with_letter("A"), *line.with_letter("R")]
        for holder in grid.column(code).holders
    }
    for person_id, holder in checking.items():
        if person_id in bosses:
            words = {"name": holder.person_name, "role": bosses[person_id]}
            yield finding("checks-own-work", grid.scope, line.key, error=not is_small, **words)


def _own_lines(grid: Grid) -> list[Line]:
    return [line for line in grid.lines if not line.is_default]


def _shares(grid: Grid, limits: Limits) -> Iterator[Finding]:
    letters = Counter("".join(letters for line in _own_lines(grid) for letters in line.letters.values()))
    share = letters["C"] / letters.total() if letters else 0
    if share > limits.consulted_share:
        yield finding("consulted-share", grid.scope, percent=round(share * 100))


def _of_people(grid: Grid, limits: Limits) -> Iterator[Finding]:
    lines = _own_lines(grid)
    answering: Counter[int] = Counter()
    names: dict[int, str] = {}
    for line in lines:
        for holder in grid.accountable(line):
            answering[holder.person_id] += 1
            names[holder.person_id] = holder.person_name
    for person_id, count in answering.items():
        many = count > limits.items
        large = count >= limits.share_from and count > limits.share * len(lines)
        if many or large:
            words: dict[str, Any] = {"name": names[person_id], "count": count, "all": len(lines)}
            yield finding("overloaded", grid.scope, **words)
    for column in grid.columns:
        letters = "".join(line.letters.get(column.code, "") for line in grid.lines)
        if letters and not set(letters) & {"A", "R"}:
            yield finding("only-informed", grid.scope, name=_name(column))


def _overlaps(grid: Grid, limits: Limits) -> Iterator[Finding]:
    """Two rows that sound alike and that different people, or different roles, answer for."""
    lines: Sequence[Line] = grid.lines
    for first, second, cosine in alike([line.text for line in lines], limits.similarity):
        one, other = (lines[place].with_letter("A") for place in (first, second))
        if not one or not other or one == other or _same_people(grid, lines[first], lines[second]):
            continue
        names = ", ".join(_name(grid.column(code)) for code in dict.fromkeys([*one, *other]))
        words: dict[str, Any] = {"first": lines[first].text, "second": lines[second].text, "names": names}
        yield finding("overlap", grid.scope, lines[second].key, percent=round(cosine * 100), **words)


def _same_people(grid: Grid, first: Line, second: Line) -> bool:
    people = [{holder.person_id for holder in grid.accountable(line)} for line in (first, second)]
    return bool(people[0]) and people[0] == people[1]
