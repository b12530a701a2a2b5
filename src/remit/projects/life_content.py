"""What a method states: its stages in order, each with a phase, documents, roles and the gate at its end. Pure.

`approved_by_another` says that a document is never approved by its only author.
A stage is `code`, `name`, `phase`, `purpose`, `processes`, `documents`, `roles` and `gate` (`code`, `name`, `entry`,
`exit`) or None. A criterion or document that begins with "= " names a fact that Remit judges by itself.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from remit.core.errors import FieldError
from remit.projects.models import Phase

FACT = "= "
STANDARD = Path(__file__).with_name("methods") / "standard.toml"
ORDER = [
    Phase.IDEA,
    Phase.FEASIBILITY,
    Phase.CHARTERED,
    Phase.PLANNING,
    Phase.EXECUTION,
    Phase.CLOSING,
    Phase.CLOSED,
]
MOST_STAGES, MOST_LINES, LONGEST_NAME, LONGEST_LINE, LONGEST_TEXT = 30, 40, 120, 300, 2000
LISTS = ("processes", "documents", "roles")
Stage = Mapping[str, Any]


@lru_cache(maxsize=1)
def standard_methods() -> dict[str, dict[str, Any]]:
    """Return the methods that come with Remit, by code."""
    read = tomllib.loads(STANDARD.read_text(encoding="utf-8"))
    shared = read["shared"]
    found = {}
    for code, method in read["methods"].items():
        own = method.get("stages", [])
        stages = (
            [shared[each] for each in method["before"]] + own + [shared[each] for each in method["after"]]
        )
        found[code] = {
            "name": method["name"],
            "summary": method["summary"],
            "kinds": method["kinds"],
            "approved_by_another": method.get("approved_by_another", True),
            "stages": [{"gate": None, **each} for each in stages],
        }
    return found


def stage_at(content: Mapping[str, Any], code: str) -> int:
    """Return the place of a stage; the first where there is none with that code."""
    codes = [each["code"] for each in content["stages"]]
    return codes.index(code) if code in codes else 0


def first_in(content: Mapping[str, Any], phase: str) -> Stage | None:
    """Return the first stage in a phase."""
    return next((each for each in content["stages"] if each["phase"] == phase), None)


def after(content: Mapping[str, Any], code: str) -> Stage | None:
    """Return the stage behind another; None behind the last."""
    stages = content["stages"]
    place = stage_at(content, code) + 1
    return stages[place] if place < len(stages) else None


def faults(content: Mapping[str, Any], roles: set[str], facts: set[str]) -> Iterable[FieldError]:
    """Yield what is wrong with a method; `roles` and `facts` are the codes that there are."""
    if not content["name"].strip():
        yield FieldError("name", _("Give the method a name."), "required")
    stages = content["stages"]
    if len(stages) > MOST_STAGES:
        yield FieldError("stages", _("At most %(most)d stages.") % {"most": MOST_STAGES}, "long")
    yield from _order(stages)
    codes: set[str] = set()
    gates: set[str] = set()
    for each in stages:
        where = f"stages.{each['code']}"
        if each["code"] in codes:
            yield FieldError(where, _("Two stages have the same code."), "taken")
        codes.add(each["code"])
        yield from _stage(each, where, roles, facts)
        gate = each["gate"]
        if gate is not None:
            if gate["code"] in gates:
                words = _("Two gates have the code %(code)s.") % {"code": gate["code"]}
                yield FieldError(where, words, "taken")
            gates.add(gate["code"])


def _order(stages: list[Stage]) -> Iterable[FieldError]:
    """Yield where stages leave a phase out or go back: each begins in the phase before it or the next."""
    places = [ORDER.index(Phase(each["phase"])) for each in stages]
    needed = range(ORDER.index(Phase.CLOSING) + 1)
    left_out = [str(ORDER[place].label) for place in needed if place not in places]
    if left_out:
        words = _("There is no stage in: %(names)s.") % {"names": ", ".join(left_out)}
        yield FieldError("stages", words, "phases")
    for before, stage, place in zip(places, stages[1:], places[1:], strict=False):
        if place < before:
            words = _("“%(name)s” stands behind a stage of a later phase.") % {"name": stage["name"]}
            yield FieldError(f"stages.{stage['code']}", words, "order")


def _stage(stage: Stage, where: str, roles: set[str], facts: set[str]) -> Iterable[FieldError]:
    if not stage["name"].strip():
        yield FieldError(where, _("Give each stage a name."), "required")
    gate = stage["gate"] or {"entry": [], "exit": [], "code": "", "name": ""}
    if stage["gate"] is not None and not (gate["code"] and gate["name"]):
        yield FieldError(where, _("Give the gate a code, such as G3, and a name."), "required")
    for name in (stage["name"], gate["name"]):
        if len(name) > LONGEST_NAME:
            yield FieldError(where, _("At most %(most)d characters.") % {"most": LONGEST_NAME}, "long")
    unknown = [each for each in stage["roles"] if each not in roles]
    if unknown:
        words = _("There is no role %(code)s here.") % {"code": unknown[0]}
        yield FieldError(where, words, "unknown")
    for lines in (*(stage[each] for each in LISTS), gate["entry"], gate["exit"]):
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            yield FieldError(where, _("There are too many lines, or one is too long."), "long")
        for line in lines:
            if line.startswith(FACT) and line.removeprefix(FACT) not in facts:
                words = _("Remit does not judge “%(fact)s” by itself.") % {"fact": line.removeprefix(FACT)}
                yield FieldError(where, words, "unknown")


def outline(content: Mapping[str, Any]) -> list[str]:
    """Return a method as lines, by which two versions are compared."""
    lines = [content["name"], content.get("summary", "")]
    if not content.get("approved_by_another", True):
        lines.append(_("A document may be approved by its only author."))
    for each in content["stages"]:
        head = f"{each['name']} ({each['phase']})"
        lines += [head, f"{head}: {each['purpose']}"]
        lines += [f"{head}, {name}: {line}" for name in LISTS for line in each[name]]
        if each["gate"]:
            gate = f"{head}, {each['gate']['code']} {each['gate']['name']}"
            lines.append(gate)
            lines += [f"{gate}, {name}: {line}" for name in ("entry", "exit") for line in each["gate"][name]]
    return lines


def changed_lines(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the lines of the outline that went and those that came."""
    old, new = outline(before), outline(now)
    return [line for line in old if line not in new], [line for line in new if line not in old]
