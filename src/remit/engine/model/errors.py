"""What can be wrong with a problem. Every error names the activities concerned."""

from collections.abc import Iterable


class PlanError(ValueError):
    """A problem that has no schedule; `activity_ids` names the activities concerned."""

    def __init__(self, message: str, activity_ids: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.activity_ids = tuple(activity_ids)


class CycleError(PlanError):
    """Activities wait for each other in a circle; `activity_ids` is the circle in order."""


class UnknownReferenceError(PlanError):
    """Something refers to an activity, calendar or resource that is not there."""


class EmptyCalendarError(PlanError):
    """A calendar never works, or those by which an activity is done never work at the same time."""


class ContradictionError(PlanError):
    """The two constraints of an activity exclude each other."""


class DateOutOfRangeError(PlanError):
    """A date lies before 1900 or after 2199."""


class DuplicateIdError(PlanError):
    """Two things of one kind have the same id."""
