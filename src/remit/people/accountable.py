"""Who is accountable for something: one name, from the matrices in force."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from remit.accounts.permissions import Actor
from remit.people.grids import Grid, Holder, Line, active_matrices, chain, day_of, grids
from remit.people.models import MatrixState, Organisation, Responsibility, Scope
from remit.people.word_matching import singulars

MOST_SCOPES = 60
SHORTEST = 2
_KEY = re.compile(r"\b[a-z]{1,3}-[1-9]\d{0,8}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One responsibility at a scope; `person` is whoever answers for it, or None where that is not one."""

    scope: Scope
    line: Line
    grid: Grid

    @property
    def person(self) -> Holder | None:
        """Return the one who answers for it."""
        found = self.grid.accountable(self.line)
        return found[0] if len(found) == 1 else None


def answers(actor: Actor, question: str, most: int, scope_key: str = "") -> list[Answer]:
    """Return the responsibilities in force whose text holds every word of `question`, the closest first.

    A key such as P-1 in the question, or `scope_key`, asks at that scope alone. At most nine queries.
    """
    named = _KEY.search(question)
    key = scope_key or (named[0].upper() if named else "")
    asked = _KEY.sub(" ", question)
    words = singulars(asked)
    if actor.organisation_id is None or sum(map(len, words)) < SHORTEST:
        return []
    found = list(_asked(actor, words, key))
    if not found:
        return []
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    scopes = {scope.pk: scope for scope, _key in found}
    matrices = active_matrices(scopes)
    seen = grids([(scope, matrices.get(pk)) for pk, scope in scopes.items()], day_of(organisation))
    answered = []
    for scope, row_key in dict.fromkeys((scope.pk, row_key) for scope, row_key in found):
        grid = seen[scope]
        line = next((each for each in grid.lines if each.key == row_key and not each.is_default), None)
        if line is not None and set(words) <= _within(line.text, words):
            answered.append(Answer(scopes[scope], line, grid))
    plain = " ".join(asked.casefold().split())
    return sorted(answered, key=lambda each: _far(each, plain))[:most]


def _within(text: str, words: list[str]) -> set[str]:
    plain = text.casefold()
    return {word for word in words if word in plain or word in singulars(text)}


def _far(answer: Answer, plain: str) -> tuple[bool, bool, int, str, str]:
    text = answer.line.text.casefold()
    return (text != plain, not text.startswith(plain), len(text), answer.scope.path, answer.line.key)


def _asked(actor: Actor, words: list[str], key: str) -> Iterator[tuple[Scope, str]]:
    """Yield the scopes that the actor may see with the keys of rows that may be meant there."""
    visible = Scope.objects.answering_to(actor).select_related("organisation")
    if key:
        visible = visible.filter(key=key)
    scopes = list(visible[:MOST_SCOPES])
    above = {pk for scope in scopes for pk in chain(scope)}
    rows = Responsibility.objects.filter(matrix__scope_id__in=above, matrix__state=MatrixState.ACTIVE)
    for word in words:
        rows = rows.filter(text__icontains=word)
    for row in rows.select_related("matrix__scope")[:MOST_SCOPES]:
        origin = row.matrix.scope
        for scope in scopes:
            if row.kind == scope.kind and (scope.pk == origin.pk or origin.pk in chain(scope)[1:]):
                yield scope, row.key
