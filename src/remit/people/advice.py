"""From facts to the roles that they ask for, each line with its rule and the facts that fired it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.people.advice_bounds import DEFAULTS
from remit.people.advice_facts import BY_CODE, Value, value_in_words
from remit.people.advice_language import OUTCOMES, Branch, Condition, Outcome, Part, Rule
from remit.people.advice_rules import RULES

Facts = Mapping[str, Value]
Bounds = Mapping[str, int]
STRENGTH = list(Outcome)
_TEXTS = {rule.code: rule.text for rule in RULES}


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact that was looked at, with the bound it was held against; `value` is None where it is not answered."""

    fact: str
    value: Value | None
    compare: str = ""
    bound: int | str | None = None

    @property
    def words(self) -> str:
        """Return the fact with its value and its bound, as people read it."""
        stated = {"name": str(BY_CODE[self.fact].name), "value": value_in_words(self.fact, self.value)}
        if self.value is None or self.compare in {"yes", "is"}:
            return _("%(name)s: %(value)s") % stated
        patterns = {
            "over": _("%(name)s: %(value)s (counts from more than %(bound)s)"),
            "from": _("%(name)s: %(value)s (counts from %(bound)s)"),
            "below": _("%(name)s: %(value)s (counts below %(bound)s)"),
        }
        return patterns[self.compare] % (stated | {"bound": self.bound})


@dataclass(frozen=True, slots=True)
class Line:
    """What one rule says of one role; `role` is empty where it speaks of nobody in particular."""

    rule: str
    role: str
    outcome: Outcome
    says: str
    facts: tuple[Judged, ...]
    count: int = 1
    combined_with: str = ""
    softens: bool = False

    @property
    def outcome_words(self) -> str:
        """Return the outcome as people read it."""
        return str(OUTCOMES[self.outcome])

    @property
    def rule_text(self) -> str:
        """Return what the rule says."""
        return str(_TEXTS[self.rule])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What all rules together come to for one role."""

    role: str
    outcome: Outcome
    count: int
    combined_with: str
    lines: tuple[Line, ...]

    @property
    def outcome_words(self) -> str:
        """Return the outcome as people read it."""
        return str(OUTCOMES[self.outcome])

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the numbers of the rules that decided it."""
        deciding = [line for line in self.lines if line.outcome == self.outcome]
        return tuple(dict.fromkeys(line.rule for line in deciding))

    @property
    def deciding(self) -> tuple[Line, ...]:
        """Return the lines that decided it."""
        return tuple(line for line in self.lines if line.outcome == self.outcome)


@dataclass(frozen=True, slots=True)
class Difference:
    """One role of which two answers say different things; None where one of them does not speak of it."""

    role: str
    before: Wanted | None
    after: Wanted | None


def advise(facts: Facts, bounds: Bounds | None = None, rules: Iterable[Rule] = RULES) -> list[Line]:
    """Return what each rule says, in their order. A fact that is not answered fires nothing."""
    held = {**DEFAULTS, **(bounds or {})}
    return [_line(rule, part, facts, held) for rule in rules for part in rule.parts]


def rules_of(*codes: str) -> list[Rule]:
    """Return the rules with these numbers."""
    return [rule for rule in RULES if rule.code in codes]


def _line(rule: Rule, part: Part, facts: Facts, bounds: Bounds) -> Line:
    for branch in part.branches:
        fired = _fired(branch, facts, bounds)
        if fired:
            says = str(branch.says) % bounds if "%(" in str(branch.says) else str(branch.says)
            count = _count(branch, facts, bounds)
            return Line(
                rule.code, part.role, branch.outcome, says, fired, count, branch.combined_with, branch.softens
            )
    asked = dict.fromkeys(test for branch in part.branches for group in branch.any_of for test in group)
    looked = {(test.fact, test.compare, test.bound): _judged(test, facts, bounds) for test in asked}
    return Line(rule.code, part.role, Outcome.NOT_NEEDED, str(part.otherwise), tuple(looked.values()), 0)


def _fired(branch: Branch, facts: Facts, bounds: Bounds) -> tuple[Judged, ...]:
    """Return the facts of every group that holds, none twice."""
    groups = [group for group in branch.any_of if all(_holds(test, facts, bounds) for test in group)]
    return tuple(dict.fromkeys(_judged(test, facts, bounds) for group in groups for test in group))


def _bound(test: Condition, bounds: Bounds) -> int:
    return bounds[test.bound] if isinstance(test.bound, str) else test.bound


def _holds(test: Condition, facts: Facts, bounds: Bounds) -> bool:
    value = facts.get(test.fact)
    if value is None:
        return False
    if test.compare == "yes":
        return value is True
    if test.compare == "is":
        return value == test.bound
    bound, number = _bound(test, bounds), int(value)
    return {"over": number > bound, "from": number >= bound, "below": number < bound}[test.compare]


def _judged(test: Condition, facts: Facts, bounds: Bounds) -> Judged:
    bound = None if test.compare == "yes" else test.bound if test.compare == "is" else _bound(test, bounds)
    return Judged(test.fact, facts.get(test.fact), test.compare, bound)


def _count(branch: Branch, facts: Facts, bounds: Bounds) -> int:
    if branch.count is None:
        return 1
    number = int(facts.get(branch.count.fact) or 0)
    per = bounds[branch.count.per] if branch.count.per else 1
    return max(1, -(-number // per))


def structure(lines: Iterable[Line]) -> list[Wanted]:
    """Return what the rules come to, role by role: the strongest outcome, unless a rule softens it; in that order."""
    by_role: dict[str, list[Line]] = {}
    for line in lines:
        if line.role:
            by_role.setdefault(line.role, []).append(line)
    found = [_wanted(role, told) for role, told in by_role.items()]
    return sorted(found, key=lambda each: STRENGTH.index(each.outcome))


def _wanted(role: str, lines: list[Line]) -> Wanted:
    strongest = min(lines, key=lambda line: (not line.softens, STRENGTH.index(line.outcome)))
    count = max((line.count for line in lines if line.outcome == strongest.outcome), default=0)
    return Wanted(role, strongest.outcome, count, strongest.combined_with, tuple(lines))


def differences(before: Iterable[Line], after: Iterable[Line]) -> list[Difference]:
    """Return the roles of which two answers differ in outcome, number, combination or the rules that decide."""
    first = {each.role: each for each in structure(before)}
    second = {each.role: each for each in structure(after)}
    roles = dict.fromkeys([*first, *second])
    pairs = [Difference(role, first.get(role), second.get(role)) for role in roles]
    return [each for each in pairs if _said(each.before) != _said(each.after)]


def _said(wanted: Wanted | None) -> tuple[object, ...]:
    if wanted is None:
        return ()
    return (wanted.outcome, wanted.count, wanted.combined_with, wanted.rules)
