"""What checks of a plan's health find: figures with the activities and links behind them."""

from dataclasses import dataclass
from enum import StrEnum

from remit.engine.model import Link


class Verdict(StrEnum):
    """Whether a check is passed; `unknown` where the data cannot tell."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class CheckName(StrEnum):
    """The fourteen checks of the DCMA, in their order."""

    LOGIC = "logic"
    LEADS = "leads"
    LAGS = "lags"
    FINISH_TO_START = "finish-to-start"
    HARD_CONSTRAINTS = "hard-constraints"
    HIGH_FLOAT = "high-float"
    NEGATIVE_FLOAT = "negative-float"
    HIGH_DURATION = "high-duration"
    INVALID_DATES = "invalid-dates"
    RESOURCES = "resources"
    MISSED = "missed"
    CRITICAL_PATH_TEST = "critical-path-test"
    CRITICAL_PATH_LENGTH_INDEX = "critical-path-length-index"
    BASELINE_EXECUTION_INDEX = "baseline-execution-index"

    @property
    def number(self) -> int:
        """Return the number of the check, 1 to 14."""
        return list(CheckName).index(self) + 1


class Missing(StrEnum):
    """What is missing to tell whether a check is passed."""

    ACTIVITIES = "activities"
    LINKS = "links"
    STATUS_DATE = "status-date"
    BASELINE = "baseline"
    DUE_BY_NOW = "due-by-now"
    RESOURCES = "resources"
    CRITICAL_PATH = "critical-path"
    TIME_LEFT = "time-left"
    RISKS = "risks"
    OUTLINE = "outline"
    PROGRESS = "progress"

    @property
    def sentence(self) -> str:
        """Return what is missing in words."""
        return _MISSING[self]


_MISSING = {
    Missing.ACTIVITIES: "Nothing is left to be done.",
    Missing.LINKS: "The plan has no links.",
    Missing.STATUS_DATE: "The plan has no status date.",
    Missing.BASELINE: "The plan has no baseline.",
    Missing.DUE_BY_NOW: "By the baseline nothing was to be finished by the status date.",
    Missing.RESOURCES: "The plan assigns no resources at all.",
    Missing.CRITICAL_PATH: "The plan has no critical path that is still to be done.",
    Missing.TIME_LEFT: "No working time is left until the end of the plan.",
    Missing.RISKS: "The plan holds no estimates of its uncertainty.",
    Missing.OUTLINE: "The plan has no outline.",
    Missing.PROGRESS: "The plan holds no progress.",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `value` against `limit`, and what stands behind it.

    `value` is a share of `of`, a count, days or an index, as the check says; it must be `limit` at most, or at
    least where `is_floor`. `activity_ids` and `links` are what counted against the plan, in the plan's order.
    """

    name: CheckName
    verdict: Verdict
    value: float | None
    limit: float
    is_floor: bool = False
    count: int = 0
    of: int = 0
    activity_ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    missing: Missing | None = None


class PracticeName(StrEnum):
    """The ten practices of the GAO's Schedule Assessment Guide (GAO-16-89G), in their order."""

    CAPTURING_ALL_ACTIVITIES = "capturing-all-activities"
    SEQUENCING_ALL_ACTIVITIES = "sequencing-all-activities"
    ASSIGNING_RESOURCES = "assigning-resources"
    ESTABLISHING_DURATIONS = "establishing-durations"
    TRACING_HORIZONTALLY_AND_VERTICALLY = "tracing-horizontally-and-vertically"
    CONFIRMING_THE_CRITICAL_PATH = "confirming-the-critical-path"
    ENSURING_REASONABLE_FLOAT = "ensuring-reasonable-float"
    CONDUCTING_A_RISK_ANALYSIS = "conducting-a-risk-analysis"
    UPDATING_WITH_PROGRESS_AND_LOGIC = "updating-with-progress-and-logic"
    MAINTAINING_A_BASELINE = "maintaining-a-baseline"

    @property
    def number(self) -> int:
        """Return the number of the practice, 1 to 10."""
        return list(PracticeName).index(self) + 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing in the data that speaks for or against a practice."""

    key: str
    verdict: Verdict
    activity_ids: tuple[str, ...] = ()
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice: the worst of its evidence, and what only people can answer."""

    name: PracticeName
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class HealthThresholds:
    """Where checks begin to fail; the defaults are the DCMA's. Shares of one, working days, and indices."""

    logic: float = 0.05
    leads: float = 0.0
    lags: float = 0.05
    finish_to_start: float = 0.90
    hard_constraints: float = 0.05
    high_float_days: float = 44
    high_float: float = 0.05
    negative_float: float = 0.0
    high_duration_days: float = 44
    high_duration: float = 0.05
    invalid_dates: float = 0.0
    resources_days: float = 1
    resources: float = 0.0
    missed: float = 0.05
    critical_path_test_days: int = 600
    critical_path_length_index: float = 0.95
    baseline_execution_index: float = 0.95


@dataclass(frozen=True, slots=True)
class Health:
    """All checks and practices of one plan; a screen of its quality, no proof that the plan is right."""

    checks: tuple[Check, ...]
    practices: tuple[Practice, ...]

    def check(self, name: CheckName) -> Check:
        """Return one check by its name."""
        return self.checks[name.number - 1]

    def practice(self, name: PracticeName) -> Practice:
        """Return one practice by its name."""
        return self.practices[name.number - 1]
