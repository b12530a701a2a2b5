"""How alike short texts are: the cosine of their words, weighted by how rare each word is among them."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W\d_]{2,}")
# words that carry no meaning of their own, in the languages of the interface
_EMPTY = frozenset(
    _WORD.findall(
        "and or the of to in on for with by from at as an is are be its it that this their all any each "
        "und oder der die das des dem den ein eine einer eines zu im in auf von mit bei fur ist sind als alle"
    )
)
_SHORTEST_PLURAL = 4


def words_of(text: str) -> list[str]:
    """Return the words of `text` as they are compared: lower case, without accents, plurals as singulars."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [_singular(word) for word in _WORD.findall(plain) if word not in _EMPTY]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORTEST_PLURAL:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) >= _SHORTEST_PLURAL:
        return word[:-1]
    return word


def vectors(texts: Sequence[str]) -> list[dict[str, float]]:
    """Return each text as a vector of length 1 over its words.

    A word weighs its count times ln((1 + n) / (1 + d)) + 1, where d of the n texts hold it: term frequency
    by inverse document frequency, smoothed so that a word of every text still counts.
    """
    counted = [Counter(words_of(text)) for text in texts]
    held_by = Counter(word for words in counted for word in words)
    rare = {word: math.log((1 + len(texts)) / (1 + found)) + 1 for word, found in held_by.items()}
    weighed = [{word: count * rare[word] for word, count in words.items()} for words in counted]
    return [_unit(each) for each in weighed]


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
