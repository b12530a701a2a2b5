"""How well a requirement is worded: what can be read in more than one way, what is missing, and how to mend it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from remit.projects.models import RequirementKind

WORDS = Path(__file__).parent / "requirement_words"
LANGUAGES = ("en", "de")
MOST_FINDINGS = 20

MENDS: dict[str, Promise] = {
    "speed": gettext_lazy("Say how long: within 2 s, by 17:00 on the same day."),
    "amount": gettext_lazy("Say how much, with a unit: at least 500, at most 3 in 10,000."),
    "taste": gettext_lazy(
        "Say what somebody can do, and how it is found out: 9 of 10 new users book in 2 minutes."
    ),
    "often": gettext_lazy("Say how often, or in which case."),
    "open": gettext_lazy("List all that is meant, or name the rule by which it is decided."),
    "undecided": gettext_lazy("Decide it, or say who decides by which day."),
    "escape": gettext_lazy("Say in which case it must hold; a way out cannot be checked."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a requirement's wording: the words at fault, what is wrong, how to mend it; a fault or a hint."""

    code: str
    words: str
    wrong: str
    mend: str
    is_fault: bool = True


@cache
def word_list(language: str) -> dict[str, Any]:
    """Return the words of a language as the file has them."""
    found: dict[str, Any] = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return found


@cache
def _ambiguous(language: str) -> re.Pattern[str]:
    """Return the pattern that finds every ambiguous word, the longest first; its groups name the kind of remedy."""
    groups = (
        f"(?P<{kind}>{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"
        for kind, words in word_list(language)["ambiguous"].items()
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE)


def language_of(text: str) -> str:
    """Return the language whose frequent words stand more often in a text; that of the page where none do."""
    words = re.findall(r"\w+", text.casefold())
    counts = {name: sum(word in word_list(name)["marks"] for word in words) for name in LANGUAGES}
    best = max(LANGUAGES, key=lambda name: counts[name])
    if counts[best] > min(counts.values()):
        return best
    page = (get_language() or "en")[:2]
    return page if page in LANGUAGES else "en"


def findings(
    statement: str, *, acceptance_criteria: str = "", kind: str = "", language: str = ""
) -> list[Finding]:
    """Return what is to be mended about a requirement's wording, faults before hints; nothing for an empty one."""
    text = " ".join(statement.split())
    if not text:
        return []
    name = language or language_of(text)
    words = word_list(name)
    found = [
        *_ambiguities(text, name),
        *_actor(text, words),
        *_compound(text, words),
        *_measure(text, acceptance_criteria, kind),
        *_criterion(acceptance_criteria),
    ]
    return sorted(found, key=lambda each: not each.is_fault)[:MOST_FINDINGS]


def _ambiguities(text: str, language: str) -> Iterator[Finding]:
    said = set()
    for match in _ambiguous(language).finditer(text):
        word, kind = match[0], match.lastgroup or "taste"
        if word.casefold() not in said:
            said.add(word.casefold())
            wrong = _("can be read in more than one way.")
            yield Finding("ambiguous", word, wrong, str(MENDS[kind]), is_fault=kind not in {"escape", "open"})


def _place(text: str, listed: list[str]) -> re.Match[str] | None:
    names = "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
    return re.search(rf"(?<![\w/])(?:{names})(?![\w/])", text, re.IGNORECASE)


def _actor(text: str, words: dict[str, Any]) -> Iterator[Finding]:
    mend = _("Begin with who or what does it: The booking page shows …")
    modal = _place(text, words["modals"])
    if modal is None:
        wrong = _("no word says how binding it is: must, should or could.")
        yield Finding("binding", "", wrong, _("Write: the … must …"), is_fault=False)
        return
    before = re.findall(r"\w+", text[: modal.start()].casefold())
    if not before or (before == [before[0]] and before[0] in words["nobody"]):
        yield Finding("actor", text[: modal.end()], _("nobody is named who does it."), mend)
        return
    passive = re.search(words["passive"], text[modal.start() :], re.IGNORECASE)
    if passive is not None and _place(text, words["by"]) is None:
        yield Finding("actor", passive[0], _("it says that something is done, but not by whom."), mend)


def _compound(text: str, words: dict[str, Any]) -> Iterator[Finding]:
    mend = _("Make two requirements of it: each can then be built, checked and accepted by itself.")
    for both in words["both"]:
        if both in text.casefold():
            yield Finding("compound", both, _("it leaves open whether one or both are meant."), mend)
            return
    names = "|".join(re.escape(word) for word in words["modals"])
    modals = re.findall(rf"(?<!\w)(?:{names})(?!\w)", text, re.IGNORECASE)
    sentences = [each for each in re.split(r"(?<=[.;!?])\s+(?=[A-ZÄÖÜ])", text) if each.strip()]
    if len(modals) > 1 or len(sentences) > 1:
        yield Finding("compound", " … ".join(modals[:2]), _("it states more than one thing."), mend)
        return
    joined = _place(text, words["joins"])
    if joined is not None:
        yield Finding("compound", joined[0], _("it may state more than one thing."), mend, is_fault=False)


def _measure(text: str, criteria: str, kind: str) -> Iterator[Finding]:
    if kind != RequirementKind.QUALITY or re.search(r"\d", f"{text} {criteria}"):
        return
    wrong = _("a quality without a measure cannot be checked.")
    yield Finding("measure", "", wrong, _("Say how much, with a unit, and under which load."))


def _criterion(criteria: str) -> Iterator[Finding]:
    if not criteria.strip():
        wrong = _("no acceptance criterion is stated.")
        yield Finding("criterion", "", wrong, _("Say what somebody does, and what must then be seen."))
