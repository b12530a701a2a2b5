"""Is this in my role? Answered from the texts of the catalogue: yes, no and whose it is, or that it says nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from remit.people.models import Role
from remit.people.role_content import area_words
from remit.people.word_matching import Weights, match, stems, weights

Kind = Literal["responsibility", "decision", "exclusion"]
Verdict = Literal["yes", "no", "unclear"]
# a line answers the question from here on; below it is shown as near, down to `NEAR`
DECIDES = 0.5
NEAR = 0.25
# another role's line settles it only where it fits better than the own by this much
CLEARLY = 0.2
MOST_SHOWN = 8
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a role: a responsibility, a decision, or what the role does not answer for.

    `whose` is the code of the role that answers instead, where an exclusion names one.
    """

    role: Role
    kind: Kind
    text: str
    area: str = ""
    whose: str = ""

    @property
    def answering(self) -> str:
        """Return the code of the role that this line says answers; empty where it names none."""
        return self.whose if self.kind == "exclusion" else self.role.code

    @property
    def kind_words(self) -> str:
        """Return what kind of line it is, in words."""
        if self.kind == "decision":
            return _("decides")
        return _("answers for") if self.kind == "responsibility" else _("does not answer for")


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that is about the question, and how well it fits, from 0 to 1."""

    line: Line
    score: float

    @property
    def percent(self) -> int:
        """Return the fit in whole percent."""
        return round(100 * self.score)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is in `role`: the line that decides it, and the roles whose it is.

    `whose` are the roles that answer for it instead, or as well where the verdict is yes; `near` are the best
    lines of all roles, ranked.
    """

    role: Role
    verdict: Verdict
    decided_by: Hit | None
    whose: tuple[Role, ...]
    near: tuple[Hit, ...]


def lines_of(role: Role) -> Iterable[Line]:
    """Return what a role states, line by line."""
    for each in role.responsibilities:
        yield Line(role, "responsibility", each["text"], area_words(each["area"]))
    for text in role.decisions:
        yield Line(role, "decision", text)
    for each in role.exclusions:
        yield Line(role, "exclusion", each["text"], whose=each["role"])


class Catalogue:
    """The roles among which an answer is sought; make it once for several questions."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self.roles = {role.code: role for role in roles}
        self.lines = [line for role in roles for line in lines_of(role)]
        self.weights: Weights = weights(line.text for line in self.lines)

    def hits(self, question: str) -> list[Hit]:
        """Return the lines about `question`, the best first; what somebody answers for before what not."""
        if not stems(question):
            return []
        scored = (Hit(line, match(question, line.text, self.weights)) for line in self.lines)
        near = [hit for hit in scored if hit.score >= NEAR]
        return sorted(
            near, key=lambda hit: (-round(hit.score, 6), hit.line.kind == "exclusion", hit.line.role.name)
        )

    def answer(self, role: Role, question: str) -> Answer:
        """Return whether what `question` names is in `role`."""
        hits = self.hits(question)
        takes = _best_of(role, [hit for hit in hits if hit.line.answering == role.code])
        refuses = next((hit for hit in hits if hit.line.role == role and hit.line.kind == "exclusion"), None)
        other = next((hit for hit in hits if hit.line.answering not in {"", role.code}), None)
        shown = tuple(hits[:MOST_SHOWN])
        if _decides(refuses) and _score(refuses) >= _score(takes):
            return Answer(role, "no", refuses, self._instead(role, refuses, hits), shown)
        if _decides(takes) and _score(takes) + CLEARLY > _score(other):
            return Answer(role, "yes", takes, self._answering(hits, role, _score(takes)), shown)
        if _decides(other):
            return Answer(role, "no", other, self._answering(hits, role, _score(other)), shown)
        return Answer(role, "unclear", None, (), shown)

    def who(self, question: str) -> tuple[Role, ...]:
        """Return the roles whose something is, the best fitting first; none where the catalogue says nothing."""
        hits = self.hits(question)
        return self._answering(hits, None, _score(next((hit for hit in hits if hit.line.answering), None)))

    def _instead(self, role: Role, refuses: Hit | None, hits: list[Hit]) -> tuple[Role, ...]:
        named = self.roles.get(refuses.line.whose) if refuses else None
        return (named,) if named else self._answering(hits, role, DECIDES)

    def _answering(self, hits: list[Hit], but: Role | None, best: float) -> tuple[Role, ...]:
        least = max(DECIDES, best - CLEARLY / 2)
        codes = dict.fromkeys(hit.line.answering for hit in hits if hit.score >= least)
        return tuple(self.roles[code] for code in codes if code in self.roles and self.roles[code] != but)[
            :MOST_NAMED
        ]


def _best_of(role: Role, hits: list[Hit]) -> Hit | None:
    """Return the best hit; the role's own words are preferred to what others say of it, if they fit nearly as well."""
    own = next((hit for hit in hits if hit.line.role == role), None)
    best = next(iter(hits), None)
    return own if own and _score(own) + CLEARLY > _score(best) else best


def _score(hit: Hit | None) -> float:
    return hit.score if hit else 0.0


def _decides(hit: Hit | None) -> bool:
    return _score(hit) >= DECIDES
