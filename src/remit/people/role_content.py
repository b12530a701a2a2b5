"""What a role states: read from a role, checked before it is kept, and compared between versions."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.core.errors import FieldError, Invalid
from remit.core.registries import capabilities, words_for
from remit.people.models import Area, Role, RoleVersion, ScopeKind

# What makes up a version; the code names the role and never changes.
STATED = (
    "name", "aliases", "family", "purpose", "focus", "scope_kind", "scope_text", "authority", "horizon",
    "responsibilities", "decisions", "exclusions", "capabilities", "holders_per_scope",
)  # fmt: skip
LONGEST = {"name": 120, "family": 60, "purpose": 2000, "focus": 500, "scope_text": 200, "horizon": 120}
DEMANDED = ("name", "family", "purpose")
LISTS = ("aliases", "responsibilities", "decisions", "exclusions", "capabilities")
LONGEST_LINE = 300
MOST_LINES = 60
HIGHEST = 5


def content_of(role: Role) -> dict[str, Any]:
    """Return what a role states now."""
    return {name: getattr(role, name) for name in STATED}


def in_order(responsibilities: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Return responsibilities by area, those without one last; within an area as they stand."""
    places = {area: place for place, area in enumerate(Area.values)}
    return sorted(responsibilities, key=lambda each: places.get(each["area"], len(places)))


def version_of(role: Role, *, by: str, at: dt.datetime, note: str = "") -> RoleVersion:
    """Return, not yet saved, the row that keeps what a role states now."""
    content = content_of(role)
    return RoleVersion(
        role=role, number=role.version, content=content, changed_at=at, changed_by=by[:200], note=note
    )


def check(content: Mapping[str, Any], codes: Iterable[str]) -> None:
    """Raise `Invalid`, with every field that is wrong, unless a role may state `content`.

    `codes` are those of the organisation's roles, of which an exclusion may name one.
    """
    errors = [*_texts(content), *_lines(content), *_figures(content), *_names(content, set(codes))]
    if errors:
        raise Invalid(errors[0].message, errors=errors)


def _texts(content: Mapping[str, Any]) -> Iterable[FieldError]:
    for name, longest in LONGEST.items():
        text = content[name]
        if name in DEMANDED and not text.strip():
            yield FieldError(name, _("This is needed."), "required")
        if len(text) > longest:
            words = _("At most %(longest)d characters, these are %(count)d.")
            yield FieldError(name, words % {"longest": longest, "count": len(text)}, "long")


def _lines(content: Mapping[str, Any]) -> Iterable[FieldError]:
    for name in LISTS:
        lines = [line_words(name, line) for line in content[name]]
        plain = [_key(text_of(line)) for line in content[name]]
        if len(lines) > MOST_LINES:
            yield FieldError(name, _("At most %(most)d lines.") % {"most": MOST_LINES}, "many")
        if not all(plain):
            yield FieldError(name, _("A line is empty."), "required")
        if any(len(text_of(line)) > LONGEST_LINE for line in content[name]):
            message = _("A line has at most %(longest)d characters.") % {"longest": LONGEST_LINE}
            yield FieldError(name, message, "long")
        twice = next((each for each, key in zip(lines, plain, strict=True) if plain.count(key) > 1), None)
        if twice is not None:
            yield FieldError(name, _("'%(line)s' stands there twice.") % {"line": twice[:80]}, "twice")


def _figures(content: Mapping[str, Any]) -> Iterable[FieldError]:
    if not 0 <= content["authority"] <= HIGHEST:
        yield FieldError("authority", _("Authority goes from 0 to 5."), "range")
    if content["holders_per_scope"] not in {0, 1}:
        yield FieldError("holders_per_scope", _("Either exactly one, or any number."), "range")


def _names(content: Mapping[str, Any], codes: set[str]) -> Iterable[FieldError]:
    if content["scope_kind"] not in ScopeKind.values:
        yield FieldError("scope_kind", _("There is no such kind of scope."), "unknown")
    if any(line["area"] and line["area"] not in Area.values for line in content["responsibilities"]):
        yield FieldError("responsibilities", _("There is no such area."), "unknown")
    strange = next((line["role"] for line in content["exclusions"] if line["role"] not in {"", *codes}), None)
    if strange is not None:
        message = _("There is no role with the code %(code)s.") % {"code": strange[:40]}
        yield FieldError("exclusions", message, "unknown")
    known = every_right()
    unknown = next((each for each in content["capabilities"] if each not in known), None)
    if unknown is not None:
        message = _("There is no right with the code %(code)s.") % {"code": str(unknown)[:40]}
        yield FieldError("capabilities", message, "unknown")


def every_right() -> frozenset[str]:
    """Return the codes of all rights that a role may give in this edition of Remit."""
    return frozenset(each.code for each in capabilities)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def text_of(line: Any) -> str:
    """Return the text of a line, which stands by itself or beside an area or a role."""
    return str(line["text"]) if isinstance(line, Mapping) else str(line)


def line_words(name: str, line: Any) -> str:
    """Return a line of the list `name` as people read it, with its area or whose it is instead."""
    if name == "responsibilities" and line["area"]:
        return f"{area_words(line['area'])}: {line['text']}"
    if name == "exclusions" and line["role"]:
        return f"{line['text']} → {line['role']}"
    if name == "capabilities":
        return capability_words(line)
    return text_of(line)


def area_words(area: str) -> str:
    """Return the words for an area; nothing for none."""
    return str(Area(area).label) if area in Area.values else ""


def capability_words(code: str) -> str:
    """Return the words for a right; its code where no part of Remit knows it any more."""
    return next((str(each.label) for each in capabilities if each.code == code), code)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two versions state differently: its words, what went and what came."""

    field: str
    label: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what differs between two contents, in the order in which a role is read; moved lines are none."""
    found = []
    for name in STATED:
        old, new = _said(name, before[name]), _said(name, after[name])
        gone = tuple(each for each in old if each not in new)
        come = tuple(each for each in new if each not in old)
        if gone or come:
            found.append(Difference(name, words_for(name), gone, come))
    return found


def _said(name: str, value: Any) -> list[str]:
    if name in LISTS:
        return [line_words(name, line) for line in value]
    if name == "scope_kind":
        return [str(ScopeKind(value).label)]
    if name == "holders_per_scope":
        return [_("exactly one at a time") if value == 1 else _("any number")]
    return [str(value)] if value != "" else []
