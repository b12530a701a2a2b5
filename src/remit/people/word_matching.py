"""How well a question matches a line of the catalogue: by words, rare ones counting more than common ones.

A word counts by its inverse document frequency, ln(1 + N / n) for a word in n of N lines (Spärck Jones 1972).
Words are reduced to stems, and words that mean the same here to one of them.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 40
SHORTEST_STEM = 4
# how much of a match is that of the question; the rest is that of the line
OF_QUESTION = 0.85
_WORDS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "catalogue" / "words.toml").read_text(encoding="utf-8")
)
STOP = frozenset(_WORDS["stop"].split())
_SAME: dict[str, str] = {
    word: line.split()[0] for line in _WORDS["alike"].strip().splitlines() for word in line.split()
}
_ENDINGS = (
    "isations",
    "isation",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)


def stem(word: str) -> str:
    """Return what `word` is counted as: the first of those like it, or itself without its ending."""
    if word in _SAME:
        return _SAME[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)].removesuffix("e")
    return word


def stems(text: str) -> list[str]:
    """Return the stems of the words that say something, in their order, at most `MOST_WORDS`."""
    words = (word for word in _WORD.findall(text.casefold()) if word not in STOP)
    return [stem(word) for word, _number in zip(words, range(MOST_WORDS), strict=False)]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each stem counts; one that no line holds counts most."""

    known: Mapping[str, float]
    unknown: float

    def of(self, found: Iterable[str]) -> float:
        """Return what these stems count together."""
        return sum(self.known.get(each, self.unknown) for each in set(found))


def weights(lines: Iterable[str]) -> Weights:
    """Return the weights of all stems in `lines`."""
    counts: Counter[str] = Counter()
    number = 0
    for line in lines:
        counts.update(set(stems(line)))
        number += 1
    return Weights(
        {word: math.log(1 + number / count) for word, count in counts.items()}, math.log(1 + number)
    )


def match(question: str, line: str, weighing: Weights) -> float:
    """Return from 0 to 1 how far `line` is about `question`: mostly by how much of the question it holds."""
    asked, said = set(stems(question)), set(stems(line))
    both = weighing.of(asked & said)
    if both == 0.0:
        return 0.0
    return OF_QUESTION * both / weighing.of(asked) + (1 - OF_QUESTION) * both / weighing.of(said)
