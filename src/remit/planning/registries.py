"""What apps above add to what a plan says about an activity, and who says whether it may be promised anew."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from remit.accounts.permissions import Actor
from remit.core.registries import Registry
from remit.planning.models import Activity, Baseline
from remit.projects.models import Project

# sentences on what the duration of an activity stands on
bases: Registry[Callable[[Activity], Iterable[str]]] = Registry()


@dataclass(frozen=True, slots=True)
class BaselineControl:
    """Who says whether a plan that has a baseline may get another.

    `refusal` returns why not and what to do instead, or nothing; `note` is told of each baseline that follows another.
    """

    refusal: Callable[[Project], str]
    note: Callable[[Baseline, Actor], None]


baseline_controls: Registry[BaselineControl] = Registry()


def refused_baseline(project: Project) -> str:
    """Return why the plan may not get another baseline now; nothing where it may or would be the first here."""
    if not Baseline.objects.filter(project=project, is_from_file=False).exists():
        return ""
    return next((words for each in baseline_controls if (words := each.refusal(project))), "")
