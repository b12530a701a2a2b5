"""The lists of a project's money: accounts with their figures, lines of costs, moves of budget."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day, money
from remit.costs.models import AccountKind, EntryKind
from remit.costs.queries import accounts_of, entries_of, moves_of
from remit.projects.models import Project


def _sum(name: str, label: Any, currency: str, css: str = "num", *, is_default: bool = True) -> Column:
    def cell(row: Any) -> Cell:
        return Cell(money(getattr(row, name), currency))

    return Column(name, label, cell, name, css, is_default)


def standing(row: Any) -> tuple[str, str]:
    """Return the colour of an account and why: red beyond its budget, amber from nine tenths on; reserves have none."""
    if row.closed_on is not None:
        return "grey", _now("closed")
    if row.kind != AccountKind.WORK:
        return "grey", row.get_kind_display()
    if row.left < 0:
        return "red", _now("beyond its budget")
    if row.budget_minor and row.used * 10 >= row.budget_minor * 9:
        return "amber", _now("nearly used")
    return "green", _now("within its budget")


def _standing(row: Any) -> Cell:
    colour, words = standing(row)
    return Cell(words, kind="status", state=colour)


def _person(row: Any) -> Cell:
    return Cell(
        row.owner.name, reverse("people:person", args=[row.owner.key]), kind="person", ring=row.owner.pk
    )


def _account_of(project: Project) -> Callable[[Any], Cell]:
    def cell(row: Any) -> Cell:
        url = reverse("costs:account", args=[project.key, row.account.key])
        return Cell(row.account.code, url, note=row.account.name)

    return cell


def account_table(request: HttpRequest, project: Project) -> Table:
    """Return the accounts of a project with what is planned, used and left."""
    currency = project.organisation.currency

    def name(row: Any) -> Cell:
        return Cell(row.name, reverse("costs:account", args=[project.key, row.key]))

    def left(row: Any) -> Cell:
        return Cell(money(row.left, currency), kind="status", state=standing(row)[0])

    columns = (
        Column("code", _("Code"), lambda row: Cell(row.code, kind="key"), "code", "minor"),
        Column("name", _("Account"), name, "name", "wide"),
        Column("owner", _("Answers for it"), _person, "owner__name"),
        Column(
            "kind", _("Kind"), lambda row: Cell(row.get_kind_display()), "kind", "minor", is_default=False
        ),
        _sum("budget_minor", _("Budget"), currency),
        _sum("actual", _("Actual"), currency),
        _sum("accrued", _("Accrued"), currency, "num minor", is_default=False),
        _sum("committed", _("Committed"), currency),
        Column("left", _("Left"), left, "left", "num"),
        Column("standing", _("Stands"), _standing, is_default=False),
    )
    return Table(
        request, f"cost-accounts-{project.key}", _("Accounts"), accounts_of(project), columns,
        search=("code", "name", "owner__name"), order="code",
        choices_offered=(Choice("kind", _("Kind"), AccountKind.choices, "kind"),),
        filter_hint=_("Filter by account or person"),
    )  # fmt: skip


def _what(project: Project) -> Callable[[Any], Cell]:
    def cell(row: Any) -> Cell:
        note = ""
        if row.reverses is not None:
            note = _now("takes back %(key)s") % {"key": row.reverses.key}
        elif getattr(row, "reversed_by", None) is not None:
            note = _now("taken back by %(key)s") % {"key": row.reversed_by.key}
        elif row.settles is not None:
            note = _now("settles %(key)s") % {"key": row.settles.key}
        return Cell(row.text, reverse("costs:entry", args=[project.key, row.key]), note=note)

    return cell


def entry_table(request: HttpRequest, project: Project) -> Table:
    """Return the lines of a project's costs, the latest first."""
    currency = project.organisation.currency
    columns = (
        Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
        Column("on", _("Day"), lambda row: Cell(day(row.on)), "on", "num"),
        Column("text", _("What for"), _what(project), "text", "wide"),
        Column("account", _("Account"), _account_of(project), "account__code"),
        Column("kind", _("Kind"), lambda row: Cell(row.get_kind_display()), "kind"),
        _sum("amount_minor", _("Amount"), currency),
        _sum("open_minor", _("Still open"), currency, "num minor"),
        Column("supplier", _("Supplier"), lambda row: Cell(row.supplier), "supplier", "minor"),
        Column(
            "reference",
            _("Reference"),
            lambda row: Cell(row.reference),
            "reference",
            "minor",
            is_default=False,
        ),
        Column("by", _("Entered by"), lambda row: Cell(row.by_name), "by_name", "minor", is_default=False),
    )
    accounts = [(each.key, f"{each.code} {each.name}") for each in project.cost_accounts.order_by("code")]
    return Table(
        request, f"cost-entries-{project.key}", _("Costs"), entries_of(project), columns,
        search=("key", "text", "supplier", "reference", "account__code", "account__name"), order="-on",
        choices_offered=(
            Choice("kind", _("Kind"), EntryKind.choices, "kind"),
            Choice("account", _("Account"), accounts, "account__key"),
        ),
        filter_hint=_("Filter by text, supplier or account"),
    )  # fmt: skip


def move_table(request: HttpRequest, project: Project) -> Table:
    """Return how the budget of a project moved, the latest first."""
    nowhere = _("not distributed")
    columns = (
        Column("number", _("Number"), lambda row: Cell(row.number, kind="key"), "number", "minor"),
        Column("on", _("Day"), lambda row: Cell(day(row.moved_on)), "moved_on", "num"),
        Column("source", _("From"), lambda row: Cell(row.source or nowhere), "source__code"),
        Column("target", _("To"), lambda row: Cell(row.target or nowhere), "target__code"),
        _sum("amount_minor", _("Amount"), project.organisation.currency),
        Column("reason", _("Why"), lambda row: Cell(row.reason), "", "wide"),
        Column("by", _("By"), lambda row: Cell(row.by_name), "by_name"),
    )
    return Table(
        request, f"budget-moves-{project.key}", _("How the budget moved"), moves_of(project), columns,
        search=("reason", "by_name", "source__name", "target__name"), order="-number",
        filter_hint=_("Filter by reason, person or account"),
    )  # fmt: skip
