from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day, plan_finish_day
from remit.projects.models import Phase, Project, ProjectKind
from remit.projects.queries import project_lines


def _prepare(projects: list[Any]) -> None:
    for line in project_lines(projects):
        line.project.line = line  # type: ignore[attr-defined]  # read by the columns below


def _manager(project: Any) -> Cell:
    person = project.line.manager
    if person is None:
        return Cell(_("nobody"), kind="status", state="red")
    return Cell(person.name, reverse("people:person", args=[person.key]), kind="person", ring=person.pk)


def _status(project: Any) -> Cell:
    forecast = project.line.forecast
    return Cell(forecast.words, kind="status", state=forecast.state)


def _percent(project: Any) -> Cell:
    percent = project.line.forecast.percent
    return Cell("" if percent is None else f"{percent} %")


COLUMNS = (
    Column("key", _("Key"), lambda project: Cell(project.key, kind="key"), "id", "minor"),
    Column(
        "name",
        _("Name"),
        lambda project: Cell(project.name, reverse("projects:detail", args=[project.key])),
        "name",
        "wide",
    ),
    Column("manager", _("Accountable"), _manager),
    Column("status", _("Status"), _status),
    Column("phase", _("Phase"), lambda project: Cell(Phase(project.phase).label), "phase", "minor"),
    Column(
        "kind",
        _("Kind"),
        lambda project: Cell(ProjectKind(project.kind).label),
        "kind",
        "minor",
        is_default=False,
    ),
    Column("start", _("Start"), lambda project: Cell(day(project.starts_on)), "starts_on", "minor num"),
    Column(
        "promised", _("Promised"), lambda project: Cell(day(project.promised_on)), "promised_on", "minor num"
    ),
    Column(
        "forecast",
        _("Forecast"),
        lambda project: Cell(plan_finish_day(project.line.forecast.finish_minute)),
        css="minor num",
    ),
    Column("progress", _("Done"), _percent, css="minor num"),
)


def project_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the list of the projects that the actor may see."""
    return Table(
        request,
        "projects",
        _("Projects"),
        Project.objects.visible_to(actor).select_related("scope", "organisation"),
        COLUMNS,
        search=("name", "key"),
        choices_offered=(
            Choice("phase", _("Any phase"), Phase.choices, "phase"),
            Choice("kind", _("Any kind"), ProjectKind.choices, "kind"),
        ),
        order="key",
        filter_hint=_("Filter by name or key"),
        prepare=_prepare,
    )
