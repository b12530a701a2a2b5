"""What apps above know better than the figures: what is still needed, as people say who do the work."""

from collections.abc import Callable

from remit.core.registries import Registry
from remit.projects.models import Project

still_needed: Registry[Callable[[Project], int | None]] = Registry()
"""Each returns what people estimate is still to be spent on a project, in minor units; None where nobody does."""
