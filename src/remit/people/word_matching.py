"""What texts have in common: how well one answers a question, how alike two are, and by which words.

A word counts by its inverse document frequency, ln(1 + N / n) for a word in n of N lines (Spärck Jones 1972).
Words are reduced to stems, and words that mean the same here to one of them.
"""

import math
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
# words that carry no meaning of their own, in the languages of the interface
STOP = frozenset(
    f"{_WORDS['stop']} und oder der die das des dem den ein eine einer eines zu im von mit bei fur ist sind als "
    "alle auf".split()
)
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
    "y",
)


# before these a consonant is doubled that stands once in the word itself: planning, digging; not in billing
_DOUBLING, _DOUBLE = ("ing", "ings", "ed"), frozenset("lsz")


def stem(word: str) -> str:
    """Return what `word` is counted as: the first of those like it, or itself without its ending."""
    if word in _SAME:
        return _SAME[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            left = word[: -len(ending)]
            if ending in _DOUBLING and left[-1] == left[-2] and left[-1] not in _DOUBLE:
                return left[:-1]
            return left.removesuffix("e")
    return word


def _told(text: str) -> Iterator[str]:
    """Yield the words of a text that say something: in small letters and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return (word for word in _WORD.findall(plain) if word not in STOP)


def stems(text: str, most: int | None = None) -> list[str]:
    """Return the stems of the words that say something, in their order, all or at most that many."""
    words = list(_told(text))
    return [stem(word) for word in words[:most]]


def singulars(text: str) -> list[str]:
    """Return the words that say something as they are written, plurals as singulars: for what is searched as text."""
    return [_singular(word) for word in _told(text) if len(word) > 1]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > SHORTEST_STEM:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) >= SHORTEST_STEM:
        return word[:-1]
    return word


class Vocabulary:
    """Which other words mean the same in an organisation: each phrase is told by the one that counts."""

    def __init__(self, same: Mapping[str, str]) -> None:
        self._same = {
            phrase.casefold(): chosen.casefold() for phrase, chosen in same.items() if phrase.strip()
        }
        phrases = sorted(self._same, key=len, reverse=True)
        self._any = re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b") if phrases else None

    def told(self, text: str) -> str:
        """Return a text in small letters with each phrase as the one that counts."""
        plain = text.casefold()
        return plain if self._any is None else self._any.sub(lambda found: self._same[found[0]], plain)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each stem counts; one that no line holds counts most."""

    known: Mapping[str, float]
    unknown: float

    def of(self, found: Iterable[str]) -> float:
        """Return what these stems count together."""
        return sum(self.known.get(each, self.unknown) for each in set(found))

    def cosine(self, first: str, second: str) -> float:
        """Return from 0 to 1 how alike two texts are: the cosine of their words, each counting by its weight."""
        one, other = (self._vector(text) for text in (first, second))
        return sum(weight * other.get(word, 0.0) for word, weight in one.items())

    def _vector(self, text: str) -> dict[str, float]:
        counted = Counter(stems(text))
        return _unit({word: count * self.known.get(word, self.unknown) for word, count in counted.items()})


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
    asked, said = set(stems(question, MOST_WORDS)), set(stems(line))
    both = weighing.of(asked & said)
    if both == 0.0:
        return 0.0
    return OF_QUESTION * both / weighing.of(asked) + (1 - OF_QUESTION) * both / weighing.of(said)


def common(first: str, second: str, weighing: Weights) -> list[str]:
    """Return the words that two texts share, as the second writes them, those that count most first."""
    asked = set(stems(first))
    written: dict[str, str] = {}
    for word in _told(second):
        if (found := stem(word)) in asked:
            written.setdefault(found, word)
    return sorted(written.values(), key=lambda word: (-weighing.of([stem(word)]), word))


def vectors(texts: Sequence[str]) -> list[dict[str, float]]:
    """Return each text as a vector of length 1 over its words.

    A word weighs its count times ln((1 + n) / (1 + d)) + 1, where d of the n texts hold it: term frequency
    by inverse document frequency, smoothed so that a word of every text still counts.
    """
    counted = [Counter(stems(text)) for text in texts]
    held_by = Counter(word for words in counted for word in words)
    rare = {word: math.log((1 + len(texts)) / (1 + found)) + 1 for word, found in held_by.items()}
    return [_unit({word: count * rare[word] for word, count in words.items()}) for words in counted]


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()}


def alike(texts: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """Yield the places of each two texts whose cosine is at least `least`, in order, with the cosine."""
    found = vectors(texts)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, vector in enumerate(found):
        beside: Counter[int] = Counter()
        for word, weight in vector.items():
            for other in places[word]:
                beside[other] += weight * found[other][word]  # type: ignore[assignment]  # a sum of products, kept by place
            places[word].append(place)
        yield from ((other, place, cosine) for other, cosine in sorted(beside.items()) if cosine >= least)
