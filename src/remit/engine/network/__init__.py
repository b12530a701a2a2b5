"""The critical path method."""

from remit.engine.network.scheduling import schedule

__all__ = ["schedule"]
