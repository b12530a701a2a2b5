"""Remit: every responsibility has exactly one accountable person, and every figure can say why."""

__version__ = "0.1.0"
