"""The list that a project is closed by: the standard items, and an organisation's own lines. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import FieldError
from remit.projects.life_content import FACT

MOST_ITEMS, LONGEST_ITEM, LONGEST_CODE = 40, 300, 60
# what a project that ended early does not owe
NOT_OWED_EARLY = frozenset({"deliverables-accepted", "work-done", "handover-accepted", "reviews-planned"})
# what Remit judges, and not every project needs: a person may say so, with the reason
NOT_ALWAYS_NEEDED = frozenset({"reviews-planned"})
# what only follows from the list
ITSELF = ("closure-complete", "archive-kept")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: Remit judges those with a fact, a person the others."""

    code: str
    text: Promise | str = ""
    fact: str = ""


STANDARD: tuple[Item, ...] = (
    Item("deliverables-accepted", fact="deliverables-accepted"),
    Item("work-done", fact="work-done"),
    Item("concessions", gettext_lazy("What concessions left open has an owner and a day")),
    Item("conditions-met", fact="conditions-met"),
    Item("issues-closed", fact="issues-closed"),
    Item("changes-settled", fact="changes-settled"),
    Item("decisions-taken", fact="decisions-taken"),
    Item("promises-settled", fact="promises-settled"),
    Item("costs", gettext_lazy("Costs are settled: the last invoice is paid and the accounts are shut")),
    Item("contracts", gettext_lazy("Contracts are ended, and nothing is owed from them")),
    Item("people-released", fact="people-released"),
    Item("resources-released", fact="resources-released"),
    Item("thanked", gettext_lazy("Whoever worked on it was thanked, each for something of their own")),
    Item("handover-accepted", fact="handover-accepted"),
    Item("lessons-gathered", fact="lessons-gathered"),
    Item("reviews-planned", fact="reviews-planned"),
)


def items_of(content: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    """Return the items of a stored list."""
    return tuple(Item(each["code"], each["text"], each["fact"]) for each in content)


def as_lines(items: Iterable[Item]) -> list[str]:
    """Return items as lines to be edited: what Remit judges by the code of its fact behind "= "."""
    return [f"{FACT}{each.fact}" if each.fact else str(each.text) for each in items]


def from_lines(lines: Sequence[str], present: Iterable[Item]) -> list[dict[str, str]]:
    """Return the content that lines state; a line that stands in the present list keeps its code, and its answers."""
    codes = {str(each.text): each.code for each in present if not each.fact}
    found = []
    for line in lines:
        text = " ".join(line.split())
        fact = text.removeprefix(FACT).strip() if text.startswith(FACT) else ""
        code = fact or codes.get(text) or code_of(text)
        found.append({"code": code, "text": "" if fact else text, "fact": fact})
    return found


def code_of(text: str) -> str:
    """Return a code for a line of one's own: another wording is another question."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{slugify(text)[: LONGEST_CODE - 9].strip('-')}-{digest}".strip("-")


def faults(content: Sequence[Mapping[str, str]], known: Collection[str]) -> Iterable[FieldError]:
    """Yield what is wrong with a list, each with the way to mend it."""
    if not 0 < len(content) <= MOST_ITEMS:
        message = _("State from 1 to %(most)d items, one a line.") % {"most": MOST_ITEMS}
        yield FieldError("items", message, "count")
    seen: set[str] = set()
    for each in content:
        line = each["text"] or f"{FACT}{each['fact']}"
        if each["code"] in seen:
            yield FieldError("items", _("This stands there twice: %(line)s") % {"line": line[:80]}, "twice")
        seen.add(each["code"])
        if len(line) > LONGEST_ITEM:
            words = {"longest": LONGEST_ITEM, "count": len(line)}
            message = _("At most %(longest)d characters, these are %(count)d.") % words
            yield FieldError("items", message, "long")
        if each["fact"] and (each["fact"] not in known or each["fact"] in ITSELF):
            names = ", ".join(sorted(set(known) - set(ITSELF)))
            message = _("Remit judges no “%(fact)s”; it judges: %(names)s.")
            yield FieldError("items", message % {"fact": each["fact"], "names": names}, "unknown")
