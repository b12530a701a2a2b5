"""What people read where the record names a field or an operation of a project's money."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "budget_minor": _("budget"),
    "amount_minor": _("amount"),
    "closed_on": _("closed on"),
    "account": _("account"),
    "code": _("code"),
}

OPERATIONS = {
    "costs.open_account": _("opened the account"),
    "costs.change_account": _("changed the account"),
    "costs.set_account_closed": _("closed or reopened the account"),
    "costs.move_budget": _("moved budget"),
    "costs.enter_cost": _("entered the cost"),
    "costs.reverse_entry": _("took the cost back"),
}
