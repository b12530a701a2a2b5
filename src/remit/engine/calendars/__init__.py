"""Working time to integer minutes and back."""

from remit.engine.calendars.working_time import WorkingTime, around_the_clock, intersection, working_time

__all__ = ["WorkingTime", "around_the_clock", "intersection", "working_time"]
