from remit.costs.models.account import AccountKind, BudgetMove, CostAccount
from remit.costs.models.entry import CostEntry, EntryKind

__all__ = ["AccountKind", "BudgetMove", "CostAccount", "CostEntry", "EntryKind"]
