"""What apps above add to what a plan says about an activity."""

from collections.abc import Callable, Iterable

from remit.core.registries import Registry
from remit.planning.models import Activity

# sentences on what the duration of an activity stands on
bases: Registry[Callable[[Activity], Iterable[str]]] = Registry()
