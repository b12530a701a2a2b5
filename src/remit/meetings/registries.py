"""What the apps above know of a project that a decision should remember."""

from collections.abc import Callable, Mapping
from typing import Any

from remit.core.registries import Registry
from remit.projects.models import Project

# plain values that JSON keeps, by their names; `meetings.seen` words those that it knows
seen_facts: Registry[Callable[[Project], Mapping[str, Any]]] = Registry()
