"""What a feasibility study states, what is missing before it can be decided on, and its weighted verdict. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from remit.core.errors import FieldError

TESTS: dict[str, tuple[Promise, Promise]] = {
    "technical": (
        pgettext_lazy("test of a study", "Technical"),
        gettext_lazy("Can it be built with what we know and have?"),
    ),
    "economic": (
        pgettext_lazy("test of a study", "Economic"),
        gettext_lazy("Is it worth more than it costs, and can we pay for it?"),
    ),
    "legal": (
        pgettext_lazy("test of a study", "Legal"),
        gettext_lazy("May we do it: law, contracts, licences, data protection?"),
    ),
    "operational": (
        pgettext_lazy("test of a study", "Operational"),
        gettext_lazy("Will people use it and can operations run it?"),
    ),
    "schedule": (
        pgettext_lazy("test of a study", "Schedule"),
        gettext_lazy("Can it be there when it is needed?"),
    ),
}
LOWEST, HIGHEST, HEAVIEST = 1, 5, 100
STOP = "stop"
MOST_OPTIONS, MOST_PERIODS, MOST_MONEY = 6, 40, 10**13
LONGEST_TEXT, LONGEST_LINE, MOST_LINES = 4000, 400, 40
MOST_RATE = Decimal(100)
FIELDS: dict[str, Promise] = {
    "problem": gettext_lazy("Problem"),
    "rate_percent": gettext_lazy("Discount rate"),
    "options": gettext_lazy("Options"),
    "tests": gettext_lazy("Tests"),
    "uncertainties": gettext_lazy("Main uncertainties"),
    "recommended": gettext_lazy("Recommendation"),
    "because": gettext_lazy("Reasons"),
}


def blank() -> dict[str, Any]:
    """Return the content of a study that has only just begun: to do nothing is its first option."""
    tests = {code: {"score": None, "weight": 20, "evidence": "", "remedy": ""} for code in TESTS}
    nothing = {"name": _("Do nothing"), "about": "", "costs": [0], "benefits": [0], "is_nothing": True}
    return {
        "problem": "",
        "rate_percent": "8",
        "options": [nothing],
        "tests": tests,
        "uncertainties": [],
        "recommended": "",
        "because": "",
    }


def rate_of(content: Mapping[str, Any]) -> Decimal:
    """Return the discount rate as a share of one."""
    return Decimal(str(content["rate_percent"])) / 100


def flows_of(option: Mapping[str, Any]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return costs and benefits of an option by period, both above zero and equally many."""
    costs, benefits = list(option["costs"]), list(option["benefits"])
    length = max(len(costs), len(benefits), 1)
    return (
        tuple(costs + [0] * (length - len(costs))),
        tuple(benefits + [0] * (length - len(benefits))),
    )


def verdict(content: Mapping[str, Any]) -> Decimal | None:
    """Return the weighted mean of the scores, to one decimal; None until every test is scored."""
    tests = [content["tests"][code] for code in TESTS]
    weights = sum(each["weight"] for each in tests)
    if not weights or any(each["score"] is None for each in tests):
        return None
    total = sum(each["score"] * each["weight"] for each in tests)
    return (Decimal(total) / Decimal(weights)).quantize(Decimal("0.1"))


def faults(stated: Mapping[str, Any]) -> Iterable[FieldError]:
    """Yield what may not be kept at all; what is only missing may, until it is handed in."""
    for name in ("problem", "because"):
        yield from _too_long(name, stated.get(name, ""), LONGEST_TEXT)
    for line in stated.get("uncertainties", ())[: MOST_LINES + 1]:
        yield from _too_long("uncertainties", line, LONGEST_LINE)
    if len(stated.get("uncertainties", ())) > MOST_LINES:
        yield FieldError("uncertainties", _("At most %(most)d lines.") % {"most": MOST_LINES}, "long")
    if "rate_percent" in stated and not _is_rate(stated["rate_percent"]):
        yield FieldError("rate_percent", _("Give a rate between 0 and 100 percent."), "range")
    if "tests" in stated:
        yield from _test_faults(stated["tests"])
    if "options" in stated:
        yield from _option_faults(stated["options"])


