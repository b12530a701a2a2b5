"""What is kept of the figures of one day: all of them with formula and inputs, and the sums of each part."""

from collections.abc import Mapping
from typing import Any

from remit.earned_value.compute.standing import Standing
from remit.engine.value import EarnedValue, figures_as_json

SUMS = ("bac", "pv", "ev", "ac")


def figures_kept(found: Standing) -> dict[str, Any]:
    """Return every figure in all and in time, as plain values."""
    schedule = found.schedule
    return {
        "total": figures_as_json(dict(found.total.figures())),
        "time": figures_as_json(dict(schedule.figures())) if schedule else None,
        "period": found.period.value,
        "level_of_effort": found.measurement.level_of_effort,
    }


def parts_kept(found: Standing) -> dict[str, list[dict[str, Any]]]:
    """Return the sums by account, by element and by person, each under its key."""
    return {name: _sums(groups) for name, groups in found.measurement.groups.items()}


def _sums(groups: Mapping[str, EarnedValue]) -> list[dict[str, Any]]:
    return [
        {"key": key, **{name: getattr(each, name).value for name in SUMS}} for key, each in groups.items()
    ]


def doubts_kept(found: Standing) -> list[dict[str, Any]]:
    """Return what made the data doubtful."""
    return [{"doubt": each.doubt.value, "key": each.package_id, "value": each.value} for each in found.flags]
