"""The tables of a project's money that go into its archive."""

from django.utils.translation import gettext_lazy as _

from remit.closure.registries import ArchiveTable, Kept
from remit.costs.models import BudgetMove, CostAccount, CostEntry

TABLES = (
    ArchiveTable(
        "cost-accounts", _("Accounts of the budget"), CostAccount, "project",
        ("key", "code", "name", "kind", "owner__name", "budget_minor", "closed_on"), needs=Kept.MONEY,
    ),
    ArchiveTable(
        "budget-moves", _("How the budget moved"), BudgetMove, "project",
        ("number", "source__code", "target__code", "amount_minor", "reason", "by_name", "moved_on"), ("number",),
        needs=Kept.MONEY,
    ),
    ArchiveTable(
        "cost-entries", _("Costs"), CostEntry, "project",
        ("key", "account__code", "kind", "on", "amount_minor", "text", "supplier", "reference", "settles__key",
         "reverses__key", "by_name", "entered_on"), needs=Kept.MONEY,
    ),
)  # fmt: skip