def _is_rate(value: Any) -> bool:
    try:
        rate = Decimal(str(value))
    except InvalidOperation:
        return False
    return rate.is_finite() and 0 <= rate <= MOST_RATE


def _too_long(name: str, text: str, longest: int) -> Iterable[FieldError]:
    if len(text) > longest:
        words = {"longest": longest, "count": len(text)}
        yield FieldError(name, _("At most %(longest)d characters, these are %(count)d.") % words, "long")


def _test_faults(tests: Mapping[str, Any]) -> Iterable[FieldError]:
    if set(tests) != set(TESTS):
        names = ", ".join(TESTS)
        yield FieldError("tests", _("Name each of the five tests: %(names)s.") % {"names": names}, "unknown")
        return
    for code, each in tests.items():
        if each["score"] is not None and not LOWEST <= each["score"] <= HIGHEST:
            yield FieldError(f"tests.{code}", _("Score from 1 (no) to 5 (yes, without doubt)."), "range")
        if not 0 <= each["weight"] <= HEAVIEST:
            yield FieldError(f"tests.{code}", _("Give a weight from 0 to 100."), "range")
        for name in ("evidence", "remedy"):
            yield from _too_long(f"tests.{code}", each[name], LONGEST_TEXT)


def _option_faults(options: list[dict[str, Any]]) -> Iterable[FieldError]:
    if not options or not options[0].get("is_nothing"):
        yield FieldError("options", _("The first option is to do nothing: it stays."), "required")
    if len(options) > MOST_OPTIONS:
        yield FieldError("options", _("At most %(most)d options.") % {"most": MOST_OPTIONS}, "long")
    names = [each["name"] for each in options]
    for place, each in enumerate(options):
        where = f"options.{place}"
        if not each["name"]:
            yield FieldError(where, _("Give the option a name."), "required")
        if names.index(each["name"]) != place:
            yield FieldError(where, _("Two options have the same name."), "taken")
        yield from _too_long(where, each["name"], 120)
        yield from _too_long(where, each["about"], LONGEST_TEXT)
        for flows in (each["costs"], each["benefits"]):
            if len(flows) > MOST_PERIODS:
                yield FieldError(where, _("At most %(most)d years.") % {"most": MOST_PERIODS}, "long")
            if any(not 0 <= flow <= MOST_MONEY for flow in flows):
                yield FieldError(where, _("Give amounts that are not below zero."), "range")


def missing(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what must still be stated before the study can be decided on: fields and what to do, in order."""
    found: list[tuple[str, str]] = []
    if not content["problem"]:
        found.append(("problem", _("Say what the problem is that a project would solve.")))
    options = content["options"]
    if len(options) < 2:  # noqa: PLR2004 - to do nothing and one other
        found.append(("options", _("Add an option beside doing nothing.")))
    for each in options[1:]:
        if not any(each["costs"]) and not any(each["benefits"]):
            words = _("State what “%(name)s” costs and brings, year by year.") % {"name": each["name"]}
            found.append(("options", words))
    found += _missing_tests(content)
    if not content["uncertainties"]:
        found.append(("uncertainties", _("Name what is least certain.")))
    if content["recommended"] != STOP and content["recommended"] not in {each["name"] for each in options}:
        found.append(("recommended", _("Recommend one of the options, or to stop.")))
    if not content["because"]:
        found.append(("because", _("Say why you recommend that.")))
    return found


def _missing_tests(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for code, (label, _question) in TESTS.items():
        test, words = content["tests"][code], {"test": label}
        if test["score"] is None:
            yield "tests", _("Score the test “%(test)s” from 1 to 5.") % words
        elif not test["evidence"]:
            yield "tests", _("Say on what the score of “%(test)s” rests.") % words
        elif test["score"] == LOWEST and not test["remedy"] and content["recommended"] != STOP:
            yield "tests", _("“%(test)s” scores 1: name the remedy, or recommend to stop.") % words
