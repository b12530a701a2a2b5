"""What the apps above add to a project's pages: tabs, what the plan forecasts, and parts of the overview."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.accounts.permissions import ALLOWED, Actor, Decision
from remit.core.registries import Registry, Text
from remit.projects.models import Project


class Area(models.TextChoices):
    """A working area of a project: one does not find twenty pages in one row."""

    OVERVIEW = "overview", _("Overview")
    START = "start", pgettext_lazy("area of a project", "Start")
    PLAN = "plan", pgettext_lazy("area of a project", "Plan")
    MANAGE = "manage", pgettext_lazy("area of a project", "Manage")
    MONITOR = "monitor", pgettext_lazy("area of a project", "Monitor")
    CONTROL = "control", pgettext_lazy("area of a project", "Control")
    CLOSE = "close", pgettext_lazy("area of a project", "Close")


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a working area; `url_name` takes the project's key, `may_see` says for whom it is there."""

    area: Area
    label: Text
    url_name: str
    position: int
    may_see: Callable[[Actor, Project], Decision] = field(default=lambda _actor, _project: ALLOWED)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is computed about a project's end: `state` is green, amber, red or grey, `words` say why.

    `finish_minute` is a plan minute, `percent` the done part of the planned working time.
    """

    state: str
    words: str
    finish_minute: int | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class OverviewSection:
    """A part of the overview: `context` returns what `template` shows, or None where there is nothing."""

    position: int
    template: str
    context: Callable[[Actor, Project], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """What is planned with a stakeholder and counts as the contact once it was held: the day, what it is, its page."""

    day: dt.date
    words: str
    url: str


Forecaster = Callable[[Sequence[Project]], Mapping[int, Forecast]]

tabs: Registry[Tab] = Registry()
forecasters: Registry[Forecaster] = Registry()
overview_sections: Registry[OverviewSection] = Registry()
# each returns the next contact that is planned from today on, by the id of the stakeholder
contact_planners: Registry[Callable[[Project], Mapping[int, PlannedContact]]] = Registry()


def planned_contacts(project: Project) -> dict[int, PlannedContact]:
    """Return the next contact that is planned with each stakeholder of a project, by its id."""
    found: dict[int, PlannedContact] = {}
    for planner in contact_planners:
        for pk, each in planner(project).items():
            if pk not in found or each.day < found[pk].day:
                found[pk] = each
    return found


def forecasts(projects: Sequence[Project]) -> dict[int, Forecast]:
    """Return the forecast of each project by its id: a constant number of queries."""
    found: dict[int, Forecast] = {}
    for forecaster in forecasters:
        found.update(forecaster(projects))
    return found


@dataclass(frozen=True, slots=True)
class DeliverableForecast:
    """What the plan says about a deliverable: when the last of its activities ends, and how many trace to it.

    `finish_minute` is a plan minute; None where no activity that traces to it has a date.
    """

    finish_minute: int | None
    activities: int


DeliverableForecaster = Callable[[Sequence[Project]], Mapping[int, DeliverableForecast]]
deliverable_forecasters: Registry[DeliverableForecaster] = Registry()


@dataclass(frozen=True, slots=True)
class DeliverableSection:
    """A part of a deliverable's page: `context` returns what `template` shows, or None where there is nothing."""

    template: str
    context: Callable[[Actor, Project, int], dict[str, Any] | None]


deliverable_sections: Registry[DeliverableSection] = Registry()


def deliverable_forecasts(projects: Sequence[Project]) -> dict[int, DeliverableForecast]:
    """Return what plans say about the deliverables of `projects`, by id: a constant number of queries."""
    found: dict[int, DeliverableForecast] = {}
    for forecaster in deliverable_forecasters:
        found.update(forecaster(projects))
    return found
