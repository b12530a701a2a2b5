"""What a status report keeps of how a project stood, and what has changed since the one before. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.core.plan_time import to_day
from remit.reporting.models import Colour, FinishRange, LightCode, StatusReport
from remit.reporting.queries import Status


def content_of(status: Status, before: StatusReport | None) -> dict[str, Any]:
    """Return a status as a report keeps it, as JSON takes it; sums stand under `cost` and nowhere else."""
    found = status.range
    content: dict[str, Any] = {
        "lights": [
            {
                "code": str(each.light.code),
                "colour": str(each.colour),
                "words": each.words,
                "ruled": str(each.light.colour),
                "by_hand": each.colour != each.light.colour,
            }
            for each in status.lights
        ],
        "phase": status.project.phase,
        "promised": _iso(status.promised),
        "expected": _iso(status.expected),
        "range": range_days(found) if found and not status.is_range_old else None,
        "kept": found.percent_kept if found and not status.is_range_old else None,
        "asks": [
            {"words": each.words, "of": each.person.name if each.person else ""} for each in status.asks
        ],
        "cost": _cost(status),
    }
    content["changes"] = list(changes(before.content, content)) if before else []
    return content


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def range_days(found: FinishRange) -> list[str]:
    """Return the days between which eight of ten runs end, as ISO dates: the first and the last."""
    return [to_day(found.p10_minute - 1).isoformat(), to_day(found.p90_minute - 1).isoformat()]


def _cost(status: Status) -> dict[str, Any] | None:
    cost = status.cost
    if cost is None:
        return None
    return {
        "as_of": cost.as_of.isoformat(),
        "budget": status.project.budget_minor,
        "spent": cost.spent_minor,
        "low": cost.spent_minor + cost.low_minor,
        "likely": cost.spent_minor + cost.likely_minor,
        "high": cost.spent_minor + cost.high_minor,
        "by_value": cost.by_value,
    }


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield in words what differs between two reports of a project; no sums."""
    yield from _end_moved(before.get("expected"), now.get("expected"))
    if before.get("promised") != now.get("promised"):
        yield _("Another end is promised: %(day)s.") % {"day": now.get("promised") or "–"}
    colours = {each["code"]: each["colour"] for each in before.get("lights", ())}
    for each in now["lights"]:
        old = colours.get(each["code"])
        if old is not None and old != each["colour"]:
            told = {
                "light": LightCode(each["code"]).label,
                "old": Colour(old).label,
                "new": Colour(each["colour"]).label,
            }
            yield _("%(light)s went from %(old)s to %(new)s.") % told
    if before.get("phase") != now.get("phase"):
        yield _("The project entered another phase.")
    gone = {each["words"] for each in before.get("asks", ())} - {each["words"] for each in now["asks"]}
    for words in sorted(gone):
        yield _("Settled: %(what)s") % {"what": words}


def _end_moved(old: str | None, new: str | None) -> Iterator[str]:
    if not old or not new or old == new:
        return
    days = (dt.date.fromisoformat(new) - dt.date.fromisoformat(old)).days
    if days > 0:
        words = ngettext(
            "The expected end moved %(n)d day later.", "The expected end moved %(n)d days later.", days
        )
    else:
        words = ngettext(
            "The expected end moved %(n)d day earlier.", "The expected end moved %(n)d days earlier.", -days
        )
    yield words % {"n": abs(days)}
