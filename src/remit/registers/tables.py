"""The registers of risks and of issues, of one project or of all."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day, money
from remit.people.grids import day_of
from remit.projects.models import Project
from remit.registers.models import Category, IssueKind, IssueState, RiskKind, RiskState, Severity
from remit.registers.policies import sees_money
from remit.registers.queries import issue_standing, issues_for, issues_of, risk_standing, risks_for, risks_of
from remit.registers.scoring import colour_of


def _owner(row: Any) -> Cell:
    url = reverse("people:person", args=[row.owner.key])
    return Cell(row.owner.name, url, kind="person", ring=row.owner.pk)


def _project(row: Any) -> Cell:
    return Cell(f"{row.project.key} {row.project.name}", reverse("projects:detail", args=[row.project.key]))


def _event(row: Any) -> Cell:
    return Cell(row.event, reverse("registers:risk", args=[row.project.key, row.key]))


def _score(row: Any) -> Cell:
    if row.score is None:
        return Cell(_now("not assessed"), kind="status")
    return Cell(row.score, kind="status", state=colour_of(row.score))


def _chance(row: Any) -> Cell:
    return Cell("" if row.probability is None else f"{row.probability * 100:.0f} %")


def _risk_standing(row: Any) -> Cell:
    colour, words = risk_standing(row, day_of(row.project.organisation))
    return Cell(words, kind="status", state=colour)


def _sum_of(name: str, actor: Actor) -> Callable[[Any], Cell]:
    def cell(row: Any) -> Cell:
        shown = sees_money(actor, row.project)
        return Cell(money(getattr(row, name), row.project.organisation.currency) if shown else "")

    return cell


def _risk_columns(actor: Actor, *, sums: bool, sorts: bool) -> tuple[Column, ...]:
    """Return the columns of risks: sums only where some can be seen, in an order that tells no others."""
    columns = [
        Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
        Column("event", _("What may happen"), _event, "event", "wide"),
        Column("owner", _("Owner"), _owner, "owner__name"),
        Column("score", _("Score"), _score, "score", "num"),
        Column("chance", _("Probability"), _chance, "probability", "num minor"),
        Column("days", _("Days"), lambda row: Cell(row.days), "days", "num minor", is_default=False),
    ]
    if sums:
        columns += [
            Column("emv", _("Expected value"), _sum_of("emv_minor", actor), "emv_minor" if sorts else "", "num"),
            Column(
                "emv_after", _("After the response"), _sum_of("residual_emv_minor", actor),
                "residual_emv_minor" if sorts else "", "num minor",
            ),
        ]  # fmt: skip
    return (
        *columns,
        Column("standing", _("Stands"), _risk_standing, "state"),
        Column("review", _("Next review"), lambda row: Cell(day(row.review_on)), "review_on", "num minor"),
        Column(
            "after", _("Score after the response"), lambda row: Cell(row.residual_score), "residual_score",
            "num minor", is_default=False,
        ),
        Column("kind", _("Kind"), lambda row: Cell(row.get_kind_display()), "kind", "minor", is_default=False),
        Column(
            "category", _("Category"), lambda row: Cell(row.get_category_display()), "category", "minor",
            is_default=False,
        ),
        Column("cause", _("Cause"), lambda row: Cell(row.cause), "", "minor", is_default=False),
        Column("effect", _("Effect"), lambda row: Cell(row.effect), "", "minor", is_default=False),
        Column(
            "strategy", _("Strategy"), lambda row: Cell(row.get_strategy_display()), "strategy", "minor",
            is_default=False,
        ),
    )  # fmt: skip


RISK_CHOICES = (
    Choice("state", _("State"), RiskState.choices, "state"),
    Choice("kind", _("Kind"), RiskKind.choices, "kind"),
    Choice("category", _("Category"), Category.choices, "category"),
)


def risk_table(request: HttpRequest, actor: Actor, project: Project) -> Table:
    """Return the register of a project's risks, the highest score first."""

    def prepare(rows: list[Any]) -> None:
        for each in rows:
            each.project = project

    sums = sees_money(actor, project)
    return Table(
        request, f"risks-{project.key}", _("Risks"), risks_of(project), _risk_columns(actor, sums=sums, sorts=sums),
        search=("event", "cause", "effect", "key", "owner__name"), choices_offered=RISK_CHOICES, order="-score",
        filter_hint=_("Filter by words, key or owner"), prepare=prepare,
    )  # fmt: skip


def all_risks_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the risks of every project that the actor may see, the highest score first."""
    columns = _risk_columns(actor, sums=actor.can_anywhere("cost.view"), sorts=False)
    shown = (*columns[:2], Column("project", _("Project"), _project, "project__name"), *columns[2:])
    return Table(
        request, "risks", _("Risks"), risks_for(actor), shown,
        search=("event", "cause", "effect", "key", "owner__name", "project__name", "project__key"),
        choices_offered=RISK_CHOICES, order="-score", filter_hint=_("Filter by words, project or owner"),
    )  # fmt: skip


def _title(row: Any) -> Cell:
    return Cell(row.title, reverse("registers:issue", args=[row.project.key, row.key]))


def _issue_standing(row: Any) -> Cell:
    colour, words = issue_standing(row, day_of(row.project.organisation))
    return Cell(words, kind="status", state=colour)


def _severity(row: Any) -> Cell:
    return Cell(str(row.get_severity_display()).partition(":")[0])


ISSUE_COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("title", _("Issue"), _title, "title", "wide"),
    Column("owner", _("Owner"), _owner, "owner__name"),
    Column("severity", _("Severity"), _severity, "severity"),
    Column("due", _("Due"), lambda row: Cell(day(row.due_on)), "due_on", "num"),
    Column("standing", _("Stands"), _issue_standing, "state"),
    Column("kind", _("Kind"), lambda row: Cell(row.get_kind_display()), "kind", "minor", is_default=False),
    Column("raised", _("Raised on"), lambda row: Cell(day(row.raised_on)), "raised_on", "num minor", is_default=False),
    Column("risk", _("From the risk"), lambda row: Cell(row.risk.key if row.risk else ""), "", is_default=False),
)  # fmt: skip
ISSUE_CHOICES = (
    Choice("state", _("State"), IssueState.choices, "state"),
    Choice("severity", _("Severity"), Severity.choices, "severity"),
    Choice("kind", _("Kind"), IssueKind.choices, "kind"),
)


def issue_table(request: HttpRequest, project: Project) -> Table:
    """Return the register of a project's issues, those due first."""

    def prepare(rows: list[Any]) -> None:
        for each in rows:
            each.project = project

    return Table(
        request, f"issues-{project.key}", _("Issues"), issues_of(project), ISSUE_COLUMNS,
        search=("title", "key", "owner__name"), choices_offered=ISSUE_CHOICES, order="due",
        filter_hint=_("Filter by words, key or owner"), prepare=prepare,
    )  # fmt: skip


def all_issues_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the issues of every project that the actor may see, those due first."""
    columns = (
        *ISSUE_COLUMNS[:2], Column("project", _("Project"), _project, "project__name"), *ISSUE_COLUMNS[2:],
    )  # fmt: skip
    return Table(
        request, "issues", _("Issues"), issues_for(actor), columns,
        search=("title", "key", "owner__name", "project__name", "project__key"), choices_offered=ISSUE_CHOICES,
        order="due", filter_hint=_("Filter by words, project or owner"),
    )  # fmt: skip
